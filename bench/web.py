"""How fast the pages are: `python bench/web.py [--organisations N] [--measures N] [--keep FOLDER]`.

Fills an instance on SQLite with an invented region, asks for each page many times in one process (all of Django,
no network) and writes `bench/results/web.md`. Goals: a page under 200 ms p95, the warning panel under 100 ms. On a
machine that does other things at the same time the CPU time tells whether a goal is kept.

The index behind the warning panel is made twice before: computed, as after an update of Neisse, and taken from its
file, as by every other process that starts.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from neisse.web.core.actors import SYSTEM

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "bench"))
RESULT = ROOT / "bench" / "results" / "web.md"
PANEL = "## The warning panel"
CHUNK = 1000
WORDS = ["Breslau", "onkologia", "Medizintechnik Leipzig", "Reinraum", "diagnostics Kraków"]
Ask = Callable[[int], Any]


@dataclass(frozen=True)
class Page:
    """A page to measure: how request number i asks for it, and what it may take."""

    name: str
    ask: Ask
    goal_ms: float = 200


@dataclass(frozen=True)
class Timing:
    """What a page took, warm; `first_ms` is the first request of the process."""

    name: str
    who: str
    p50_ms: float
    p95_ms: float
    cpu_p95_ms: float
    first_ms: float
    queries: int
    goal_ms: float


def fill(organisation_count: int, measure_count: int) -> float:
    """Store the region through the one way in; seconds."""
    from django.core.management import call_command

    from neisse.web.core.actions import describe_instance
    from neisse.web.record.actions import store
    from neisse.web.record.models import Measure
    from region import measures, organisations

    call_command("migrate", verbosity=0)
    began = time.perf_counter()
    if Measure.objects.count() < measure_count:
        describe_instance(name_de="Messregion", name_en="Region to measure", name_pl="Region pomiarowy")
        for kind, objects in (
            ("organisation", organisations(organisation_count)),
            ("measure", measures(measure_count, organisation_count)),
        ):
            for chunk in chunks(objects):
                store(kind, chunk, reason="benchmark", actor=SYSTEM)
    return time.perf_counter() - began


def chunks(objects: Iterable[Any]) -> Iterable[list[Any]]:
    """Objects in lists of at most CHUNK."""
    rest = iter(objects)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk


def pages(client: Any) -> list[Page]:
    """The pages that the goals name, and those beside them."""
    from django.urls import reverse

    from neisse.web.record.models import Measure, Organisation

    def get(path: str) -> Ask:
        return lambda i: client.get(
            path.format(
                i=i % 40, j=i % 5 + 1, w=WORDS[i % 5], m=i % 12 + 1, o=some[0][i % 300], p=some[1][i % 300]
            )
        )

    some = [
        list(model.objects.filter(visibility="public").order_by("pk").values_list("slug", flat=True)[:300])
        for model in (Organisation, Measure)
    ]
    draft = {"kind": "event", "when": "Herbst 2026", "place__city": "Wrocław", "topics": "Biobank", "key": ""}
    return [
        Page("start page", get("/")),
        Page("directory", get("/directory/?page={j}")),
        Page("directory, filtered", get("/directory/?country=PL&sector=medtech&page={j}")),
        Page("directory, words", get("/directory/?q={w}")),
        Page("organisation", get("/directory/{o}/")),
        Page("plans", get("/plans/?page={j}")),
        Page("plans, words", get("/plans/?q={w}")),
        Page("timeline", get("/plans/timeline/")),
        Page("month", get("/plans/month/?month=2026-{m:02d}")),
        Page("measure page", get("/measures/{p}/")),
        Page("search", get("/search/?q={w}")),
        Page("overlaps", get("/overlaps/")),
        Page("API: organisations", get("/api/v1/organisations?limit=50&offset={i}")),
        Page("API: measures", get("/api/v1/measures?limit=50&offset={i}")),
        Page(
            "warning panel",
            lambda i: client.post(
                reverse("intersect:similar"), {**draft, "title": f"{WORDS[i % 5]} Forum {i}"}
            ),
            100,
        ),
    ]


def measure(page: Page, who: str, repeats: int) -> Timing:
    """Ask `repeats` times; the first request is told apart."""
    from django.db import connection, reset_queries
    from django.test.utils import CaptureQueriesContext

    took: list[float] = []
    cpu: list[float] = []
    for number in range(repeats + 1):
        began, cpu_began = time.perf_counter(), time.process_time()
        answer = page.ask(number)
        took.append(1000 * (time.perf_counter() - began))
        cpu.append(1000 * (time.process_time() - cpu_began))
        assert answer.status_code == 200, (page.name, answer.status_code)
    reset_queries()
    with CaptureQueriesContext(connection) as queries:
        page.ask(0)
    warm, warm_cpu = sorted(took[1:]), sorted(cpu[1:])
    times = share(warm, 0.5), share(warm, 0.95), share(warm_cpu, 0.95)
    return Timing(page.name, who, *times, took[0], len(queries), page.goal_ms)


def share(ordered: list[float], quantile: float) -> float:
    """A quantile of ordered numbers."""
    return ordered[min(len(ordered) - 1, int(quantile * len(ordered)))]


def table(timings: list[Timing]) -> str:
    """The results as Markdown."""
    head = "| page | as | p50 ms | p95 ms | CPU p95 ms | goal ms | CPU within goal | first request ms | queries |\n"
    head += "|---|---|---|---|---|---|---|---|---|\n"
    return head + "".join(
        f"| {t.name} | {t.who} | {t.p50_ms:.0f} | {t.p95_ms:.0f} | {t.cpu_p95_ms:.0f} | {t.goal_ms:.0f} | "
        f"{'yes' if t.cpu_p95_ms <= t.goal_ms else 'NO'} | {t.first_ms:.0f} | {t.queries} |\n"
        for t in timings
    )


def main() -> None:
    """Fill, measure, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--organisations", type=int, default=10_000)
    parser.add_argument("--measures", type=int, default=50_000)
    parser.add_argument("--repeats", type=int, default=40)
    parser.add_argument("--keep", help="folder of an instance that is filled once and measured again")
    parser.add_argument("--no-panel", action="store_true", help="leave out the warning panel and its vectors")
    parser.add_argument("--panel", action="store_true", help="the warning panel alone")
    asked = parser.parse_args()
    os.environ["NEISSE_DATA"] = asked.keep or tempfile.mkdtemp(prefix="neisse-bench-")
    os.environ["NEISSE_API_RATE"] = os.environ["NEISSE_API_RATE_PUBLIC"] = "1000000/min"
    os.environ["NEISSE_HOSTS"] = "testserver"
    os.environ.pop("DATABASE_URL", None)
    os.environ["DJANGO_SETTINGS_MODULE"] = "neisse.web.settings"
    import django

    django.setup()
    seconds = fill(asked.organisations, asked.measures)
    print(f"filled in {seconds:.0f} s", file=sys.stderr)
    size = f"--organisations {asked.organisations} --measures {asked.measures} --repeats {asked.repeats}"
    pages_text, _, panel_text = RESULT.read_text(encoding="utf-8").partition(PANEL)
    if not asked.panel:
        pages_text = f"# Pages\n\n{said(size)}{table(run(asked.repeats, slice(0, -1)))}\n"
    if not asked.no_panel:
        panel_text = f"\n\n{prepare()}{table(run(asked.repeats, slice(-1, None)))}\n{said(f'{size} --panel')}"
    text = f"{pages_text}{PANEL}{panel_text.rstrip()}\n"
    print(text)
    RESULT.write_text(text, encoding="utf-8")


