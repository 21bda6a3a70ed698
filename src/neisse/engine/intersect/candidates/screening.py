"""The candidate rule as compiled loops: what it adds up for one measure and a block of others.

Evidence that needs no look at a vector is added up for all rows of the block at once, column by column and without a
branch, so that the compiler takes several rows in one instruction: about 17 ns a pair. What could still reach the bar, one pair
in fifty, is looked at alone. `tests/engine/intersect/test_candidates.py` says the same in plain words.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from neisse.engine.arrays.bits import ones
from neisse.engine.intersect.candidates.rule import (
    AT_ONCE_DAYS,
    BOTH_ONLINE,
    HORIZON_DAYS,
    MOST_OWN_TOPICS,
    MOST_TOPICS,
    NEAR,
    NO_DATE_DAYS,
    NUMBERS,
    ONE_ONLINE,
    SAME_TOWN,
    STEPS_KM,
    TRIP_DAYS,
    UNPLACED,
)
from neisse.engine.intersect.table.kinds import TRAVELS, VISITED_FROM_AFAR
from neisse.engine.intersect.table.loops import cosine
from neisse.engine.intersect.table.measures import (
    AUDIENCES,
    END,
    GRAMS,
    KIND,
    KINDS,
    NAMED_WEIGHT,
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
    VAGUE,
)
from neisse.engine.values.place import EARTH_RADIUS_KM

BASE, COSINE, TOPIC, OWN_TOPIC, DAY_APART, EITHER_VAGUE, SAME_NAME, AT_ONCE, TRIP, AUDIENCE_APART = range(
    len(NUMBERS)
)
EXCLUDED = -np.inf
MOST_OWN = int(GRAMS * MOST_OWN_TOPICS)
# How far people go for a measure of a kind: 0 not beyond the reach, 1 to it from anywhere, TRAVELLING: it is a trip itself.
TRAVELLING = 2
VISITED = np.array([(kind in VISITED_FROM_AFAR) + (kind in TRAVELS) for kind in KINDS])
# The greatest cosine that so many differing bits of two sketches leave open: two standard deviations off.
SLACK = 2 * np.pi * 0.5 / np.sqrt(SKETCH_BITS)
BEST_COSINE = np.cos(np.maximum(0, np.pi * np.arange(SKETCH_BITS + 1) / SKETCH_BITS - SLACK))
# Squared distances of points on the sphere of the table.
STEPS = np.array([float(2 * SPHERE * np.sin(km / EARTH_RADIUS_KM / 2)) ** 2 for km in STEPS_KM])
# Numbers on the way, one column for each row of the block: the sum so far, the most that it can be without the cosine,
# days apart, squared distance, the worth of the place; and whole numbers: bits in common, bits that differ.
SUM, MOST, GAP, CHORD, PLACE = range(5)
COMMON, APART = range(2)


@njit(cache=True, nogil=True)
def search(a, b, rows, partners, once, scale, found):  # type: ignore[no-untyped-def]
    """Write the candidate pairs of some rows of `a` with spans of rows of `b`; how many there are, even if `found` is full.

    `a`, `b`: screen and vectors of a table; `rows`: first, last; `once`: both are one table, and only pairs i < j count.
    """
    (worth, places, kinds, levels, masks), (first, last) = scale, rows
    block = np.ascontiguousarray(a[0][first:last].T)
    sums, bits = np.empty((5, last - first)), np.empty((2, last - first), np.int64)
    of_kind, visited = kinds[:, block[KIND]] + worth[BASE], VISITED[block[KIND]]
    count = 0
    for p in range(partners.shape[0]):
        for j in range(partners[p, 0], partners[p, 1]):
            other, upto = b[0][j], min(last, j) - first if once else last - first
            sums[SUM, :upto] = of_kind[other[KIND], :upto]
            _add_time(block, other, upto, worth, sums)
            _add_place(block, other, upto, visited, places, sums)
            _add_meeting(block, other, upto, visited, worth, sums)
            _add_names(block, other, upto, worth, sums, bits)
            _bound(block, other, upto, masks.shape[1], worth, sums, bits)
            for i in range(upto):
                bar = -worth[COSINE] * BEST_COSINE[bits[APART, i]]
                if sums[MOST, i] > bar:
                    total = sums[SUM, i] + _of_concepts(block[:, i], other, worth, levels, masks)
                    if total > bar and total > -worth[COSINE] * cosine(a[1], first + i, b[1], j):
                        if count < found.shape[0]:
                            found[count, 0], found[count, 1] = first + i, j
                        count += 1
    return count


@njit(cache=True, nogil=True, inline="always")
def _add_time(block, other, upto, worth, sums):  # type: ignore[no-untyped-def]
    """Days between two spans and vague ones; EXCLUDED beyond the horizon."""
    starts, ends, vagues, total, gaps = block[START], block[END], block[VAGUE], sums[SUM], sums[GAP]
    start, end, vague = other[START], other[END], other[VAGUE]
    day_apart, either_vague = worth[DAY_APART], worth[EITHER_VAGUE]
    for i in range(upto):
        dated = (starts[i] != 0) & (start != 0)
        gap = max(starts[i], start) - min(ends[i], end)
        gap = gap if dated else NO_DATE_DAYS
        added = total[i] + day_apart * max(0, gap + dated)
        added += either_vague if (vagues[i] | vague) != 0 else 0.0
        total[i] = added if gap <= HORIZON_DAYS else EXCLUDED
        gaps[i] = gap


@njit(cache=True, nogil=True, inline="always")
def _add_place(block, other, upto, visited, places, sums):  # type: ignore[no-untyped-def]
    """How two places lie to each other; EXCLUDED out of reach."""
    _find_distance(block, other, upto, places, sums)
    towns, onlines, placeds, total, chords, steps = (
        block[TOWN], block[ONLINE], block[PLACED], sums[SUM], sums[CHORD], sums[PLACE],
    )  # fmt: skip
    both_online, one_online, same_town, unplaced = (
        places[BOTH_ONLINE], places[ONE_ONLINE], places[SAME_TOWN], places[UNPLACED],
    )  # fmt: skip
    reach, town, is_online, is_placed = STEPS[-1], other[TOWN], other[ONLINE], other[PLACED]
    from_afar = VISITED[other[KIND]]
    for i in range(upto):
        online, placed = onlines[i] + is_online, (placeds[i] & is_placed) != 0
        same = (towns[i] == town) & (town != 0)
        place = steps[i] if placed else unplaced
        place = same_town if same else place
        place = one_online if online == 1 else place
        place = both_online if online == 2 else place
        reached = (chords[i] <= reach) | (online != 0) | same | (not placed) | ((visited[i] | from_afar) != 0)
        added = total[i] + place
        total[i] = added if reached else EXCLUDED


@njit(cache=True, nogil=True, inline="always")
def _find_distance(block, other, upto, places, sums):  # type: ignore[no-untyped-def]
    """The squared distance, and what it is worth by its step."""
    xs, ys, zs, chords, steps = block[POINT], block[POINT + 1], block[POINT + 2], sums[CHORD], sums[PLACE]
    x, y, z = other[POINT], other[POINT + 1], other[POINT + 2]
    first, second, third, fourth, fifth, last, afar = places[NEAR:]
    for i in range(upto):
        dx, dy, dz = float(xs[i] - x), float(ys[i] - y), float(zs[i] - z)
        chord = dx * dx + dy * dy + dz * dz
        place = last if chord <= STEPS[5] else afar
        place = fifth if chord <= STEPS[4] else place
        place = fourth if chord <= STEPS[3] else place
        place = third if chord <= STEPS[2] else place
        place = second if chord <= STEPS[1] else place
        steps[i] = first if chord <= STEPS[0] else place
        chords[i] = chord


@njit(cache=True, nogil=True, inline="always")
def _add_meeting(block, other, upto, visited, worth, sums):  # type: ignore[no-untyped-def]
    """What it is worth to be near each other at one time, or on a trip to the town of the other; no date is not one time."""
    towns, onlines, placeds, total, chords, gaps = (
        block[TOWN], block[ONLINE], block[PLACED], sums[SUM], sums[CHORD], sums[GAP],
    )  # fmt: skip
    at_once, trip, near, travels = worth[AT_ONCE], worth[TRIP], STEPS[0], VISITED[other[KIND]] == TRAVELLING
    town, is_online, is_placed = other[TOWN], other[ONLINE], other[PLACED]
    for i in range(upto):
        here = (onlines[i] | is_online) == 0
        same = here & (towns[i] == town) & (town != 0)
        close = same | (here & (chords[i] <= near) & ((placeds[i] & is_placed) != 0))
        goes = same & (travels | (visited[i] == TRAVELLING))
        added = total[i] + (at_once if close & (gaps[i] < AT_ONCE_DAYS) else 0.0)
        added += trip if goes & (gaps[i] < TRIP_DAYS) else 0.0
        total[i] = added


@njit(cache=True, nogil=True, inline="always")
def _add_names(block, other, upto, worth, sums, bits):  # type: ignore[no-untyped-def]
    """Names in common, audiences without anything in common; one address is enough by itself."""
    audiences, urls, total, common = block[AUDIENCES], block[URL], sums[SUM], bits[COMMON]
    same_name, audience_apart, audience, url = (
        worth[SAME_NAME],
        worth[AUDIENCE_APART],
        other[AUDIENCES],
        other[URL],
    )
    _find_common(block[NAMES:SKETCH], other[NAMES:SKETCH], upto, common)
    for i in range(upto):
        strangers = (audiences[i] != 0) & (audience != 0) & ((audiences[i] & audience) == 0)
        added = total[i] + (same_name if common[i] != 0 else 0.0)
        added += audience_apart if strangers else 0.0
        linked = (urls[i] == url) & (url != 0) & (added != EXCLUDED)
        total[i] = np.inf if linked else added


@njit(cache=True, nogil=True, inline="always")
def _bound(block, other, upto, words, worth, sums, bits):  # type: ignore[no-untyped-def]
    """What a sum can be at most with the concepts, and how many bits of the two sketches differ."""
    weights, total, most, common, apart = (
        block[NAMED_WEIGHT],
        sums[SUM],
        sums[MOST],
        bits[COMMON],
        bits[APART],
    )
    topics, own_topic, weight = worth[TOPIC] * MOST_TOPICS, worth[OWN_TOPIC] / GRAMS, other[NAMED_WEIGHT]
    _find_common(block[TOPICS : TOPICS + words], other[TOPICS : TOPICS + words], upto, common)
    for i in range(upto):
        own = own_topic * min(weights[i], weight, MOST_OWN)
        most[i] = total[i] + (topics if common[i] != 0 else own)
    apart[:upto] = 0
    for word in range(SKETCH, TOPICS):
        mine, theirs = block[word], other[word]
        for i in range(upto):
            apart[i] += ones(mine[i] ^ theirs)


@njit(cache=True, nogil=True, inline="always")
def _find_common(words, other, upto, common):  # type: ignore[no-untyped-def]
    """Bits that both have in some words, whichever."""
    common[:upto] = 0
    for word in range(words.shape[0]):
        mine, theirs = words[word], other[word]
        for i in range(upto):
            common[i] |= mine[i] & theirs


@njit(cache=True, nogil=True)
def _of_concepts(one, other, worth, levels, masks):  # type: ignore[no-untyped-def]
    """The worth of the concepts that two texts share, and of those that each title names and the other text lacks."""
    shared, met_one, met_other, words = 0.0, 0.0, 0.0, masks.shape[1]
    for word in range(TOPICS, TOPICS + words):
        # What a title names its text names too: where texts share nothing, nothing of a title is met.
        if one[word] & other[word]:
            for level in range(levels.shape[0]):
                mask = masks[level, word - TOPICS]
                shared += levels[level] * ones(one[word] & other[word] & mask)
                met_one += levels[level] * ones(one[word + words] & other[word] & mask)
                met_other += levels[level] * ones(other[word + words] & one[word] & mask)
    own = min(one[NAMED_WEIGHT] / GRAMS - met_one, other[NAMED_WEIGHT] / GRAMS - met_other)
    return worth[TOPIC] * min(shared, MOST_TOPICS) + worth[OWN_TOPIC] * min(own, MOST_OWN_TOPICS)
