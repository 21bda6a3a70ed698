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

from neisse.engine.intersect.federation.columns import OverlapColumns
from neisse.engine.intersect.federation.slices import Slice
from neisse.engine.record.duplicates.linkage import ScoredPair, Weights, score_pairs
from neisse.engine.record.duplicates.signatures import Signature
from neisse.engine.record.duplicates.standing import Compared
from neisse.engine.values import Measure, NeisseError, say
from neisse.federation.blocks import Block, Found, Work, blocks, collected, compare
from neisse.federation.federated import Federated

MEMORY = "2g"
PAIRS_AT_ONCE = 25_000
COLUMNS = ("a", "b", "verdict", "score", "reasons")
OVERLAP_ROWS = "a int, b int, verdict byte, score double, reasons string"


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
        hint = say("install Java 17 and set JAVA_HOME")
        raise NeisseError("engine.spark", "java", "Spark did not start", hint) from error
    try:
        yield session
    finally:
        session.stop()


def spark_overlaps(measures: Sequence[Measure], work: Work) -> Federated:
    """All overlaps, surest first: each slice of time is a group, compared by `compare` in a worker."""
    import pyarrow as pa

    def compared(rows: Any) -> Any:
        part = Slice(rows["first"][0].as_py(), rows["last"][0].as_py())
        own, reasons = compare(Block(part, rows["at"].to_pylist(), rows["line"].to_pylist()), work)
        said = pa.array(reasons, pa.string()) if reasons else pa.nulls(len(own), pa.string())
        return pa.table([own.a, own.b, own.verdict, own.score, said], COLUMNS)

    parts = [
        pa.table(
            {
                "first": [part.first] * len(lines),
                "last": [part.last] * len(lines),
                "at": positions,
                "line": lines,
            }
        )
        for part, positions, lines in blocks(measures, work)
    ]
    with spark_session(work.workers) as session:
        table = session.createDataFrame(pa.concat_tables(parts))
        # Many more partitions than slices: each slice is a task of its own, and who is free takes the next one.
        found = table.groupBy("first").applyInArrow(compared, OVERLAP_ROWS).toArrow()
    columns = OverlapColumns(*(found.column(name).to_numpy() for name in COLUMNS[:4]))
    reasons = found.column("reasons").to_pylist() if work.with_reasons else []
    return collected([Found(columns, reasons)], measures)


def spark_scores(
    signatures: Sequence[Signature], pairs: Sequence[Compared], weights: Weights
) -> list[ScoredPair]:
    """`score_pairs` with batches of pairs as partitions; every worker knows all signatures."""
    if not pairs:
        return []
    with spark_session() as session:
        known = session.sparkContext.broadcast(pickle.dumps((list(signatures), weights)))

        def scored(batch: Sequence[Compared]) -> list[ScoredPair]:
            everyone, used = pickle.loads(known.value)  # noqa: S301 - written above
            return score_pairs(everyone, batch, used)

        batches = [list(pairs[at : at + PAIRS_AT_ONCE]) for at in range(0, len(pairs), PAIRS_AT_ONCE)]
        return list(session.sparkContext.parallelize(batches, len(batches)).flatMap(scored).collect())