def said(options: str) -> str:
    """How the figures beside this sentence came about."""
    return (
        f"`python bench/web.py {options}` on SQLite, one process, {os.cpu_count()} cores, Python "
        f"{platform.python_version()}; load of the machine: {os.getloadavg()[0]:.1f} "
        "(above 2 it did other things at the same time).\n\n"
    )


def prepare() -> str:
    """Encode what has no vector yet, make the index twice, and say how long that took."""
    from neisse.web.intersect import bridge
    from neisse.web.intersect.actions.overlaps import keep_vectors
    from neisse.web.intersect.bridge import live, snapshot

    bridge.encode_missing(keep_vectors)
    snapshot.path().unlink(missing_ok=True)
    took = []
    for _ in ("computed", "from the file"):
        live.forget()
        began, cpu_began = time.perf_counter(), time.process_time()
        count = len(live.current())
        took.append(f"{time.perf_counter() - began:.1f} s ({time.process_time() - cpu_began:.1f} s CPU)")
        print(took[-1], file=sys.stderr)
    return f"Index of {count} measures: computed in {took[0]}, taken from its file in {took[1]}.\n\n"


def run(repeats: int, chosen: slice) -> list[Timing]:
    """The chosen pages as the public and as a manager."""
    from django.test import Client

    from neisse.web.accounts.models import User

    manager = User.objects.filter(email="bench@example.org").first()
    manager = manager or User.objects.create(email="bench@example.org", role="manager")
    timings = []
    for who, person in (("public", None), ("manager", manager)):
        client = Client()
        if person:
            client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        for page in pages(client)[chosen]:
            timings.append(measure(page, who, repeats))
            print(timings[-1], file=sys.stderr)
    return timings


if __name__ == "__main__":
    main()
