"""Where a partner can be: measures in order of place and time, and for each block the spans of rows to look at.

The map is cut into cells one reach wide, so that everything in reach lies in the same or a neighbouring cell. Within
a cell short measures lie in order of their start; long and undated ones, which are few, form a group
beside them. What has no place, happens online or is visited from afar is in reach of everything.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from neisse.engine.intersect.table.contact import Rows
from neisse.engine.intersect.table.kinds import VISITED_FROM_AFAR
from neisse.engine.intersect.table.measures import KINDS, Table

LASTING_DAYS = 100
KM_PER_DEGREE = 111.19
BANDS = 1024
NOWHERE = -1
ENDLESS = np.iinfo(np.int32).max


class Order(NamedTuple):
    """Rows sorted by group and start. Groups are cut at `bounds`; `cells` holds each group's cell and length."""

    rows: Rows
    bounds: npt.NDArray[np.intp]
    cells: list[tuple[int, bool]]
    reach_km: float


class Run(NamedTuple):
    """Rows first..last of one block, and the spans of rows (begin, end) with which they may pair."""

    first: int
    last: int
    partners: npt.NDArray[np.int64]


def swept_order(table: Table, reach_km: float) -> Order:
    """The rows in the order of the sweep."""
    cell = _cells(table, reach_km)
    lasting = (table.end - table.start > LASTING_DAYS) | (table.start == 0)
    group = 2 * cell + lasting
    rows = np.lexsort((table.start, group))
    keys, begins = np.unique(group[rows], return_index=True)
    bounds = np.append(begins, len(rows))
    return Order(rows, bounds, [(int(key) >> 1, bool(key & 1)) for key in keys], reach_km)


def partner_runs(
    order: Order, table: Table, horizon_days: int, block: int, first_day: int = 0
) -> Iterator[Run]:
    """Blocks of rows in one cell, each with its partners: no pair in reach and within the horizon is left out.

    But for pairs of which both sides start before `first_day`: most of those are left out.
    """
    start, end = table.start[order.rows], table.end[order.rows]
    # An undated measure meets every time.
    latest, earliest = np.where(start == 0, ENDLESS, end), np.where(start == 0, 0, start)
    for g, (cell, _) in enumerate(order.cells):
        near = [h for h in range(g, len(order.cells)) if _in_reach(cell, order.cells[h][0], order.reach_km)]
        for first in range(order.bounds[g], order.bounds[g + 1], block):
            last = min(first + block, int(order.bounds[g + 1]))
            span = (
                int(earliest[first:last].min()) - horizon_days,
                int(latest[first:last].max()) + horizon_days,
            )
            wanted = first_day if start[first:last].max() < first_day else 0
            spans = [s for h in near for s in _spans(order, h, (start, latest), span, wanted)]
            kept = [(max(begin, first), stop) for begin, stop in spans if stop > first]
            yield Run(first, last, np.array(kept, dtype=np.int64).reshape(-1, 2))


def _spans(
    order: Order,
    group: int,
    times: tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]],
    span: tuple[int, int],
    first_day: int,
) -> Iterator[tuple[int, int]]:
    """The rows of a group whose time touches a span of days, and that start on `first_day` or later."""
    begin, stop = int(order.bounds[group]), int(order.bounds[group + 1])
    start, latest = times[0][begin:stop], times[1][begin:stop]
    to = begin + int(np.searchsorted(start, span[1], side="right"))
    if not order.cells[group][1]:
        yield begin + int(np.searchsorted(start, max(span[0] - LASTING_DAYS, first_day))), to
        return
    since = int(np.searchsorted(start, first_day))
    touching = since + np.flatnonzero(latest[since : to - begin] >= span[0])
    for part in np.split(touching, np.flatnonzero(np.diff(touching) > 1) + 1) if len(touching) else ():
        yield begin + int(part[0]), begin + int(part[-1]) + 1


def _cells(table: Table, reach_km: float) -> npt.NDArray[np.int64]:
    """The cell of each row: a band of latitude and a stretch of it, both one reach wide; NOWHERE if in reach of everything."""
    wide = np.isin(table.kind, [KINDS.index(kind) for kind in VISITED_FROM_AFAR])
    placed = ~np.isnan(table.lat) & ~table.online & ~wide
    lat, lon = (np.where(placed, side, 0).astype(float) for side in (table.lat, table.lon))
    size = reach_km / KM_PER_DEGREE
    band = np.floor((lat + 90) / size).astype(np.int64)
    stretch = np.floor((lon + 180) / size).astype(np.int64)
    return np.where(placed, band * BANDS + stretch, NOWHERE)


def _in_reach(one: int, other: int, reach_km: float) -> bool:
    """Whether two cells hold points in reach: neighbouring bands, and stretches as far apart as the latitude asks."""
    if NOWHERE in {one, other}:
        return True
    (band, stretch), (other_band, other_stretch) = divmod(one, BANDS), divmod(other, BANDS)
    if abs(band - other_band) > 1:
        return False
    size = reach_km / KM_PER_DEGREE
    edge = max(abs((b + side) * size - 90) for b in (band, other_band) for side in (0, 1))
    if edge >= 90 - size:
        return True
    # On a sphere two points of latitude `edge` in reach differ by at most this many degrees of longitude.
    half = np.sin(np.radians(size) / 2) / np.cos(np.radians(edge))
    most = int(np.ceil(2 * np.degrees(np.arcsin(min(1.0, half))) / size)) if half < 1 else BANDS
    apart, around = abs(stretch - other_stretch), int(np.ceil(360 / size))
    return min(apart, around - apart) <= most
