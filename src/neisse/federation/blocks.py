"""A federation block by block: slices of time, compared by processes of this machine or by Spark.

Both run `compare`, which hands the lines of one slice to the engine; they differ in who starts the work.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

import numpy as np

from neisse.engine.intersect.federation.columns import OverlapColumns, overlap_columns
from neisse.engine.intersect.federation.slices import (
    SLICE_MEASURES,
    Slice,
    members,
    slice_overlaps,
    spans_of,
    time_slices,
)
from neisse.engine.intersect.verdict.overlaps import OverlapOptions
from neisse.engine.text.encoder import Vectors, default_encoder
from neisse.engine.values import Measure, Reason
from neisse.federation.federated import Federated
from neisse.formats.jsonl import measure_line, read_measures


@dataclass(frozen=True, slots=True)
class Work:
    """How slices are compared: measures a slice, processes, with reasons or not, a file of known vectors (npz)."""

    slice_measures: int = SLICE_MEASURES
    workers: int = 2
    with_reasons: bool = True
    vectors: Path | None = None


class Block(NamedTuple):
    """A slice with the measures that it has to know: their positions among all, and a line for each."""

    part: Slice
    positions: list[int]
    lines: list[str]


class Found(NamedTuple):
    """The overlaps of a block by position among all measures, and the reasons of each as a line (none: no lines)."""

    overlaps: OverlapColumns
    reasons: list[str]


def local_overlaps(measures: Sequence[Measure], work: Work) -> Federated:
    """All overlaps, surest first, by processes of this machine: the same as `flow.find_overlaps` of them all."""
    with ProcessPoolExecutor(work.workers, mp_context=get_context("spawn")) as pool:
        tasks = [pool.submit(compare, block, work) for block in blocks(measures, work)]
        return collected([task.result() for task in as_completed(tasks)], measures)


def blocks(measures: Sequence[Measure], work: Work) -> Iterator[Block]:
    """The slices of a federation, one after the other."""
    lines = [measure_line(measure) for measure in measures]
    starts, ends = spans_of(measures)
    # No worker without work.
    most = min(work.slice_measures, -(-len(measures) // work.workers))
    for part in time_slices(starts, max(1, most)):
        positions = np.flatnonzero(members(part, starts, ends)).tolist()
        yield Block(part, positions, [lines[k] for k in positions])


def compare(block: Block, work: Work) -> Found:
    """The overlaps that a slice owns, as columns and lines that any worker can send."""
    measures = read_measures(block.lines).values
    options = OverlapOptions(with_reasons=work.with_reasons)
    own, reasons = slice_overlaps(block.part, measures, default_encoder(), _vectors(work.vectors), options)
    at = np.array(block.positions)
    return Found(overlap_columns(at[own.a], at[own.b], own.verdict, own.score), [_packed(r) for r in reasons])


def collected(found: Iterable[Found], measures: Sequence[Measure]) -> Federated:
    """The overlaps of all blocks, with what follows from duplicates."""
    every = list(found)
    return Federated(
        measures, [part.overlaps for part in every], [line for part in every for line in part.reasons]
    )


def _packed(reasons: Sequence[Reason]) -> str:
    return json.dumps([(r.code, r.weight, r.text, dict(r.data)) for r in reasons], ensure_ascii=False)


@lru_cache(maxsize=1)
def _vectors(path: Path | None) -> dict[str, Vectors] | None:
    """Known vectors, read once a process: `keys` (content keys) and `rows` of an npz file."""
    if path is None:
        return None
    with np.load(path) as arrays:
        return dict(zip(arrays["keys"].tolist(), arrays["rows"], strict=True))
