"""Overlaps as columns: a federation has ten million, and an object for each would cost more than finding it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from neisse.engine.arrays.columnar import Columnar
from neisse.engine.intersect.table.contact import Floats
from neisse.engine.intersect.verdict.model import CLASSES
from neisse.engine.values import Overlap, Verdict

Numbers = npt.NDArray[np.int32]
Classes = npt.NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class OverlapColumns(Columnar):
    """N overlaps: the positions of both measures in one list (`a` < `b`), the verdict's place in CLASSES, the probability."""

    a: Numbers
    b: Numbers
    verdict: Classes
    score: Floats

    def __len__(self) -> int:
        return len(self.a)

    def pair(self, k: int) -> tuple[int, int, Verdict, float]:
        """One overlap: two positions, the verdict, its probability."""
        verdict = CLASSES[self.verdict[k]]
        assert verdict is not None  # noqa: S101 - class 0 is no overlap
        return int(self.a[k]), int(self.b[k]), verdict, float(self.score[k])


def overlap_columns(
    i: npt.NDArray[np.integer], j: npt.NDArray[np.integer], verdict: npt.NDArray[np.integer], score: Floats
) -> OverlapColumns:
    """The columns of pairs in any order of their sides."""
    a, b = np.minimum(i, j).astype(np.int32), np.maximum(i, j).astype(np.int32)
    return OverlapColumns(a, b, verdict.astype(np.int8), score)


def columns_of(overlaps: Sequence[Overlap], position: dict[str, int]) -> OverlapColumns:
    """Overlaps as columns, their measures by position."""
    a, b = ([position[key] for key in keys] for keys in ([o.a for o in overlaps], [o.b for o in overlaps]))
    verdict = np.array([CLASSES.index(o.verdict) for o in overlaps], np.int8)
    return overlap_columns(
        np.array(a, int), np.array(b, int), verdict, np.array([o.score for o in overlaps], float)
    )
