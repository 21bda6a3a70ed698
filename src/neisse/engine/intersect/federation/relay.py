"""What follows from duplicates: if A and B are one action, then A has with C what B has with C.

Adds only, and only over one step, so removing a measure can take overlaps away but never create one. Duplicates do
not follow from duplicates: a chain of look-alikes is not one action.

Who may not see the plan between must not see what follows from it. Nothing follows through a blind plan, and a way
that everybody may see comes before a surer one that the circle may see: so an overlap that a reader is shown never
depends on a plan that their level does not show.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

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
from neisse.engine.values import Measure, Overlap, Reason, Verdict, Visibility

# Duplicates followed at once: bounds the memory for what is found twice or too weak.
AT_ONCE = 50_000
# The more may see a plan, the sooner overlaps follow through it; through a closed one they do not.
CLOSED = 0
OPENNESS = {Visibility.BLIND: CLOSED, Visibility.CIRCLE: 1, Visibility.PUBLIC: 2}
Openness = npt.NDArray[np.int8]


def relayed(
    overlaps: Sequence[Overlap], measures: Mapping[str, Measure], cuts: Mapping[Verdict, float]
) -> list[Overlap]:
    """The overlaps and those that follow, surest first; a pair that has one keeps it."""
    seen = {key: measure.visibility for key, measure in measures.items()}
    added = [
        replace(o, reasons=(relay_reason(measures[o.through].title),)) for o in follow(overlaps, seen, cuts)
    ]
    return surest_first([*overlaps, *added])


def follow(
    overlaps: Sequence[Overlap], seen: Mapping[str, Visibility], cuts: Mapping[Verdict, float]
) -> list[Overlap]:
    """What follows from overlaps that were found by comparing, without reasons; a plan that `seen` lacks is closed."""
    ids = sorted({key for o in overlaps for key in (o.a, o.b)})
    found = columns_of(overlaps, {key: at for at, key in enumerate(ids)})
    openness = np.array([openness_of(seen.get(key)) for key in ids], np.int8)
    more, middle = following(found, openness, cuts)
    added = []
    for k, between in enumerate(middle.tolist()):
        a, b, verdict, score = more.pair(k)
        added.append(Overlap(ids[a], ids[b], verdict, score, through=ids[between]))
    return added


def openness_of(visibility: Visibility | None) -> int:
    """How soon overlaps follow through a plan that is seen so."""
    return CLOSED if visibility is None else OPENNESS[visibility]


def relay_reason(title: str) -> Reason:
    """Why a pair overlaps that was not found itself, by the title of the plan between."""
    said = f"one of them is the same action as '{title}', which overlaps with the other"
    return Reason("relay.duplicate", 1.0, said, (("title", title),))


def following(
    found: OverlapColumns, openness: Openness, cuts: Mapping[Verdict, float]
) -> tuple[OverlapColumns, Numbers]:
    """The overlaps that follow, without those found already, and the measure between for each.

    The score is the product of both steps, and must reach the verdict's cut; of several ways the most open counts,
    of those the surest. `openness[k]`: see `OPENNESS`. Cost: per duplicate, the overlaps of its two sides.
    """
    known = np.sort(_keys(found.a, found.b, len(openness)))
    least = np.array([np.inf if v in {None, Verdict.DUPLICATE} else cuts[v] for v in CLASSES])
    parts, between = [], []
    for left, far, verdict, score, middle in _steps(found, openness != CLOSED):
        kept = score >= least[verdict]
        keys = _keys(left[kept], far[kept], len(openness))
        kept[kept] = ~_in_sorted(known, keys)
        parts.append(overlap_columns(left[kept], far[kept], verdict[kept], score[kept]))
        between.append(middle[kept].astype(np.int32))
    if not parts:
        return found.take(slice(0)), np.zeros(0, np.int32)
    every, middles = OverlapColumns.joined(parts), np.concatenate(between)
    pairs = _keys(every.a, every.b, len(openness))
    order = np.lexsort((middles, every.verdict, -every.score, -openness[middles], pairs))
    first = order[np.unique(pairs[order], return_index=True)[1]]
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
    return np.ravel_multi_index((np.minimum(one, two), np.maximum(one, two)), (count, count))


def _in_sorted(known: npt.NDArray[np.int64], keys: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    at = np.searchsorted(known, keys)
    return np.asarray(known[np.minimum(at, len(known) - 1)] == keys)
