"""Scale of the overlap engine: recall and cost of the candidates, one machine, Spark, rivals.

Run: .venv/bin/python bench/intersect_scale.py [--quick] [section ...]
Sections: recall, curve, local, spark, rivals, encoder, incremental. `--quick` stops at 100,000 measures (under 20 minutes);
without it 1,000,000 measures are compared too. Writes bench/results/intersect_scale.md, keeping the rows of sections not run.
Vectors of the distinct texts are computed once and kept in the folder of temporary files.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from itertools import combinations
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

import region
from federation import Planted, federation, known_vectors
from neisse.engine.intersect.candidates.pairs import candidate_pairs, candidates
from neisse.engine.intersect.index import OverlapIndex
from neisse.engine.intersect.table.measures import Table, measure_table
from neisse.engine.intersect.table.reading import measure_texts
from neisse.engine.intersect.verdict.model import DUPLICATE, shipped_model
from neisse.engine.intersect.verdict.overlaps import OverlapOptions, all_overlaps, score_pairs, verdicts
from neisse.engine.text.encoder import UniversalEncoder, content_key, default_encoder, one_blas_thread
from neisse.engine.values import Measure
from neisse.federation.blocks import Work, _vectors, local_overlaps
from neisse.federation.federated import Federated
from neisse.formats.jsonl import read_measures

ROOT = Path(__file__).parents[1]
RESULT = ROOT / "bench/results/intersect_scale.md"
PLAIN = OverlapOptions(with_reasons=False)
# Up to so many measures every pair is scored; above, whole rows of pairs, spread evenly over the table.
MOST_BRUTE = 10_000
DEDUPE_LIMIT_S = 600
Row = tuple[str, str]


def vectors_file(measures: list[Measure]) -> Path:
    """The vectors of the distinct texts of a federation, computed once."""
    path = Path(tempfile.gettempdir()) / "neisse-federation-vectors.npz"
    known = _vectors(path) if path.exists() else {}
    assert known is not None
    missing = [m for m in measures if any(content_key(t) not in known for t in measure_texts(m))]
    if missing:
        keys, rows = known_vectors(missing, default_encoder())
        known = {**known, **dict(zip(keys, rows, strict=True))}
        np.savez(path, keys=np.array(list(known)), rows=np.stack(list(known.values())))
        _vectors.cache_clear()
    return path


def table_of(planted: Planted) -> Table:
    return measure_table(planted.measures, default_encoder(), _vectors(vectors_file(planted.measures)))


def recall(count: int) -> Iterator[Row]:
    """Every pair scored, against the candidates alone: a federation, and a region of another author than the rule knows."""
    planted = federation(count)
    table = table_of(planted)
    yield from recall_of(f"{count:,} measures", table)
    near = candidates(table, table)
    position = {m.id: k for k, m in enumerate(planted.measures)}
    held = np.mean([near[position[a], position[b]] for a, b in planted.truth])
    yield f"planted pairs among the candidates ({len(planted.truth):,})", f"{held:.2%}"
    lines = [json.dumps(measure) for measure in region.measures(count, 100, seed=5)]
    unknown = measure_table(read_measures(lines).values, default_encoder())
    yield from recall_of(
        f"{count:,} measures of `bench/region.py`, which the rule was not fitted on", unknown
    )


def recall_of(name: str, table: Table) -> Iterator[Row]:
    """How many overlaps among all pairs the candidates hold, and how many pairs that takes."""
    near, found, kept = candidates(table, table), 0, 0
    with one_blas_thread():
        for i in range(len(table) - 1):
            j = np.arange(i + 1, len(table))
            scored = score_pairs(table.part(i, i + 1), table, np.zeros(len(j), dtype=np.intp), j)
            over = verdicts(scored.probabilities, shipped_model().cuts)[0] > 0
            found, kept = found + int(over.sum()), kept + int((over & near[i, j]).sum())
    pairs = len(table) * (len(table) - 1) // 2
    yield (
        f"all {pairs:,} pairs of {name} scored: overlaps of which the candidates hold",
        f"{kept:,} of {found:,} ({kept / max(1, found):.2%})",
    )
    yield f"candidates among the pairs of {name}", f"{np.triu(near, 1).sum() / pairs:.2%}"


def curve(sizes: list[int]) -> Iterator[Row]:
    """What finding candidates costs by itself, on one table."""
    for count in sizes:
        table = table_of(federation(count))
        began, busy = time.perf_counter(), time.process_time()
        pairs = sum(len(i) for i, _ in candidate_pairs(table))
        spent, cpu = time.perf_counter() - began, time.process_time() - busy
        yield (
            f"candidates of {count:,} measures",
            f"{pairs:,} ({pairs / count:.0f} a measure), {spent:.1f} s, {1e6 * cpu / count:.0f} µs CPU a measure",
        )


def keys_of(found: Federated) -> tuple[np.ndarray, np.ndarray]:
    """The pairs of a result as sorted numbers, and the verdict of each."""
    keys = found.columns.a.astype(np.int64) * len(found.measures) + found.columns.b
    order = np.argsort(keys)
    return keys[order], found.columns.verdict[order]


def quality(found: Federated, planted: Planted) -> str:
    keys, verdict = keys_of(found)
    position = {m.id: k for k, m in enumerate(planted.measures)}
    wanted = np.array([position[a] * len(position) + position[b] for a, b in planted.truth])
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    told = np.where(keys[at] == wanted, verdict[at], 0)
    same = np.array([v == "duplicate" for v in planted.truth.values()])
    return (
        f"{len(found):,} overlaps; planted duplicates found {np.mean(told[same] == DUPLICATE):.1%}, "
        f"planted pairs found as any overlap {np.mean(told > 0):.1%}"
    )


def timed(work: Callable[[], Federated]) -> tuple[Federated, float, float, float]:
    """The answer, seconds, CPU seconds and the peak memory (GB) of this process and all that it started."""
    peak, done = [0.0], threading.Event()

    def watch() -> None:
        while not done.wait(0.5):
            peak[0] = max(peak[0], _memory_gb())

    watcher = threading.Thread(target=watch)
    watcher.start()
    began, busy = time.perf_counter(), cpu_seconds()
    found = work()
    spent, busy = time.perf_counter() - began, cpu_seconds() - busy
    done.set()
    watcher.join()
    return found, spent, busy, peak[0]


def cpu_seconds() -> float:
    """Of this process and of all that it started and that ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _memory_gb() -> float:
    """Proportional memory of this process and its descendants."""
    own, waiting, total = set(), [os.getpid()], 0
    while waiting:
        pid = waiting.pop()
        own.add(pid)
        try:
            for task in Path(f"/proc/{pid}/task").iterdir():
                waiting += [int(child) for child in (task / "children").read_text().split()]
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        except OSError:
            continue
        total += int(rollup.split("Pss:")[1].split()[0])
    return total / 1e6


