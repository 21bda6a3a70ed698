"""Multiple-choice knapsacks of the literature as programmes: one column an item, one row a class and a knapsack."""

from __future__ import annotations

import csv
import gzip
import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from neisse.engine.agree.model import program_from
from neisse.engine.search.integer import BIG, Program

ROOT = Path(__file__).parents[1]
DATA = Path(os.environ.get("NEISSE_SHARED") or ROOT.parent / "shared") / "data"


def knapsack(groups: list[list[list[int]]], limits: list[int]) -> Program:
    """`groups`: per class its items as `[value, weight, ...]`."""
    items = [item for group in groups for item in group]
    rows, at = [], 0
    for group in groups:
        rows.append((dict.fromkeys(range(at, at + len(group)), 1), 1, 1))
        at += len(group)
    for k, limit in enumerate(limits):
        rows.append(({i: item[k + 1] for i, item in enumerate(items) if item[k + 1]}, -BIG, limit))
    return program_from(np.array([i[0] for i in items], np.int64), rows, np.ones(len(items), np.int64))


def hard(name: str) -> Program:
    """One of `data/mmkp`."""
    path = DATA / "mmkp" / f"mmkp_{name}.txt"
    text = (
        path.read_text()
        if path.exists()
        else gzip.decompress(path.with_name(f"{path.name}.gz").read_bytes()).decode()
    )
    numbers = iter(text.split())
    count, knapsacks = int(next(numbers)), int(next(numbers))
    limits = [int(next(numbers)) for _ in range(knapsacks)]
    groups = [
        [[int(float(next(numbers))) for _ in range(knapsacks + 1)] for _ in range(int(next(numbers)))]
        for _ in range(count)
    ]
    return knapsack(groups, limits)


def hiremath_hill(only: str = "") -> Iterator[tuple[str, int, Program, int]]:
    """Each problem on disk with its set, number and published optimum."""
    folder = DATA / "mmkp-hiremath-hill"
    with (folder / "optima.csv").open(encoding="utf-8") as file:
        optima = {
            (r["set"], int(r["problem"])): int(float(r["optimum_xpress"])) for r in csv.DictReader(file)
        }
    sets = sorted({name for name, _ in optima})
    for name in (s for s in sets if only in s):
        path = folder / f"{name}.txt"
        if not path.exists():  # the large sets stand in one file a size
            path = folder / f"TestSet.{name.split('.')[1]}.txt"
        packed = path.with_name(path.name + ".gz")
        if not path.exists() and not packed.exists():
            continue
        text = path.read_text() if path.exists() else gzip.decompress(packed.read_bytes()).decode()
        yield from (
            (name, n, program, optima[name, n]) for n, program in problems(text) if (name, n) in optima
        )


def problems(text: str) -> Iterator[tuple[int, Program]]:
    """The problems of one file: number, classes, items, knapsacks; limits; classes."""
    numbers = iter(text.split())
    for first in numbers:
        classes, items, knapsacks = (int(next(numbers)) for _ in range(3))
        limits = [int(next(numbers)) for _ in range(knapsacks)]
        groups = []
        for _ in range(classes):
            next(numbers)
            groups.append([[int(next(numbers)) for _ in range(knapsacks + 1)] for _ in range(items)])
        yield int(first), knapsack(groups, limits)
