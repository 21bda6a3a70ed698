"""The overlaps of a federation, surest first: columns, of which an object is made for each one that is looked at."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import overload

import numpy as np

from neisse.engine.intersect.federation.columns import OverlapColumns
from neisse.engine.intersect.federation.relay import following, openness_of, relay_reason
from neisse.engine.intersect.verdict.overlaps import OverlapOptions, verdict_cuts
from neisse.engine.values import Measure, Overlap, Reason

DIRECT = -1


class Federated(Sequence[Overlap]):
    """The overlaps of all blocks with what follows from duplicates; 17 bytes each, and a line where there are reasons.

    `found`: columns by position in `measures`, each pair once, in any order; `reasons`: a line for each, or none at all.
    """

    def __init__(
        self, measures: Sequence[Measure], found: Sequence[OverlapColumns], reasons: Sequence[str]
    ) -> None:
        self.measures, self.reasons = measures, reasons
        direct = OverlapColumns.joined(found)
        openness = np.array([openness_of(m.visibility) for m in measures], np.int8)
        more, middle = following(direct, openness, verdict_cuts(OverlapOptions()))
        self.columns = OverlapColumns.joined([direct, more])
        self._middle = np.concatenate([np.full(len(direct), DIRECT, np.int32), middle])
        self._order = self._surest_first()

    def __len__(self) -> int:
        return len(self._order)

    @overload
    def __getitem__(self, at: int) -> Overlap: ...

    @overload
    def __getitem__(self, at: slice) -> list[Overlap]: ...

    def __getitem__(self, at: int | slice) -> Overlap | list[Overlap]:
        if isinstance(at, slice):
            return [self._overlap(k) for k in self._order[at].tolist()]
        return self._overlap(int(self._order[at]))

    def _overlap(self, k: int) -> Overlap:
        i, j, verdict, score = self.columns.pair(k)
        a, b = sorted((self.measures[i].id, self.measures[j].id))
        between = int(self._middle[k])
        through = "" if between == DIRECT else self.measures[between].id
        return Overlap(a, b, verdict, score, self._reasons(k), through)

    def _reasons(self, k: int) -> tuple[Reason, ...]:
        if not self.reasons:
            return ()
        if self._middle[k] != DIRECT:
            return (relay_reason(self.measures[self._middle[k]].title),)
        said = json.loads(self.reasons[k])
        return tuple(Reason(code, weight, text, tuple(data.items())) for code, weight, text, data in said)

    def _surest_first(self) -> np.ndarray:
        """Positions by falling score, then by the ids of both sides."""
        rank = np.empty(len(self.measures), np.int32)
        rank[np.argsort(np.array([m.id for m in self.measures]), kind="stable")] = np.arange(len(rank))
        one, other = rank[self.columns.a], rank[self.columns.b]
        return np.lexsort((np.maximum(one, other), np.minimum(one, other), -self.columns.score))
