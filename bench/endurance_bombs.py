"""Pages while hostile files are read, what the server grows by, and a long list that is only large.

The files are those of `cases/bombs/make.py` in the data beside the checkout (`NEISSE_SHARED`). They come one after the
other through the API, which reads them inside the request. Goals: each refused within 5 s, other pages below 1 s (p95),
the server grows by less than 50 MB; 100,000 rows with their preview in less than 60 s and less than 1 GB.
"""

from __future__ import annotations

import json
import os
import runpy
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import chdir
from http.client import HTTPConnection
from pathlib import Path

import endurance_results as results
from endurance_pages import HERE, PAGES, Browser, asked, main_process, resident_mb, served, table
from endurance_server import Running, token

ROOT = Path(__file__).parents[1]
ROWS = 100_000
LONGEST_S = 900.0
GOALS = {"refused": 5.0, "pages": 1.0, "grown": 50.0, "rows": 60.0, "memory": 1000.0}


def main(*, keep: bool) -> int:
    with tempfile.TemporaryDirectory() as name, served() as (running, readers):
        bombs = make_bombs(Path(name))
        send(running.port, "list.csv", b"name;city\nHaus Eins;Leipzig\n", secret := token())
        for number in range(10):
            for page in PAGES:
                asked(page, readers, number)
        before = resident_mb(main_process(running))
        answers, took = beside(bombs, running, readers, secret)
        after = resident_mb(main_process(running))
        preview_s, stored_s, most_mb = long_list(running, readers["manager"])
    grown = max(after[pid] - before[pid] for pid in before.keys() & after.keys())
    slowest = max(seconds for _n, _a, seconds in answers)
    pages_s = results.share(took, 0.95)
    rows = [
        (f"{len(answers)} hostile files: the slowest answer", f"{slowest:.1f} s", "5 s"),
        (f"{len(took)} other pages meanwhile: p95", f"{pages_s:.2f} s", "1 s"),
        ("… the slowest", f"{max(took):.2f} s", ""),
        ("the process of the server that grew most", f"{grown:.0f} MB", "50 MB"),
        ("all processes of the server", f"{sum(after.values()) - sum(before.values()):.0f} MB", ""),
        (f"{ROWS:,} rows: to the preview", f"{preview_s:.0f} s", "60 s"),
        ("… stored after", f"{stored_s:.0f} s", ""),
        ("… largest process", f"{most_mb:.0f} MB", "1000 MB"),
    ]
    more = table(("file", "answer", "s"), [(n, a, f"{s:.1f}") for n, a, s in answers])
    text = table(("what", "measured", "goal"), rows) + "\n" + more
    results.write("Hostile files", "bombs", text, keep=keep)
    found = (slowest, pages_s, grown, preview_s, most_mb)
    return int(any(value > goal for value, goal in zip(found, GOALS.values(), strict=True)))


def make_bombs(folder: Path) -> list[Path]:
    """The files, in a folder that goes again."""
    shared = Path(os.environ.get("NEISSE_SHARED") or ROOT.parent / "shared")
    with chdir(folder):
        runpy.run_path(str(shared / "cases" / "bombs" / "make.py"))
    return sorted(path for path in folder.iterdir() if path.suffix != ".py")


def send(port: int, name: str, data: bytes, secret: str) -> tuple[str, float]:
    """(what was answered, seconds) to a file."""
    line = HTTPConnection(HERE, port, timeout=LONGEST_S)
    head = {"Authorization": f"Bearer {secret}", "Content-Type": "multipart/form-data; boundary=x"}
    start = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    began = time.perf_counter()
    line.request("POST", "/api/v1/imports", start.encode() + data + b"\r\n--x--\r\n", head)
    answer = line.getresponse()
    said = answer.read()
    seconds = time.perf_counter() - began
    try:
        found = json.loads(said)
    except ValueError:
        return str(answer.status), seconds
    counts = found.get("counts")
    return (
        f"read: {sum(counts.values())}" if counts else f"{answer.status} {found.get('code', '')}"
    ), seconds


def beside(
    bombs: list[Path], running: Running, readers: dict[str, Browser], secret: str
) -> tuple[list[tuple[str, str, float]], list[float]]:
    """Send every file; ((name, answer, seconds) of each, seconds of the pages that were asked for meanwhile)."""
    answers: list[tuple[str, str, float]] = []

    def throw() -> None:
        for path in bombs:
            answers.append((path.name, *send(running.port, path.name, path.read_bytes(), secret)))
            print(*answers[-1], flush=True)

    thread = threading.Thread(target=throw)
    thread.start()
    took, number = [], 0
    while thread.is_alive():
        for page in PAGES:
            took.append(asked(page, readers, number))
            number += 1
    thread.join()
    assert len(answers) == len(bombs)
    return answers, took


def rows() -> Iterator[str]:
    """A list of members that a large association would have."""
    yield "name;city;country;kind"
    for n in range(ROWS):
        yield f"Muster {n * 7919 % ROWS} Technik {n};{('Leipzig', 'Dresden', 'Görlitz')[n % 3]};DE;company"


def long_list(running: Running, manager: Browser) -> tuple[float, float, float]:
    """(seconds to the preview, seconds to store, MB of the largest process meanwhile) of a long list."""
    from endurance_kills import manager as account
    from neisse.web.record.actions.background import begin_step
    from neisse.web.record.actions.imports import upload
    from neisse.web.record.models import ImportBatch

    batch = upload("long.csv", "\n".join(rows()).encode(), actor=account(), kind="organisation")
    most: list[float] = []

    def work(step: str, wanted: str) -> float:
        since = time.monotonic()
        begin_step(batch, step, account())
        while ImportBatch.objects.values_list("state", flat=True).get(pk=batch.pk) != wanted:
            assert time.monotonic() - since < LONGEST_S, f"{step} takes too long"
            most.extend(resident_mb(main_process(running), with_readers=True).values())
            time.sleep(0.2)
        return time.monotonic() - since

    preview_s = work("read", "previewed")
    shown, seconds = manager.ask("GET", f"/import/{batch.pk}/", {}, 1)
    assert shown == 200
    return preview_s + seconds, work("store", "confirmed"), max(most)
