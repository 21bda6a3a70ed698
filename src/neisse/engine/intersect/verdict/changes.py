"""What would have to change: near misses, and the one thing that would make an overlap of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from neisse.engine.intersect.table.contact import Rows
from neisse.engine.intersect.table.measures import Table
from neisse.engine.intersect.verdict.model import CLASSES, shipped_model
from neisse.engine.intersect.verdict.overlaps import score_pairs, verdicts
from neisse.engine.values import Verdict

WEEK_DAYS = 7
PLACE = ("town", "lat", "lon", "country")
# The two sides after the change, row k with row k, and where it is one that can be made.
Changed = tuple[Table, Table, npt.NDArray[np.bool_]]


@dataclass(frozen=True, slots=True)
class Change:
    """A pair by position, the evidence that would have to change, and the verdict that would follow."""

    i: int
    j: int
    group: str
    verdict: Verdict
    score: float
    code: str
    text: str


def near_misses(a: Table, b: Table, i: Rows, j: Rows) -> list[Change]:
    """For pairs (row i[k] of `a`, row j[k] of `b`) without an overlap, every single change that makes one, likeliest first.

    The change is made in the columns and the pair is judged again, so that what is said holds.
    """
    one, other = a.take(i), b.take(j)
    changed = [change(one, other) for _code, _condition, change in CHANGES.values()]
    left, right = (Table.joined(sides) for sides in zip((one, other), *(c[:2] for c in changed), strict=True))
    line = np.arange(len(left))
    classes, scores = verdicts(score_pairs(left, right, line, line).probabilities, shipped_model().cuts)
    before, *after = classes.reshape(1 + len(CHANGES), len(i))
    found = []
    for n, (group, (code, condition, _change)) in enumerate(CHANGES.items()):
        for k in np.flatnonzero((before == 0) & (after[n] > 0) & changed[n][2]):
            verdict, score = CLASSES[after[n][k]], float(scores[(n + 1) * len(i) + k])
            assert verdict is not None  # noqa: S101 - class 0 is left out
            text = f"it would be a {verdict} {condition}"
            found.append(Change(int(i[k]), int(j[k]), group, verdict, score, code, text))
    return sorted(found, key=lambda c: (-c.score, c.i, c.j, c.group))


def _week_apart(a: Table, b: Table) -> Changed:
    """Exact days, the second a week after the first, in the order that they have; each as long as it is known to be."""
    dated = (a.start > 0) & (b.start > 0)
    first = np.where(dated, np.minimum(a.start, b.start), np.maximum(a.start, b.start))
    later = dated & (a.start > b.start)
    begins = (first + WEEK_DAYS * later, first + WEEK_DAYS * ~later)
    sides = [
        replace(side, start=start, end=start + _days(side), vague=np.zeros_like(side.vague))
        for side, start in zip((a, b), begins, strict=True)
    ]
    near = dated & ~a.vague & ~b.vague & (np.abs(a.start - b.start) <= WEEK_DAYS)
    return sides[0], sides[1], (first > 0) & ~near


def _days(side: Table) -> npt.NDArray[np.int32]:
    return np.where(side.vague | (side.start == 0), 1, side.end - side.start)


def _same_town(a: Table, b: Table) -> Changed:
    """Both in the town of the first that names one, and not online."""
    named = a.town != 0
    place = {name: np.where(named, getattr(a, name), getattr(b, name)) for name in PLACE}
    place["online"] = np.zeros_like(a.online)
    there = (a.town == b.town) & ~a.online & ~b.online
    return replace(a, **place), replace(b, **place), (place["town"] != 0) & ~there


def _same_audience(a: Table, b: Table) -> Changed:
    """Both for the audiences of the two together."""
    together = a.audiences | b.audiences
    is_change = (a.audiences != b.audiences).any(axis=1)
    return replace(a, audiences=together), replace(b, audiences=together), is_change


CHANGES: dict[str, tuple[str, str, Callable[[Table, Table], Changed]]] = {
    "time": ("change.time", "if one began a week after the other", _week_apart),
    "place": ("change.place", "if they were in the same town", _same_town),
    "audience": ("change.audience", "if they were for the same audience", _same_audience),
}
