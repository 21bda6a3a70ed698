"""The Django app `publish`."""

from django.apps import AppConfig


class PublishConfig(AppConfig):
    name = "neisse.web.publish"
    label = "publish"
