"""Pages beside a mail server that hangs, and beside one that works: one instance, one run, in turns.

Each turn asks for every page once. Some pages put mails into the outbox, so the sender always has something in hands.
A request is compared by its time as a multiple of the middle time of its page. Goal: the 95th percentile within 10 %.
"""

from __future__ import annotations

import os
import statistics
from pathlib import Path

import endurance_results as results
from endurance_letters import letters
from endurance_pages import MAILING, PAGES, asked, served, table

TURNS_IN_A_ROW = 3
GOAL = 1.10


def main(turns: int, *, keep: bool) -> int:
    folder = Path(os.environ["NEISSE_DATA"])
    pages = (*PAGES, *MAILING)
    took: dict[tuple[str, bool], list[float]] = {
        (p.name, hangs): [] for p in pages for hangs in (False, True)
    }
    with letters(folder.with_name(folder.name + "-letters")) as server, served() as (_running, readers):
        for number in range(10):
            for page in pages:
                asked(page, readers, 100_000 + number)
        for number in range(turns):
            hangs = number // TURNS_IN_A_ROW % 2 == 1
            server.hang(hangs)
            for page in pages:
                took[page.name, hangs].append(1000 * asked(page, readers, number))
        sent = server.taken().total()
    middle = {p.name: statistics.median(took[p.name, False] + took[p.name, True]) for p in pages}
    ratio = {
        hangs: results.share([t / middle[p.name] for p in pages for t in took[p.name, hangs]], 0.95)
        for hangs in (False, True)
    }
    rows = [
        (
            page.name,
            *(f"{results.share(took[page.name, hangs], 0.5):.0f}" for hangs in (False, True)),
            *(f"{results.share(took[page.name, hangs], 0.95):.0f}" for hangs in (False, True)),
        )
        for page in pages
    ]
    head = ("page", "p50 ms, works", "p50 ms, hangs", "p95 ms, works", "p95 ms, hangs")
    said = (
        f"\n{turns // 2 * len(pages)} requests beside each. p95 of all, as a multiple of the middle of the page: "
        f"{ratio[False]:.2f} where it works, {ratio[True]:.2f} where it hangs, ratio "
        f"**{ratio[True] / ratio[False]:.2f}** (goal: at most {GOAL:.2f}). {sent} mails were taken meanwhile.\n"
    )
    results.write("A mail server that hangs", f"smtp --turns {turns}", table(head, rows) + said, keep=keep)
    return int(ratio[True] / ratio[False] > GOAL)
