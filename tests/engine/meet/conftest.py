"""Small events, and all their schedules by trying everything."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from neisse.engine.meet.check import Claim, breaks_and_idle, check
from neisse.engine.meet.instance import Instance, Participant, Request, Rules, Slot, Table

Event = Callable[..., Instance]


def _event(pairs: str, slots: int = 4, tables: int = 3, people: Any = None, **rules: Any) -> Instance:
    """`pairs` such as "ab ac bd": requests r1, r2, ... between people of one letter, all to be held."""
    requests = tuple(Request(f"r{i + 1}", *pair) for i, pair in enumerate(pairs.split()))
    return Instance(
        name="event",
        slots=tuple(Slot(f"s{i + 1}", session="am" if i < (slots + 1) // 2 else "pm") for i in range(slots)),
        tables=tuple(Table(f"t{i + 1}") for i in range(tables)),
        participants=people or tuple(Participant(p) for p in sorted(set(pairs) - {" "})),
        requests=requests,
        rules=Rules(**{"all_requests": True, **rules}),
    )


def _random_event(seed: int) -> Instance:
    """Up to 7 meetings with every kind of rule; about a third of these events is infeasible."""
    random = Random(seed)
    slots, letters = random.randint(3, 5), "abcdef"[: random.randint(4, 6)]
    pairs = [a + b for a in letters for b in letters if a < b]
    chosen = random.sample(pairs, random.randint(3, min(7, len(pairs))))
    event = _event(" ".join(chosen), slots, random.randint(2, 3), fairness=random.choice([None, None, 0, 1]))
    ids = [s.id for s in event.slots]
    people = [
        Participant(
            p,
            unavailable=frozenset(s for s in ids if random.random() < 0.1),
            table="t1" if p == "a" and random.random() < 0.4 else "",
        )
        for p in letters
    ]
    requests = [
        replace(
            r,
            fixed=random.choice(ids) if random.random() < 0.1 else "",
            session=random.choice(["am", "pm"]) if random.random() < 0.15 else "",
            after=(f"r{i}",) if i and random.random() < 0.15 else (),
            interpreter="de-pl" if random.random() < 0.3 else "",
        )
        for i, r in enumerate(event.requests)
    ]
    tables = [replace(event.tables[0], closed=frozenset(ids[:1])), *event.tables[1:]]
    return replace(
        event,
        participants=tuple(people),
        requests=tuple(requests),
        tables=tuple(tables),
        interpreters=(("de-pl", 1),),
    )


def _schedules(instance: Instance, placed: tuple[int, ...] = ()) -> Iterator[tuple[int, ...]]:
    """Every schedule of all requests that the checker accepts; only clashes are pruned on the way."""
    m = len(placed)
    if m == len(instance.requests):
        if not check(instance, Claim(placed)):
            yield placed
        return
    r = instance.requests[m]
    for s in range(len(instance.slots)):
        earlier = zip(instance.requests, placed, strict=False)
        if all(t != s or not {q.a, q.b} & {r.a, r.b} for q, t in earlier):
            yield from _schedules(instance, (*placed, s))


def _worth(instance: Instance, slots: tuple[int, ...]) -> tuple[int, int]:
    """Breaks and idle slots of a whole schedule."""
    pairs = [
        breaks_and_idle([s for r, s in zip(instance.requests, slots, strict=True) if p.id in (r.a, r.b)])
        for p in instance.participants
    ]
    return sum(b for b, _ in pairs), sum(i for _, i in pairs)


@pytest.fixture
def event() -> Event:
    return _event


@pytest.fixture
def random_event() -> Callable[[int], Instance]:
    return _random_event


@pytest.fixture
def best_of() -> Callable[[Instance], tuple[int, int] | None]:
    """Fewest breaks and, among those, fewest idle slots; None where nothing is feasible."""
    return lambda instance: min((_worth(instance, s) for s in _schedules(instance)), default=None)
