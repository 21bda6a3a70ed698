from __future__ import annotations

import csv
from pathlib import Path

import pytest

from neisse.engine.flow import build_index
from neisse.engine.intersect.index import OverlapIndex
from neisse.engine.values import Measure
from neisse.formats.jsonl import lines_of, read_measures

DEV = Path(__file__).parents[3] / "bench/instances/overlap_dev"


@pytest.fixture(scope="session")
def labelled() -> dict[tuple[str, str], str]:
    """The labelled pairs of the development set."""
    with (DEV / "pairs.csv").open(encoding="utf-8") as stream:
        return {(min(r["a"], r["b"]), max(r["a"], r["b"])): r["verdict"] for r in csv.DictReader(stream)}


@pytest.fixture(scope="session")
def measures() -> tuple[Measure, ...]:
    """The first scenes of the development set."""
    return read_measures(lines_of(DEV / "measures.jsonl")).values[:60]


@pytest.fixture(scope="session")
def index(measures: tuple[Measure, ...]) -> OverlapIndex:
    return build_index(measures)
