"""The Django app `core`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "neisse.web.core"
    label = "core"

    def ready(self) -> None:
        """Say how often the doors of Django's own views open, and what the core keeps about people and for how long."""
        from neisse.web.core import entrance, health, keeping, tasks
        from neisse.web.core.archive import leaves_out
        from neisse.web.core.doors import Door, Rate, register
        from neisse.web.core.queries.health import LOOKS

        register("core:language", Door("language", Rate(300, 600)))
        register("core:health", Door("health", Rate(300, 600)))
        keeping.register()
        leaves_out(
            _("what an instance did and has to do: tasks, mails, counters, sent forms"),
            "core",
            "django_tasks_database",
        )
        leaves_out(_("what is computed again"), "core.SearchDocument")
        tasks.register()
        entrance.register()
        for look in LOOKS:
            health.register(look)
