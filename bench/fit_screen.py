"""Fit the weights of the candidate rule (engine/intersect/candidates.py) to the answers of the overlap model.

The rule has to let pass what the model would call an overlap, and little else. So the model answers for every pair of the
labelled sets and for some measures of a federation (another seed than the benchmark's) against all others; a logistic
regression on the rule's evidence learns these answers, and its base is lowered until both keep RECALL of the overlaps.
Prints the constants; nothing is written.

Run: OMP_NUM_THREADS=1 .venv/bin/python bench/fit_screen.py
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from sklearn.linear_model import LogisticRegression

from federation import federation
from neisse.engine.intersect import candidates as rule
from neisse.engine.intersect.contact import Floats, Rows, Side
from neisse.engine.intersect.features import distance_km, features
from neisse.engine.intersect.kinds import TRAVELS, of_kinds
from neisse.engine.intersect.model import shipped_model
from neisse.engine.intersect.overlaps import score_pairs
from neisse.engine.intersect.table import Table, measure_table
from neisse.engine.text.encoder import default_encoder
from neisse.formats.jsonl import lines_of, read_measures
from train_overlap import SETS

RECALL = 0.992
# Near overlaps teach as well: what reaches half of a cut.
WORTH_LEARNING = 0.5
FEDERATION, ASKED = 20_000, 200
NAMES = (
    "COSINE", "TOPIC", "ANY_TOPIC", "DAY_APART", "SAME_TOWN", "NEAR_AT_ONCE", "TOWN_ON_A_TRIP", "BOTH_ONLINE",
    "ONE_ONLINE", "SAME_NAME", "TRAVEL", "COMPETING",
)  # fmt: skip


class Answers(NamedTuple):
    """Pairs: the rule's evidence, how far the model's best class is above its cut, whether the rule lets them pass now."""

    evidence: Floats
    margin: Floats
    passed: np.ndarray


def answers(table: Table, i: Rows, j: Rows) -> Answers:
    """What the model says of pairs that the horizon and the reach do not exclude."""
    a, b = Side(table, i), Side(table, j)
    found = features(a, b)
    topic, title, time, place, kind = (found[g] for g in ("topic", "title", "time", "place", "kind"))
    dated = time["time_known"] > 0
    gap = np.where(dated, time["gap_days"], rule.NO_DATE_DAYS)
    km = distance_km(a, b)
    near = (place["same_town"] > 0) | ~(km > rule.NEAR_KM)
    travels = np.minimum(of_kinds(a, TRAVELS) + of_kinds(b, TRAVELS), 1)
    share = np.minimum(topic["topics_shared"], rule.MOST_TOPICS)
    evidence = np.column_stack([
        topic["text_cosine"], share, share > 0, gap, place["same_town"],
        near & dated & (gap <= rule.AT_ONCE_DAYS), travels * place["same_town"] * (gap <= rule.TRIP_DAYS),
        place["both_online"], place["one_online"], title["names_shared"] > 0, travels, kind["kind_competing"],
    ])  # fmt: skip
    margin = (score_pairs(table, table, i, j).probabilities[:, 1:] / shipped_model().cuts).max(axis=1)
    passed = np.zeros(len(i), dtype=np.bool_)
    for row in np.unique(i):
        own = np.flatnonzero(i == row)
        passed[own] = rule.candidates(table.part(row, row + 1), table)[0][j[own]]
    return Answers(evidence, margin, passed)


def labelled() -> Answers:
    """Every pair of every labelled set."""
    parts = []
    for measures_file, _ in SETS.values():
        table = measure_table(read_measures(lines_of(measures_file)).values, default_encoder())
        parts.append(answers(table, *np.triu_indices(len(table), 1)))
    return Answers(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


def planted() -> Answers:
    """Some measures of a federation against all others within the horizon."""
    table = measure_table(federation(FEDERATION, seed=9).measures, default_encoder())
    rows = np.random.default_rng(0).choice(len(table), ASKED, replace=False)
    i, j = np.repeat(rows, len(table)), np.tile(np.arange(len(table)), ASKED)
    apart = np.maximum(table.start[i], table.start[j]) - np.minimum(table.end[i], table.end[j])
    near = (apart <= rule.HORIZON_DAYS) & (i != j)
    return answers(table, i[near], j[near])


def main() -> None:
    sets = {"labelled": labelled(), "federation": planted()}
    evidence = np.vstack([s.evidence for s in sets.values()])
    wanted = np.concatenate([s.margin > WORTH_LEARNING for s in sets.values()])
    # Both sources count the same.
    weight = np.concatenate([np.full(len(s.margin), len(wanted) / len(s.margin)) for s in sets.values()])
    scale = evidence.std(axis=0)
    model = LogisticRegression(C=1, max_iter=4000).fit(evidence / scale, wanted, sample_weight=weight)
    weights = model.coef_[0] / scale
    base = -min(float(np.quantile((s.evidence @ weights)[s.margin >= 1], 1 - RECALL)) for s in sets.values())
    print(f"BASE = {base:.2f}")
    print(*(f"{name} = {value:.3g}" for name, value in zip(NAMES, weights, strict=True)), sep="\n")
    for name, s in sets.items():
        passes, told = s.evidence @ weights + base > 0, s.margin >= 1
        print(
            f"{name}: {passes.mean():.2%} pass, {passes[told].mean():.2%} of {told.sum():,} overlaps; "
            f"the rule as it stands: {s.passed.mean():.2%}, {s.passed[told].mean():.2%}"
        )


if __name__ == "__main__":
    main()
