"""Descriptions as rows of whole numbers."""

from __future__ import annotations

from functools import lru_cache
from zlib import crc32

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
