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
