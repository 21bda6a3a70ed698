"""Fit the overlap model on the development set and write engine/intersect/data/overlap_model.npz.

Histogram boosting (Friedman 2001; scikit-learn) over the candidate pairs of the labelled sets; folds are
whole scenes, so no measure is seen in training and in testing. `--only-dev` leaves the example out, to
measure on a set by another author that the model never saw.

Run: .venv/bin/python bench/train_overlap.py [--only-dev] [--dry-run]
"""

from __future__ import annotations

import argparse
import csv
from pathlib import Path
from typing import NamedTuple

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

from neisse.engine.intersect.candidates import candidates
from neisse.engine.intersect.features import features, matrix
from neisse.engine.intersect.identity import identity, joined
from neisse.engine.intersect.table import measure_table
from neisse.engine.text.encoder import default_encoder
from neisse.formats.jsonl import lines_of, read_measures

ROOT = Path(__file__).parents[1]
DEV = ROOT / "bench/instances/overlap_dev"
EXAMPLE = ROOT / "examples/saxony-silesia"
TARGET = ROOT / "src/neisse/engine/intersect/data/overlap_model.npz"
CLASSES = ("none", "duplicate", "parallel", "synergy")
CUTS = np.array([0.30, 0.32, 0.25])
SETTINGS = {
    "max_iter": 90, "max_leaf_nodes": 6, "learning_rate": 0.07, "l2_regularization": 3.0, "min_samples_leaf": 10,
    "random_state": 0, "early_stopping": False,
}  # fmt: skip


class Pairs(NamedTuple):
    """Labelled pairs: features, class, whether a candidate, and the scene of each side."""

    rows: np.ndarray
    classes: np.ndarray
    near: np.ndarray
    scenes: np.ndarray
    same: np.ndarray
    names: list[str]
    groups: list[str]


def load(measures_file: Path, pairs_file: Path) -> Pairs:
    """All candidate or labelled pairs of a set; whatever is not labelled counts as none."""
    measures = read_measures(lines_of(measures_file)).values
    table = measure_table(measures, default_encoder())
    position = {m.id: k for k, m in enumerate(measures)}
    truth = np.zeros((len(measures), len(measures)), dtype=int)
    scene = np.zeros(len(measures), dtype=int)
    scenes: dict[str, int] = {}
    listed = np.zeros_like(truth, dtype=bool)
    with pairs_file.open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            a, b = sorted((position[row["a"]], position[row["b"]]))
            truth[a, b], listed[a, b] = CLASSES.index(row["verdict"]), True
            name = row.get("scene", "")
            scene[a] = scene[b] = scenes.setdefault(name, len(scenes)) if name else 0
    i, j = np.triu_indices(len(measures), 1)
    near = candidates(table, table)
    use = near[i, j] | listed[i, j]
    i, j = i[use], j[use]
    found = features(table.take(i), table.take(j))
    names = [name for group in found.values() for name in group]
    groups = [group for group, columns in found.items() for _ in columns]
    sides = np.column_stack([scene[i], scene[j]])
    return Pairs(matrix(found), truth[i, j], near[i, j], sides, identity(found), names, groups)


def fit(rows: np.ndarray, classes: np.ndarray) -> HistGradientBoostingClassifier:
    return HistGradientBoostingClassifier(**SETTINGS).fit(rows, classes)


def decide(probabilities: np.ndarray, cuts: np.ndarray = CUTS) -> np.ndarray:
    ratio = probabilities[:, 1:] / cuts
    return np.where(ratio.max(axis=1) >= 1, ratio.argmax(axis=1) + 1, 0)


def scores(truth: np.ndarray, found: np.ndarray) -> list[tuple[float, float, float]]:
    """Precision, recall and F1 of duplicate, parallel and synergy."""
    rows = []
    for c in (1, 2, 3):
        hit = int(((truth == c) & (found == c)).sum())
        said, real = int((found == c).sum()), int((truth == c).sum())
        rows.append((hit / max(1, said), hit / max(1, real), 2 * hit / max(1, said + real)))
    return rows