def engine(name: str, sizes: list[int]) -> Iterator[Row]:
    """Measures to overlaps, vectors of the distinct texts known: rows, candidates, scores, verdicts."""
    if name == "spark":
        from neisse.federation.spark import spark_overlaps as run
    else:
        run = local_overlaps
    for count in sizes:
        planted = federation(count)
        work = Work(with_reasons=count <= 100_000, vectors=vectors_file(planted.measures))
        found, spent, busy, memory = timed(lambda planted=planted, work=work: run(planted.measures, work))
        said = "with reasons" if work.with_reasons else "without reasons"
        yield (
            f"{name}: {count:,} measures, {said}",
            # What Spark's workers use is not counted by this process.
            f"{spent / 60:.1f} min"
            + (f" ({busy / 60:.1f} min CPU)" if name == "local" else "")
            + f", {memory:.1f} GB; {quality(found, planted)}",
        )
        _kept[name, count] = keys_of(found)
        if name == "spark" and count <= 100_000:
            local = _kept.get(("local", count)) or keys_of(local_overlaps(planted.measures, work))
            same = all(map(np.array_equal, local, _kept["spark", count]))
            yield f"spark and local: the same pairs and verdicts on {count:,}", "yes" if same else "NO"


_kept: dict[tuple[str, int], tuple[np.ndarray, np.ndarray]] = {}


