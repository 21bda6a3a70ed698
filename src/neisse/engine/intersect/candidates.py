"""Which pairs are worth comparing: near in time, in reach, and alike in something. Knows the two measures only.

The rule (in `_search`) adds up evidence that costs some nanoseconds; `rule.py` holds what it is worth. It is compiled and
reads two rows, the same for one new measure, for a region and for a federation, so that none of them finds a pair that
another one misses. The sweep looks only where a partner can be: cells of the map one reach wide, days within the horizon.
Recall against comparing everything and the cost from 1,000 to 1,000,000 measures: bench/results/intersect_scale.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from neisse.engine.intersect.contact import Rows, cosine, ones
from neisse.engine.intersect.features import EARTH_KM, bit_weights
from neisse.engine.intersect.kinds import TRAVELS, VISITED_FROM_AFAR
from neisse.engine.intersect.rule import (
    AT_ONCE_DAYS,
    BOTH_ONLINE,
    MOST_TOPICS,
    NEAR,
    NO_DATE_DAYS,
    NUMBERS,
    ONE_ONLINE,
    REACH_KM,
    SAME_TOWN,
    STEPS_KM,
    TRIP_DAYS,
    UNPLACED,
    shipped_rule,
)
from neisse.engine.intersect.sweep import Run, partner_runs, swept_order
from neisse.engine.intersect.table import (
    END,
    KIND,
    KINDS,
    NAMES,
    ONLINE,
    PLACED,
    POINT,
    SKETCH,
    SKETCH_BITS,
    SPHERE,
    START,
    TOPICS,
    TOWN,
    URL,
    Column,
    Table,
)  # fmt: skip

HORIZON_DAYS = 98
BASE, COSINE, TOPIC, ANY_TOPIC, DAY_APART, SAME_NAME, AT_ONCE, TRIP = range(len(NUMBERS))
EXCLUDED = -np.inf
TRAVELS_AT = np.array([kind in TRAVELS for kind in KINDS])
FROM_AFAR = np.array([kind in VISITED_FROM_AFAR for kind in KINDS])
# The greatest cosine that so many differing bits of two sketches leave open: two standard deviations off.
SLACK = 2 * np.pi * 0.5 / np.sqrt(SKETCH_BITS)
BEST_COSINE = np.cos(np.maximum(0, np.pi * np.arange(SKETCH_BITS + 1) / SKETCH_BITS - SLACK))
BLOCK = 64
# Pairs for which a block has room at first; what is not used costs nothing, and too little means searching twice.
ROOM = 2**18
# Squared distances of points on the unit sphere.
STEPS = np.array([float(2 * np.sin(km / EARTH_KM / 2)) ** 2 for km in STEPS_KM])


class Screened(NamedTuple):
    """The two columns of a table that the rule reads, sorted for the sweep."""

    screen: Column
    text_vector: Column


def candidate_pairs(table: Table, first_day: int = 0) -> Iterator[tuple[Rows, Rows]]:
    """Candidate pairs of a table, block by block, each pair once, as positions (i, j) with i != j.

    Those of which both sides start before `first_day` may be missing.

    Cost: the pairs within the horizon and the reach of each other, about 30 ns each; memory: one
    sorted copy of the columns that the rule reads.
    """
    order = swept_order(table, REACH_KM)
    side, scale = Screened(table.screen[order.rows], table.text_vector[order.rows]), _scale(table)
    runs = partner_runs(order, table, HORIZON_DAYS, BLOCK, first_day)
    for run in runs:
        i, j = _pairs(side, side, run, True, scale)
        yield order.rows[i], order.rows[j]


def candidates(a: Table, b: Table) -> npt.NDArray[np.bool_]:
    """Whether each row of `a` and each row of `b` is a candidate pair, as a matrix."""
    matrix = np.zeros((len(a), len(b)), dtype=np.bool_)
    matrix[_pairs(a, b, Run(0, len(a), np.array([[0, len(b)]])), False, _scale(a))] = True
    return matrix


def _pairs(
    a: Table | Screened, b: Table | Screened, run: Run, once: bool, scale: tuple[Column, ...]
) -> tuple[Rows, Rows]:
    room = ROOM
    while True:
        found = np.empty((room, 2), dtype=np.int64)
        sides = a.screen, a.text_vector, b.screen, b.text_vector
        count = _search(*sides, run.first, run.last, run.partners, once, scale, found)
        if count <= room:
            return found[:count, 0], found[:count, 1]
        room = count


def _scale(table: Table) -> tuple[Column, ...]:
    """The rule, the distinct weights of concepts, and for each the bits of the concepts that have it."""
    weights = bit_weights(table.topics.shape[1])
    levels = np.unique(weights)
    masks = np.packbits(weights == levels[:, None], axis=1, bitorder="little")
    return *shipped_rule(), levels, masks.view(np.int64)


@njit(cache=True, nogil=True)
def _search(a, a_vectors, b, b_vectors, first, last, partners, once, scale, found):  # type: ignore[no-untyped-def]
    """Write the candidate pairs of rows first..last of `a` with spans of rows of `b`; how many there are.

    `once`: both are one table, and only pairs i < j count. The rule is written into the loop, because a call
    with arrays costs more than most of its answers; the cheapest evidence comes first, and what can no
    longer reach the bar is dropped.
    """
    worth, places, kinds, levels, masks = scale
    count = 0
    most = worth[ANY_TOPIC] + worth[TOPIC] * MOST_TOPICS + worth[COSINE]
    luck = most + max(0.0, worth[SAME_NAME]) + max(0.0, worth[AT_ONCE]) + max(0.0, worth[TRIP]) + places.max()
    for p in range(partners.shape[0]):
        for j in range(partners[p, 0], partners[p, 1]):
            for i in range(first, min(last, j) if once else last):
                dated = a[i, START] != 0 and b[j, START] != 0
                gap = max(a[i, START], b[j, START]) - min(a[i, END], b[j, END]) if dated else NO_DATE_DAYS
                if gap > HORIZON_DAYS:
                    continue
                total = worth[BASE] + kinds[a[i, KIND], b[j, KIND]] + worth[DAY_APART] * max(0, gap + dated)
                linked = a[i, URL] == b[j, URL] and a[i, URL] != 0
                if total + luck <= 0 and not linked:
                    continue
                place = _place(a, i, b, j)
                if place == places.shape[0] - 1 and not (FROM_AFAR[a[i, KIND]] or FROM_AFAR[b[j, KIND]]):
                    continue
                total += places[place]
                if place in (SAME_TOWN, NEAR):
                    total += _there(a, i, b, j, gap, worth)
                if _meet(a, i, b, j):
                    total += worth[SAME_NAME]
                if linked or (
                    total + most > 0 and _alike(a, i, b, j, total, a_vectors, b_vectors, worth, levels, masks)
                ):
                    if count < found.shape[0]:
                        found[count, 0] = i
                        found[count, 1] = j
                    count += 1
    return count


@njit(cache=True, nogil=True, inline="always")
def _there(a, i, b, j, gap, worth):  # type: ignore[no-untyped-def]
    """What it is worth to be near each other at one time, or on a trip to the town of the other; no date is not one time."""
    total = worth[AT_ONCE] if gap < AT_ONCE_DAYS else 0.0
    if gap < TRIP_DAYS and a[i, TOWN] == b[j, TOWN] and (TRAVELS_AT[a[i, KIND]] or TRAVELS_AT[b[j, KIND]]):
        total += worth[TRIP]
    return total


@njit(cache=True, nogil=True, inline="always")
def _alike(a, i, b, j, total, a_vectors, b_vectors, worth, levels, masks):  # type: ignore[no-untyped-def]
    """Whether shared concepts and the cosine of the texts lift what is known so far above 0."""
    share = _shared(a, i, b, j, levels, masks)
    if share > 0:
        total += worth[ANY_TOPIC] + worth[TOPIC] * min(share, MOST_TOPICS)
    if total + worth[COSINE] * BEST_COSINE[_apart(a, i, b, j)] <= 0:
        return False
    return total + worth[COSINE] * cosine(a_vectors, i, b_vectors, j) > 0


@njit(cache=True, nogil=True, inline="always")
def _place(a, i, b, j):  # type: ignore[no-untyped-def]
    """How two measures lie to each other, as a position in PLACES."""
    online = a[i, ONLINE] + b[j, ONLINE]
    if online:
        return BOTH_ONLINE if online == 2 else ONE_ONLINE
    if a[i, TOWN] == b[j, TOWN] and a[i, TOWN] != 0:
        return SAME_TOWN
    if not (a[i, PLACED] and b[j, PLACED]):
        return UNPLACED
    chord, step = _chord(a, i, b, j), 0
    while step < len(STEPS) and chord > STEPS[step]:
        step += 1
    return NEAR + step


@njit(cache=True, nogil=True, inline="always")
def _chord(a, i, b, j):  # type: ignore[no-untyped-def]
    """The squared distance of two points on the unit sphere."""
    x, y, z = a[i, POINT] - b[j, POINT], a[i, POINT + 1] - b[j, POINT + 1], a[i, POINT + 2] - b[j, POINT + 2]
    return (x * x + y * y + z * z) / (SPHERE * SPHERE)


@njit(cache=True, nogil=True, inline="always")
def _shared(a, i, b, j, levels, masks):  # type: ignore[no-untyped-def]
    """The summed weights of the concepts that two measures share."""
    share = 0.0
    for word in range(masks.shape[1]):
        both = a[i, TOPICS + word] & b[j, TOPICS + word]
        if both:
            for level in range(levels.shape[0]):
                share += levels[level] * ones(both & masks[level, word])
    return share


@njit(cache=True, nogil=True, inline="always")
def _apart(a, i, b, j):  # type: ignore[no-untyped-def]
    """How many bits of two sketches differ."""
    count = 0
    for word in range(SKETCH, TOPICS):
        count += ones(a[i, word] ^ b[j, word])
    return count


@njit(cache=True, nogil=True, inline="always")
def _meet(a, i, b, j):  # type: ignore[no-untyped-def]
    """Whether both name the same acronym, brand or standard."""
    shared = 0
    for word in range(NAMES, SKETCH):
        shared |= a[i, word] & b[j, word]
    return shared != 0
