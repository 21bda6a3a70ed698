"""The Django app `record`."""

from django.apps import AppConfig


class RecordConfig(AppConfig):
    name = "neisse.web.record"
    label = "record"

    def ready(self) -> None:
        """Tell accounts what is kept here about people, and for whom users speak."""
        from neisse.web.record.keeping import register

        register()
