"""Descriptions as rows of whole numbers, and how well a phrase fits an organisation, in bulk."""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt
from numba import njit

from neisse.engine.text.resolver.phrases import KINDS, Description

SUBJECT_WORDS, MOST_TOWNS, MOST_REGIONS = 4, 3, 2
# Kinds as bits of one number, subjects as a signature of 256 bits, towns and regions as keys (0 for none).
TOWNS = 1 + SUBJECT_WORDS
REGIONS = TOWNS + MOST_TOWNS
ROW = REGIONS + MOST_REGIONS
# What is known adds up: the subject, the place, each also where one side says nothing of it.
SUBJECT, NO_SUBJECT, OTHER_SUBJECT = 0.5, 0.3, 0.0
PLACE, NO_PLACE = 0.5, 0.15
# An organisation whose kind its name does not tell.
UNKNOWN_KIND = 0.5
LEAST_SHARE = 0.5


@lru_cache(maxsize=20_000)
def row_of(description: Description) -> tuple[int, ...]:
    """A description as a row of ROW signed numbers."""
    row = [0] * ROW
    for kind in description.kinds:
        row[0] |= 1 << KINDS.index(kind)
    for subject in description.subjects:
        at = crc32(subject.encode()) % (64 * SUBJECT_WORDS)
        row[1 + at // 64] |= 1 << (at % 64)
    towns = sorted(place for place in description.places if place.startswith("town:"))
    regions = sorted(description.places - set(towns))
    for first, places in ((TOWNS, towns[:MOST_TOWNS]), (REGIONS, regions[:MOST_REGIONS])):
        for at, place in enumerate(places, start=first):
            row[at] = crc32(place.encode()) + 1
    return tuple(number - (1 << 64) if number >> 63 else number for number in row)


def agreement(phrases: Any, i: Any, organisations: Any, j: Any) -> npt.NDArray[np.float64]:
    """How well the phrases of row i[k] fit the organisation of row j[k], the best of them, in [0, 1].

    `phrases`: several rows side by side. 0 where kinds or places contradict each other, or subjects do and no place agrees. Else
    subject (.5 shared by half, .3 unknown) + place (.5 the same, .15 unknown), halved where the organisation's kind is unknown.
    """
    return np.asarray(_agreement(phrases, i, organisations, j))


@njit(cache=True, nogil=True)
def _agreement(phrases: Any, i: Any, organisations: Any, j: Any) -> Any:
    found = np.zeros(len(i))
    for k in range(len(i)):
        other = organisations[j[k]]
        for at in range(0, phrases.shape[1], ROW):
            if phrases[i[k], at] == 0:
                break
            found[k] = max(found[k], _fit(phrases[i[k], at : at + ROW], other))
    return found


@njit(cache=True, nogil=True)
def _fit(phrase: Any, other: Any) -> Any:
    known = other[0] != 0
    if known and phrase[0] & other[0] == 0:
        return 0.0
    place = _place(phrase, other)
    if place < 0:
        return 0.0
    asked, theirs, both = 0, 0, 0
    for word in range(1, 1 + SUBJECT_WORDS):
        asked += _ones(phrase[word])
        theirs += _ones(other[word])
        both += _ones(phrase[word] & other[word])
    subject = NO_SUBJECT
    if asked and theirs:
        subject = SUBJECT if both >= LEAST_SHARE * asked else OTHER_SUBJECT
    if subject == OTHER_SUBJECT and both == 0:
        return 0.0
    # Nothing but the kind is known of both.
    if subject == NO_SUBJECT and place == NO_PLACE:
        return 0.0
    return (subject + place) * (1.0 if known else UNKNOWN_KIND)


@njit(cache=True, nogil=True)
def _place(phrase: Any, other: Any) -> Any:
    """By towns where both name one, else by regions; -1 where they contradict each other."""
    if phrase[TOWNS] != 0 and other[TOWNS] != 0:
        first, last = TOWNS, REGIONS
    elif phrase[REGIONS] != 0 and other[REGIONS] != 0:
        first, last = REGIONS, ROW
    else:
        return NO_PLACE
    for one in range(first, last):
        for two in range(first, last):
            if phrase[one] != 0 and phrase[one] == other[two]:
                return PLACE
    return -1.0


@njit(cache=True, nogil=True)
def _ones(bits: Any) -> Any:
    count = 0
    while bits:
        bits &= bits - 1
        count += 1
    return count
