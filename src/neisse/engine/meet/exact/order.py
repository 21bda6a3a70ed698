"""What precedences alone say about the slots of a meeting."""

from __future__ import annotations

from dataclasses import replace
from graphlib import TopologicalSorter

import numpy as np
from numpy.typing import NDArray

from neisse.engine.meet.grid import Flags, Grid


def windows(grid: Grid) -> Flags:
    """The allowed slots [M, S] less those that are too early or too late for the precedences.

    A meeting comes after each of its predecessors' earliest slots; and those of its predecessors (direct or not)
    that share one of its people take a slot each of that person's free ones. The same from the end of the day.
    """
    if len(grid.before) == 0:
        return grid.allowed
    pairs = grid.before.tolist()
    forward = _cut(grid, grid.allowed, pairs)
    backward = _cut(_reversed(grid), forward[:, ::-1], [[later, earlier] for earlier, later in pairs])
    return backward[:, ::-1]


def _reversed(grid: Grid) -> Grid:
    return replace(grid, available=grid.available[:, ::-1])


def _cut(grid: Grid, allowed: Flags, pairs: list[list[int]]) -> Flags:
    allowed = allowed.copy()
    predecessors: dict[int, set[int]] = {m: set() for m in range(grid.n_meetings)}
    for earlier, later in pairs:
        predecessors[later].add(earlier)
    ancestors: dict[int, set[int]] = {}
    for m in TopologicalSorter(predecessors).static_order():
        ancestors[m] = predecessors[m].union(*(ancestors[e] for e in predecessors[m]))
        earliest = max((_first(allowed[e]) + 1 for e in predecessors[m]), default=0)
        for p in (int(grid.a[m]), int(grid.b[m])):
            shared = sum(p in (grid.a[e], grid.b[e]) for e in ancestors[m])
            free: NDArray[np.int64] = np.flatnonzero(grid.available[p])
            if shared:
                earliest = max(earliest, int(free[shared]) if shared < len(free) else grid.n_slots)
        allowed[m, :earliest] = False
    return allowed


def _first(row: Flags) -> int:
    return int(row.argmax()) if row.any() else len(row)
