"""What the agree stage keeps about people (rows of the register of personal data)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from neisse.web.agree.actions.erase import erase_seats, seats_of_person
from neisse.web.agree.models import Seat
from neisse.web.core import personal
from neisse.web.core.personal import BLANKED, Found, Holding, Subject

MOST = 50


def register() -> None:
    """Called once, when the app is ready."""
    personal.register(
        Holding(
            "seats",
            whose=_("Who answers for an organisation in a coordination round; who decides there"),
            what=_(
                "Name and e-mail at the seat of an organisation, who prepared a round, answered and decided, the minutes"
            ),
            purpose=_("Asking owners what may become of their plans; every decision keeps its author"),
            basis=_("Legitimate interest of the network in traceable decisions"),
            retention=_("with the round; the name goes when the person is erased"),
            erasure=BLANKED,
            models=(
                "agree.Round",
                "agree.Seat",
                "agree.Proposal",
                "agree.Question",
                "agree.SeatLink",
                "agree.Minute",
            ),
            find=find_seats,
            own=own_seats,
            export=seats,
            erase=erase_seats,
        )
    )
    personal.no_person(
        "goals, money, days of teams and closed days of a round",
        "agree.Goal", "agree.Budget", "agree.Team", "agree.ClosedDays", "agree.Group",
    )  # fmt: skip


def find_seats(words: str) -> Iterable[Found]:
    """Who answers for an organisation, by name or address."""
    rows = Seat.objects.filter(Q(name__icontains=words) | Q(address__icontains=words))
    return [found(row) for row in rows.select_related("round")[:MOST]]


def own_seats(subject: Subject) -> Iterable[Found]:
    """The seats for which the person answers."""
    return [found(row) for row in seats_of_person(subject).select_related("round")]


def found(row: Seat) -> Found:
    """A seat as a row about a person."""
    return Found(("agree.seat", row.pk), _("Seat in a round"), row.name, str(row.round), row.address)


def seats(subject: Subject) -> list[dict[str, Any]]:
    """In which rounds the person answers, and for whom."""
    rows = seats_of_person(subject).select_related("round", "organisation")
    return [
        {
            "round": row.round.name,
            "organisation": row.organisation.key,
            "name": row.name,
            "address": row.address,
            "language": row.language,
        }
        for row in rows
    ]
