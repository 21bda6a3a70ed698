"""What would have to change: near misses, and the one thing that would make an overlap of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from neisse.engine.intersect.model import CLASSES, shipped_model
from neisse.engine.intersect.overlaps import Scored, verdicts
from neisse.engine.values import Verdict

# What a kind of evidence looks like when it speaks for an overlap.
FAVOURABLE: dict[str, dict[str, float]] = {
    "time": {
        "time_known": 1, "gap_days": 7, "start_apart_days": 7, "starts_apart": 1, "vague": 0, "time_fits": 0,
        "near_weeks": 1, "near_days": 1,
    },
    "place": {"town_known": 1, "same_town": 1, "km": 0, "within_reach": 1, "place_fits": 1},
    "audience": {
        "audience_known": 1, "audience_jaccard": 1, "audience_inside": 1, "audience_apart": 0, "audience_fits": 1,
    },
}  # fmt: skip
SENTENCES = {
    "time": "if they were a week apart",
    "place": "if they were in the same town",
    "audience": "if they were for the same audience",
}


@dataclass(frozen=True, slots=True)
class Change:
    """A pair by position, the evidence that would have to change, and the verdict that would follow."""

    i: int
    j: int
    group: str
    verdict: Verdict
    score: float
    text: str


def near_misses(scored: Scored) -> list[Change]:
    """For pairs without an overlap, every single change that would make one, likeliest first."""
    model = shipped_model()
    classes, _ = verdicts(scored.probabilities, model.cuts)
    missed = np.flatnonzero(classes == 0)
    found = []
    for group, wanted in FAVOURABLE.items():
        rows = scored.rows[missed].copy()
        for name, value in wanted.items():
            rows[:, model.names.index(name)] = value
        after, scores = verdicts(model.probabilities(rows), model.cuts)
        for k in np.flatnonzero(after):
            verdict = CLASSES[after[k]]
            at = missed[k]
            if verdict is not None:
                text = f"it would be a {verdict} {SENTENCES[group]}"
                found.append(
                    Change(int(scored.i[at]), int(scored.j[at]), group, verdict, float(scores[k]), text)
                )
    return sorted(found, key=lambda c: (-c.score, c.i, c.j, c.group))
