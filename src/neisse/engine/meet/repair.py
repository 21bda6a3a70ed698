"""The day itself: a new schedule that changes as few other meetings as possible."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from neisse.engine.meet.changes import Change, apply_changes
from neisse.engine.meet.grid import Grid
from neisse.engine.meet.instance import Instance
from neisse.engine.meet.large.bounds import breaks_bound
from neisse.engine.meet.large.build import build, columns_of, reset, slots_of
from neisse.engine.meet.large.reinsert import DEPTH, polish, reinsert_all
from neisse.engine.meet.large.report import schedule_of
from neisse.engine.meet.large.trade import trade
from neisse.engine.meet.schedule import Schedule
from neisse.engine.search.progress import Stop

Ints = NDArray[np.int32]
Flags = NDArray[np.bool_]
Longs = NDArray[np.int64]
EXACT_PAIRS = 15_000  # pairs of meeting and open slot up to which the exact repair takes about a second
MUST, PROMISE = 100_000, 1_000
POLISH = 3  # rounds over the meetings without their old slot
SCRATCH = 256  # entries of the journal of moves, far more than DEPTH needs


@dataclass(frozen=True, slots=True)
class Repair:
    """The instance after the changes and its schedule; ids of requests by what happens to them.

    `moved`: could have stayed and has another slot now; `displaced`: could not stay and has another slot;
    `reseated`: the same slot, another table; `placed`: had no slot before; `lost`: had one and has none
    now (a duty to hold it is lifted). `proven`: no repair loses less, moves fewer or, then, has fewer breaks.
    """

    instance: Instance
    schedule: Schedule
    moved: tuple[str, ...]
    displaced: tuple[str, ...]
    reseated: tuple[str, ...]
    placed: tuple[str, ...]
    lost: tuple[str, ...]
    proven: bool


def repair(
    instance: Instance,
    schedule: Schedule,
    changes: Sequence[Change],
    *,
    frozen_slots: Collection[str] = (),
    stop: Stop = lambda: False,
    seed: int = 0,
) -> Repair:
    """Apply changes and mend the schedule: lose least, then move fewest meetings, then fewest breaks.

    Meetings in frozen (past) slots stay and no meeting moves there. Exact at forum size; at congress size
    each meeting without a slot looks for the ejection chain with fewest moves, and the rest stays as it is.
    Errors: those of `apply_changes`.
    """
    frozen = frozenset(frozen_slots)
    changed = apply_changes(instance, changes, frozen)
    old, seats = _carry_over(instance, schedule, changed)
    past = np.array([s.id in frozen for s in changed.slots], np.bool_)
    grid = _with_past(Grid.of(changed), old, past)
    worth = _worth(instance, changed, grid, old)
    fairness = changed.rules.fairness
    slots, proven = _mend(grid, old, worth, fairness, seed), False
    if int(grid.allowed.sum()) <= EXACT_PAIRS and not stop():
        from neisse.engine.meet.repair_exact import Search, repair_exactly

        slots, proven = repair_exactly(grid, old, slots, worth, fairness, Search(stop, seed))
    changed = _lifted(changed, slots)
    bound = breaks_bound(grid, slots > 0, rounds=0)
    kept = [t if s == o else None for t, s, o in zip(seats, slots, old, strict=True)]
    new = schedule_of(changed, grid, slots, bound, int(grid.weight.sum()), kept)
    return _compare(changed, grid, new, old, seats, proven=proven)


def _lifted(changed: Instance, slots: Ints) -> Instance:
    """The instance without the duty to hold what can no longer be held."""
    if (slots > 0).all():
        return changed
    requests = tuple(
        r if s > 0 or not r.must else replace(r, must=False)
        for r, s in zip(changed.requests, slots.tolist(), strict=True)
    )
    return replace(changed, requests=requests, rules=replace(changed.rules, all_requests=False))


def _worth(instance: Instance, changed: Instance, grid: Grid, old: Ints) -> Longs:
    """What it is worth to have a request placed: a must, then a promise given, then a new request, by weight.

    A request that was waiting before is worth nothing here: it takes what is free, nobody moves for it.
    """
    known = {r.id for r in instance.requests}
    new = np.array([r.id not in known for r in changed.requests], np.bool_)
    must = grid.must | changed.rules.all_requests
    worth = MUST * must + PROMISE * (old > 0) + grid.weight * (must | new | (old > 0))
    return np.asarray(worth, np.int64)


def _carry_over(instance: Instance, schedule: Schedule, changed: Instance) -> tuple[Ints, list[int | None]]:
    """1-based slots and tables so far, in the order of the changed instance's requests."""
    before = {
        r.id: (s, t) for r, s, t in zip(instance.requests, schedule.slots, _tables(schedule), strict=True)
    }
    pairs = [before.get(r.id, (None, None)) for r in changed.requests]
    return np.array([0 if s is None else s + 1 for s, _ in pairs], np.int32), [t for _, t in pairs]


