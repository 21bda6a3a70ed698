"""What of this stage travels in the archive of an instance: rounds with their seats, goals and what is scarce."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from neisse.web.core.archive import Tree, leaves_out, register

BRANCHES = (
    ("agree.Seat", "round"),
    ("agree.Goal", "round"),
    ("agree.Budget", "round"),
    ("agree.Team", "round"),
    ("agree.ClosedDays", "round"),
)


def register_archive() -> None:
    """Called once, when the app is ready."""
    register(
        Tree(
            "round",
            _("coordination rounds with seats, goals, budgets, teams and closed days"),
            "agree.Round",
            ("year", "name"),
            BRANCHES,
        )
    )
    leaves_out(_("what is computed again"), "agree.Group", "agree.Proposal")
