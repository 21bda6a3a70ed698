"""Which pairs are worth comparing: near in time, in reach, and alike in something. Knows the two measures only.

The rule (in `_search`) is compiled and reads two rows, the same for one new measure, for a region and for a
federation, so that none of them finds a pair that another one misses. The sweep looks only where a partner
can be: cells of the map one reach wide, days within the horizon. Recall against comparing everything and the
cost from 1,000 to 1,000,000 measures: bench/results/intersect_scale.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from neisse.engine.intersect.features import EARTH_KM, topic_weights
from neisse.engine.intersect.kinds import TRAVELS
from neisse.engine.intersect.sweep import Run, partner_runs, swept_order
from neisse.engine.intersect.table import (
    END,
    KIND,
    KINDS,
    NAME_BITS,
    ONLINE,
    PLACED,
    POINT,
    SCREEN,
    SPHERE,
    START,
    TOWN,
    URL,
    Column,
    Table,
)  # fmt: skip

Rows = npt.NDArray[np.intp]
HORIZON_DAYS, LATE_DAYS = 98, 60
REACH_KM = 600.0
TEXT_COSINE, TOPIC_SHARE = 0.30, 0.75
# Without a shared concept, or long after each other, texts must be more alike.
LONE_COSINE, LATE_COSINE, AT_ONCE_DAYS = 0.45, 0.55, 3
WEAK_COSINE, WEAK_SHARE = 0.18, 0.4
NAMED_COSINE, THERE_COSINE = 0.10, 0.05
TRIP_DAYS, THERE_DAYS, THERE_KM = 21, 3, 60.0
BLOCK = 256
THREADS = 2
TOPICS = SCREEN + NAME_BITS // 64
# Squared distances of points on the unit sphere.
REACH_CHORD, THERE_CHORD = (float(2 * np.sin(km / EARTH_KM / 2)) ** 2 for km in (REACH_KM, THERE_KM))
TRAVELLING = np.array([kind in TRAVELS for kind in KINDS])


class Screened(NamedTuple):
    """The two columns of a table that the rule reads, sorted for the sweep."""

    screen: Column
    text_vector: Column


def candidate_pairs(table: Table) -> Iterator[tuple[Rows, Rows]]:
    """Candidate pairs of a table, block by block, each pair once, as positions (i, j) with i != j.

    Cost: the pairs within the horizon and the reach of each other, about 20 ns each (two threads); memory: one
    sorted copy of the columns that the rule reads.
    """
    order = swept_order(table, REACH_KM)
    side, scale = Screened(table.screen[order.rows], table.text_vector[order.rows]), _scale(table)
    runs = partner_runs(order, table, HORIZON_DAYS, BLOCK)
    with ThreadPoolExecutor(THREADS) as pool:
        for i, j in pool.map(lambda run: _pairs(side, side, run, True, scale), runs):
            yield order.rows[i], order.rows[j]


def candidates(a: Table, b: Table) -> npt.NDArray[np.bool_]:
    """Whether each row of `a` and each row of `b` is a candidate pair, as a matrix."""
    matrix = np.zeros((len(a), len(b)), dtype=np.bool_)
    matrix[_pairs(a, b, Run(0, len(a), np.array([[0, len(b)]])), False, _scale(a))] = True
    return matrix


def _pairs(
    a: Table | Screened, b: Table | Screened, run: Run, once: bool, scale: tuple[Column, Column]
) -> tuple[Rows, Rows]:
    room = 4 * BLOCK
    while True:
        found = np.empty((room, 2), dtype=np.int64)
        sides = a.screen, a.text_vector, b.screen, b.text_vector
        count = _search(*sides, run.first, run.last, run.partners, once, *scale, found)
        if count <= room:
            return found[:count, 0], found[:count, 1]
        room = count


def _scale(table: Table) -> tuple[Column, Column]:
    """The distinct weights of concepts, and for each the bits of the concepts that have it."""
    weights = np.ones(table.topics.shape[1])
    weights[: len(topic_weights())] = topic_weights()[: len(weights)]
    levels = np.unique(weights)
    masks = np.packbits(weights == levels[:, None], axis=1, bitorder="little")
    wide = np.zeros((len(levels), 8 * (table.screen.shape[1] - TOPICS)), dtype=np.uint8)
    wide[:, : masks.shape[1]] = masks
    return levels, wide.view(np.int64)


@njit(cache=True, nogil=True)
def _search(a, a_vectors, b, b_vectors, first, last, partners, once, levels, masks, found):  # type: ignore[no-untyped-def]
    """Write the candidate pairs of rows first..last of `a` with spans of rows of `b`; how many there are.

    `once`: both are one table, and only pairs i < j count. The rule stands inside the loop, because a call with arrays
    costs more than most of its answers.
    """
    count = 0
    for p in range(partners.shape[0]):
        for j in range(partners[p, 0], partners[p, 1]):
            for i in range(first, min(last, j) if once else last):
                dated = a[i, START] != 0 and b[j, START] != 0
                gap = max(a[i, START], b[j, START]) - min(a[i, END], b[j, END]) if dated else 0
                if gap > HORIZON_DAYS:
                    continue
                same_town = a[i, TOWN] == b[j, TOWN] and a[i, TOWN] != 0
                placed = a[i, PLACED] and b[j, PLACED]
                chord = _chord(a, i, b, j) if placed else 0.0
                if chord > REACH_CHORD and not same_town and not a[i, ONLINE] and not b[j, ONLINE]:
                    continue
                on_the_way = dated and same_town and gap <= TRIP_DAYS
                there = dated and gap <= THERE_DAYS and (same_town or (placed and chord <= THERE_CHORD))
                travels = TRAVELLING[a[i, KIND]] or TRAVELLING[b[j, KIND]]
                share = _shared(a, i, b, j, levels, masks)
                alike = (a[i, URL] == b[j, URL] and a[i, URL] != 0) or (on_the_way and travels)
                late = gap > LATE_DAYS
                alike = alike or (share >= TOPIC_SHARE and not late) or (there and share >= WEAK_SHARE)
                if not alike:
                    wanted = TEXT_COSINE if share > 0 or gap <= AT_ONCE_DAYS else LONE_COSINE
                    wanted = THERE_COSINE if there else wanted
                    wanted = min(wanted, WEAK_COSINE) if share >= WEAK_SHARE or on_the_way else wanted
                    wanted = min(wanted, NAMED_COSINE) if _meet(a, i, b, j) else wanted
                    wanted = LATE_COSINE if late else wanted
                    alike = _cosine(a_vectors, i, b_vectors, j) >= wanted
                if alike:
                    if count < found.shape[0]:
                        found[count, 0] = i
                        found[count, 1] = j
                    count += 1
    return count


@njit(cache=True, nogil=True)
def _chord(a, i, b, j):  # type: ignore[no-untyped-def]
    """The squared distance of two points on the unit sphere."""
    x, y, z = a[i, POINT] - b[j, POINT], a[i, POINT + 1] - b[j, POINT + 1], a[i, POINT + 2] - b[j, POINT + 2]
    return (x * x + y * y + z * z) / (SPHERE * SPHERE)


@njit(cache=True, nogil=True)
def _shared(a, i, b, j, levels, masks):  # type: ignore[no-untyped-def]
    """The summed weights of the concepts that two measures share."""
    share = 0.0
    for word in range(masks.shape[1]):
        both = a[i, TOPICS + word] & b[j, TOPICS + word]
        if both:
            for level in range(levels.shape[0]):
                share += levels[level] * _ones(both & masks[level, word])
    return share


@njit(cache=True, nogil=True)
def _ones(bits):  # type: ignore[no-untyped-def]
    count = 0
    while bits:
        bits &= bits - 1
        count += 1
    return count


@njit(cache=True, nogil=True, fastmath=True)
def _cosine(one, i, other, j):  # type: ignore[no-untyped-def]
    total = np.float32(0)
    for k in range(one.shape[1]):
        total += one[i, k] * other[j, k]
    return total


@njit(cache=True, nogil=True)
def _meet(a, i, b, j):  # type: ignore[no-untyped-def]
    """Whether both name the same acronym, brand or standard."""
    shared = 0
    for word in range(SCREEN, TOPICS):
        shared |= a[i, word] & b[j, word]
    return shared != 0
