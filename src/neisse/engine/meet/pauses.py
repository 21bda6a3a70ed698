"""Pauses that people keep, all as one kind of rule: of these slots one stays free.

`min_break` n: of any two slots of a day with fewer than n between them. `lunch`: of the lunch slots of a day.
`max_in_a_row` k: of any k + 1 slots of a day that follow each other. Taking a meeting away never breaks such a rule.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from neisse.engine.meet.instance import Instance, Participant
from neisse.engine.values import say

Sets = tuple[tuple[int, ...], ...]


def avoided(instance: Instance) -> list[int]:
    """Indices of requests between two people of whom one never meets the other. O(M)."""
    never = {p.id: p.avoid for p in instance.participants if p.avoid}
    if not never:
        return []
    nobody: frozenset[str] = frozenset()
    return [
        m
        for m, r in enumerate(instance.requests)
        if r.b in never.get(r.a, nobody) or r.a in never.get(r.b, nobody)
    ]


def rest_of(person: Participant, instance: Instance) -> int:
    """Free slots after each meeting of a person."""
    return instance.rules.min_break if person.min_break is None else person.min_break


def patterns_of(instance: Instance, days: Sequence[int]) -> tuple[list[int], tuple[Sets, ...]]:
    """Per person the number of a pattern, and the patterns; number 0 is that of who keeps no pause."""
    at = {slot.id: s for s, slot in enumerate(instance.slots)}
    known: dict[tuple[int, frozenset[str], int | None], int] = {}
    patterns: list[Sets] = [()]
    numbers: list[int] = []
    for p in instance.participants:
        lunch = instance.rules.lunch if p.lunch is None else p.lunch
        row = instance.rules.max_in_a_row if p.max_in_a_row is None else p.max_in_a_row
        rules = (rest_of(p, instance), lunch, row)
        if rules not in known:
            sets = tuple(dict.fromkeys(_sets(rules[0], {at[s] for s in lunch}, row, days)))
            known[rules] = len(patterns) if sets else 0
            patterns += [sets] if sets else []
        numbers.append(known[rules])
    return numbers, tuple(patterns)


def _sets(rest: int, lunch: set[int], row: int | None, days: Sequence[int]) -> Iterator[tuple[int, ...]]:
    n = len(days)
    for s in range(n):
        yield from ((s, t) for t in range(s + 1, min(n, s + rest + 1)) if days[s] == days[t])
    for day in sorted({days[s] for s in lunch}):
        yield tuple(sorted(s for s in lunch if days[s] == day))
    if row is not None:
        yield from (tuple(range(s, s + row + 1)) for s in range(n - row) if days[s] == days[s + row])


def most_meetings(sets: Sets, rest: int, available: NDArray[np.bool_], days: Sequence[int]) -> int:
    """At most so many slots of one person can be busy, by counting; never too few. O(sets).

    The first open slot, then each with `rest` between; and one less for each of some disjoint sets.
    """
    spaced, last = 0, -1
    for s in np.flatnonzero(available).tolist():
        if last < 0 or days[s] != days[last] or s - last > rest:
            spaced, last = spaced + 1, s
    free = int(available.sum())
    spent: set[int] = set()
    for slots in sorted(sets, key=lambda slots: (max(slots), len(slots))):
        if spent.isdisjoint(slots) and available[list(slots)].all():
            spent.update(slots)
            free -= 1
    return min(spaced, free)


def pause_words(instance: Instance, person: Participant) -> str:
    """The pauses of a person in words, "" for none."""
    rest = rest_of(person, instance)
    lunch = instance.rules.lunch if person.lunch is None else person.lunch
    row = instance.rules.max_in_a_row if person.max_in_a_row is None else person.max_in_a_row
    words: list[str] = [say("%(count)s slots free after each meeting", count=rest)] if rest else []
    open_ = ", ".join(s.id for s in instance.slots if s.id in lunch)
    words += [say("one of %(all)s free", all=open_)] if lunch else []
    words += [say("at most %(count)s in a row", count=row)] if row is not None else []
    return say("%(name)s keeps %(rules)s", name=person.id, rules=words) if words else ""
