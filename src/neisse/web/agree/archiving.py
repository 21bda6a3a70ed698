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
    leaves_out(
        _("what is computed again, and what was said about it"),
        "agree.Group", "agree.Proposal", "agree.Question", "agree.Minute",
    )  # fmt: skip
    leaves_out(_("secrets of links, and what waits behind them"), "agree.SeatLink")
