"""From the grid of an instance to the state of the compiled loops, and back."""

from __future__ import annotations

import numpy as np

from neisse.engine.meet.grid import Grid
from neisse.engine.meet.large.days import Clock, forget_days
from neisse.engine.meet.large.kernel import kernel, seeded
from neisse.engine.meet.large.state import BREAK, LONGEST, Ints, Longs, State, put

UNFAIR = 40 * BREAK  # price of each break beyond the fairness limit
UNLIMITED = 2**30
RUNS = 4  # spare entries of the price table: a priced change goes two runs up at most


def build(grid: Grid, fairness: int | None, seed: int) -> State:
    """An empty schedule. O(M S + P S) time and memory: about 25 MB at 150,000 meetings and 48 slots."""
    m, p, columns = grid.n_meetings, grid.n_participants, columns_of(grid)
    width = int(columns[-1]) + 2
    people = np.stack([grid.a, grid.b], axis=1).astype(np.int32).reshape(m, 2)
    pools, cap = _resources(grid, columns, width)
    allowed = np.zeros((m, width), np.bool_)
    allowed[:, columns[1:]] = grid.allowed
    flat = people.ravel()
    links = np.concatenate(
        [np.column_stack([grid.before[:, ::-1], np.ones(len(grid.before), np.int32)]),
         np.column_stack([grid.before, -np.ones(len(grid.before), np.int32)])]
    ).astype(np.int32)  # fmt: skip
    links = links[np.argsort(links[:, 0], kind="stable")]
    return State(
        people=people,
        slot=np.zeros(m, np.int32),
        at=np.full((p, width), -1, np.int32),
        runs=np.zeros(p, np.int32),
        held=np.zeros(p, np.int32),
        limit=grid.max_meetings.astype(np.int32),
        allowed=allowed,
        pools=pools,
        load=np.zeros_like(cap),
        cap=cap,
        price=prices(grid.n_slots, fairness),
        first=_starts(flat, p),
        mine=(np.argsort(flat, kind="stable") // 2).astype(np.int32),
        link_first=_starts(links[:, 0], m),
        links=np.ascontiguousarray(links[:, 1:]),
        clock=_clock(grid, columns, width),
        seed=seeded(seed),
        chain=np.zeros(LONGEST, np.int32),
        back=np.zeros(LONGEST, np.int32),
    )


def columns_of(grid: Grid) -> Ints:
    """The column of each 1-based slot, 0 for 0: a column between two days belongs to nobody."""
    return np.concatenate([[0], np.arange(1, grid.n_slots + 1) + grid.day]).astype(np.int32)


def slots_of(grid: Grid, state: State) -> Ints:
    """The 1-based slot of each meeting, 0 = not placed."""
    columns = columns_of(grid)
    back = np.zeros(int(columns[-1]) + 1, np.int32)
    back[columns] = np.arange(len(columns))
    return np.asarray(back[state.slot], np.int32)


def _clock(grid: Grid, columns: Ints, width: int) -> Clock | None:
    """Days and pauses; none for an event of one day without pauses."""
    if grid.day[-1] == 0 and len(grid.patterns) == 1:
        return None
    day = np.zeros(width, np.int32)
    day[columns[1:]] = grid.day
    first, at, spare = [0], [0], list[int]()
    for sets in grid.patterns:
        found = [[int(columns[s + 1]) for s in slots] for slots in sets]
        for column in range(width):
            for others in ([c for c in slots if c != column] for slots in found if column in slots):
                spare += others
                at.append(len(spare))
            first.append(len(at) - 1)
    on_day = np.zeros((grid.n_participants, int(grid.day[-1]) + 1), np.int32)
    starts = (np.array(values, np.int32) for values in (first, at, spare))
    return Clock(day, on_day, grid.pattern, *starts)


def prices(slots: int, fairness: int | None) -> Longs:
    """Price by number of runs: a break is a break, but the second one of a person costs a little more.

    The convex part spreads breaks over people without ever outweighing one break of anybody: two breaks of
    one person against one each of two differ by 3 %. Beyond the fairness limit the price rises steeply.
    """
    breaks = np.maximum(0, np.arange(slots + RUNS, dtype=np.int64) - 1)
    over = np.maximum(0, breaks - fairness) if fairness is not None else np.zeros_like(breaks)
    return np.asarray(BREAK * breaks + (BREAK // 66) * breaks * (breaks - 1) + UNFAIR * over, np.int64)


def _starts(keys: Ints, n: int) -> Ints:
    counts = np.bincount(keys, minlength=n)
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)


def _resources(grid: Grid, columns: Ints, width: int) -> tuple[Ints, Ints]:
    """Per meeting its place (hall or booth) and its interpreter as resource numbers, and units by slot."""
    booths = np.unique(grid.booth[grid.booth >= 0])
    rows = [grid.pool, *grid.table_open[booths].astype(np.int32)]
    rows += [np.full(grid.n_slots, n, np.int32) for n in grid.interpreters]
    rows.append(np.full(grid.n_slots, UNLIMITED, np.int32))
    cap = np.zeros((len(rows), width), np.int32)
    cap[:, columns[1:]] = np.stack(rows)
    place = np.where(grid.booth >= 0, 1 + np.searchsorted(booths, grid.booth), 0)
    interpreter = np.where(grid.interpreter >= 0, 1 + len(booths) + grid.interpreter, len(rows) - 1)
    return np.stack([place, interpreter], axis=1).astype(np.int32), cap


@kernel
def reset(state: State, slots: Ints) -> None:
    """Make the state hold exactly the given columns (0 = not placed). O(M + P S)."""
    state.at[:] = -1
    state.runs[:] = 0
    state.held[:] = 0
    forget_days(state)
    state.load[:] = 0
    state.slot[:] = 0
    for m in range(slots.size):
        if slots[m] > 0:
            put(state, m, slots[m])
