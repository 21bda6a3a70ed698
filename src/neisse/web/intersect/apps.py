"""The Django app `intersect`: it listens to changes of records and fills its places on their pages."""

from django.apps import AppConfig
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# What refers to organisations here, for the preview of a merge; proposals are computed anew.
REFERENCES: dict[str, str | Promise] = {
    "intersect.Consent.organisation": _("Answers to blind overlaps"),
    "intersect.ProfileType.organisation": _("Types of profile"),
    "intersect.PartnerProposal.a": "",
    "intersect.PartnerProposal.b": "",
    "intersect.PartnerFeedback.organisation": _("Answers to proposed partners"),
    "intersect.PartnerFeedback.partner": _("Answers to proposed partners"),
}


class IntersectConfig(AppConfig):
    name = "neisse.web.intersect"
    label = "intersect"
    verbose_name = _("Overlaps")

    def ready(self) -> None:
        """Register panels, marks, the listener, what opened overlaps show, and what is kept of whom."""
        from neisse.web.core import events, job_kinds, later, panels
        from neisse.web.intersect import entrance, keeping
        from neisse.web.intersect import panels as own
        from neisse.web.intersect.actions.comparison import KEEP_INDEX_EVERY_S, KIND, keep_index
        from neisse.web.intersect.archiving import register_archive
        from neisse.web.intersect.rules.seen import opened_measures
        from neisse.web.intersect.tasks import on_change
        from neisse.web.record.merging import name_references
        from neisse.web.record.rules.seen import register_opener

        panels.register("measure", "intersect/parts/measure_panel.html", own.measure_panel, order=10)
        panels.register("organisation", "intersect/parts/organisation_panel.html", own.organisation_panel)
        panels.register("import", "intersect/parts/import_panel.html", own.import_panel)
        panels.register("start", "intersect/parts/start_panel.html", own.start_panel, order=10)
        panels.register_marker(own.measure_marks)
        register_opener(opened_measures)
        name_references(REFERENCES)
        keeping.register()
        entrance.register()
        register_archive()
        job_kinds.register(KIND)
        events.subscribe(on_change)
        later.every(
            "intersect.keep_index", keep_index, KEEP_INDEX_EVERY_S, _("Kept the plans ready for comparison")
        )
