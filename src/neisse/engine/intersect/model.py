"""From features to calibrated probabilities: boosted trees as arrays, and a calibrated softmax.

The trees are fitted by `bench/train_overlap.py` (scikit-learn's histogram boosting, Friedman 2001) and
shipped as one small versioned file; scoring needs numpy alone, so every engine (local, Spark) gives the
same numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from io import BytesIO

import numpy as np
import numpy.typing as npt
from numba import njit

from neisse.engine.values import Verdict

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int32]
CLASSES: tuple[Verdict | None, ...] = (None, Verdict.DUPLICATE, Verdict.PARALLEL, Verdict.SYNERGY)
BATCH = 65_536


@dataclass(frozen=True, slots=True)
class OverlapModel:
    """Binary trees of equal size as arrays (T trees x M nodes) and what turns their sums into probabilities.

    A node sends a row left where `row[feature] <= threshold`; a leaf points at itself. `tree_class` says
    whose score a tree adds to. Probabilities are softmax((prior + sum) / temperature).
    """

    names: tuple[str, ...]
    feature: Ints
    threshold: Floats
    left: Ints
    right: Ints
    value: Floats
    tree_class: Ints
    prior: Floats
    temperature: float
    cuts: Floats
    neutral: Floats
    groups: dict[str, list[int]]

    def probabilities(self, rows: Floats) -> Floats:
        """One row of (none, duplicate, parallel, synergy) per row of features; rows sum to 1."""
        scores = np.vstack(
            [self._scores(rows[i : i + BATCH]) for i in range(0, len(rows), BATCH)] or [self.prior]
        )
        scores = scores[: len(rows)] / self.temperature
        raised = np.exp(scores - scores.max(axis=1, keepdims=True))
        return np.asarray(raised / raised.sum(axis=1, keepdims=True))

    def _scores(self, rows: Floats) -> Floats:
        scores = np.tile(self.prior, (len(rows), 1))
        trees = (self.feature, self.threshold, self.left, self.right, self.value, self.tree_class)
        _add_trees(np.ascontiguousarray(rows), *trees, scores)
        return scores


def _groups(group_of: list[str]) -> dict[str, list[int]]:
    return {group: [i for i, g in enumerate(group_of) if g == group] for group in dict.fromkeys(group_of)}


@njit(cache=True)
def _add_trees(rows, feature, threshold, left, right, value, tree_class, scores):  # type: ignore[no-untyped-def]
    for row in range(rows.shape[0]):
        for tree in range(feature.shape[0]):
            node = 0
            while left[tree, node] != node:
                low = rows[row, feature[tree, node]] <= threshold[tree, node]
                node = left[tree, node] if low else right[tree, node]
            scores[row, tree_class[tree]] += value[tree, node]


@lru_cache(maxsize=1)
def shipped_model() -> OverlapModel:
    """The model that ships with the product."""
    packed = files("neisse.engine.intersect").joinpath("data/overlap_model.npz").read_bytes()
    with np.load(BytesIO(packed)) as arrays:
        return OverlapModel(
            names=tuple(arrays["names"].tolist()),
            temperature=float(arrays["temperature"]),
            groups=_groups(arrays["group"].tolist()),
            **{k: arrays[k] for k in ("feature", "left", "right", "tree_class")},
            **{k: arrays[k].astype(float) for k in ("threshold", "value", "prior", "cuts", "neutral")},
        )
