"""Who sits where: slots are decided, tables follow."""

from __future__ import annotations

from collections.abc import Sequence

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
    at: dict[int, int] = {}
    for s, meetings in enumerate(by_slot):
        free = dict.fromkeys(
            t for t in range(len(grid.table_open)) if grid.table_open[t, s] and not grid.table_owned[t]
        )
        waiting = []
        for m in meetings:
            booth, seat = int(grid.booth[m]), before[m] if before else None
            if booth >= 0:
                tables[m] = booth
            elif seat is not None and seat in free:
                tables[m] = seat
                del free[seat]
            else:
                waiting.append(m)
        newcomers = []
        for m in waiting:
            kept = [at[p] for p in (int(grid.a[m]), int(grid.b[m])) if at.get(p, -1) in free]
            if kept:
                tables[m] = kept[0]
                del free[kept[0]]
            else:
                newcomers.append(m)
        for m, table in zip(newcomers, free, strict=False):
            tables[m] = table
        seated = [(m, t) for m in meetings if (t := tables[m]) is not None]
        at = {int(p): t for m, t in seated for p in (grid.a[m], grid.b[m])}
    return tuple(tables)
