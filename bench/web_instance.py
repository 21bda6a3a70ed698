"""What a whole instance weighs and how it answers: `python bench/web_instance.py --keep FOLDER`.

Fills an instance on SQLite as `bench/web.py` does, adds an event of 1,000 sessions, starts `neisse run` on it and
measures from outside, over HTTP: memory (PSS) of all processes together, the first page after the start, 200 requests
for public pages, the event on the wire, exports, four clients against one. Writes `bench/results/web_instance.md`.
Sizes are the same on every machine and are tests (`tests/web/meet/test_large_event.py`); times are figures.
"""

from __future__ import annotations

import argparse
import gzip
import http.client
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "bench"))
RESULT = ROOT / "bench" / "results" / "web_instance.md"
PORT = 8139
SESSIONS, REQUESTS, EACH = 1000, 200, 40
WAIT_S = 900
REST_S = 10
PAGES = (
    "/",
    "/directory/",
    "/directory/?country=PL&sector=medtech",
    "/plans/",
    "/events/",
    "/networks/",
    "/search/?q=Biobank",
)
EXPORTS = ("organisations", "measures")


def fill(organisations: int, measures: int) -> str:
    """Fill the instance where it is empty; the address of the large event."""
    import django

    django.setup()
    from django.utils import timezone

    import web
    from large_event import programme
    from neisse.web.core.actors import SYSTEM
    from neisse.web.intersect import bridge
    from neisse.web.intersect.actions.overlaps import keep_vectors
    from neisse.web.intersect.bridge import live
    from neisse.web.meet.actions.events import keep
    from neisse.web.meet.models import Event, ProgrammeVersion
    from neisse.web.record.models import Organisation

    web.fill(organisations, measures)
    bridge.encode_missing(keep_vectors)
    live.current()
    begins = timezone.now() + timedelta(days=30)
    host = Organisation.objects.filter(visibility="public").first()
    row = Event.objects.filter(title="Large").first() or keep(
        Event(title="Large", organiser=host, city="Görlitz", country="DE", starts_at=begins, state="open",
              ends_at=begins + timedelta(days=4), web_address="http://localhost/"),
        actor=SYSTEM,
    )  # fmt: skip
    ProgrammeVersion.objects.get_or_create(
        event=row, number=1, defaults={"content": programme(SESSIONS, begins)}
    )
    return f"/events/{row.slug}/"


def ask(path: str, **headers: str) -> tuple[float, int, bytes, str]:
    """Seconds, status, body as it came, and the validator."""
    began = time.perf_counter()
    line = http.client.HTTPConnection("127.0.0.1", PORT, timeout=120)
    line.request("GET", path, headers={"Accept-Encoding": "gzip", "Accept-Language": "de", **headers})
    answer = line.getresponse()
    body = answer.read()
    line.close()
    return time.perf_counter() - began, answer.status, body, answer.headers.get("ETag", "")


@contextmanager
def served() -> Iterator[tuple[int, float]]:
    """`neisse run`: its process, and the seconds from its start to the first page."""
    began = time.perf_counter()
    command = [str(Path(sys.executable).parent / "neisse"), "run", "--port", str(PORT)]
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL)
    try:
        while True:
            try:
                assert ask("/")[1] == 200
                break
            except OSError:
                assert process.poll() is None
                time.sleep(0.05)
        yield process.pid, time.perf_counter() - began
    finally:
        process.terminate()
        process.wait()


def processes(root: int) -> list[int]:
    """A process and all below it."""
    found, open_ones = [], [root]
    while open_ones:
        pid = open_ones.pop()
        found.append(pid)
        for children in Path(f"/proc/{pid}/task").glob("*/children"):
            open_ones += map(int, children.read_text().split())
    return found


def pss_mb(root: int) -> list[int]:
    """Proportional memory of each process in MB: what is shared counts once in all of them together."""
    sizes = []
    for pid in processes(root):
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        sizes.append(next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) // 1024)
    return sizes


def cpu_s(root: int) -> float:
    """Seconds that all processes have worked."""
    found = 0
    for pid in processes(root):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        found += int(fields[11]) + int(fields[12])
    return found / os.sysconf("SC_CLK_TCK")


def rest(root: int) -> bool:
    """Wait until all plans are compared and nothing works; whether it came to that."""
    until = time.monotonic() + WAIT_S
    while time.monotonic() < until:
        before = cpu_s(root)
        time.sleep(REST_S)
        if abs(cpu_s(root) - before) < REST_S / 20:
            return True
    return False


def settle() -> bool:
    """Wait until the index is at hand; whether it is."""
    until = time.monotonic() + WAIT_S
    body = '{"title": "Biobank Forum in Leipzig", "kind": "event"}'
    while time.monotonic() < until:
        line = http.client.HTTPConnection("127.0.0.1", PORT, timeout=120)
        line.request("POST", "/api/v1/similar", body, {"Content-Type": "application/json"})
        if line.getresponse().status == 200:
            return True
        line.close()
        time.sleep(3)
    return False


