"""The Django app `record`."""

from django.apps import AppConfig


class RecordConfig(AppConfig):
    name = "neisse.web.record"
    label = "record"

    def ready(self) -> None:
        """Tell accounts what is kept here about people, and for whom users speak; listen to changes."""
        from neisse.web.core import events
        from neisse.web.record.actions.statistics import refresh_statistics
        from neisse.web.record.keeping import register
        from neisse.web.record.queries import facets

        register()
        events.subscribe(facets.forget)
        events.subscribe(refresh_statistics)
