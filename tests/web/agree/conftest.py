"""Rounds with seats, made the way the product makes them."""

from __future__ import annotations

from itertools import count
from typing import Any

import pytest

from neisse.web.core.actors import SYSTEM


@pytest.fixture
def table_of() -> Any:
    """`table_of([organisation, ...], state="open", silence="keep")`: a round of 2027 with a seat for each."""
    from neisse.web.agree.actions.rounds import keep_part, keep_round, open_round
    from neisse.web.agree.models import Round, Seat

    numbers = count(1)

    def make(organisations: Any, *, state: str = "open", **fields: Any) -> Any:
        known = {"name": f"Round {next(numbers)}", "year": 2027}
        row = keep_round(Round(**known | fields), actor=SYSTEM)
        for n, organisation in enumerate(organisations):
            seat = Seat(
                round=row, organisation=organisation, name=f"Person {n}", address=f"seat{n}@example.org"
            )
            keep_part(seat, actor=SYSTEM)
        if state == "open":
            row = open_round(row, web_address="https://neisse.example/", actor=SYSTEM)
        return row

    return make


@pytest.fixture
def plans(people: Any, measure: Any) -> dict[str, Any]:
    """Two that are the same, one alone, and what is in no round: blind, cancelled, of another year, of others."""
    from tests.web.agree.planning import overlap

    from neisse.web.intersect.models import Overlap
    from neisse.web.record.models import Organisation

    owner, partner, stranger = (Organisation.objects.get(key=k) for k in ("owner", "partner", "stranger"))
    known = {"starts": "2027-05-11", "cost_cents": 600_000, "topics": ["biobank"], "visibility": "circle"}
    found = {
        "fair": measure(owner, title="Messestand Hannover", **known),
        "stand": measure(partner, title="Stand in Hannover", **known),
        "alone": measure(owner, title="Werkstatt Bautzen", starts="2027-06-01", cost_cents=300_000),
        "blind": measure(owner, title="Verdecktes", **known | {"visibility": "blind"}),
        "theirs": measure(stranger, title="Von anderen", **known),
        "past": measure(owner, title="Vergangenes", **known | {"starts": "2026-12-31"}),
        "off": measure(owner, title="Abgesagtes", certainty="cancelled", **known),
        "open": measure(owner, title="Ohne Termin", **known | {"starts": None}),
    }
    Overlap.objects.all().delete()  # what the engine thinks of these few is not what is tested
    overlap(found["fair"], found["stand"])
    overlap(found["fair"], found["blind"])
    return found
