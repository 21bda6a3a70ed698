"""Small events, and all their schedules by trying everything."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest

from neisse.engine.meet.check import Claim, check
from neisse.engine.meet.check_pauses import breaks_and_idle, dates_of
from neisse.engine.meet.instance import Instance, Participant, Request, Rules, Slot, Table

Event = Callable[..., Instance]
NINE = datetime(2027, 10, 21, 7, tzinfo=UTC)


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
        breaks_and_idle(
            [s for r, s in zip(instance.requests, slots, strict=True) if p.id in (r.a, r.b)],
            dates_of(instance),
        )
        for p in instance.participants
    ]
    return sum(b for b, _ in pairs), sum(i for _, i in pairs)


def _on_days(event: Instance, first: int) -> Instance:
    """The event with its first slots on one day and the others on the next."""
    at = [NINE + timedelta(days=s >= first, minutes=20 * s) for s in range(len(event.slots))]
    slots = (
        replace(s, starts=t, ends=t + timedelta(minutes=20)) for s, t in zip(event.slots, at, strict=True)
    )
    return replace(event, slots=tuple(slots))


def _with_pauses(event: Instance, seed: int, share: float = 0.25) -> Instance:
    """The event with pauses of some people and of all, over one day or two; nobody avoided."""
    random = Random(seed)
    ids = [s.id for s in event.slots]

    def maybe(value: object) -> object:
        return value if random.random() < share else None

    people = [
        replace(
            p,
            min_break=maybe(random.choice([0, 1, 1, 2])),
            lunch=maybe(frozenset(random.sample(ids, min(2, len(ids))))),
            max_in_a_row=maybe(random.randint(1, 3)),
        )
        for p in event.participants
    ]
    lunch = frozenset(ids[1:3]) if random.random() < share / 2 else frozenset()
    rules = replace(event.rules, lunch=lunch, max_in_a_row=maybe(2) if random.random() < share else None)
    event = replace(event, participants=tuple(people), rules=rules)
    return _on_days(event, random.randint(1, len(ids) - 1)) if random.random() < 0.6 else event


def _avoiding(event: Instance, seed: int) -> Instance:
    """Somebody of each fourth request never meets the other; musts are as they are."""
    random = Random(seed)
    never: dict[str, set[str]] = {}
    for r in event.requests:
        if random.random() < 0.25 and not r.must:
            one, other = random.sample([r.a, r.b], 2)
            never.setdefault(one, set()).add(other)
    people = (replace(p, avoid=frozenset(never.get(p.id, ()))) for p in event.participants)
    return replace(event, participants=tuple(people))


@pytest.fixture
def on_days() -> Event:
    return _on_days


@pytest.fixture
def with_pauses() -> Event:
    return _with_pauses


@pytest.fixture
def avoiding() -> Event:
    return _avoiding


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
