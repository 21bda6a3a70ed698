"""The Django app `intersect`."""

from django.apps import AppConfig


class IntersectConfig(AppConfig):
    name = "neisse.web.intersect"
    label = "intersect"
