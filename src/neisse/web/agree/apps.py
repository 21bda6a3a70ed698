"""The Django app `agree`."""

from django.apps import AppConfig
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# What refers to organisations here, for the preview of a merge.
REFERENCES: dict[str, str | Promise] = {
    "agree.Seat.organisation": _("Seats in coordination rounds"),
    "agree.Budget.organisation": _("Budgets of coordination rounds"),
    "agree.Team.organisation": _("Teams of coordination rounds"),
}


class AgreeConfig(AppConfig):
    name = "neisse.web.agree"
    label = "agree"
    verbose_name = _("Coordination")

    def ready(self) -> None:
        """Register scopes, what is kept about people, and what travels."""
        from neisse.web.agree import entrance, keeping
        from neisse.web.agree.actions.answers import PRICE, SILENCE_EVERY_S, apply_silence
        from neisse.web.agree.actions.proposals import JOINT_PLAN
        from neisse.web.agree.archiving import register_archive
        from neisse.web.agree.queries.rounds import register_scopes
        from neisse.web.core import job_kinds, later
        from neisse.web.record.merging import name_references

        register_scopes()
        keeping.register()
        register_archive()
        job_kinds.register(JOINT_PLAN)
        job_kinds.register(PRICE)
        entrance.register()
        later.every("agree.silence", apply_silence, SILENCE_EVERY_S, _("Looked which owners did not answer"))
        name_references(REFERENCES)
