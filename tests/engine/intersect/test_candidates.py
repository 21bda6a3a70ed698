"""The candidate rule and its sweep: the same pairs whatever is asked, and nothing in reach is left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from neisse.engine.intersect.candidates import HORIZON_DAYS, candidate_pairs, candidates
from neisse.engine.intersect.table import Table, measure_table
from neisse.engine.text.encoder import Vectors
from neisse.engine.values import Measure, Period, Place

TOWNS = ("Wrocław", "Dresden", "Lisboa", "Tromsø", "Auckland", "Honolulu", "Longyearbyen", "")
START = date(2026, 3, 2)


class Counting:
    """An encoder that gives every text the same direction and counts what it was asked for."""

    name, dimensions = "counting", 512

    def __init__(self) -> None:
        self.texts: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.texts += texts
        return np.ones((len(texts), 512), dtype=np.float32) / np.float32(np.sqrt(512))


def plan(at: int, city: str, days: int = 0, length: int = 1, **rest: object) -> Measure:
    begin = START + timedelta(days=days)
    period = Period(begin, begin + timedelta(days=length))
    return replace(
        Measure(id=f"{at:03d}", title="Biobank", owner="x", kind="event", period=period, place=Place(city)),
        **rest,  # type: ignore[arg-type]
    )


def world() -> list[Measure]:
    """Towns near and far, short, long, undated and online measures: everything that the sweep tells apart."""
    plans = [plan(k, TOWNS[k % len(TOWNS)], days=13 * (k % 41), length=1 + 90 * (k % 5)) for k in range(160)]
    plans += [plan(200 + k, TOWNS[k], period=None) for k in range(4)]
    return [*plans, *(plan(300 + k, "", days=60 * k, place=Place(online=True)) for k in range(6))]


@pytest.fixture(scope="module")
def table() -> Table:
    return measure_table(world(), Counting())


def test_the_sweep_gives_each_pair_of_the_matrix_once(table: Table) -> None:
    swept = [
        tuple(sorted(pair))
        for i, j in candidate_pairs(table)
        for pair in zip(i.tolist(), j.tolist(), strict=True)
    ]
    i, j = np.nonzero(np.triu(candidates(table, table), 1))
    assert len(swept) == len(set(swept))
    assert set(swept) == set(zip(i.tolist(), j.tolist(), strict=True))


def test_the_rule_does_not_know_the_order_of_the_sides(table: Table) -> None:
    matrix = candidates(table, table)
    assert (matrix == matrix.T).all()
    assert 0 < matrix.sum() < matrix.size


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (plan(1, "Dresden"), plan(2, "Wrocław"), True),
        (plan(1, "Dresden"), plan(2, "Lisboa"), False),
        (plan(1, "Dresden"), plan(2, "Lisboa", place=Place(online=True)), True),
        (plan(1, "Dresden"), plan(2, "", days=HORIZON_DAYS), True),
        (plan(1, "Dresden"), plan(2, "Dresden", days=HORIZON_DAYS + 2), False),
        (plan(1, "Dresden", length=400), plan(2, "Dresden", days=450), True),
        (plan(1, "Dresden", period=None), plan(2, "Dresden", days=5000), True),
    ],
)
def test_near_in_time_and_in_reach(one: Measure, other: Measure, expected: bool) -> None:
    pair = measure_table([one, other], Counting())
    assert bool(candidates(pair, pair)[0, 1]) is expected
