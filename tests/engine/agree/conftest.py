"""Small rounds by chance, in which everything is scarce, and the best plan by trying all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import product
from random import Random

import pytest

from neisse.engine.agree.check import Claim, check
from neisse.engine.agree.choices import table_of
from neisse.engine.agree.plan import Held, Settled
from neisse.engine.agree.round import Budget, Closed, Goal, Group, Lock, Round, Table, Team, Venue, Window
from neisse.engine.agree.tidy import tidied
from neisse.engine.values import Measure, Period, Place, Precision, Verdict

FIRST = date(2027, 3, 28)
Small = Callable[[int], Table]
Best = Callable[[Table], int | None]


def day(n: int) -> date:
    return FIRST + timedelta(days=n)


def _measure(random: Random, n: int) -> Measure:
    length = random.choice((1, 1, 2))
    start = random.randrange(6)
    vague = random.random() < 0.3
    period = Period(
        day(start), day(start + (3 if vague else length)), Precision.WEEK if vague else Precision.DAY
    )
    return Measure(
        f"m{n}",
        f"Plan {n}",
        random.choice(("city", "chamber", "agency")),
        kind="event",
        period=period if random.random() < 0.9 else None,
        place=Place(random.choice(("Görlitz", "Wrocław"))),
        topics=tuple(random.sample(("health", "trade", "skills"), 1)),
        cost_cents=random.choice((None, 40_000, 70_000, 110_000)),
        staff_days=random.choice((None, 1.5, 2, 4)),
    )


def _some(random: Random, ids: list[str]) -> frozenset[str]:
    return frozenset(m for m in ids if random.random() < 0.7)


def small_round(seed: int, **fixed: object) -> Table:
    """Up to four groups; which of the things that are scarce there are differs by seed."""
    random = Random(seed)
    measures = [_measure(random, n) for n in range(random.randint(3, 5))]
    ids = [m.id for m in measures]
    pair = Group("pair", tuple(ids[:2]), verdict=random.choice(list(Verdict)))
    parts = {
        "budgets": (
            Budget(
                "main", random.choice((90_000, 150_000, 260_000)), random.choice((None, _some(random, ids)))
            ),
        ),
        "teams": (Team("office", random.choice((2.0, 4.0, 6.5)), _some(random, ids)),),
        "venues": (Venue("hall", _some(random, ids), (Window(day(1), day(1)),)),),
        "closed": (Closed(Window(day(4), day(4)), random.choice(("", "Görlitz"))),),
        "locks": (Lock("pair", random.choice(("keep", "drop")), forbidden=random.random() < 0.5),),
    }
    there = {k: v for k, v in parts.items() if random.random() < 0.6}
    goals = (Goal("g1", 2, ("health",)), Goal("g2", 0.5, ("trade",)))
    equity = random.choice((None, None, 0.5))
    round_ = Round("small", tuple(measures), (pair,), goals=goals, equity=equity, **(there | fixed))  # type: ignore[arg-type]
    return table_of(tidied(round_)[0])


def plans(table: Table) -> Iterator[tuple[int, list[Settled]]]:
    """Every plan that there could be, with its value; most of them break a rule."""
    per_group = [
        [
            (choice.value, Settled(group.id, choice.option.id, acts, choice.value))
            for choice in choices
            for acts in product(
                *([Held(a.measures, start, a.days) for start in a.starts or (None,)] for a in choice.acts)
            )
        ]
        for group, choices in zip(table.groups, table.choices, strict=True)
    ]
    for picked in product(*per_group):
        yield sum(value for value, _ in picked), [settled for _, settled in picked]


def _best(table: Table) -> int | None:
    """The value of the best plan that breaks no rule; None where each breaks one."""
    best: int | None = None
    for value, settled in plans(table):
        if (best is None or value > best) and not check(table, Claim(tuple(settled))):
            best = value
    return best


@pytest.fixture
def small() -> Callable[..., Table]:
    return small_round


@pytest.fixture
def best_of() -> Best:
    return _best


@pytest.fixture
def plans_of() -> Callable[[Table], Iterator[tuple[int, list[Settled]]]]:
    return plans
