"""The same comparisons on Spark: slices of time and batches of pairs as partitions, the engine inside each.

PySpark (the extra `spark`) and Java 17 are needed here alone. Without a cluster, Spark runs in this process with two
workers; `spark-submit --master` or `SPARK_REMOTE` decide otherwise.
"""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from neisse.cli.blocks import Work, blocks, collected, compare
from neisse.engine.intersect.slices import Slice
from neisse.engine.record.duplicates.candidates import Pair
from neisse.engine.record.duplicates.linkage import ScoredPair, Weights, score_pairs
from neisse.engine.record.duplicates.signatures import Signature
from neisse.engine.values import Measure, NeisseError, Overlap

MEMORY = "2g"
PAIRS_AT_ONCE = 25_000
COLUMNS = ("a", "b", "verdict", "score", "reasons")
OVERLAP_ROWS = "a string, b string, verdict string, score double, reasons string"


@contextmanager
def spark_session(workers: int = 2) -> Iterator[Any]:
    """A quiet session; its workers run this interpreter, so that they have the same engine."""
    try:
        from pyspark.errors import PySparkRuntimeError
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise NeisseError(
            "engine.spark", "pyspark", "PySpark is not installed", "install neisse[spark]"
        ) from error
    settings: dict[str, Any] = {
        "spark.driver.memory": MEMORY,
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.execution.arrow.pyspark.enabled": "true",
        "spark.sql.adaptive.enabled": "false",
        "spark.rpc.message.maxSize": "512",
        "spark.log.level": "ERROR",
    }
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.master(f"local[{workers}]").appName("neisse")
    try:
        session = builder.config(map=settings).getOrCreate()
    except PySparkRuntimeError as error:
        hint = "install Java 17 and set JAVA_HOME"
        raise NeisseError("engine.spark", "java", "Spark did not start", hint) from error
    try:
        yield session
    finally:
        session.stop()


def spark_overlaps(measures: Sequence[Measure], work: Work) -> list[Overlap]:
    """All overlaps, surest first: each slice of time is one partition, compared by `compare` in a worker."""
    import pyarrow as pa

    def compared(batches: Iterator[Any]) -> Iterator[Any]:
        lines: dict[Slice, list[str]] = {}
        for batch in batches:
            for first, last, line in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                lines.setdefault(Slice(first, last), []).append(line)
        for part, own in lines.items():
            rows = compare(part, own, work)
            yield pa.RecordBatch.from_pylist([dict(zip(COLUMNS, row, strict=True)) for row in rows], types)

    types = pa.schema(
        [*((name, pa.string()) for name in COLUMNS[:3]), ("score", pa.float64()), ("reasons", pa.string())]
    )
    parts = [
        pa.table({"first": [part.first] * len(lines), "last": [part.last] * len(lines), "line": lines})
        for part, lines in blocks(measures, work)
    ]
    with spark_session(work.workers) as session:
        table = session.createDataFrame(pa.concat_tables(parts)).repartitionByRange(len(parts), "first")
        found = table.mapInArrow(compared, OVERLAP_ROWS).collect()
    return collected(map(tuple, found), measures, work)


def spark_scores(
    signatures: Sequence[Signature], pairs: Sequence[Pair], weights: Weights
) -> list[ScoredPair]:
    """`score_pairs` with batches of pairs as partitions; every worker knows all signatures."""
    if not pairs:
        return []
    with spark_session() as session:
        known = session.sparkContext.broadcast(pickle.dumps((list(signatures), weights)))

        def scored(batch: Sequence[Pair]) -> list[ScoredPair]:
            everyone, used = pickle.loads(known.value)  # noqa: S301 - written above
            return score_pairs(everyone, batch, used)

        batches = [list(pairs[at : at + PAIRS_AT_ONCE]) for at in range(0, len(pairs), PAIRS_AT_ONCE)]
        return list(session.sparkContext.parallelize(batches, len(batches)).flatMap(scored).collect())
