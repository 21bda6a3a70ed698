"""Which pairs are worth comparing: near in time, in reach, and alike in something. Knows the two measures only.

The rule (`_is_candidate`) is one compiled function of two rows, the same for one new measure, for a region and for a
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

from neisse.engine.intersect.features import EARTH_KM, TRAVELS, topic_weights
from neisse.engine.intersect.sweep import Run, partner_runs, swept_order
from neisse.engine.intersect.table import KINDS, Column, Table

Rows = npt.NDArray[np.intp]
HORIZON_DAYS = 91
REACH_KM = 600.0
TEXT_COSINE, TOPIC_SHARE = 0.30, 0.75
WEAK_COSINE, WEAK_SHARE = 0.18, 0.4
NAMED_COSINE, THERE_COSINE = 0.10, 0.05
TRIP_DAYS, THERE_DAYS, THERE_KM = 21, 3, 60.0
BLOCK = 256
THREADS = 2
# Squared distances of points on the unit sphere.
REACH_CHORD, THERE_CHORD = (float(2 * np.sin(km / EARTH_KM / 2)) ** 2 for km in (REACH_KM, THERE_KM))
TRAVELLING = np.array([kind in TRAVELS for kind in KINDS])


class Side(NamedTuple):
    """What the rule reads of measures, column by column, as numba takes it."""

    start: Column
    end: Column
    point: Column
    online: Column
    town: Column
    kind: Column
    url: Column
    names: Column
    topic_bits: Column
    text_vector: Column


def candidate_pairs(table: Table) -> Iterator[tuple[Rows, Rows]]:
    """Candidate pairs of a table, block by block, each pair once, as positions (i, j) with i != j.

    Cost: the pairs within the horizon and the reach of each other, about 20 ns each (two threads); memory: one
    sorted copy of the columns that the rule reads.
    """
    order = swept_order(table, REACH_KM)
    side, scale = _side(table.take(order.rows)), _scale(table)
    runs = partner_runs(order, table, HORIZON_DAYS, BLOCK)
    with ThreadPoolExecutor(THREADS) as pool:
        for i, j in pool.map(lambda run: _pairs_of(side, run, scale), runs):
            yield order.rows[i], order.rows[j]


def candidates(a: Table, b: Table) -> npt.NDArray[np.bool_]:
    """Whether each row of `a` and each row of `b` is a candidate pair, as a matrix."""
    found = np.zeros((len(a), len(b)), dtype=np.bool_)
    _fill(_side(a), _side(b), *_scale(a), found)
    return found


def _pairs_of(side: Side, run: Run, scale: tuple[Column, Column]) -> tuple[Rows, Rows]:
    room = 4 * BLOCK
    while True:
        found = np.empty((room, 2), dtype=np.int64)
        count = _search(side, run.first, run.last, run.partners, *scale, found)
        if count <= room:
            return found[:count, 0], found[:count, 1]
        room = count


def _side(table: Table) -> Side:
    return Side(*(np.ascontiguousarray(getattr(table, name)) for name in Side._fields))


def _scale(table: Table) -> tuple[Column, Column]:
    """The distinct weights of concepts, and for each the bits of the concepts that have it."""
    weights = np.ones(table.topics.shape[1])
    weights[: len(topic_weights())] = topic_weights()[: len(weights)]
    levels = np.unique(weights)
    masks = np.packbits(weights == levels[:, None], axis=1, bitorder="little")
    wide = np.zeros((len(levels), 8 * table.topic_bits.shape[1]), dtype=np.uint8)
    wide[:, : masks.shape[1]] = masks
    return levels, wide.view(np.uint64)


@njit(cache=True, nogil=True)
def _fill(a, b, levels, masks, found):  # type: ignore[no-untyped-def]
    for i in range(found.shape[0]):
        for j in range(found.shape[1]):
            found[i, j] = _is_candidate(a, i, b, j, levels, masks)


@njit(cache=True, nogil=True)
def _search(side, first, last, partners, levels, masks, found):  # type: ignore[no-untyped-def]
    """Write the pairs of rows first..last with later partners (spans of rows); how many there are."""
    count = 0
    for p in range(partners.shape[0]):
        for j in range(partners[p, 0], partners[p, 1]):
            for i in range(first, min(last, j)):
                if _is_candidate(side, i, side, j, levels, masks):
                    if count < found.shape[0]:
                        found[count, 0] = i
                        found[count, 1] = j
                    count += 1
    return count


@njit(cache=True, nogil=True)
def _is_candidate(a, i, b, j, levels, masks):  # type: ignore[no-untyped-def]
    dated = a.start[i] != 0 and b.start[j] != 0
    gap = max(a.start[i], b.start[j]) - min(a.end[i], b.end[j]) if dated else 0
    if gap > HORIZON_DAYS:
        return False
    chord = _chord(a.point[i], b.point[j])
    same_town = a.town[i] == b.town[j] and a.town[i] != 0
    if chord > REACH_CHORD and not same_town and not a.online[i] and not b.online[j]:
        return False
    if a.url[i] == b.url[j] and a.url[i] != 0:
        return True
    on_the_way = dated and same_town and gap <= TRIP_DAYS
    if on_the_way and (TRAVELLING[a.kind[i]] or TRAVELLING[b.kind[j]]):
        return True
    there = dated and gap <= THERE_DAYS and (same_town or chord <= THERE_CHORD)
    share = _shared(a.topic_bits[i], b.topic_bits[j], levels, masks)
    if share >= TOPIC_SHARE or (there and share >= WEAK_SHARE):
        return True
    cosine = _cosine(a.text_vector[i], b.text_vector[j])
    if cosine >= TEXT_COSINE or (there and cosine >= THERE_COSINE):
        return True
    if cosine >= WEAK_COSINE and (share >= WEAK_SHARE or on_the_way):
        return True
    return cosine >= NAMED_COSINE and _meet(a.names[i], b.names[j])


@njit(cache=True, nogil=True)
def _chord(one, other):  # type: ignore[no-untyped-def]
    """The squared distance of two points on the unit sphere; NaN, which no limit exceeds, where one is unknown."""
    x, y, z = one[0] - other[0], one[1] - other[1], one[2] - other[2]
    return x * x + y * y + z * z


@njit(cache=True, nogil=True)
def _shared(one, other, levels, masks):  # type: ignore[no-untyped-def]
    """The summed weights of the concepts that two rows of bits share."""
    share = 0.0
    for word in range(one.shape[0]):
        both = one[word] & other[word]
        if both:
            for level in range(levels.shape[0]):
                share += levels[level] * _ones(both & masks[level, word])
    return share


@njit(cache=True, nogil=True)
def _ones(bits):  # type: ignore[no-untyped-def]
    count = 0
    while bits:
        bits &= bits - np.uint64(1)
        count += 1
    return count


@njit(cache=True, nogil=True, fastmath=True)
def _cosine(one, other):  # type: ignore[no-untyped-def]
    total = np.float32(0)
    for k in range(one.shape[0]):
        total += one[k] * other[k]
    return total


@njit(cache=True, nogil=True)
def _meet(one, other):  # type: ignore[no-untyped-def]
    """Whether two sets of names (as bits) share one: an acronym, a brand, a standard."""
    for word in range(one.shape[0]):
        if one[word] & other[word]:
            return True
    return False
