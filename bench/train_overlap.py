"""Fit the overlap model and write engine/intersect/data/overlap_model.npz.

Labelled sets by different authors. What counts is writing that the model never saw: each set is predicted by a model
of all others, and temperature and cuts are chosen on these predictions. The shipped model is fitted on all.

Run: OMP_NUM_THREADS=1 .venv/bin/python bench/train_overlap.py [--dry-run]
"""

from __future__ import annotations

import argparse
import csv
import random
import warnings
from collections.abc import Container
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier

from neisse.engine.intersect.candidates.pairs import candidates
from neisse.engine.intersect.federation.relay import relayed
from neisse.engine.intersect.table.contact import Side
from neisse.engine.intersect.table.measures import Table, measure_table
from neisse.engine.intersect.verdict.features import features, matrix
from neisse.engine.intersect.verdict.identity import bare, identity, parts_of_one, settled
from neisse.engine.intersect.verdict.model import FARTHEST, OverlapModel, crossed, grouped
from neisse.engine.intersect.verdict.overlaps import verdicts
from neisse.engine.text.encoder import default_encoder
from neisse.engine.values import Measure, Overlap, Place, Verdict
from neisse.formats.jsonl import lines_of, read_measures

ROOT = Path(__file__).parents[1]
INSTANCES = ROOT / "bench/instances"
AUTHORS = {
    "development set": "overlap_dev",
    "second author": "overlap_two",
    "third author": "overlap_three",
    "fourth author": "overlap_four",
    "fifth author": "overlap_five",
    "sixth author": "overlap_six",
    "seventh author": "overlap_seven",
    "eighth author": "overlap_eight",
    "ninth author": "overlap_nine",
    "tenth author": "overlap_ten",
    "eleventh author": "overlap_eleven",
    "twelfth author": "overlap_twelve",
    "thirteenth author": "overlap_thirteen",
    "fourteenth author": "overlap_fourteen",
    "fifteenth author": "overlap_fifteen",
    "sixteenth author": "overlap_sixteen",
    "seventeenth author": "overlap_seventeen",
    "eighteenth author": "overlap_eighteen",
    "two desks": "overlap_desks",
    "hosts": "overlap_hosts",
    "notes": "overlap_notes",
}
SETS = {
    **{n: (INSTANCES / f / "measures.jsonl", INSTANCES / f / "pairs.csv") for n, f in AUTHORS.items()},
    "example": (
        ROOT / "examples/saxony-silesia/measures.jsonl",
        ROOT / "examples/saxony-silesia/planted.csv",
    ),
}
TARGET = ROOT / "src/neisse/engine/intersect/data/overlap_model.npz"
CLASSES = ("none", "duplicate", "parallel", "synergy")
# Chosen on the predictions across authors: the strength of both penalties, the size and number of the networks.
LINEAR_C, NETWORK_ALPHA, UNITS, NETWORKS, EPOCHS = 0.05, 1.0, 24, 6, 60
# Large batches: what a step costs is hardly the numbers in it. Half an hour of training becomes some minutes.
BATCH, RATE = 512, 0.006
SMALLEST = 1e-12
FOLDS = 3
# The authors are predicted in so many parts, each by a model of all the others.
PARTS = 6
EVERY = slice(None)
FULL_SET = 150
FAR_SHARE = 0.05
# Of each set some pairs teach a second time, one side with fields left out as in a half-typed draft or a bare listing: which
# share of the pairs that are nothing, and how often each field is left out.
THIN_SHARE, SELF_SHARE = 0.4, 0.2
# Sets of rare kinds (one action from two desks): how often their pairs count.
OFTEN, TIMES = ("two desks", "hosts", "notes"), 3
ANYTHING = 0.3
LEFT_OUT = {
    "description": 0.5, "topics": 0.5, "audience": 0.5, "owner": 0.3, "place": 0.3, "period": 0.35, "partners": 0.5,
}  # fmt: skip


class Pairs(NamedTuple):
    """A labelled set as pairs: features, class, identity, bare titles, parts of one congress, whether a candidate, scenes and
    positions of both sides; `thin` are features and classes of pairs with fields left out.
    """

    rows: np.ndarray
    classes: np.ndarray
    thin: tuple[np.ndarray, np.ndarray]
    same: np.ndarray
    titles: np.ndarray
    parts: np.ndarray
    near: np.ndarray
    scenes: np.ndarray
    sides: np.ndarray
    measures: list[Measure]
    names: tuple[str, ...]
    groups: list[str]


