"""Small congresses with every kind of rule, and ways to judge a schedule."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest

from neisse.engine.meet.check import Claim, check
from neisse.engine.meet.instance import Instance, Participant, Request, Rules, Slot, Table
from neisse.engine.meet.schedule import Schedule

Make = Callable[..., Instance]


def _congress(seed: int, people: int = 24, slots: int = 8, requests: int = 60, tables: int = 9) -> Instance:
    """A random event that uses absences, sessions, booths, closed tables, limits, orders and interpreters."""
    rng = np.random.default_rng(seed)
    ids = [f"s{i}" for i in range(slots)]
    pairs = {tuple(sorted(rng.choice(people, 2, replace=False).tolist())) for _ in range(requests)}
    asked = []
    for i, (a, b) in enumerate(sorted(pairs)):
        asked.append(
            Request(
                f"r{i}",
                f"p{a}",
                f"p{b}",
                weight=int(rng.integers(1, 6)),
                must=bool(rng.random() < 0.05),
                session="am" if rng.random() < 0.1 else "",
                after=(f"r{i - 1}",) if i and rng.random() < 0.05 else (),
                interpreter="de-pl" if rng.random() < 0.3 else "",
            )
        )
    return Instance(
        name=f"congress-{seed}",
        slots=tuple(Slot(s, session="am" if i < slots // 2 else "pm") for i, s in enumerate(ids)),
        tables=tuple(Table(f"t{t}", closed=frozenset({ids[3]} if t == 0 else ())) for t in range(tables)),
        participants=tuple(
            Participant(
                f"p{p}",
                unavailable=frozenset(s for s in ids if rng.random() < 0.1),
                max_meetings=5 if p % 5 == 0 else None,
                table=f"t{tables - 1}" if p in {1, 2} else "",
            )
            for p in range(people)
        ),
        requests=tuple(asked),
        rules=Rules(),
        interpreters=(("de-pl", 2),),
    )


def _claim(schedule: Schedule) -> Claim:
    return Claim(schedule.slots, schedule.tables, schedule.breaks, schedule.idle, schedule.weight)


@pytest.fixture
def congress() -> Make:
    return _congress


@pytest.fixture
def judge() -> Callable[[Instance, Schedule], list[str]]:
    """What the independent checker finds, as codes."""
    return lambda instance, schedule: [f.code for f in check(instance, _claim(schedule))]


@pytest.fixture
def looks() -> Callable[[int], Callable[[], bool]]:
    """A stop that says no so many times."""

    def stop_after(count: int) -> Callable[[], bool]:
        left: Iterator[int] = iter(range(count))
        return lambda: next(left, None) is None

    return stop_after
