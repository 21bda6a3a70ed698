"""Slices of time, processes and Spark find the same pairs as one table."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from neisse.cli.intersect import app
from neisse.engine.flow import find_overlaps
from neisse.engine.intersect.federation.slices import spans_of, time_slices
from neisse.engine.values import Measure, Overlap
from neisse.federation.blocks import Work, blocks, collected, compare, local_overlaps
from neisse.formats.jsonl import lines_of, read_measures

EXAMPLE = Path(__file__).parents[2] / "examples/saxony-silesia/measures.jsonl"


@pytest.fixture(scope="module")
def java() -> None:
    """Spark runs on Java; PySpark is part of the test environment, so nothing else can be missing."""
    if not shutil.which("java"):
        pytest.fail("NO JAVA: the Spark engine must be tested; install Java 17")


@pytest.fixture(scope="module")
def region() -> tuple[Measure, ...]:
    """The example's measures, one of them undated, one over three years."""
    known = read_measures(lines_of(EXAMPLE)).values[:70]
    first, second, *rest = known
    assert second.period is not None
    longer = replace(second.period, end=second.period.start + timedelta(days=1100))
    return (replace(first, period=None), replace(second, period=longer), *rest)


@pytest.fixture(scope="module")
def whole(region: tuple[Measure, ...]) -> list[Overlap]:
    return find_overlaps(region)


def told(found: Sequence[Overlap]) -> list[tuple[str, str, str, float]]:
    return sorted((o.a, o.b, str(o.verdict), round(o.score, 3)) for o in found)


def pairs_of(stdout: str) -> list[tuple[str, str, float]]:
    rows = [json.loads(line) for line in stdout.splitlines()]
    return sorted((row["a"], row["b"], round(row["score"], 2)) for row in rows)


@pytest.mark.parametrize("most", [5, 20, 1000])
def test_slices_together_find_every_overlap_once(
    region: tuple[Measure, ...], whole: list[Overlap], most: int
) -> None:
    found = [compare(block, Work()) for block in blocks(region, Work(slice_measures=most))]
    assert len(found) > min(12, 60 // most)
    assert told(collected(found, region)) == told(whole)


def test_every_measure_starts_in_one_slice(region: tuple[Measure, ...]) -> None:
    starts, _ = spans_of(region)
    parts = time_slices(starts, 9)
    assert len(parts) > 3
    assert all(sum(part.first <= start < part.last for part in parts) == 1 for start in starts)


def test_a_slice_knows_less_than_everything(region: tuple[Measure, ...]) -> None:
    sizes = [len(block.lines) for block in blocks(region, Work(slice_measures=10))]
    assert max(sizes) < len(region)


def test_without_reasons_the_same_is_found(region: tuple[Measure, ...], whole: list[Overlap]) -> None:
    work = Work(slice_measures=20, with_reasons=False)
    found = collected([compare(block, work) for block in blocks(region, work)], region)
    assert told(found) == told(whole)
    assert not any(overlap.reasons for overlap in found)


def test_what_was_found_is_a_sequence_with_its_reasons(
    region: tuple[Measure, ...], whole: list[Overlap]
) -> None:
    found = collected([compare(block, Work()) for block in blocks(region, Work(slice_measures=20))], region)
    assert [o.score for o in found] == sorted((o.score for o in found), reverse=True)
    assert found[:3] == [found[0], found[1], found[2]]
    reasons = {(o.a, o.b): o.reasons for o in whole}
    assert all(overlap.reasons == reasons[overlap.a, overlap.b] for overlap in found)


@pytest.mark.slow
def test_processes_find_the_same_with_the_same_reasons(
    region: tuple[Measure, ...], whole: list[Overlap]
) -> None:
    found = local_overlaps(region, Work(slice_measures=25))
    assert told(found) == told(whole)
    assert [o.reasons[0].text for o in found] == [o.reasons[0].text for o in whole]


@pytest.mark.slow
@pytest.mark.usefixtures("java")
def test_spark_finds_the_same(region: tuple[Measure, ...], whole: list[Overlap]) -> None:
    from neisse.federation.spark import spark_overlaps

    assert told(spark_overlaps(region, Work(slice_measures=25))) == told(whole)


@pytest.mark.slow
@pytest.mark.usefixtures("java")
def test_the_commands_offer_spark(tmp_path: Path) -> None:
    from neisse.cli.record import app as record

    file = tmp_path / "measures.jsonl"
    file.write_text(
        "".join(EXAMPLE.read_text(encoding="utf-8").splitlines(keepends=True)[:12]), encoding="utf-8"
    )
    asked = ["overlaps", "--input", str(file), "--json"]
    local, spark = (CliRunner().invoke(app, [*asked, *more]) for more in ([], ["--engine", "spark"]))
    assert spark.exit_code == 0
    assert pairs_of(spark.stdout) == pairs_of(local.stdout)
    names = ("Klinikum Musterstadt gGmbH", "Klinikum Musterstadt", "Szpital Przykładowy")
    rows = [
        {"type": "organisation", "id": str(k), "name": name, "city": "Dresden"}
        for k, name in enumerate(names)
    ]
    organisations = tmp_path / "organisations.jsonl"
    organisations.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    asked = ["duplicates", "--input", str(organisations), "--json"]
    local, spark = (CliRunner().invoke(record, [*asked, *more]) for more in ([], ["--engine", "spark"]))
    assert spark.exit_code == 0
    assert pairs_of(spark.stdout) == pairs_of(local.stdout)
    assert len(local.stdout.splitlines()) == 1