def load(measures_file: Path, pairs_file: Path) -> Pairs:
    """Candidate or labelled pairs of a set and some others; whatever is not labelled counts as none."""
    measures = list(read_measures(lines_of(measures_file)).values)
    table = measure_table(measures, default_encoder())
    position = {m.id: k for k, m in enumerate(measures)}
    truth = np.full((len(measures), len(measures)), -1)
    scene = np.zeros(len(measures), dtype=int)
    scenes: dict[str, int] = {"": 0}
    with pairs_file.open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            a, b = sorted((position[row["a"]], position[row["b"]]))
            truth[a, b] = CLASSES.index(row["verdict"])
            scene[[a, b]] = scenes.setdefault(row.get("scene") or "", len(scenes))
    i, j = np.triu_indices(len(measures), 1)
    near = candidates(table, table)[i, j]
    # Some of the pairs that are no candidates teach what is nothing, so that the candidate rule may follow the model.
    use = near | (truth[i, j] >= 0) | (np.random.default_rng(0).random(len(i)) < FAR_SHARE)
    i, j = i[use], j[use]
    left, right = Side(table, i), Side(table, j)
    found = features(left, right)
    names = tuple(name for group in found.values() for name in group)
    groups = [group for group, columns in found.items() for _ in columns]
    pairs, classes = np.column_stack([i, j]), np.maximum(truth[i, j], 0)
    return Pairs(
        matrix(found),
        classes,
        _thin(measures, table, pairs, classes),
        identity(left, right, found),
        bare(found),
        parts_of_one(left, right),
        near[use],
        scene[pairs],
        pairs,
        measures,
        names,
        groups,
    )