def exported(kind: str) -> str:
    """How long the request for a long list takes, and how long its file."""
    began = time.perf_counter()
    line = http.client.HTTPConnection("127.0.0.1", PORT, timeout=120)
    line.request("GET", f"/records/export/{kind}/?format=csv")
    answer = line.getresponse()
    answer.read()
    took_s = time.perf_counter() - began
    page = answer.headers["Location"]
    while "/file/" not in gzip.decompress(ask(page)[2]).decode():
        time.sleep(0.2)
    whole_s = time.perf_counter() - began
    return f"{took_s:.2f} s, {whole_s:.0f} s, {len(gzip.decompress(ask(f'{page}file/')[2])) / 1e6:.1f} MB"


def quantile(times: list[float], share: float) -> float:
    """A quantile in milliseconds."""
    return 1000 * sorted(times)[min(len(times) - 1, int(share * len(times)))]


def per_second(clients: int) -> float:
    """Requests a second for a page by so many clients at once."""
    began = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        list(pool.map(lambda _: ask("/directory/"), range(EACH * clients)))
    return EACH * clients / (time.perf_counter() - began)


def measured(event: str) -> list[tuple[str, str, str]]:
    """What, the goal, the figure."""
    with served():
        pass  # caches are warm, as the goal has it: modules are compiled, files are in memory
    with served() as (pid, first_s):
        is_at_hand = settle()
        rows = [("first page after the start", "<= 4 s", f"{first_s:.1f} s"), requests(), *of_event(event)]
        for kind in EXPORTS:
            said = f"all public {kind} as CSV: the request, until the file is there"
            rows.append((said, "<= 1 s the request", exported(kind)))
        one, four = per_second(1), per_second(4)
        found = f"{one:.0f}, {four:.0f} ({four / one:.1f} x)"
        rows.append(("directory, requests a second: one client, four", ">= 1.7 x", found))
        where = "at hand" if is_at_hand else "NOT at hand"
        rows.append((f"memory of all processes (PSS) at work, index {where}", "", memory(pid)))
        when = "at rest" if rest(pid) else "NOT yet at rest"
        return [*rows, (f"the same {when}", "<= 700 MB", memory(pid))]


def memory(pid: int) -> str:
    """The sum and its parts."""
    sizes = pss_mb(pid)
    return f"{sum(sizes)} MB in {len(sizes)} processes ({', '.join(map(str, sizes))})"


def requests() -> tuple[str, str, str]:
    """Requests for public pages, one after the other."""
    for path in PAGES:
        ask(path)
    times = [ask(PAGES[k % len(PAGES)])[0] for k in range(REQUESTS)]
    median, worst = 1000 * statistics.median(times), 1000 * max(times)
    found = f"{median:.0f} ms, {worst:.0f} ms ({worst / median:.1f} x)"
    return f"{REQUESTS} requests for {len(PAGES)} pages: median, worst", "worst <= 4 x", found


def of_event(event: str) -> list[tuple[str, str, str]]:
    """The page of a large event and its calendar."""
    large = [ask(event) for _ in range(EACH)]
    wire, plain = len(large[0][2]), len(gzip.decompress(large[0][2]))
    times = [seconds for seconds, *_ in large]
    calendar = f"{event}programme.ics"
    fresh = ask(calendar)
    held = [ask(calendar, **{"If-None-Match": fresh[3]}) for _ in range(EACH)]
    assert {status for _t, status, *_ in held} == {304}
    told = quantile([seconds for seconds, *_ in held], 0.5)
    return [
        (f"event of {SESSIONS} sessions: on the wire, plain", "<= 60 kB", f"{wire / 1000:.0f} kB, {plain / 1000:.0f} kB"),
        ("the same: p50, p95", "p95 <= 150 ms", f"{quantile(times, 0.5):.0f} ms, {quantile(times, 0.95):.0f} ms"),
        ("its calendar: new, held by who asks (304)", "", f"{1000 * fresh[0]:.0f} ms, {told:.0f} ms"),
    ]  # fmt: skip


def main() -> None:
    """Fill, serve, measure, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--organisations", type=int, default=10_000)
    parser.add_argument("--measures", type=int, default=50_000)
    parser.add_argument("--keep", help="folder of an instance that is filled once and measured again")
    asked = parser.parse_args()
    os.environ |= {
        "NEISSE_DATA": asked.keep or tempfile.mkdtemp(prefix="neisse-bench-"),
        "NEISSE_API_RATE_PUBLIC": "1000000/min",
        "DJANGO_SETTINGS_MODULE": "neisse.web.settings",
    }
    os.environ.pop("DATABASE_URL", None)
    event = fill(asked.organisations, asked.measures)
    load = os.getloadavg()[0]
    rows = measured(event)
    size = f"--organisations {asked.organisations} --measures {asked.measures}"
    head = (
        f"# A whole instance\n\n`python bench/web_instance.py {size}`: `neisse run` on SQLite, asked over HTTP, "
        f"{os.cpu_count()} cores, Python {platform.python_version()}; load of the machine before it began: {load:.1f} "
        "(above 0.5 it did other things at the same time, and times are too long).\n\n"
        "| what | goal | found |\n|---|---|---|\n"
    )
    text = head + "".join(f"| {what} | {goal} | {found} |\n" for what, goal, found in rows)
    print(text)
    RESULT.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
