"""What of this stage travels in the archive of an instance: what people said, not what is computed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from neisse.web.core.archive import Tree, leaves_out, register
from neisse.web.intersect.bridge import content_of
from neisse.web.intersect.models import Overlap

DECIDED = ("accepted", "dismissed")


def register_archive() -> None:
    """Called once, when the app is ready."""
    register(Tree("concept", _("topics of the own vocabulary"), "intersect.Concept", ("key",)))
    register(
        Tree(
            "overlap",
            _("decisions about overlaps; the overlaps themselves are computed again"),
            "intersect.Overlap",
            ("a", "b"),
            left_out=frozenset(
                {"intersect.Overlap.reasons", "intersect.Overlap.stale", "intersect.Overlap.decided_digest"}
            ),
            fresh={"intersect.Overlap": _content},
            only={"state__in": DECIDED},
            unordered=("a", "b"),
        )
    )
    register(Tree("consent", _("consents to open blind overlaps"), "intersect.Consent", ("measure", "other")))
    register(
        Tree(
            "feedback",
            _("answers to proposed partners"),
            "intersect.PartnerFeedback",
            ("organisation", "partner"),
        )
    )
    register(
        Tree(
            "profile_type", _("types of offers and needs"), "intersect.ProfileType", ("organisation", "text")
        )
    )
    leaves_out(
        _("what is computed again"),
        "intersect.TextVector",
        "intersect.PartnerProposal",
        "intersect.IndexState",
    )


def _content(row: Overlap) -> None:
    """A decision holds as long as both sides stay what they are when they arrive."""
    row.decided_digest = content_of(row.a, row.b)
