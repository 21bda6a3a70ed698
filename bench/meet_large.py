"""Congress size: Neisse beside first fit, edge colouring and plain CP-SAT, same events, same time limit.

    python bench/meet_large.py [--seconds 20] [--long 300] [--sizes 300,1000,...] [--clock wall|cpu] [--out FILE]

Every row runs in a process of its own, so that the peak memory is its own; every schedule goes through the independent
checker. `--long` is the time of the one long run at 30,000 meetings (0: none). `--clock cpu` counts the seconds of the
process instead of the wall, for a machine that is busy with other things (CP-SAT keeps to the wall clock).
"""

from __future__ import annotations

import argparse
import multiprocessing as mp
import resource
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

import meet_generator
from meet_rivals import RIVALS
from neisse.engine.meet.changes import Change, LateArrival, NoShow, RequestAdded, RequestRemoved, TableLost
from neisse.engine.meet.check import Claim, check
from neisse.engine.meet.grid import Grid
from neisse.engine.meet.instance import Instance, Request
from neisse.engine.meet.large import solve_large
from neisse.engine.meet.large.report import schedule_of
from neisse.engine.meet.repair import repair
from neisse.engine.meet.schedule import Schedule

SIZES = (300, 1_000, 3_000, 10_000, 30_000, 150_000)
KINDS: dict[str, Callable[[int], Instance]] = {
    "accepted, 5 % spare": meet_generator.accepted,
    "accepted, no spare": lambda n: meet_generator.accepted(n, spare=0.0),
    "requested": meet_generator.requested,
}
HEADS = (
    "event | meetings | solver | placed | weight | of bound | all placed after | breaks | a person | bound "
    "| worst | idle slots | seconds | MB | violations"
)
REPAIR_HEADS = "change | seconds | moved | displaced | reseated | placed | lost | violations"


def violations(instance: Instance, schedule: Schedule) -> int:
    s = schedule
    return len(check(instance, Claim(s.slots, s.tables, s.breaks, s.idle, s.weight)))


CLOCKS = {"wall": time.perf_counter, "cpu": time.process_time}


def ours(instance: Instance, seconds: float, clock: str) -> tuple[Schedule, float, float]:
    """The schedule, when selection was over (annealing began to tell), and the seconds in all."""
    now = CLOCKS[clock]
    began = now()
    told: list[float] = []
    schedule = solve_large(
        instance,
        stop=lambda: now() - began > seconds,
        spent=lambda: (now() - began) / seconds,
        seed=1,
        progress=lambda value, bound: told.append(now() - began),
    )
    return schedule, told[0] if told else float("nan"), now() - began


def row(kind: str, size: int, solver: str, seconds: float, clock: str) -> str:
    instance = KINDS[kind](size)
    placed_after = ""
    if solver == "Neisse":
        schedule, first, took = ours(instance, seconds, clock)
        placed_after = f"{first:.1f}"
    else:
        grid, began = Grid.of(instance), CLOCKS[clock]()
        slots = RIVALS[solver][0](grid, seconds)
        took = CLOCKS[clock]() - began
        schedule = schedule_of(instance, grid, slots, 0, 0)
    people = len(instance.participants)
    known = solver == "Neisse"
    cells = [
        kind, f"{size:,}", solver, f"{size - len(schedule.unplaced):,}", f"{schedule.weight:,}",
        f"{schedule.weight / schedule.weight_bound:.4%}" if known else "", placed_after, f"{schedule.breaks:,}",
        f"{schedule.breaks / people:.2f}", f"{schedule.bound:,}" if known else "",
        str(max(schedule.breaks_by_participant)), f"{schedule.idle:,}", f"{took:.1f}",
        str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024), str(violations(instance, schedule)),
    ]  # fmt: skip
    return " | ".join(cells)


def repairs(size: int, seconds: float, clock: str) -> list[str]:
    """Single changes of a congress; the first call is not timed (it loads the compiled code)."""
    instance = meet_generator.accepted(size)
    schedule, _, _ = ours(instance, seconds, clock)
    asked = np.bincount([int(p[1:]) for r in instance.requests for p in (r.a, r.b)])
    busiest, usual = f"p{asked.argmax()}", f"p{np.flatnonzero(asked == 11)[0]}"
    changes: dict[str, Change] = {
        "no-show of the busiest": NoShow(busiest),
        "no-show": NoShow(usual),
        "late by a day": LateArrival(usual, "s17"),
        "table lost for good": TableLost("t1"),
        "table lost in a slot": TableLost("t1", frozenset({"s05"})),
        "new request": RequestAdded(Request("new", usual, busiest)),
        "new must": RequestAdded(Request("new", usual, busiest, must=True)),
        "request withdrawn": RequestRemoved("r1"),
    }
    repair(instance, schedule, [NoShow(usual), RequestAdded(Request("new", "p1", busiest, must=True))])
    rows = []
    for name, change in changes.items():
        began = CLOCKS[clock]()
        r = repair(instance, schedule, [change], frozen_slots=("s01", "s02"))
        took = CLOCKS[clock]() - began
        counts = (len(ids) for ids in (r.moved, r.displaced, r.reseated, r.placed, r.lost))
        rows.append(
            " | ".join([name, f"{took:.2f}", *map(str, counts), str(violations(r.instance, r.schedule))])
        )
    return rows


def apart(function: Callable[..., object], *arguments: object) -> object:
    """Call in a new process."""
    with mp.get_context("spawn").Pool(1) as pool:
        return pool.apply(function, arguments)


def table(heads: str, rows: list[str]) -> str:
    rule = "|".join("---" for _ in heads.split("|"))
    return "\n".join(f"| {line} |" for line in (heads, rule, *rows)) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--long", type=float, default=300)
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)))
    parser.add_argument("--clock", choices=list(CLOCKS), default="wall")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "results" / "meet_large.md")
    options = parser.parse_args()
    sizes = [int(size) for size in options.sizes.split(",")]
    rows: list[str] = []
    for kind in KINDS:
        for size in sizes:
            names = ["Neisse", *(name for name, (_, most) in RIVALS.items() if size <= most)]
            for name in names:
                rows.append(str(apart(row, kind, size, name, options.seconds, options.clock)))
                print(rows[-1], flush=True)
    if options.long:
        rows.append(str(apart(row, "accepted, 5 % spare", 30_000, "Neisse", options.long, options.clock)))
        print(rows[-1], flush=True)
    mended = list(
        apart(
            repairs,
            max((s for s in sizes if s <= 30_000), default=min(sizes)),
            options.seconds,
            options.clock,
        )
    )  # type: ignore[call-overload]
    options.out.write_text(
        f"# Meetings at congress size\n\n`python bench/meet_large.py --seconds {options.seconds:g} "
        f"--long {options.long:g} --sizes {options.sizes} --clock {options.clock}`, "
        f"{mp.cpu_count()} cores, one process a row, seed 1; "
        "the compiled code was in the cache. `all placed after` is when the selection was over, in seconds.\n\n"
        + table(HEADS, rows)
        + "\n## Repair\n\nSingle changes of the largest event up to 30,000 meetings, two slots past.\n\n"
        + table(REPAIR_HEADS, mended),
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
