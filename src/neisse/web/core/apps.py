"""The Django app `core`."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "neisse.web.core"
    label = "core"
