"""The candidate rule and its sweep: the same pairs whatever is asked, and nothing in reach is left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from zlib import crc32

import numpy as np
import pytest

from neisse.engine.intersect.candidates.pairs import candidate_pairs, candidates
from neisse.engine.intersect.candidates.rule import (
    AT_ONCE_DAYS,
    HORIZON_DAYS,
    MOST_OWN_TOPICS,
    MOST_TOPICS,
    NO_DATE_DAYS,
    NUMBERS,
    PLACES,
    STEPS_KM,
    TRIP_DAYS,
    shipped_rule,
)
from neisse.engine.intersect.table.contact import Floats, Side
from neisse.engine.intersect.table.kinds import TRAVELS, VISITED_FROM_AFAR
from neisse.engine.intersect.table.measures import KINDS, Table, measure_table
from neisse.engine.intersect.verdict.features import distance_km, features
from neisse.engine.text.encoder import Vectors
from neisse.engine.values import Measure, MeasureKind, Period, Place, Precision

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


class FewWays(Counting):
    """An encoder that gives a text one of five directions at right angles, so that cosines are 0 or 1."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        found = np.zeros((len(texts), 512), dtype=np.float32)
        found[np.arange(len(texts)), [crc32(text.encode()) % 5 for text in texts]] = 1
        return found


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


def varied(count: int) -> list[Measure]:
    """Measures that differ in all that the rule weighs."""
    rng, found = Random(4), []
    subjects = ("Biobank", "Onkologie", "telemedycyna", "clean rooms", "MEDICA", "Forschung", "")
    for at in range(count):
        subject, other = rng.choice(subjects), rng.choice(subjects)
        begin = START + timedelta(days=rng.randrange(150))
        period = Period(begin, begin + timedelta(days=rng.choice((1, 2, 40))), rng.choice(list(Precision)))
        place = rng.choice(
            (
                Place("Dresden"),
                Place("Freital"),
                Place("Wrocław"),
                Place("Lisboa"),
                Place(),
                Place(online=True),
            )
        )
        found.append(
            Measure(
                id=f"{at:03d}", title=f"Forum {subject} {rng.randrange(30)}", owner="x", description=other,
                kind=rng.choice(list(MeasureKind)), period=rng.choice((period, period, period, None)), place=place,
                audience=rng.choice(((), ("Kliniken",), ("Start-ups",))), url=rng.choice(("", "", "", "https://a.example")),
            )
        )  # fmt: skip
    return found


Evidence = dict[str, dict[str, Floats]]


def worth(found: Evidence, km: float, kinds: tuple[int, int], at: int) -> float:
    """The rule in plain words, from the evidence of the model on one pair: what the compiled loop has to add up."""
    topic, time, place, audience, title, link = (
        {name: float(column[at]) for name, column in found[group].items()}
        for group in ("topic", "time", "place", "audience", "title", "link")
    )
    rule = shipped_rule()
    number = dict(zip(NUMBERS, rule.numbers.tolist(), strict=True))
    gap = time["gap_days"] if time["time_known"] else NO_DATE_DAYS
    of_kinds = {KINDS[kind] for kind in kinds}
    # Whole days between, where neighbouring days count 1 in the evidence.
    if gap - 1 > HORIZON_DAYS:
        return -np.inf
    steps = [step for step in STEPS_KM if km <= step]
    where = f"km_{steps[0]:.0f}" if steps else "unplaced" if np.isnan(km) else "afar"
    for name in ("same_town", "one_online", "both_online"):
        where = name if place[name] else where
    if where == "afar" and not VISITED_FROM_AFAR & of_kinds:
        return -np.inf
    if link["url_same"]:
        return np.inf
    near = where in {"same_town", "km_25"}
    return (
        number["base"] + number["cosine"] * topic["text_cosine"]
        + number["topic"] * min(topic["topics_shared"], MOST_TOPICS)
        + number["own_topic"] * min(topic["topics_own"], MOST_OWN_TOPICS)
        + number["day_apart"] * gap + number["vague"] * time["vague"]
        + number["same_name"] * (title["names_shared"] > 0)
        + number["at_once"] * (near and gap <= AT_ONCE_DAYS)
        + number["trip"] * (where == "same_town" and gap <= TRIP_DAYS and bool(TRAVELS & of_kinds))
        + number["audience_apart"] * audience["audience_apart"]
        + float(rule.place[PLACES.index(where)]) + float(rule.kind[kinds])
    )  # fmt: skip


def test_the_compiled_loop_adds_up_the_rule() -> None:
    count = 150
    table = measure_table(varied(count), FewWays())
    i, j = np.indices((count, count)).reshape(2, -1)
    a, b = Side(table, i), Side(table, j)
    found, km = features(a, b), distance_km(a, b)
    kinds = list(zip(a.kind.tolist(), b.kind.tolist(), strict=True))
    expected = np.array([worth(found, km[at], kinds[at], at) > 0 for at in range(len(i))])
    assert 0.02 < expected.mean() < 0.5
    assert np.array_equal(candidates(table, table).ravel(), expected)


def test_an_eased_rule_lets_more_pass_and_none_less() -> None:
    table = measure_table(varied(60), FewWays())
    strict, eased = candidates(table, table), candidates(table, table, eased=3.0)
    assert not (strict & ~eased).any()
    assert eased.sum() > strict.sum()
