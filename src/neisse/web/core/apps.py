"""The Django app `core`."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "neisse.web.core"
    label = "core"

    def ready(self) -> None:
        """Say how often the doors of Django's own views open, and what the core keeps about people and for how long."""
        from neisse.web.core import keeping, tasks
        from neisse.web.core.doors import Door, Rate, register

        register("core:language", Door("language", Rate(300, 600)))
        keeping.register()
        tasks.register()
