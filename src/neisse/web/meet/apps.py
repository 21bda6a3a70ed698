"""The Django app `meet`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetConfig(AppConfig):
    name = "neisse.web.meet"
    label = "meet"
    verbose_name = _("Events")

    def ready(self) -> None:
        """Listen for mails and offers, show events on the pages of plans, say what is kept about people."""
        from neisse.web.core import panels
        from neisse.web.core.events import subscribe
        from neisse.web.meet import keeping, tasks
        from neisse.web.meet import panels as own

        subscribe(tasks.on_change)
        panels.register("measure", "meet/parts/measure_panel.html", own.measure_panel, order=5)
        keeping.register()
