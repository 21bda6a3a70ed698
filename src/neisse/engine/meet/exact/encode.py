"""The meeting problem as clauses.

x[m, s]: meeting m is in slot s. used[p, s]: participant p has a meeting in slot s. A break of p ends in slot s
where p is used, was not in s - 1, and was some time before on that day. Of the slots of a pause not all are used. The
encoding follows Bofill et al. (JAIR 74, 2022), sections 4.2 to 4.5, with their implied constraints (1) each p uses as
many slots as p has meetings and (2) at most twice as many people as tables are used in a slot, and their clustered
table limit; added are (3) the window: who has k meetings, all on one day, and no break is used before or in s exactly
when they are not used from s + k on; (4) earliest and latest slots from precedences that share a person; and (5) how
many meetings of a person lie at least and at most up to each slot, by sessions, fixed slots, absences and (4).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from neisse.engine.meet.exact.formula import FALSE, Formula
from neisse.engine.meet.exact.order import windows
from neisse.engine.meet.grid import Flags, Grid


@dataclass(slots=True)
class Encoding:
    """`place` [M, S]: the variable of x[m, s] or FALSE. `breaks[p][k]`: p has more than k breaks.

    `used`, `before`, `after` [p][s]: used in s, on that day in some slot up to s, in some slot from s on.
    """

    grid: Grid
    formula: Formula
    place: NDArray[np.int64]
    meetings: list[list[int]]
    used: list[list[int]] = field(default_factory=list)
    before: list[list[int]] = field(default_factory=list)
    after: list[list[int]] = field(default_factory=list)
    breaks: list[list[int]] = field(default_factory=list)

    def idle(self) -> list[list[int]]:
        """Unary number of idle slots of each participant between their first and last meeting (new clauses)."""
        formula, day = self.formula, self.grid.day.tolist()
        inner = [s for s in range(1, self.grid.n_slots - 1) if day[s - 1] == day[s + 1]]
        idle = [
            [formula.both(before[s - 1], after[s + 1], -used[s]) for s in inner]
            for used, before, after in zip(self.used, self.before, self.after, strict=True)
        ]
        return [formula.counter(slots, len(slots)) for slots in idle]

    def slots(self, model: list[int]) -> list[int]:
        """The slot of each meeting in a model."""
        truth = np.array(model, np.int64) > 0
        held: NDArray[np.bool_] = truth[np.abs(self.place) - 1] & (self.place > 0)
        return [int(s) for s in held.argmax(axis=1)]


def encode(grid: Grid, fairness: int | None) -> Encoding:
    """Clauses for "every meeting of the grid is held". O(M S + P S k), k the most meetings of a person."""
    allowed = windows(grid)
    formula = Formula()
    place = np.full(allowed.shape, FALSE, np.int64)
    for m, s in np.argwhere(allowed):
        place[m, s] = formula.new()
    people: list[list[int]] = [[] for _ in range(grid.n_participants)]
    for m in range(grid.n_meetings):
        people[grid.a[m]].append(m)
        people[grid.b[m]].append(m)
    encoding = Encoding(grid, formula, place, people)
    for m in range(grid.n_meetings):
        formula.add(*(int(v) for v in place[m] if v != FALSE))
        formula.at_most(place[m].tolist(), 1)
    for p, meetings in enumerate(people):
        _diary(encoding, meetings)
        _pauses(encoding, p)
    _tables(encoding)
    _interpreters(encoding)
    _precedences(encoding)
    limit = _most_breaks(encoding, fairness)
    for p, meetings in enumerate(people):
        most = grid.n_slots if grid.rests[p] else limit
        encoding.breaks.append(_breaks(encoding, p, len(meetings), most))
    if fairness is not None:
        _fairness(encoding, fairness)
    return encoding


def _diary(encoding: Encoding, meetings: list[int]) -> None:
    """Used slots, one meeting in each, counted from the first slot on; the ladders from both ends."""
    formula = encoding.formula
    columns = encoding.place[meetings].T.tolist()
    used = [formula.either(column) for column in columns]
    for column in columns:
        formula.at_most(column, 1)
    if meetings:
        formula.prefixes(used, *_least_and_most(encoding.place[meetings] != FALSE))
    encoding.used.append(used)
    days = [used[slice(*bounds)] for bounds in _days(encoding.grid)]
    encoding.before.append([v for day in days for v in formula.ladder(day)])
    encoding.after.append([v for day in days for v in formula.ladder(day[::-1])[::-1]])


def _days(grid: Grid) -> list[tuple[int, int]]:
    """First slot of each day and of the next."""
    first = [s for s in range(grid.n_slots) if s == 0 or grid.day[s] != grid.day[s - 1]]
    return list(zip(first, [*first[1:], grid.n_slots], strict=True))


def _pauses(encoding: Encoding, p: int) -> None:
    """Of each set of slots that person p spares, one stays free."""
    used = encoding.used[p]
    for slots in encoding.grid.patterns[encoding.grid.pattern[p]]:
        if all(used[s] != FALSE for s in slots):
            encoding.formula.add(*(-used[s] for s in slots))


def _least_and_most(allowed: Flags) -> tuple[list[int], list[int]]:
    """How many of one person's meetings [k, S] lie at least and at most in the slots up to each one (Hall's condition)."""
    k, n_slots = allowed.shape
    usable = [bool(column.any()) for column in allowed.T]
    first, last = allowed.argmax(axis=1), n_slots - 1 - allowed[:, ::-1].argmax(axis=1)
    least, most, begun = [k] * n_slots, [k] * n_slots, 0
    for s in range(n_slots):
        begun = most[s] = min(begun + usable[s], int((first <= s).sum()))
    for s in reversed(range(n_slots - 1)):
        least[s] = max(least[s + 1] - usable[s + 1], int((last <= s).sum()))
    return least, most


def _tables(encoding: Encoding) -> None:
    """Hall: meetings of one person cannot share a slot, so each cluster of them counts once. Booths: one each."""
    formula, grid = encoding.formula, encoding.grid
    hall = {m for m in range(grid.n_meetings) if grid.booth[m] < 0}
    clusters = _clusters(encoding.meetings, hall)
    for s in range(grid.n_slots):
        limit = int(grid.pool[s])
        held = [formula.either(encoding.place[cluster, s].tolist()) for cluster in clusters]
        formula.at_most(held, limit)
        if len(hall) == grid.n_meetings:
            formula.at_most([used[s] for used in encoding.used], 2 * limit)
    for booth in set(grid.booth[grid.booth >= 0].tolist()):
        for column in encoding.place[grid.booth == booth].T.tolist():
            formula.at_most(column, 1)


def _clusters(people: list[list[int]], meetings: set[int]) -> list[list[int]]:
    """Partition the meetings by a person they share, the person with most meetings left first."""
    left, clusters = set(meetings), []
    while left:
        cluster = max(([m for m in own if m in left] for own in people), key=len)
        clusters.append(cluster)
        left.difference_update(cluster)
    return clusters


def _interpreters(encoding: Encoding) -> None:
    grid = encoding.grid
    for pair, count in enumerate(grid.interpreters.tolist()):
        for column in encoding.place[grid.interpreter == pair].T.tolist():
            encoding.formula.at_most(column, count)


def _precedences(encoding: Encoding) -> None:
    """The later meeting in slot s needs the earlier one in some slot before s, by a ladder."""
    formula = encoding.formula
    done: dict[int, list[int]] = {}
    for earlier, later in encoding.grid.before.tolist():
        if earlier not in done:
            done[earlier] = formula.ladder(encoding.place[earlier].tolist())
        for s, literal in enumerate(encoding.place[later].tolist()):
            if literal != FALSE:
                formula.add(-literal, done[earlier][s - 1] if s else FALSE)


def _most_breaks(encoding: Encoding, fairness: int | None) -> int:
    """The most breaks that anybody can have: with somebody who can have none, fairness limits everybody it is for."""
    resting = encoding.grid.rests.tolist()
    without = any(len(m) <= 1 and not rest for m, rest in zip(encoding.meetings, resting, strict=True))
    return fairness if fairness is not None and without else encoding.grid.n_slots


def _breaks(encoding: Encoding, p: int, n_meetings: int, limit: int) -> list[int]:
    """Unary number of breaks of p, at most `limit`, with the window of those who have none."""
    formula = encoding.formula
    used, before, day = encoding.used[p], encoding.before[p], encoding.grid.day.tolist()
    ends = [
        formula.both(used[s], -used[s - 1], before[s - 1])
        for s in range(2, len(used))
        if day[s - 2] == day[s]
    ]
    unary = formula.counter(ends, min(limit + 1, n_meetings - 1)) if n_meetings > 1 else []
    if len(unary) > limit:
        formula.add(-unary.pop())
    if n_meetings > 1:
        _without_breaks(encoding, p, n_meetings, unary[0] if unary else FALSE)
    return unary


def _without_breaks(encoding: Encoding, p: int, n_meetings: int, broken: int) -> None:
    """Who has no break is used throughout each day; with all meetings on one day, in a window of their number."""
    formula, used = encoding.formula, encoding.used[p]
    before, after = encoding.before[p], encoding.after[p]
    for s in range(len(used)):
        formula.add(broken, -before[s], -after[s], used[s])
    days = [(first, end) for first, end in _days(encoding.grid) if set(used[first:end]) != {FALSE}]
    if len(days) != 1:
        return
    first, end = days[0]
    for s in range(first - 1, end - n_meetings + 1):
        early = before[s] if s >= first else FALSE
        late = after[s + n_meetings] if s + n_meetings < end else FALSE
        formula.add(early, late)
        formula.add(broken, -early, -late)


def _fairness(encoding: Encoding, fairness: int) -> None:
    """More than k breaks of anybody means more than k - fairness of everybody, who rests by a rule left aside."""
    formula, resting = encoding.formula, encoding.grid.rests.tolist()
    counted = [unary for unary, rests in zip(encoding.breaks, resting, strict=True) if not rests]
    for k in range(fairness, max(map(len, counted), default=0)):
        somebody = formula.either(unary[k] for unary in counted if len(unary) > k)
        for unary in counted:
            formula.add(-somebody, *unary[k - fairness : k - fairness + 1])
