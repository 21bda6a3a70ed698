"""Congresses from a seed: skewed popularity, half-day absences, two kinds of demand.

`accepted`: all meetings are agreed and are known to fit, because each is drawn together with a slot in which both
people and a table are free (the slots are thrown away). `requested`: more requests than places, weights 1 to 5;
the hall has tables for 80 % of them and the sought-after people have more requests than slots.
Both have 5,500 people per 30,000 meetings and three days of two half-days with eight slots each.
"""

from __future__ import annotations

import numpy as np

from neisse.engine.meet.instance import Instance, Participant, Request, Slot, Table

DAYS, HALVES, PER_HALF = 3, 2, 8
SLOTS = DAYS * HALVES * PER_HALF
PEOPLE_PER_MEETING = 5_500 / 30_000
ABSENT = 0.5  # share of people who miss one or two half-days


def accepted(meetings: int, seed: int = 1, *, spare: float = 0.05) -> Instance:
    """All meetings fit; `spare` tables beyond the least number that the slots allow (0: none at all)."""
    rng = np.random.default_rng(seed)
    free = _diaries(rng, meetings)
    away = ~free
    tables = int(np.ceil(-(-meetings // SLOTS) * (1 + spare)))
    popularity = _popularity(rng, len(free), 0.8)
    room = np.full(SLOTS, tables)
    pairs: dict[tuple[int, int], None] = {}
    while len(pairs) < meetings:
        drawn = rng.choice(len(free), size=(meetings, 2), p=popularity)
        for (a, b), luck in zip(np.sort(drawn, axis=1).tolist(), rng.random(meetings), strict=True):
            slots = np.flatnonzero(free[a] & free[b] & (room > 0))
            if a == b or (a, b) in pairs or not len(slots) or len(pairs) == meetings:
                continue
            slot = slots[int(luck * len(slots))]
            free[a, slot] = free[b, slot] = False
            room[slot] -= 1
            pairs[a, b] = None
    order = rng.permutation(meetings)
    listed = list(pairs)
    return _instance(f"accepted-{meetings}-{seed}", away, [listed[i] for i in order], None, tables)


def requested(requests: int, seed: int = 1) -> Instance:
    """Too many requests of weights 1 to 5 for the hall and for the people most sought after."""
    rng = np.random.default_rng(seed)
    free = _diaries(rng, requests)
    popularity = _popularity(rng, len(free), 1.0)
    pairs: dict[tuple[int, int], None] = {}
    while len(pairs) < requests:
        drawn = rng.choice(len(free), size=(requests, 2), p=popularity)
        pairs |= {(a, b): None for a, b in np.sort(drawn, axis=1).tolist() if a != b}
    weights = rng.integers(1, 6, size=requests)
    tables = max(1, int(0.8 * requests / SLOTS))
    return _instance(f"requested-{requests}-{seed}", ~free, list(pairs)[:requests], weights.tolist(), tables)


def _diaries(rng: np.random.Generator, meetings: int) -> np.ndarray:
    """[P, S]: who is there when."""
    people = max(20, round(meetings * PEOPLE_PER_MEETING))
    free = np.ones((people, DAYS * HALVES, PER_HALF), bool)
    for p in np.flatnonzero(rng.random(people) < ABSENT):
        free[p, rng.choice(DAYS * HALVES, size=rng.integers(1, 3), replace=False)] = False
    return free.reshape(people, SLOTS)


def _popularity(rng: np.random.Generator, people: int, skew: float) -> np.ndarray:
    weight = rng.lognormal(0, skew, people)
    return weight / weight.sum()


def _instance(
    name: str, away: np.ndarray, pairs: list[tuple[int, int]], weights: list[int] | None, tables: int
) -> Instance:
    slots = [f"s{s + 1:02}" for s in range(SLOTS)]
    return Instance(
        name=name,
        slots=tuple(Slot(s) for s in slots),
        tables=tuple(Table(f"t{t + 1}") for t in range(tables)),
        participants=tuple(
            Participant(f"p{p + 1}", unavailable=frozenset(slots[s] for s in np.flatnonzero(row)))
            for p, row in enumerate(away)
        ),
        requests=tuple(
            Request(f"r{i + 1}", f"p{a + 1}", f"p{b + 1}", weight=weights[i] if weights else 1)
            for i, (a, b) in enumerate(pairs)
        ),
    )
