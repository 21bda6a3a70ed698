"""A proven lower bound on the breaks of a set of placed meetings.

Per participant alone: k meetings inside the open slots need a certain number of breaks, because absences cut the
days, and because who rests after each meeting cannot have two side by side. Together: the hall takes so many people a
slot, so a price per slot (Lagrangian multiplier, at least zero) may be charged for being busy and the hall's capacity paid
back. For every choice of prices

    sum over p of min over slot sets X of p (breaks(X) + prices(X))  -  sum over slots of price * 2 * tables

bounds the breaks from below (weak duality); a subgradient search looks for good prices. The minimum per participant is
a dynamic program over slots, meetings so far and where in the day one is: O(S k).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from neisse.engine.meet.grid import Grid
from neisse.engine.meet.large.kernel import kernel

Floats = NDArray[np.float64]
Days = NDArray[np.int32]
FAR = 1e18


@kernel
def cheapest_days(
    open_slots: NDArray[np.int8],
    count: int,
    prices: Floats,
    day: Days,
    rests: int,
    table: Floats,
    busy: Floats,
) -> float:
    """Least breaks + prices of `count` busy slots; adds the slots of an optimum to `busy`.

    `open_slots`: 0 closed, 1 open, 2 has to be used. `rests` 1: no two busy slots side by side on a day. `table`: scratch
    [S + 1, most meetings + 1, 3], filled from the last slot to the first so that the optimum can be read off
    forwards; last index: 0 = no meeting yet today, 1 = busy in the slot before, 2 = idle since a meeting.
    """
    slots = open_slots.size
    for k in range(count + 1):
        for was in range(3):
            table[slots, k, was] = 0.0 if k == 0 else FAR
    for s in range(slots - 1, -1, -1):
        night = s == 0 or day[s] != day[s - 1]
        for k in range(count + 1):
            use = table[s + 1, k - 1, 1] + prices[s] if k > 0 and open_slots[s] > 0 else FAR
            for was in range(3):
                state = 0 if night else was
                idle = table[s + 1, k, 0 if state == 0 else 2] if open_slots[s] < 2 else FAR
                again = FAR if state == 1 and rests else use + (1.0 if state == 2 else 0.0)
                table[s, k, was] = min(idle, again)
    k, was = count, 0
    for s in range(slots):
        if s == 0 or day[s] != day[s - 1]:
            was = 0
        idle = table[s + 1, k, 0 if was == 0 else 2] if open_slots[s] < 2 else FAR
        if table[s, k, was] < idle:
            busy[s] += 1.0
            k, was = k - 1, 1
        else:
            was = 0 if was == 0 else 2
    return float(table[0, count, 0])


@kernel
def relaxed(
    open_slots: NDArray[np.int8],
    counts: Days,
    prices: Floats,
    day: Days,
    rests: NDArray[np.bool_],
    table: Floats,
    busy: Floats,
) -> float:
    """Sum over participants with meetings of their least breaks + prices; `busy` [S] counts who is where."""
    busy[:] = 0.0
    total = 0.0
    for p in range(counts.size):
        if counts[p] > 0:
            total += cheapest_days(open_slots[p], counts[p], prices, day, int(rests[p]), table, busy)
    return total


def breaks_bound(grid: Grid, placed: NDArray[np.bool_], rounds: int = 30) -> int:
    """Lower bound on the total breaks of every schedule that places exactly these meetings. O(rounds P S k)."""
    sides = np.concatenate([grid.a[placed], grid.b[placed]])
    counts = np.bincount(sides, minlength=grid.n_participants).astype(np.int32)
    open_slots = _open_slots(grid, placed)
    seats, hall = _seats(grid, placed, counts)
    table = np.zeros((grid.n_slots + 1, int(counts.max(initial=0)) + 1, 3))
    busy = np.zeros(grid.n_slots)
    zero = np.zeros(grid.n_slots)
    best = relaxed(open_slots, counts, zero, grid.day, grid.rests, table, busy)
    if not hall.any() or (busy <= seats).all():
        return _whole(best)
    outside = np.where(hall, 0, counts).astype(np.int32)
    rest = relaxed(open_slots, outside, zero, grid.day, grid.rests, table, busy)
    inside = np.where(hall, counts, 0).astype(np.int32)
    prices, step = zero.copy(), 0.5
    for i in range(rounds):
        value = relaxed(open_slots, inside, prices, grid.day, grid.rests, table, busy) - float(prices @ seats)
        best = max(best, rest + value)
        excess = busy - seats
        prices = np.maximum(0.0, prices + step / (1 + i / 10) * excess / max(1.0, np.abs(excess).max()))
    return _whole(best)


def _whole(bound: float) -> int:
    """Breaks are whole numbers: round up, with a margin for the sums of floating-point prices."""
    return max(0, int(np.ceil(bound - 1e-6 * max(1.0, abs(bound)))))


def _open_slots(grid: Grid, placed: NDArray[np.bool_]) -> NDArray[np.int8]:
    """[P, S]: 1 where some placed meeting of the participant may be, 2 where a fixed one has to be."""
    rows = np.zeros((grid.n_participants, grid.n_slots), np.int8)
    single = grid.allowed.sum(axis=1) == 1
    for side in (grid.a, grid.b):
        np.maximum.at(rows, side[placed], grid.allowed[placed].astype(np.int8))
    for side in (grid.a, grid.b):
        np.maximum.at(rows, side[placed & single], 2 * grid.allowed[placed & single].astype(np.int8))
    return rows


def _seats(
    grid: Grid, placed: NDArray[np.bool_], counts: NDArray[np.int32]
) -> tuple[Floats, NDArray[np.bool_]]:
    """Seats of the hall by slot, and which participants have all their meetings in the hall."""
    outside = placed & (grid.booth >= 0)
    elsewhere = np.bincount(np.concatenate([grid.a[outside], grid.b[outside]]), minlength=len(counts))
    return np.asarray(2.0 * grid.pool, np.float64), np.asarray((elsewhere == 0) & (counts > 0), np.bool_)
