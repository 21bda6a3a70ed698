"""Fit the expert for short listings in two languages, and measure it on authors that it never saw.

The labelled sets, cut down to what a calendar says: title, owner, kind, time, place. Pairs in two languages on the same days
at the same place; one half of the authors trains, the other half measures, then the other way round.

Run: OMP_NUM_THREADS=1 .venv/bin/python bench/fit_listings.py
"""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from neisse.engine.intersect.table.contact import Side
from neisse.engine.intersect.table.measures import measure_table
from neisse.engine.intersect.verdict.features import features
from neisse.engine.intersect.verdict.identity import LISTING, listings
from neisse.engine.text.encoder import default_encoder
from neisse.formats.jsonl import lines_of, read_measures
from train_overlap import SETS


def pairs_of(measures_file: Path, pairs_file: Path) -> tuple[np.ndarray, np.ndarray]:
    """Columns of the expert and labels (1 = duplicate) of the pairs of a set that it looks at."""
    measures = [
        replace(m, description="", topics=(), audience=())
        for m in read_measures(lines_of(measures_file)).values
    ]
    table = measure_table(measures, default_encoder())
    position = {m.id: k for k, m in enumerate(measures)}
    truth = np.zeros((len(measures), len(measures)), bool)
    with pairs_file.open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            a, b = sorted((position[row["a"]], position[row["b"]]))
            truth[a, b] = row["verdict"] == "duplicate"
    i, j = np.triu_indices(len(measures), 1)
    left, right = Side(table, i), Side(table, j)
    chosen, columns = listings(left, right, features(left, right))
    return columns[chosen], truth[i, j][chosen]


def main() -> None:
    """Print figures of both halves and the weights of all."""
    sets = {name: pairs_of(*files) for name, files in SETS.items()}
    names = list(sets)
    for part in (0, 1):
        train = [sets[n] for k, n in enumerate(names) if k % 2 != part]
        test = [sets[n] for k, n in enumerate(names) if k % 2 == part]
        model = fitted(train)
        rows, labels = np.vstack([r for r, _ in test]), np.concatenate([y for _, y in test])
        said = model.predict_proba(rows)[:, 1] >= 0.5
        right = int((said & labels).sum())
        print(
            f"half {part}: {len(labels)} pairs, {labels.sum()} true, {right} found, {int((said & ~labels).sum())} false"
        )
    model = fitted(list(sets.values()))
    print(
        {name: round(float(c), 2) for name, c in zip(LISTING, model.coef_[0], strict=False)},
        round(float(model.intercept_[0]), 2),
    )


def fitted(sets: list[tuple[np.ndarray, np.ndarray]]) -> LogisticRegression:
    rows, labels = np.vstack([r for r, _ in sets]), np.concatenate([y for _, y in sets])
    return LogisticRegression(C=1.0, max_iter=1000).fit(rows, labels)


if __name__ == "__main__":
    main()
