"""What follows from duplicates: if A and B are one action, then A has with C what B has with C.

Adds only, and only over one step, so removing a measure can take overlaps away but never create one. Duplicates do
not follow from duplicates: a chain of look-alikes is not one action. A plan that is seen by few must not show
through others' overlaps; whoever calls leaves it out of `through`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from neisse.engine.intersect.federation.columns import (
    Numbers,
    OverlapColumns,
    columns_of,
    overlap_columns,
)
from neisse.engine.intersect.table.contact import Floats
from neisse.engine.intersect.verdict.model import CLASSES, DUPLICATE
from neisse.engine.intersect.verdict.overlaps import surest_first
from neisse.engine.values import Measure, Overlap, Reason, Verdict

# Duplicates followed at once: bounds the memory for what is found twice or too weak.
AT_ONCE = 50_000


def relayed(
    overlaps: Sequence[Overlap],
    through: Mapping[str, Measure],
    cuts: Mapping[Verdict, float],
) -> list[Overlap]:
    """The overlaps and those that follow, surest first; a pair that has one keeps it."""
    ids = sorted({key for o in overlaps for key in (o.a, o.b)})
    found = columns_of(overlaps, {key: at for at, key in enumerate(ids)})
    more, middle = following(found, np.array([key in through for key in ids], bool), cuts)
    added = []
    for k, between in enumerate(middle.tolist()):
        a, b, verdict, score = more.pair(k)
        added.append(Overlap(ids[a], ids[b], verdict, score, (relay_reason(through[ids[between]]),)))
    return surest_first([*overlaps, *added])


def relay_reason(middle: Measure) -> Reason:
    """Why a pair overlaps that was not found itself."""
    said = f"one of them is the same action as '{middle.title}', which overlaps with the other"
    return Reason("relay.duplicate", 1.0, said, (("title", middle.title),))


def following(
    found: OverlapColumns, through: npt.NDArray[np.bool_], cuts: Mapping[Verdict, float]
) -> tuple[OverlapColumns, Numbers]:
    """The overlaps that follow, without those found already, and the measure between for each.

    The score is the product of both steps, and must reach the verdict's cut; of several ways the surest counts.
    `through[k]`: whether measure k may stand between. Cost: per duplicate, the overlaps of its two sides.
    """
    known = np.sort(_keys(found.a, found.b, len(through)))
    least = np.array([np.inf if v in {None, Verdict.DUPLICATE} else cuts[v] for v in CLASSES])
    parts, between = [], []
    for left, far, verdict, score, middle in _steps(found, through):
        kept = score >= least[verdict]
        keys = _keys(left[kept], far[kept], len(through))
        kept[kept] = ~_in_sorted(known, keys)
        parts.append(overlap_columns(left[kept], far[kept], verdict[kept], score[kept]))
        between.append(middle[kept].astype(np.int32))
    if not parts:
        return found.take(slice(0)), np.zeros(0, np.int32)
    every, middles = OverlapColumns.joined(parts), np.concatenate(between)
    pairs = _keys(every.a, every.b, len(through))
    order = np.lexsort((middles, every.verdict, -every.score, pairs))
    first = order[np.flatnonzero(np.diff(pairs[order], prepend=-1))]
    return every.take(first), middles[first]


def _steps(
    found: OverlapColumns, through: npt.NDArray[np.bool_]
) -> Iterator[tuple[Numbers, Numbers, npt.NDArray[np.int8], Floats, Numbers]]:
    """From each side of each duplicate over the other to the overlaps of that: left, far, verdict, score, middle."""
    other = found.take(found.verdict != DUPLICATE)
    near, far = np.concatenate([other.a, other.b]), np.concatenate([other.b, other.a])
    order = np.argsort(near, kind="stable")
    begin = np.searchsorted(near[order], np.arange(len(through) + 1))
    same = found.take(found.verdict == DUPLICATE)
    for left, middle in ((same.a, same.b), (same.b, same.a)):
        for at in range(0, len(same), AT_ONCE):
            chosen = at + np.flatnonzero(through[middle[at : at + AT_ONCE]])
            sizes = begin[middle[chosen] + 1] - begin[middle[chosen]]
            # The k-th step of a duplicate is the k-th overlap of its middle.
            whose = np.repeat(chosen, sizes)
            which = np.arange(len(whose)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
            step = order[begin[middle[whose]] + which]
            row = step % max(1, len(other))
            score = same.score[whose] * other.score[row]
            yield left[whose], far[step], other.verdict[row], score, middle[whose]


def _keys(one: Numbers, two: Numbers, count: int) -> npt.NDArray[np.int64]:
    """A number for each pair, the same for both orders of its sides."""
    return np.minimum(one, two).astype(np.int64) * count + np.maximum(one, two)


def _in_sorted(known: npt.NDArray[np.int64], keys: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    at = np.searchsorted(known, keys)
    return np.asarray((at < len(known)) & (known[np.minimum(at, len(known) - 1)] == keys))
