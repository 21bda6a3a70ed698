"""The Django app `record`."""

from django.apps import AppConfig


class RecordConfig(AppConfig):
    name = "neisse.web.record"
    label = "record"
