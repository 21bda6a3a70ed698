"""Pages while hostile files are read, what the server grows by, and a long list that is only large.

The files are those of `cases/bombs/make.py` in the data beside the checkout (`NEISSE_SHARED`). They come one after the
other through the API, which reads them inside the request, and then all of them again: what grows once has learnt
something, what grows each time keeps what it was sent. Goals: each refused within 5 s, other pages below 1 s (p95), the
server grows by less than 50 MB; 100,000 rows with their preview in less than 60 s and less than 1 GB.
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
from itertools import pairwise
from pathlib import Path

import endurance_results as results
from endurance_pages import (
    HERE,
    PAGES,
    Browser,
    Rows,
    Weight,
    asked,
    main_process,
    served,
    table,
    weights,
)
from endurance_server import Running, token

ROOT = Path(__file__).parents[1]
ROWS = 100_000
LONGEST_S = 900.0
ROUNDS, SETTLED_AFTER = 2, 30
GOALS = {"refused": 5.0, "pages": 1.0, "grown": 50.0, "rows": 60.0, "memory": 1000.0}


def main(*, keep: bool) -> int:
    with tempfile.TemporaryDirectory() as name, served() as (running, readers):
        bombs, secret = make_bombs(Path(name)), token()
        settle(running, readers, secret)
        weighed, answers, took = [weights(main_process(running))], [], []
        for _round in range(ROUNDS):
            told, seconds = beside(bombs, running, readers, secret)
            answers, took = [*answers, *told], [*took, *seconds]
            weighed.append(weights(main_process(running)))
        rows, found = grown(weighed)
        preview_s, stored_s, most_mb = long_list(running, readers["manager"])
    slowest = max(seconds for _n, _a, seconds in answers)
    pages_s = results.share(took, 0.95)
    rows = [
        (f"{len(answers)} hostile files: the slowest answer", f"{slowest:.1f} s", "5 s"),
        (f"{len(took)} other pages meanwhile: p95", f"{pages_s:.2f} s", "1 s"),
        ("… the slowest", f"{max(took):.2f} s", ""),
        *rows,
        (f"{ROWS:,} rows: to the preview", f"{preview_s:.0f} s", "60 s"),
        ("… stored after", f"{stored_s:.0f} s", ""),
        ("… all processes that read and store it (own memory)", f"{most_mb:.0f} MB", "1000 MB"),
    ]
    more = table(("file", "answer", "s"), [(n, a, f"{s:.1f}") for n, a, s in answers[: len(bombs)]])
    text = table(("what", "measured", "goal"), rows) + "\n" + more
    results.write("Hostile files", "bombs", text, keep=keep)
    reached = (slowest, pages_s, found, preview_s, most_mb)
    return int(any(value > goal for value, goal in zip(reached, GOALS.values(), strict=True)))


def settle(running: Running, readers: dict[str, Browser], secret: str) -> None:
    """Every process that serves has shown every page and read a harmless file."""
    for number in range(SETTLED_AFTER):
        send(running.port, "list.csv", b"name;city\nHaus Eins;Leipzig\n", secret)
        for page in PAGES:
            asked(page, readers, number)


def grown(weighed: list[dict[int, Weight]]) -> tuple[Rows, float]:
    """Lines on what each process that lived from the first to the last weighing grew by in each round; MB of all, worst.

    What began meanwhile is a worker that was copied anew; what it works on is no hostile file, and it gives all back.
    """
    stayed = set(weighed[0]).intersection(*weighed[1:])
    rows: Rows = []
    for pid in sorted(stayed):
        own = [weight[pid].own_mb for weight in weighed]
        steps = ", ".join(f"{after - before:+.0f}" for before, after in pairwise(own))
        rows.append(
            (
                f"a process for “{weighed[0][pid].role}”: own memory, each round",
                f"{own[0]:.0f} {steps} MB",
                "",
            )
        )
    sums = [sum(weight[pid].own_mb for pid in stayed) for weight in weighed]
    steps = ", ".join(f"{after - before:+.0f}" for before, after in pairwise(sums))
    rows.append(("all of them together, each round", f"{steps} MB", "50 MB"))
    return rows, max(after - before for before, after in pairwise(sums))


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
    """(seconds to the preview, seconds to store, MB of all that work on it) of a long list."""
    from endurance_kills import manager as account
    from neisse.web.core.models import Job
    from neisse.web.record.actions.background import begin_step
    from neisse.web.record.actions.imports import upload
    from neisse.web.record.models import ImportBatch

    batch = upload("long.csv", "\n".join(rows()).encode(), actor=account(), kind="organisation")
    most: list[float] = []

    def work(step: str) -> float:
        since = time.monotonic()
        job = begin_step(batch, step, account())
        while (ended := Job.objects.get(pk=job.pk)).ended_at is None:
            assert time.monotonic() - since < LONGEST_S, f"{step} takes too long"
            found = weights(main_process(running), with_readers=True).values()
            most.append(sum(weight.own_mb for weight in found if weight.role in {"heavy", "reader"}))
            time.sleep(0.2)
        assert ended.state == Job.State.DONE, ended.state
        return time.monotonic() - since

    preview_s = work("read")
    shown, seconds = manager.ask("GET", f"/import/{batch.pk}/", {}, 1)
    assert (shown, sum(ImportBatch.objects.get(pk=batch.pk).counts.values())) == (200, ROWS)
    stored_s = work("store")
    assert ImportBatch.objects.get(pk=batch.pk).state == "confirmed"
    return preview_s + seconds, stored_s, max(most)
