"""The minutes of a round: one line for each step, written in its transaction and never changed."""

from __future__ import annotations

from typing import Any

from neisse.web.agree.models import Minute, Round, Seat
from neisse.web.core.actors import person


def minute(round_: Round, kind: str, *, actor: Any, seat: Seat | None = None, **data: Any) -> Minute:
    """Add a line; the caller holds the round, so that no number is given twice."""
    last = Minute.objects.filter(round=round_).order_by("-number").values_list("number", flat=True).first()
    return Minute.objects.create(
        round=round_, number=(last or 0) + 1, kind=kind, seat=seat, actor=person(actor), data=data
    )
