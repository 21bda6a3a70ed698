"""Who sits where: slots are decided, tables follow."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from neisse.engine.meet.grid import Grid


def assign_tables(
    grid: Grid, slots: list[int | None], before: Sequence[int | None] = ()
) -> tuple[int | None, ...]:
    """A table per placed meeting: the host's booth, else an open table of the hall, each used once a slot.

    People keep the table of the slot before where they can, so that one of the two need not walk. The slots respect
    the hall's capacity, hence there is always a table. `before`: tables of an earlier schedule, which come first.
    O(M + S T).
    """
    tables: list[int | None] = [None] * len(slots)
    by_slot: list[list[int]] = [[] for _ in range(grid.n_slots)]
    for m, s in enumerate(slots):
        if s is not None:
            by_slot[s].append(m)
            tables[m] = int(grid.booth[m]) if grid.booth[m] >= 0 else None
    at: dict[int, int] = {}
    for s, meetings in enumerate(by_slot):
        free = set(np.flatnonzero(grid.table_open[:, s] & ~grid.table_owned).tolist())
        hall = [m for m in meetings if tables[m] is None]
        _seat(tables, {m: [before[m]] for m in hall} if before else {}, free)
        _seat(tables, {m: [at.get(int(p)) for p in (grid.a[m], grid.b[m])] for m in hall}, free)
        rest = [m for m in hall if tables[m] is None]
        for m, table in zip(rest, sorted(free), strict=False):
            tables[m] = table
        seated = [(m, t) for m in meetings if (t := tables[m]) is not None]
        at = {int(p): t for m, t in seated for p in (grid.a[m], grid.b[m])}
    return tuple(tables)


def _seat(tables: list[int | None], wishes: dict[int, list[int | None]], free: set[int]) -> None:
    """Give each meeting without a table the first of its wishes that is still free."""
    for m, wanted in wishes.items():
        for table in wanted:
            if tables[m] is None and table is not None and table in free:
                tables[m] = table
                free.remove(table)