def rivals(sizes: list[int]) -> Iterator[Row]:
    """All pairs by numpy with the same features and model, and dedupe, in one run with the engine, each on one core."""
    for count in sizes:
        planted = federation(count)
        table = table_of(planted)
        same = {pair for pair, verdict in planted.truth.items() if verdict == "duplicate"}
        # Compiled code is read, or made, once.
        all_overlaps(planted.measures[:50], table.part(0, 50), PLAIN)
        began = time.perf_counter()
        found = all_overlaps(planted.measures, table, PLAIN)
        own = time.perf_counter() - began
        ours = {(o.a, o.b) for o in found if o.verdict.value == "duplicate"}
        yield (
            f"{count:,} measures: this engine, from the table to overlaps",
            f"{own:.1f} s; duplicates {agreement(ours, same)}",
        )
        brute, share = brute_force(table)
        yield (
            f"{count:,} measures: every pair by numpy, same features and model",
            f"{brute:.0f} s, {brute / own:.0f} times"
            + (f" (from {share:.2%} of the pairs)" if share < 1 else ""),
        )
        began = time.perf_counter()
        theirs = within(DEDUPE_LIMIT_S, dedupe_pairs, planted)
        spent = time.perf_counter() - began
        yield (
            f"{count:,} measures: dedupe (title, text, town, date), trained on 200 planted duplicates, duplicates only",
            f"{spent:.0f} s, {spent / own:.0f} times; {agreement(theirs, same)}"
            if theirs is not None
            else f"not finished after {spent:.0f} s, more than {spent / own:.0f} times",
        )


