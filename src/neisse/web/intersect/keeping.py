"""What the intersect stage keeps about people (rows of the register of personal data)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from neisse.web.core import personal
from neisse.web.core.personal import BLANKED, Holding


def register() -> None:
    """Called once, when the app is ready."""
    personal.register(
        Holding(
            "opinions",
            whose=_("Who decides about overlaps and partners"),
            what=_(
                "Decisions about overlaps, consents to open plans, answers to proposed partners, with notes"
            ),
            purpose=_("Every decision keeps its author and its sources"),
            basis=_("Legitimate interest of the network in traceable decisions"),
            retention=_("with the plan or the organisation; the name goes when the account is deleted"),
            erasure=BLANKED,
            models=(
                "intersect.Overlap",
                "intersect.Consent",
                "intersect.PartnerFeedback",
                "intersect.Concept",
            ),
        )
    )
    personal.no_person(
        "computed from texts of organisations and plans, without their authors",
        "intersect.TextVector",
        "intersect.PartnerProposal",
        "intersect.ProfileType",
        "intersect.IndexState",
        "*overlap_index.*",
    )
