"""From features to calibrated probabilities: a linear part and small networks, as arrays, and a softmax.

Fitted by `bench/train_overlap.py` (logistic regression and bagged one-layer networks, averaged as log-odds: both are
smooth, and on texts of another author they beat boosted trees) and shipped as one small versioned file;
scoring needs numpy alone, so every engine (local, Spark) gives the same numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from io import BytesIO

import numpy as np
import numpy.typing as npt

from neisse.engine.values import Verdict

Floats = npt.NDArray[np.float64]
Singles = npt.NDArray[np.float32]
CLASSES: tuple[Verdict | None, ...] = (None, Verdict.DUPLICATE, Verdict.PARALLEL, Verdict.SYNERGY)
DUPLICATE, PARALLEL = CLASSES.index(Verdict.DUPLICATE), CLASSES.index(Verdict.PARALLEL)
# Rows whose intermediate numbers fit the cache of a core.
BATCH = 512
FARTHEST = 5.0
# Evidence that counts only together: alike, at a fitting time and in a fitting place is one action; alike, within
# weeks and reach and of competing kinds is two for the same people. Products of features by name.
CROSSES: tuple[tuple[str, ...], ...] = (
    ("time_fits", "place_fits"),
    ("time_fits", "place_fits", "alike"),
    ("time_fits", "place_fits", "kind_near"),
    ("time_fits", "owner_linked"),
    ("near_weeks", "owner_apart", "alike"),
    ("near_weeks", "owner_apart", "alike", "time_fits"),
    ("near_weeks", "owner_apart", "alike", "within_reach", "kind_near"),
    ("near_weeks", "owner_apart", "alike", "within_reach", "kind_near", "audience_fits"),
    ("near_weeks", "alike", "kind_feeding"),
    ("near_days", "kind_travel", "meets_there"),
    ("near_days", "place_fits", "other_side"),
    ("guests_received", "alike"),
    ("same_span", "kind_same", "other_sides"),
    ("near_days", "place_fits", "one_stand"),
)


@dataclass(frozen=True, slots=True)
class OverlapModel:
    """F features and their C crosses, brought to unit scale, to four scores through H hidden units and directly.

    Probabilities are softmax((Z linear + relu(Z hidden + hidden_bias) output + bias) / temperature), Z of F + C columns.
    `cuts` are the least probabilities of the three verdicts, `neutral` the features of an unrelated pair.
    """

    names: tuple[str, ...]
    groups: dict[str, list[int]]
    mean: Singles
    scale: Singles
    linear: Singles
    hidden: Singles
    hidden_bias: Singles
    output: Singles
    bias: Singles
    temperature: float
    cuts: Floats
    neutral: Floats

    def probabilities(self, rows: Floats) -> Floats:
        """One row of (none, duplicate, parallel, synergy) per row of features; rows sum to 1. About 2 µs a pair."""
        found = np.empty((len(rows), len(CLASSES)))
        for at in range(0, len(rows), BATCH):
            found[at : at + BATCH] = self._scores(rows[at : at + BATCH]) / self.temperature
        raised = np.exp(found - found.max(axis=1, keepdims=True))
        return np.asarray(raised / raised.sum(axis=1, keepdims=True))

    def _scores(self, rows: Floats) -> Singles:
        scaled = crossed(rows, self.names)
        scaled -= self.mean
        scaled /= self.scale
        np.clip(scaled, -FARTHEST, FARTHEST, out=scaled)
        within = scaled @ self.hidden
        within += self.hidden_bias
        np.maximum(within, 0, out=within)
        return np.asarray(scaled @ self.linear + within @ self.output + self.bias)


def crossed(rows: Floats, names: tuple[str, ...]) -> Singles:
    """The features with their crosses beside them."""
    at = {name: k for k, name in enumerate(names)}
    wide = np.empty((rows.shape[1] + len(CROSSES), len(rows)), dtype=np.float32)
    wide[: rows.shape[1]] = rows.T
    for k, (first, *others) in enumerate(CROSSES, start=rows.shape[1]):
        wide[k] = wide[at[first]]
        for other in others:
            wide[k] *= wide[at[other]]
    return wide.T


def grouped(group_of: list[str]) -> dict[str, list[int]]:
    """The columns of each kind of evidence."""
    return {group: [i for i, g in enumerate(group_of) if g == group] for group in dict.fromkeys(group_of)}


@lru_cache(maxsize=1)
def shipped_model() -> OverlapModel:
    """The model that ships with the product."""
    packed = files("neisse.engine.intersect").joinpath("data/overlap_model.npz").read_bytes()
    with np.load(BytesIO(packed)) as arrays:
        return OverlapModel(
            names=tuple(arrays["names"].tolist()),
            groups=grouped(arrays["group"].tolist()),
            temperature=float(arrays["temperature"]),
            **{k: arrays[k] for k in ("mean", "scale", "linear", "hidden", "hidden_bias", "output", "bias")},
            **{k: arrays[k].astype(float) for k in ("cuts", "neutral")},
        )
