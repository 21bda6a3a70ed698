"""The Django app `meet`."""

from django.apps import AppConfig
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# What refers to organisations here, for the preview of a merge.
REFERENCES: dict[str, str | Promise] = {
    "meet.Event.organiser": _("Events"),
    "meet.Delegation.organiser": _("Delegations"),
    "meet.Visit.host": _("Visits of delegations"),
    "meet.Registration.organisation": _("Registrations"),
    "meet.Idea_organisations.organisation": _("Ideas of workshops"),
}


class MeetConfig(AppConfig):
    name = "neisse.web.meet"
    label = "meet"
    verbose_name = _("Events")

    def ready(self) -> None:
        """Listen for offers, show events on the pages of plans, say what is kept about people."""
        from neisse.web.core import job_kinds, panels
        from neisse.web.core.actions.reindexing import register_index
        from neisse.web.core.events import subscribe
        from neisse.web.meet import entrance, keeping, tasks
        from neisse.web.meet import panels as own
        from neisse.web.meet.actions import events
        from neisse.web.meet.actions.computing import SCHEDULE
        from neisse.web.meet.archiving import register_archive
        from neisse.web.meet.queries.events import register_scopes
        from neisse.web.record.merging import name_references

        subscribe(tasks.on_change)
        job_kinds.register(SCHEDULE)
        panels.register("measure", "meet/parts/measure_panel.html", own.measure_panel, order=5)
        keeping.register()
        entrance.register()
        register_scopes()
        register_archive()
        register_index("meet", [events], events.show_all)
        name_references(REFERENCES)