def brute_force(table: Table) -> tuple[float, float]:
    """Seconds to score every pair, and the share of the pairs that was scored for it: all up to MOST_BRUTE measures."""
    count = len(table)
    rows = range(0, count - 1, max(1, count // MOST_BRUTE) ** 2)
    pairs, began = 0, time.perf_counter()
    with one_blas_thread():
        for i in rows:
            j = np.arange(i + 1, count)
            scored = score_pairs(table.part(i, i + 1), table, np.zeros(len(j), dtype=np.intp), j)
            verdicts(scored.probabilities, shipped_model().cuts)
            pairs += len(j)
    share = pairs / (count * (count - 1) / 2)
    return (time.perf_counter() - began) / share, share


def agreement(found: set[tuple[str, str]], same: set[tuple[str, str]]) -> str:
    hit = len(found & same)
    return f"P {hit / max(1, len(found)):.2f} R {hit / len(same):.2f}"


def within(
    limit_s: float, work: Callable[[Planted], set[tuple[str, str]]], planted: Planted
) -> set[tuple[str, str]] | None:
    """The answer of a process of its own, None if it takes longer."""
    near, far = get_context("fork").Pipe()
    process = get_context("fork").Process(target=lambda: far.send(work(planted)))
    process.start()
    found = near.recv() if near.poll(limit_s) else None
    process.terminate()
    process.join()
    return found


def dedupe_pairs(planted: Planted) -> set[tuple[str, str]]:
    """Dedupe without its index predicates, which fail with the installed BTrees."""
    import dedupe
    from dedupe import variables

    class Plain(variables.String):  # type: ignore[misc]
        """A string with the simple predicates."""

        _index_predicates: tuple[()] = ()

    def record(m: Measure) -> dict[str, str | None]:
        said = {"title": m.title, "text": m.description, "town": m.place.city, "day": ""}
        said["day"] = m.period.start.isoformat() if m.period else ""
        return {key: text.lower() or None for key, text in said.items()}

    data = {m.id: record(m) for m in planted.measures}
    rng = Random(1)
    match = [pair for pair, verdict in planted.truth.items() if verdict == "duplicate"][:200]
    ids = list(data)
    distinct = [tuple(rng.sample(ids, 2)) for _ in range(200)]
    fields = [Plain(name, has_missing=True) for name in ("title", "text", "town", "day")]
    linker = dedupe.Dedupe(fields, num_cores=1)
    linker.prepare_training(data, sample_size=500)
    linker.mark_pairs(
        {
            side: [(data[a], data[b]) for a, b in pairs]
            for side, pairs in (("match", match), ("distinct", distinct))
        }
    )
    linker.train(recall=0.9)
    clusters = linker.partition(data, 0.5)
    return {pair for members, _ in clusters for pair in combinations(sorted(members), 2)}


def encoder() -> Iterator[Row]:
    """Texts a CPU second, on one thread."""
    texts = [t for m in federation(1000).measures for t in measure_texts(m)]
    one = UniversalEncoder(threads=1)
    one.encode(texts[:5])
    busy = time.process_time()
    one.encode(texts)
    rate = len(texts) / (time.process_time() - busy)
    yield (
        f"encoder, texts of {np.mean([len(t) for t in texts]):.0f} letters on average",
        f"{rate:.0f} a CPU second",
    )
    yield (
        "1,000,000 measures whose 2,000,000 texts all differ, two cores: vectors",
        f"{2e6 / rate / 120:.0f} min (reckoned)",
    )


def incremental(count: int) -> Iterator[Row]:
    """One measure against many, warm, and one change."""
    planted = federation(count)
    known = _vectors(vectors_file(planted.measures))
    began = time.perf_counter()
    index = OverlapIndex(planted.measures, default_encoder(), known)
    yield f"index of {count:,} measures, vectors known", f"{time.perf_counter() - began:.1f} s"
    wall, cpu = [], []
    for measure in planted.measures[:200]:
        began, busy = time.perf_counter(), time.process_time()
        index.put(measure, known)
        index.against(measure, known, OverlapOptions(strictness=0.5, most=20))
        wall.append(1000 * (time.perf_counter() - began))
        cpu.append(1000 * (time.process_time() - busy))
    yield (
        f"one changed measure: put, and its overlaps among {count:,} with reasons",
        f"p50 {np.median(wall):.0f} ms, p95 {np.quantile(wall, 0.95):.0f} ms; CPU p95 {np.quantile(cpu, 0.95):.0f} ms",
    )


def sections(quick: bool) -> dict[str, Callable[[], Iterator[Row]]]:
    sizes = [10_000, 50_000, 100_000] + ([] if quick else [1_000_000])
    return {
        "recall": lambda: recall(1500 if quick else 4000),
        "curve": lambda: curve([1_000, 10_000] if quick else [1_000, 10_000, 100_000]),
        "incremental": lambda: incremental(50_000),
        "encoder": encoder,
        "rivals": lambda: rivals([1_000] if quick else [1_000, 10_000, 100_000]),
        "local": lambda: engine("local", sizes),
        "spark": lambda: engine("spark", sizes[1:]),
    }


def main() -> None:
    """Run the sections and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("section", nargs="*")
    asked = parser.parse_args()
    known = sections(asked.quick)
    store = RESULT.with_suffix(".json")
    kept = json.loads(store.read_text(encoding="utf-8")) if store.exists() else {}
    for name in asked.section or known:
        kept[name] = []
        for what, figure in known[name]():
            kept[name].append([what, figure, round(os.getloadavg()[0], 1)])
            print(f"{what}: {figure}", flush=True)
            # After each row: who stops it keeps what was measured.
            store.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
            RESULT.write_text(
                as_text([row for section in known for row in kept.get(section, [])]), encoding="utf-8"
            )


def as_text(rows: list[list[Any]]) -> str:
    """The table of all sections."""
    lines = "\n".join(f"| {what} | {figure} | {load} |" for what, figure, load in rows)
    return (
        "# Intersect: scale\n\nWritten by `bench/intersect_scale.py` (`--quick` up to 100,000 measures); two cores, shared with "
        "other work where the load of the machine (last column) is above 2. The data: `bench/federation.py`, which says "
        f"its density.\n\n| what | figure | load |\n|---|---|---|\n{lines}\n"
    )


if __name__ == "__main__":
    main()