def cross_validated(pairs: Pairs, folds: int = 3, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Truth and probabilities of pairs within the held-out scenes, over all folds."""
    fold = np.random.default_rng(seed).permutation(pairs.scenes.max() + 1) % folds
    sides = fold[pairs.scenes]
    truth, probabilities = [], []
    for k in range(folds):
        train, test = (sides != k).all(axis=1), (sides == k).all(axis=1)
        p = fit(pairs.rows[train], pairs.classes[train]).predict_proba(pairs.rows[test])
        p = joined(p, pairs.same[test])
        p[~pairs.near[test]] = [1, 0, 0, 0]
        truth.append(pairs.classes[test])
        probabilities.append(p)
    return np.concatenate(truth), np.vstack(probabilities)


def export(model: HistGradientBoostingClassifier, pairs: Pairs, target: Path) -> None:
    """Trees as padded arrays; a leaf points at itself."""
    trees = [(c, tree.nodes) for step in model._predictors for c, tree in enumerate(step)]
    most = max(len(nodes) for _, nodes in trees)
    columns: dict[str, list[np.ndarray]] = {k: [] for k in ("feature", "threshold", "left", "right", "value")}
    for _, nodes in trees:
        leaf, own = nodes["is_leaf"].astype(bool), np.arange(len(nodes))
        found = {
            "feature": np.where(leaf, 0, nodes["feature_idx"]),
            "threshold": np.where(leaf, 0, nodes["num_threshold"]),
            "left": np.where(leaf, own, nodes["left"]),
            "right": np.where(leaf, own, nodes["right"]),
            "value": np.where(leaf, nodes["value"], 0),
        }
        for name, column in found.items():
            columns[name].append(np.pad(column, (0, most - len(nodes))))
    kinds = {
        "feature": np.int16,
        "left": np.int16,
        "right": np.int16,
        "threshold": np.float32,
        "value": np.float32,
    }
    np.savez_compressed(
        target,
        names=np.array(pairs.names),
        group=np.array(pairs.groups),
        temperature=1.0,
        cuts=CUTS,
        prior=model._baseline_prediction.ravel(),
        neutral=np.median(pairs.rows[pairs.classes == 0], axis=0),
        tree_class=np.array([c for c, _ in trees], dtype=np.int16),
        **{name: np.array(column, dtype=kinds[name]) for name, column in columns.items()},
    )


def show(label: str, rows: list[tuple[float, float, float]]) -> None:
    cells = "  ".join(
        f"{n} P {p:.3f} R {r:.3f} F1 {f:.3f}" for n, (p, r, f) in zip(CLASSES[1:], rows, strict=True)
    )
    print(f"{label}: {cells}  macro-F1 {np.mean([f for _, _, f in rows]):.3f}")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--only-dev", action="store_true")
    parser.add_argument("--dry-run", action="store_true")
    options = parser.parse_args()
    dev = load(DEV / "measures.jsonl", DEV / "pairs.csv")
    other = load(EXAMPLE / "measures.jsonl", EXAMPLE / "planted.csv")
    if not options.dry_run or options.only_dev:
        truth, probabilities = cross_validated(dev)
        show("development set, 3 folds of scenes", scores(truth, decide(probabilities)))
        alone = joined(fit(dev.rows, dev.classes).predict_proba(other.rows), other.same)
        alone[~other.near] = [1, 0, 0, 0]
        show("example (another author), trained on the development set", scores(other.classes, decide(alone)))
    both = (
        dev
        if options.only_dev
        else dev._replace(
            rows=np.vstack([dev.rows, other.rows]), classes=np.concatenate([dev.classes, other.classes])
        )
    )
    if not options.dry_run:
        export(fit(both.rows, both.classes), both, TARGET)
        print(f"{TARGET.name}: {TARGET.stat().st_size:,} bytes, {len(both.classes)} pairs")


if __name__ == "__main__":
    main()
