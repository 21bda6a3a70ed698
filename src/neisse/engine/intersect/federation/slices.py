"""A federation in slices of time: each slice is compared on its own, and together they give every overlap once.

A slice owns some days and knows every measure that may pair with one of them. A pair belongs to the slice that owns
the later of its two starts; both sides are there, because a candidate pair is at most a horizon apart. So a
slice is a unit of work for one process here or one partition of Spark, and its size bounds the memory.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from neisse.engine.intersect.candidates.rule import HORIZON_DAYS
from neisse.engine.intersect.federation.columns import OverlapColumns, overlap_columns
from neisse.engine.intersect.table.measures import measure_table
from neisse.engine.intersect.verdict.overlaps import OverlapOptions, reasons_of, scored_pairs, with_verdict
from neisse.engine.text.encoder import Encoder, Vectors
from neisse.engine.values import Measure, Reason

Days = npt.NDArray[np.int64]
SLICE_MEASURES = 100_000
END_OF_TIME = 10_000_000


class Slice(NamedTuple):
    """The days (proleptic ordinals, half-open) that a slice owns; undated measures count as day 0."""

    first: int
    last: int


def spans_of(measures: Sequence[Measure]) -> tuple[Days, Days]:
    """First day and day after the last of each measure, 0 where it has no time."""
    spans = [(m.period.start.toordinal(), m.period.end.toordinal()) if m.period else (0, 0) for m in measures]
    both = np.array(spans, dtype=np.int64).reshape(-1, 2)
    return both[:, 0], both[:, 1]


def time_slices(starts: Days, most: int = SLICE_MEASURES) -> list[Slice]:
    """Slices that together own all days, each about `most` measures that start in it."""
    ordered = np.sort(starts[starts > 0])
    cuts = [int(c) for c in np.unique(ordered[most::most])]
    edges = [0, *cuts, END_OF_TIME]
    return [Slice(first, last) for first, last in pairwise(edges)]


def members(part: Slice, starts: Days, ends: Days) -> npt.NDArray[np.bool_]:
    """Which measures a slice has to know: what it owns, what is near enough before it, and what has no time."""
    near = (starts < part.last) & (ends >= part.first - HORIZON_DAYS)
    return np.asarray(near | (starts == 0))


def slice_overlaps(
    part: Slice,
    measures: Sequence[Measure],
    encoder: Encoder,
    vectors: Mapping[str, Vectors] | None = None,
    options: OverlapOptions | None = None,
) -> tuple[OverlapColumns, list[tuple[Reason, ...]]]:
    """The overlaps that a slice owns among its members, in no order, with their reasons (if the options want any)."""
    chosen, table = options or OverlapOptions(), measure_table(measures, encoder, vectors)
    none = np.zeros(0, int)
    parts, reasons = [overlap_columns(none, none, none, none.astype(float))], list[tuple[Reason, ...]]()
    for scored in scored_pairs(measures, table, chosen, (part.first, part.last)):
        told, classes, scores = with_verdict(scored, chosen)
        parts.append(overlap_columns(told.i, told.j, classes, scores))
        reasons += reasons_of(measures, measures, told, classes) if chosen.with_reasons else ()
    return OverlapColumns.joined(parts), reasons