def _thin(
    measures: list[Measure], table: Table, pairs: np.ndarray, classes: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Pairs whose one side (either) has lost fields; what is one action stays one, whoever writes less of it."""
    rng = random.Random(0)
    drafts = [replace(m, **_lost(rng)) for m in measures]
    thin = measure_table(drafts, default_encoder())
    chosen = (classes > 0) | (np.random.default_rng(1).random(len(classes)) < THIN_SHARE)
    sides = pairs[chosen].copy()
    # A draft with the very title of a stored plan is that plan, as long as nothing else is said.
    itself = np.flatnonzero(np.random.default_rng(3).random(len(measures)) < SELF_SHARE)
    sides = np.vstack([sides, np.column_stack([itself, itself])])
    turned = np.random.default_rng(2).random(len(sides)) < 0.5
    sides[turned] = sides[turned, ::-1]
    return matrix(features(Side(table, sides[:, 0]), Side(thin, sides[:, 1]))), np.concatenate(
        [classes[chosen], np.ones_like(itself)]
    )


def _lost(rng: random.Random) -> dict[str, Any]:
    """What of a measure is left out, as the values that say nothing."""
    nothing = {
        "period": None,
        "place": Place(),
        "description": "",
        "owner": "",
        "topics": (),
        "audience": (),
        "partners": (),
    }
    return {name: nothing[name] for name, share in LEFT_OUT.items() if rng.random() < share}


def fit(rows: np.ndarray, classes: np.ndarray, like: Pairs) -> OverlapModel:
    """Logistic regression and bagged networks as one model: the mean of the two, as log-odds."""
    wide = crossed(rows, like.names).astype(float)
    mean, scale = wide.mean(axis=0), wide.std(axis=0)
    scale[scale == 0] = 1
    ready = np.clip((wide - mean) / scale, -FARTHEST, FARTHEST).astype(np.float32)
    line = LogisticRegression(C=LINEAR_C, max_iter=1000).fit(ready, classes)
    # Stopped after a fixed number of epochs on purpose: it is part of the penalty.
    warnings.filterwarnings("ignore", category=ConvergenceWarning)
    nets = [
        MLPClassifier((UNITS,), alpha=NETWORK_ALPHA, max_iter=EPOCHS, random_state=seed, learning_rate_init=RATE,
                      batch_size=BATCH, tol=0).fit(ready, classes)
        for seed in range(NETWORKS)
    ]  # fmt: skip
    arrays = {
        "mean": mean,
        "scale": scale,
        "linear": line.coef_.T / 2,
        "hidden": np.hstack([net.coefs_[0] for net in nets]),
        "hidden_bias": np.concatenate([net.intercepts_[0] for net in nets]),
        "output": np.vstack([net.coefs_[1] for net in nets]) / (2 * NETWORKS),
        "bias": line.intercept_ / 2 + np.mean([net.intercepts_[1] for net in nets], axis=0) / 2,
    }
    return OverlapModel(
        names=like.names, groups=grouped(like.groups), temperature=1.0, cuts=np.ones(3),
        neutral=np.median(rows[classes == 0], axis=0), **{k: _single(v) for k, v in arrays.items()},
    )  # fmt: skip


def _single(array: np.ndarray) -> np.ndarray:
    """In single precision, next to nothing being nothing: with denormal numbers a product of matrices takes ten times as long."""
    return np.where(np.abs(array) < SMALLEST, 0, array).astype(np.float32)


def taught(sets: dict[str, Pairs], without: Container[str] = ()) -> tuple[np.ndarray, np.ndarray]:
    """Features and classes that teach: the pairs as they are, and those with fields left out; rare kinds count more often."""
    every = [
        part
        for name, p in sets.items()
        if name not in without
        for part in ((p.rows, p.classes), p.thin) * (TIMES if name in OFTEN else 1)
    ]
    return np.vstack([rows for rows, _ in every]), np.concatenate([classes for _, classes in every])


def across_authors(sets: dict[str, Pairs]) -> dict[str, np.ndarray]:
    """For each set the scores (log-probabilities) by a model that saw neither it nor two or three more."""
    parts = [tuple(sets)[k::PARTS] for k in range(PARTS)]
    with ProcessPoolExecutor(mp_context=get_context("fork")) as pool:
        found = pool.map(by_the_others, parts, [sets] * PARTS)
    return {name: scores for part in found for name, scores in part.items()}


def by_the_others(names: tuple[str, ...], sets: dict[str, Pairs]) -> dict[str, np.ndarray]:
    model = fit(*taught(sets, names), next(iter(sets.values())))
    return {name: np.log(np.maximum(model.probabilities(sets[name].rows), 1e-12)) for name in names}


def across_scenes(sets: dict[str, Pairs], seed: int = 0) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """For each set its pairs within held-out scenes (positions, scores), all authors being in the training."""
    rng = np.random.default_rng(seed)
    folds = {name: (rng.permutation(p.scenes.max() + 1) % FOLDS)[p.scenes] for name, p in sets.items()}
    found: dict[str, list[tuple[np.ndarray, np.ndarray]]] = {name: [] for name in sets}
    for k in range(FOLDS):
        train = {name: (sides != k).all(axis=1) for name, sides in folds.items()}
        rows = np.vstack([p.rows[train[name]] for name, p in sets.items()])
        classes = np.concatenate([p.classes[train[name]] for name, p in sets.items()])
        model = fit(rows, classes, next(iter(sets.values())))
        for name, pairs in sets.items():
            test = np.flatnonzero((folds[name] == k).all(axis=1))
            found[name].append((test, np.log(np.maximum(model.probabilities(pairs.rows[test]), 1e-12))))
    return {
        name: (np.concatenate([t for t, _ in f]), np.vstack([s for _, s in f])) for name, f in found.items()
    }


def final(
    scores: np.ndarray, temperature: float, pairs: Pairs, chosen: np.ndarray | slice = EVERY
) -> np.ndarray:
    """Probabilities of (chosen) pairs as the engine gives them: cooled, settled by what the identity expert knows, none
    beyond the candidates.
    """
    same, titles, parts, near = (a[chosen] for a in (pairs.same, pairs.titles, pairs.parts, pairs.near))
    found = settled(cooled(scores, temperature), same, titles, parts)
    found[~near] = [1, 0, 0, 0]
    return found


def cooled(scores: np.ndarray, temperature: float) -> np.ndarray:
    raised = np.exp((scores - scores.max(axis=1, keepdims=True)) / temperature)
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))


def best_temperature(scores: np.ndarray, classes: np.ndarray) -> float:
    """The temperature of the least log-loss."""
    line = np.arange(len(classes))

    def loss(temperature: float) -> float:
        return float(-np.log(cooled(scores, temperature)[line, classes]).mean())

    return min(np.arange(0.7, 2.01, 0.05).round(2).tolist(), key=loss)


def best_cuts(sets: dict[str, Pairs], given: dict[str, np.ndarray]) -> np.ndarray:
    """The cuts of the best macro-F1 of what is told, and a share (ANYTHING) of how much of all overlaps is told at all, one
    after the other; each author counts the same, a small set less.
    """
    weights = [min(1, (p.classes > 0).sum() / FULL_SET) for p in sets.values()]

    def worth(cuts: np.ndarray) -> float:
        rows = [
            macro(told(p, given[n], cuts)) + ANYTHING * anything(p, given[n], cuts) for n, p in sets.items()
        ]
        return float(np.average(rows, weights=weights))

    cuts = np.full(3, 0.36)
    for _ in range(2):
        for k in range(3):
            tried = [np.where(np.arange(3) == k, cut, cuts) for cut in np.arange(0.16, 0.6, 0.04).round(2)]
            cuts = max(tried, key=worth)
    return cuts


def scores(truth: np.ndarray, found: np.ndarray) -> list[tuple[float, float, float]]:
    """Precision, recall and F1 of duplicate, parallel and synergy."""
    rows = []
    for c in (1, 2, 3):
        hit = int(((truth == c) & (found == c)).sum())
        said, real = int((found == c).sum()), int((truth == c).sum())
        rows.append((hit / max(1, said), hit / max(1, real), 2 * hit / max(1, said + real)))
    return rows


def macro(rows: list[tuple[float, float, float]]) -> float:
    return float(np.mean([f1 for _, _, f1 in rows]))


def told(pairs: Pairs, probabilities: np.ndarray, cuts: np.ndarray) -> list[tuple[float, float, float]]:
    """Precision, recall and F1 of what a user is told: verdicts and what follows from duplicates."""
    classes, sure = verdicts(probabilities, cuts)
    ids = [m.id for m in pairs.measures]
    direct = [
        Overlap(*sorted((ids[i], ids[j])), Verdict(CLASSES[c]), float(p))
        for (i, j), c, p in zip(pairs.sides, classes, sure, strict=True)
        if c
    ]
    by_id, least = {m.id: m for m in pairs.measures}, dict(zip(Verdict, cuts.tolist(), strict=True))
    said = {(o.a, o.b): CLASSES.index(o.verdict) for o in relayed(direct, by_id, least)}
    real = {
        tuple(sorted((ids[i], ids[j]))): c for (i, j), c in zip(pairs.sides, pairs.classes, strict=True) if c
    }
    both = sorted(said.keys() | real.keys())
    return scores(np.array([real.get(k, 0) for k in both]), np.array([said.get(k, 0) for k in both]))


def anything(pairs: Pairs, probabilities: np.ndarray, cuts: np.ndarray) -> float:
    """The share of all labelled overlaps that get any verdict, without what follows from duplicates."""
    real = pairs.classes > 0
    return float((verdicts(probabilities, cuts)[0][real] > 0).mean())


def show(label: str, rows: list[tuple[float, float, float]]) -> None:
    cells = "  ".join(
        f"{n} P {p:.3f} R {r:.3f} F1 {f:.3f}" for n, (p, r, f) in zip(CLASSES[1:], rows, strict=True)
    )
    print(f"{label}: {cells}  macro-F1 {macro(rows):.3f}", flush=True)


class Judged(NamedTuple):
    """Each set as the other authors' model judges it, with the temperature and cuts that were chosen on that."""

    sets: dict[str, Pairs]
    given: dict[str, np.ndarray]
    temperature: float
    cuts: np.ndarray


def judge() -> Judged:
    """Load the sets, predict each by the others, choose temperature and cuts."""
    sets = {name: load(*paths) for name, paths in SETS.items()}
    unseen = across_authors(sets)
    classes = np.concatenate([p.classes for p in sets.values()])
    temperature = best_temperature(np.vstack(list(unseen.values())), classes)
    given = {name: final(unseen[name], temperature, p) for name, p in sets.items()}
    return Judged(sets, given, temperature, best_cuts(sets, given))


def export(judged: Judged) -> None:
    """The model of all sets, as the engine reads it."""
    every = list(judged.sets.values())
    model = fit(*taught(judged.sets), every[0])
    kept = ("mean", "scale", "linear", "hidden", "hidden_bias", "output", "bias")
    np.savez_compressed(
        TARGET, names=np.array(every[0].names), group=np.array(every[0].groups), temperature=judged.temperature,
        cuts=judged.cuts, neutral=model.neutral.astype(np.float32), **{k: getattr(model, k) for k in kept},
    )  # fmt: skip
    print(f"{TARGET.name}: {TARGET.stat().st_size:,} bytes, {sum(len(p.classes) for p in every)} pairs")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dry-run", action="store_true")
    options = parser.parse_args()
    judged = judge()
    print(f"temperature {judged.temperature}, cuts {judged.cuts}")
    for name, pairs in judged.sets.items():
        alone = verdicts(judged.given[name], judged.cuts)[0]
        show(f"{name}, by the other authors, pairs alone", scores(pairs.classes, alone))
        show(f"{name}, by the other authors", told(pairs, judged.given[name], judged.cuts))
    if not options.dry_run:
        export(judged)


if __name__ == "__main__":
    main()
