"""How fast files come in: `python bench/record.py [--organisations N] [--measures N] [--ror FILE]`.

Reads, compares and stores an invented region (`region.py`) and the ROR file beside the checkout, each twice: the
second time nothing may change. Writes `bench/results/record.md`. CPU seconds of the process tell what a
machine without other work would take.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from neisse.web.core.actors import SYSTEM

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "bench"))
ROR = ROOT.parent / "shared" / "data" / "ror_de_pl_cz.jsonl"


@dataclass(frozen=True)
class Timing:
    """One import: what it was, its records, seconds on the clock and of the processor, and its counts."""

    name: str
    records: int
    wall_s: float
    cpu_s: float
    counts: dict[str, int]


def lines(objects: Any, number: int) -> bytes:
    """Objects as a JSON Lines file."""
    return "".join(json.dumps(obj, ensure_ascii=False) + "\n" for obj in islice(objects, number)).encode()


def take(name: str, data: bytes) -> Timing:
    """Import a file the way the command line does."""
    from django.db import transaction

    from neisse.web.record.actions.imports import begin, keep_preview, preview
    from neisse.web.record.actions.reading import read_file
    from neisse.web.record.actions.storing import confirm

    wall, cpu = time.perf_counter(), time.process_time()
    result = read_file(name, data)
    with transaction.atomic():
        batch = begin(name, data, actor=SYSTEM)
        seen = preview(result, {}, actor=SYSTEM)
        keep_preview(batch, seen, actor=SYSTEM)
        counts = confirm(batch, planned=seen.planned, actor=SYSTEM)
    records = sum(counts.values())
    return Timing(name, records, time.perf_counter() - wall, time.process_time() - cpu, counts)


def measure(organisation_count: int, measure_count: int, ror: Path) -> list[Timing]:
    """All imports, each twice."""
    from django.core.management import call_command

    from neisse.web.core import events
    from region import measures, organisations

    call_command("migrate", verbosity=0)
    events._listeners.clear()  # what later stages do with new records is measured in their own benchmarks
    files = {
        "region: organisations": lines(organisations(organisation_count), organisation_count),
        "region: measures": lines(measures(measure_count, organisation_count), measure_count),
    }
    if ror.is_file():
        files["ROR"] = ror.read_bytes()
    timings = []
    for name, data in files.items():
        for attempt in ("first", "again"):
            timings.append(take(f"{name}, {attempt}", data))
            print(timings[-1], file=sys.stderr)
    return timings


def report(timings: list[Timing], arguments: argparse.Namespace) -> str:
    """The result page."""
    asked = f"--organisations {arguments.organisations} --measures {arguments.measures}"
    rows = "\n".join(
        f"| {t.name} | {t.records:,} | {t.wall_s:.1f} | {t.cpu_s:.1f} | {t.records / t.cpu_s:,.0f} "
        f"| {t.counts['new']:,} | {t.counts['changed']:,} | {t.counts['refused']:,} |"
        for t in timings
    )
    return f"""# Import

`python bench/record.py {asked}` on SQLite, Python {platform.python_version()}, {os.cpu_count()} cores, load
{os.getloadavg()[0]:.1f} while measuring. Read, compared and stored, with history and search index.

| import | records | s | CPU s | records per CPU s | new | changed | refused |
|---|---:|---:|---:|---:|---:|---:|---:|
{rows}
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--organisations", type=int, default=10_000)
    parser.add_argument("--measures", type=int, default=50_000)
    parser.add_argument("--ror", type=Path, default=ROR)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"NEISSE_DATA": folder, "DJANGO_SETTINGS_MODULE": "neisse.web.settings"}
        import django

        django.setup()
        page = report(measure(arguments.organisations, arguments.measures, arguments.ror), arguments)
    (ROOT / "bench" / "results").mkdir(exist_ok=True)
    (ROOT / "bench" / "results" / "record.md").write_text(page, encoding="utf-8")
    print(page)


if __name__ == "__main__":
    main()
