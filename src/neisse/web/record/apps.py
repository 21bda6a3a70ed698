"""The Django app `record`."""

from django.apps import AppConfig
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REFERENCES: dict[str, str | Promise] = {
    "record.Offer.organisation": _("Offers"),
    "record.Need.organisation": _("Needs"),
    "record.Measure.owner": _("Plans"),
    "record.Measure_partners.organisation": _("Plans of others"),
    "record.Person.organisation": _("Persons"),
    "record.Network.organisation": _("Networks"),
    "record.Membership.organisation": _("Memberships"),
    "record.Section.chair": _("Chairs of sections and groups"),
    "record.TopicGroup.chair": _("Chairs of sections and groups"),
    "record.Section_members.organisation": _("Sections"),
    "record.TopicGroup_members.organisation": _("Topic groups"),
    "record.Figure.organisation": _("Figures"),
    "record.OfficeRequest.organisation": _("Offices that are asked for"),
    "record.IntakeLink.organisation": _("Links for intake"),
    "record.Distinction.a": _("Pairs that are not the same"),
    "record.Distinction.b": _("Pairs that are not the same"),
    "record.DuplicateProposal.a": "",
    "record.DuplicateProposal.b": "",
    "record.Merge.survivor": _("Earlier merges"),
    "record.Subscription.organisation": _("Subscribed calendars"),
    "record.Removal.owner": "",
    "record.Removal.heir": "",
}


class RecordConfig(AppConfig):
    name = "neisse.web.record"
    label = "record"

    def ready(self) -> None:
        """Tell accounts what is kept here about people, and for whom users speak; listen to changes."""
        from neisse.web.core import events, job_kinds, kept, later
        from neisse.web.core.actions.reindexing import register_index
        from neisse.web.record import entrance
        from neisse.web.record.actions.background import IMPORT
        from neisse.web.record.actions.index_anew import index_records
        from neisse.web.record.actions.reminding import LOOK_EVERY_S, remind_all
        from neisse.web.record.actions.searching import on_change
        from neisse.web.record.actions.statistics import refresh_statistics
        from neisse.web.record.actions.subscriptions import LOOK_EVERY_S as CALENDARS_EVERY_S
        from neisse.web.record.actions.subscriptions import look_at_all
        from neisse.web.record.actions.yearly import LOOK_EVERY_S as YEARLY_EVERY_S
        from neisse.web.record.actions.yearly import ask_yearly
        from neisse.web.record.archiving import register_archive
        from neisse.web.record.bridge import search as entries
        from neisse.web.record.keeping import register
        from neisse.web.record.merging import name_references
        from neisse.web.record.queries import scoped

        register()
        entrance.register()
        job_kinds.register(IMPORT)
        scoped.register_all()
        register_archive()
        register_index("record", [entries], index_records)
        name_references(REFERENCES)
        later.every("record.remind", remind_all, LOOK_EVERY_S, _("Reminded who has not answered a campaign"))
        later.every(
            "record.still_right",
            ask_yearly,
            YEARLY_EVERY_S,
            _("Asked whose entries nobody confirmed for a year"),
        )
        later.every(
            "record.calendars", look_at_all, CALENDARS_EVERY_S, _("Had subscribed calendars looked at")
        )
        events.subscribe(on_change)
        events.subscribe(kept.forget)
        events.subscribe(refresh_statistics)