def _tables(schedule: Schedule) -> Sequence[int | None]:
    return schedule.tables or [None] * len(schedule.slots)


def _with_past(grid: Grid, old: Ints, past: Flags) -> Grid:
    """The grid in which meetings of the past stay where they were and no other meeting may go there.

    Pauses that lie in the past alone were kept or not; nothing can be done about them.
    """
    allowed = grid.allowed & ~past
    held = np.flatnonzero(old > 0)
    held = held[past[old[held] - 1]]
    allowed[held] = False
    allowed[held, old[held] - 1] = True
    patterns = tuple(tuple(s for s in sets if not past[list(s)].all()) for sets in grid.patterns)
    return replace(grid, allowed=allowed, patterns=patterns)


def _mend(grid: Grid, old: Ints, worth: Longs, fairness: int | None, seed: int) -> Ints:
    """Keep what may stay, then place the rest at the price of few moves, the most valuable first."""
    state = build(grid, fairness, seed)
    columns = columns_of(grid)
    reset(state, columns[_tenable(grid, old, worth)])
    order = np.lexsort((-grid.weight, -worth))
    waiting = order[state.slot[order] == 0].astype(np.int32)
    scratch = np.zeros((SCRATCH, 2), np.int32), np.zeros(SCRATCH, np.int32), np.zeros((SCRATCH, 5), np.int32)
    reinsert_all(state, waiting[worth[waiting] > 0], DEPTH, *scratch)
    for m in np.flatnonzero((worth >= MUST) & (state.slot == 0)).tolist():
        trade(state, worth, 0, m, 0.0)
    reinsert_all(state, order[state.slot[order] == 0].astype(np.int32), 0, *scratch)
    polish(state, np.flatnonzero(state.slot != columns[old]).astype(np.int32), POLISH)
    return slots_of(grid, state)


def _tenable(grid: Grid, old: Ints, worth: Longs) -> Ints:
    """The old slots, 0 where the slot is no longer open or its tables or interpreters no longer suffice.

    Of too many meetings in a slot, those worth least go.
    """
    slots = old.copy()
    held = np.flatnonzero(old > 0)
    slots[held[~grid.allowed[held, old[held] - 1]]] = 0
    halls = [(np.flatnonzero(grid.booth < 0), grid.pool)]
    halls += [
        (np.flatnonzero(grid.interpreter == i), np.full(grid.n_slots, n))
        for i, n in enumerate(grid.interpreters)
    ]
    for members, room in halls:
        load = np.bincount(slots[members], minlength=grid.n_slots + 1)[1:]
        for s in np.flatnonzero(load > room):
            there = members[slots[members] == s + 1]
            slots[there[np.argsort(worth[there], kind="stable")][: load[s] - room[s]]] = 0
    _keep_pauses(grid, slots, worth)
    return slots


def _keep_pauses(grid: Grid, slots: Ints, worth: Longs) -> None:
    """Take meetings out where somebody's pauses are not kept, those worth least first, those of the past last."""
    fast = np.where(grid.allowed.sum(axis=1) == 1, MUST, 0) + worth
    agenda: dict[int, dict[int, int]] = {p: {} for p in np.flatnonzero(grid.pattern).tolist()}
    for m in np.flatnonzero(slots > 0).tolist() if agenda else []:
        for p in (int(grid.a[m]), int(grid.b[m])):
            agenda.get(p, {})[int(slots[m]) - 1] = m
    for p, mine in agenda.items():
        for sets in grid.patterns[grid.pattern[p]]:
            if all(s in mine and slots[mine[s]] > 0 for s in sets):
                slots[min((mine[s] for s in sets), key=lambda m: fast[m])] = 0


def _compare(
    changed: Instance, grid: Grid, new: Schedule, old: Ints, seats: list[int | None], *, proven: bool
) -> Repair:
    groups: dict[str, list[str]] = {k: [] for k in ("moved", "displaced", "reseated", "placed", "lost")}
    for m, (request, before, s) in enumerate(zip(changed.requests, old.tolist(), new.slots, strict=True)):
        if before == 0:
            group = "" if s is None else "placed"
        elif s is None:
            group = "lost"
        elif s != before - 1:
            group = "moved" if grid.allowed[m, before - 1] else "displaced"
        else:
            group = "" if seats[m] in {None, new.tables[m]} else "reseated"
        if group:
            groups[group].append(request.id)
    return Repair(changed, new, proven=proven, **{k: tuple(ids) for k, ids in groups.items()})
