"""Two measures weighed against each other: probabilities, reasons, and what would have to change, overlap or not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from neisse.engine.intersect.table.measures import Table
from neisse.engine.intersect.verdict.changes import Change, near_misses
from neisse.engine.intersect.verdict.model import CLASSES, shipped_model
from neisse.engine.intersect.verdict.overlaps import contributions, score_pairs, verdicts
from neisse.engine.intersect.verdict.reasons import explain, row_facts, shares_of
from neisse.engine.values import Measure, Reason, Verdict


@dataclass(frozen=True, slots=True)
class Weighed:
    """Ids with `a` < `b`, the verdict if any, the probability of each verdict and the one that is `nearest` its cut.

    `reasons` speak for and against the nearest verdict; `changes` are empty where there is a verdict.
    """

    a: str
    b: str
    verdict: Verdict | None
    nearest: Verdict
    probabilities: dict[Verdict, float]
    reasons: tuple[Reason, ...]
    changes: tuple[Change, ...]


def weigh(a: Measure, b: Measure, table: Table) -> Weighed:
    """The measures of the two rows of a table, compared whether or not the candidate rule would have."""
    model, (i, j) = shipped_model(), (np.array([0]), np.array([1]))
    scored = score_pairs(table, table, i, j)
    found = scored.probabilities[0, 1:]
    classes, _ = verdicts(scored.probabilities, model.cuts)
    nearest = 1 + int((found / model.cuts).argmax())
    parts = contributions(model, scored.rows, np.array([nearest]))
    shares = shares_of({group: float(values[0]) for group, values in parts.items()})
    first, second = sorted((a, b), key=lambda m: m.id)
    return Weighed(
        first.id,
        second.id,
        CLASSES[classes[0]],
        list(Verdict)[nearest - 1],
        dict(zip(Verdict, found.tolist(), strict=True)),
        explain(first, second, shares, row_facts(model.names, scored.rows[0])),
        tuple(near_misses(table, table, i, j)),
    )
