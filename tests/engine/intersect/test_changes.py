"""What would have to change: made in the measures themselves, the change makes the overlap that was told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from neisse.engine.flow import weigh_pair
from neisse.engine.intersect.candidates.pairs import candidate_pairs
from neisse.engine.intersect.index import OverlapIndex
from neisse.engine.intersect.table.reading import stated_place
from neisse.engine.intersect.verdict.changes import CHANGES, Change, near_misses
from neisse.engine.values import Measure, Period, Place, Verdict

CLEAN = Measure(
    id="a", title="Workshop Energieeffizienz in Reinräumen", owner="stadt", kind="training", audience=("Hersteller",),
    period=Period(date(2026, 10, 14), date(2026, 10, 15)), place=Place("Dresden", "DE"),
)  # fmt: skip
LATER = replace(
    CLEAN, id="b", owner="kammer", title="Energie sparen im Reinraum: Praxistag",
    period=Period(date(2027, 2, 11), date(2027, 2, 12)),
)  # fmt: skip
MOST_MADE = 12


@pytest.fixture(scope="module")
def missed(index: OverlapIndex) -> list[Change]:
    """The near misses of the development set."""
    pairs = list(candidate_pairs(index.table, 0))
    i, j = (np.concatenate(side) for side in zip(*pairs, strict=True))
    return near_misses(index.table, index.table, i, j)


def made(group: str, a: Measure, b: Measure) -> tuple[Measure, Measure]:
    """The two measures after the change."""
    if group == "audience":
        together = a.audience + b.audience
        return replace(a, audience=together), replace(b, audience=together)
    if group == "place":
        named = [place for place in map(stated_place, (a, b)) if place.city]
        there = replace(named[0], online=False)
        return replace(a, place=there), replace(b, place=there)
    starts = [m.period.start if m.period else None for m in (a, b)]
    first = min(start for start in starts if start)
    later = all(starts) and starts[0] != first
    begins = (first + timedelta(weeks=later), first + timedelta(weeks=not later))
    one, other = (replace(m, period=spans(m.period, at)) for m, at in zip((a, b), begins, strict=True))
    return one, other


def spans(period: Period | None, start: date) -> Period:
    known = period is not None and not period.precision.is_vague
    return Period(start, start + timedelta(days=period.days if known and period else 1))


@pytest.mark.parametrize("group", CHANGES)
def test_a_change_that_is_made_brings_the_overlap_that_was_told(
    group: str, missed: list[Change], index: OverlapIndex, measures: tuple[Measure, ...]
) -> None:
    by_id = {m.id: m for m in measures}
    told = [change for change in missed if change.group == group][:MOST_MADE]
    assert told
    for change in told:
        a, b = (by_id[index.keys[at]] for at in (change.i, change.j))
        assert weigh_pair(a, b).verdict is None
        assert weigh_pair(*made(group, a, b)).verdict is change.verdict


def test_a_pair_is_weighed_whether_it_overlaps_or_not() -> None:
    near = weigh_pair(CLEAN, LATER)
    assert near.verdict is None
    assert "time" in {change.group for change in near.changes}
    sooner = weigh_pair(CLEAN, made("time", CLEAN, LATER)[1])
    assert sooner.verdict is near.changes[0].verdict
    assert sooner.changes == ()
    for found in (near, sooner):
        assert found.probabilities.keys() == set(Verdict)
        assert sum(abs(reason.weight) for reason in found.reasons) == pytest.approx(1, abs=0.05)
    assert weigh_pair(LATER, CLEAN).probabilities == pytest.approx(near.probabilities)


def test_the_index_tells_the_likeliest_change_of_each(index: OverlapIndex) -> None:
    held = OverlapIndex([CLEAN, LATER], index.encoder)
    draft = replace(CLEAN, id="draft")
    assert set(held.changes(draft, ["b"])) == {"b"}
    assert held.changes(draft, ["a"]) == {}
