"""Which pairs are worth comparing: near in time, and alike in something. Knows the two measures only.

The rule is the same for one new measure, for a region and for a federation, so that none of them finds a
pair that another one misses. Recall against comparing everything: see docs/stages/intersect.md.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from neisse.engine.intersect.features import TRAVELS, topic_weights
from neisse.engine.intersect.table import KINDS, Table

Rows = npt.NDArray[np.intp]
HORIZON_DAYS = 130
TEXT_COSINE, TOPIC_SHARE = 0.30, 0.75
WEAK_COSINE, WEAK_SHARE = 0.18, 0.4
TRIP_DAYS = 21
BLOCK = 512
LASTING_DAYS = 100
TRAVEL_KINDS = [KINDS.index(kind) for kind in TRAVELS]


def candidate_pairs(table: Table) -> Iterator[tuple[Rows, Rows]]:
    """Candidate pairs of a table, block by block, each pair once, as positions (i, j).

    Short measures are swept in order of their start, so that a block meets only what lies within the
    horizon; long, vague and undated ones, which are few, meet everything.
    """
    long = (table.end - table.start > LASTING_DAYS) | (table.start == 0)
    short_rows, long_rows = np.flatnonzero(~long), np.flatnonzero(long)
    short_rows = short_rows[np.argsort(table.start[short_rows], kind="stable")]
    swept, lasting = table.take(short_rows), table.take(long_rows)
    for at in range(0, len(short_rows), BLOCK):
        block = swept.part(at, at + BLOCK)
        latest = block.end.max() + HORIZON_DAYS
        last = int(np.searchsorted(swept.start, latest, side="right"))
        i, j = np.nonzero(np.triu(candidates(block, swept.part(at, last)), 1))
        yield short_rows[i + at], short_rows[j + at]
        i, j = np.nonzero(candidates(block, lasting))
        yield short_rows[i + at], long_rows[j]
    for at in range(0, len(long_rows), BLOCK):
        i, j = np.nonzero(np.triu(candidates(lasting.part(at, at + BLOCK), lasting.part(at, None)), 1))
        yield long_rows[i + at], long_rows[j + at]


def candidates(a: Table, b: Table) -> npt.NDArray[np.bool_]:
    """Whether each row of `a` and each row of `b` is a candidate pair, as a matrix."""
    gap = _gap_days(a, b)
    cosine = a.text_vector @ b.text_vector.T
    weights = np.ones(a.topics.shape[1], dtype=np.float32)
    weights[: len(topic_weights())] = topic_weights()
    share = (a.topics * weights) @ b.topics.T.astype(np.float32)
    alike = (cosine >= TEXT_COSINE) | (share >= TOPIC_SHARE)
    alike |= (cosine >= WEAK_COSINE) & ((share >= WEAK_SHARE) | _same_town(a, b) & (gap <= TRIP_DAYS))
    alike |= _share_a_name(a, b)
    alike |= (a.url[:, None] == b.url) & (a.url[:, None] != 0)
    return (gap <= HORIZON_DAYS) & (alike | _trip(a, b, gap))


def _same_town(a: Table, b: Table) -> npt.NDArray[np.bool_]:
    return np.asarray((a.town[:, None] == b.town) & (a.town[:, None] != 0))


def _share_a_name(a: Table, b: Table) -> npt.NDArray[np.bool_]:
    """Whether both name the same acronym, brand or standard."""
    shared = np.zeros((len(a), len(b)), dtype=np.bool_)
    for word in range(a.names.shape[1]):
        shared |= (a.names[:, word, None] & b.names[:, word]) != 0
    return shared


def _gap_days(a: Table, b: Table) -> npt.NDArray[np.int32]:
    """Days between the spans, negative where they overlap, 0 where a side is undated."""
    gap = np.maximum(a.start[:, None], b.start) - np.minimum(a.end[:, None], b.end)
    return np.where((a.start[:, None] == 0) | (b.start == 0), 0, gap)


def _trip(a: Table, b: Table, gap: npt.NDArray[np.int32]) -> npt.NDArray[np.bool_]:
    """Whether one travels, about the same days, to the town of the other: alike or not."""
    travels = np.isin(a.kind, TRAVEL_KINDS)[:, None] | np.isin(b.kind, TRAVEL_KINDS)
    dated = (a.start[:, None] != 0) & (b.start != 0)
    return np.asarray(_same_town(a, b) & travels & dated & (gap <= TRIP_DAYS))
