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

import numpy as np

from neisse.engine.flow import with_relayed
from neisse.engine.intersect.overlaps import OverlapOptions
from neisse.engine.intersect.slices import (
    SLICE_MEASURES,
    Slice,
    members,
    slice_overlaps,
    spans_of,
    time_slices,
)
from neisse.engine.text.encoder import Vectors, default_encoder
from neisse.engine.values import Measure, Overlap, Reason, Verdict
from neisse.formats.jsonl import measure_line, read_measures

Found = tuple[str, str, str, float, str]


@dataclass(frozen=True, slots=True)
class Work:
    """How slices are compared: measures a slice, processes, with reasons or not, a file of known vectors (npz)."""

    slice_measures: int = SLICE_MEASURES
    workers: int = 2
    with_reasons: bool = True
    vectors: Path | None = None


def local_overlaps(measures: Sequence[Measure], work: Work) -> list[Overlap]:
    """All overlaps, surest first, by processes of this machine: the same as `flow.find_overlaps` of them all."""
    found: list[Found] = []
    with ProcessPoolExecutor(work.workers, mp_context=get_context("spawn")) as pool:
        tasks = [pool.submit(compare, part, lines, work) for part, lines in blocks(measures, work)]
        for task in as_completed(tasks):
            found += task.result()
    return collected(found, measures, work)


def blocks(measures: Sequence[Measure], work: Work) -> Iterator[tuple[Slice, list[str]]]:
    """Each slice with the lines of the measures that it has to know."""
    lines = [measure_line(measure) for measure in measures]
    starts, ends = spans_of(measures)
    # No worker without work.
    most = min(work.slice_measures, -(-len(measures) // work.workers))
    for part in time_slices(starts, max(1, most)):
        yield part, [lines[k] for k in np.flatnonzero(members(part, starts, ends)).tolist()]


def compare(part: Slice, lines: Iterable[str], work: Work) -> list[Found]:
    """The overlaps that a slice owns, as plain rows that any worker can send."""
    measures = read_measures(lines).values
    options = OverlapOptions(with_reasons=work.with_reasons)
    found = slice_overlaps(part, measures, default_encoder(), _vectors(work.vectors), options)
    return [(o.a, o.b, o.verdict.value, o.score, _packed(o.reasons)) for o in found]


def collected(rows: Iterable[Found], measures: Sequence[Measure], work: Work) -> list[Overlap]:
    """The rows of all slices as overlaps, with what follows from duplicates, surest first."""
    direct = [
        Overlap(a, b, Verdict(verdict), score, tuple(Reason(*said) for said in json.loads(reasons or "[]")))
        for a, b, verdict, score, reasons in rows
    ]
    return with_relayed(direct, measures, OverlapOptions(with_reasons=work.with_reasons))


def _packed(reasons: Sequence[Reason]) -> str:
    said = [(r.code, r.weight, r.text, dict(r.data)) for r in reasons]
    return json.dumps(said, ensure_ascii=False) if said else ""


@lru_cache(maxsize=1)
def _vectors(path: Path | None) -> dict[str, Vectors] | None:
    """Known vectors, read once a process: `keys` (content keys) and `rows` of an npz file."""
    if path is None:
        return None
    with np.load(path) as arrays:
        return dict(zip(arrays["keys"].tolist(), arrays["rows"], strict=True))
