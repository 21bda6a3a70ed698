"""Descriptions as rows of whole numbers, and how well a phrase fits an organisation, in bulk."""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt

from neisse.engine.text.resolver.phrases import KINDS, Description

SUBJECT_WORDS, MOST_TOWNS, MOST_REGIONS = 4, 3, 2
# Kinds as bits of one number, subjects as a signature of 256 bits, towns and regions as keys (0 for none).
TOWNS = 1 + SUBJECT_WORDS
REGIONS = TOWNS + MOST_TOWNS
ROW = REGIONS + MOST_REGIONS


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
    from neisse.engine.text.resolver.loops import fits  # and the compiler with it: not before it is needed

    return np.asarray(fits(phrases, i, organisations, j))
