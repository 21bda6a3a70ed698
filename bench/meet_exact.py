"""Exact mode on the literature's instances: published optimum, ours, seconds; plain CP-SAT beside it.

    python bench/meet_exact.py [--rows PATTERN] [--limit S] [--cp-sat S] [--clock wall|cpu] [--out FILE]

One row for each of published.csv (`NEISSE_SHARED`, else ../shared beside the checkout). "clock cpu" counts the seconds of
this process, for a machine that others use too; the published seconds are wall time on the authors' machine.
"""

from __future__ import annotations

import argparse
import csv
import fnmatch
import os
import platform
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from neisse.engine.meet.check import Claim, check
from neisse.engine.meet.grid import Grid
from neisse.engine.meet.instance import Instance
from neisse.engine.meet.schedule import Status
from neisse.engine.meet.solve import solve
from neisse.formats.dzn import read_dzn

ROOT = Path(__file__).parents[1]
DATA = Path(os.environ.get("NEISSE_SHARED") or ROOT.parent / "shared") / "data" / "b2b"
INFEASIBLE = "infeasible"
HEAD = """# Exact mode on the literature's instances

`{command}` · {machine} · {clock} seconds · limit {limit:.0f} s a row

Instances, optima and seconds: Bofill et al., JAIR 74 (2022); their seconds are those of their best MaxSAT set-up on their
machine. "Breaks": ours, with the bound where it is not proven. "Idle": idle slots among schedules with these breaks,
with the bound where it is not proven. Every schedule is checked by `neisse.engine.meet.check`.

| file | d | published | breaks | s | published s | idle | plain CP-SAT | ok |
|---|---|---|---|---|---|---|---|---|
"""


@dataclass(frozen=True)
class Row:
    file: str
    d: int
    published: str
    published_s: float
    found: str
    seconds: float
    idle: str
    cp_sat: str
    right: bool

    def line(self) -> str:
        cells = [
            self.file.removesuffix(".dzn"),
            self.d,
            self.published,
            self.found,
            f"{self.seconds:.1f}",
            self.published_s,
        ]
        return (
            "| "
            + " | ".join(map(str, [*cells, self.idle, self.cp_sat, "yes" if self.right else "NO"]))
            + " |"
        )


def measure(
    entry: dict[str, str], clock: Callable[[], float], limit: float, cp_sat_s: float, idle: bool
) -> Row:
    instance = read_dzn(DATA / entry["file"], int(entry["fairness_d"]))
    began = clock()
    found = solve(instance, stop=lambda: clock() - began > limit, prove_idle=idle)
    seconds = clock() - began
    broken = (
        check(instance, Claim(found.slots, found.tables, found.breaks, found.idle)) if found.slots else []
    )
    value = INFEASIBLE if found.status is Status.INFEASIBLE else with_bound(found.breaks, found.bound)
    if not found.slots and value != INFEASIBLE:
        value = "none"
    return Row(
        file=entry["file"],
        d=int(entry["fairness_d"]),
        published=entry["optimum_breaks"],
        published_s=float(entry["published_seconds"]),
        found=value,
        seconds=seconds,
        idle=with_bound(found.idle, found.idle_bound) if found.slots else "",
        cp_sat=plain_cp_sat(instance, cp_sat_s) if cp_sat_s and ".original" in entry["file"] else "",
        right=value == entry["optimum_breaks"] and not broken,
    )


def with_bound(value: int, bound: int | None) -> str:
    return str(value) if value == bound else f"{value} (>= {bound or 0})"


def plain_cp_sat(instance: Instance, limit: float) -> str:
    """A Boolean per meeting and slot, no implied constraints: what one writes in an afternoon. Wall seconds."""
    from ortools.sat.python import cp_model

    grid, model = Grid.of(instance), cp_model.CpModel()
    slots = range(grid.n_slots)
    x = [[model.new_bool_var("") if ok else 0 for ok in row] for row in grid.allowed.tolist()]
    for row in x:
        model.add(sum(row) == 1)
    for s in slots:
        model.add(sum(row[s] for row in x) <= int(grid.pool[s]))
    for earlier, later in grid.before.tolist():
        model.add(sum(s * x[earlier][s] for s in slots) + 1 <= sum(s * x[later][s] for s in slots))
    totals = [sum(breaks) for breaks in person_breaks(model, grid, x)]
    if instance.rules.fairness is not None:
        least = model.new_int_var(0, grid.n_slots, "")
        for total in totals:
            model.add_linear_constraint(total - least, 0, instance.rules.fairness)
    model.minimize(sum(totals))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 2
    solver.parameters.max_time_in_seconds = limit
    status = solver.solve(model)
    if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        return f"{solver.status_name(status).lower()}, {solver.wall_time:.0f} s"
    bound = round(solver.best_objective_bound)
    return f"{with_bound(round(solver.objective_value), bound)}, {solver.wall_time:.0f} s"


def person_breaks(model, grid: Grid, x) -> Iterator[list]:
    """Per person, the slots in which a break ends."""
    for p in range(grid.n_participants):
        own = [x[m] for m in range(grid.n_meetings) if p in (grid.a[m], grid.b[m])]
        used = [model.new_bool_var("") for _ in range(grid.n_slots)]
        seen = [model.new_bool_var("") for _ in range(grid.n_slots)]
        ends = []
        for s in range(grid.n_slots):
            model.add(sum(row[s] for row in own) == used[s])
            model.add_max_equality(seen[s], [used[s], seen[s - 1]] if s else [used[s]])
            if s >= 2:
                end = model.new_bool_var("")
                model.add_bool_or(end, ~used[s], used[s - 1], ~seen[s - 1])
                ends.append(end)
        yield ends or [0]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", default="*", help="patterns of FILE:D, separated by commas")
    parser.add_argument("--limit", type=float, default=60)
    parser.add_argument("--cp-sat", type=float, default=0, help="seconds for plain CP-SAT on the originals")
    parser.add_argument("--clock", choices=["wall", "cpu"], default="wall")
    parser.add_argument("--prove-idle", action="store_true")
    parser.add_argument("--out", type=Path, default=ROOT / "bench" / "results" / "meet_exact.md")
    options = parser.parse_args()
    clock = time.monotonic if options.clock == "wall" else time.process_time
    text = HEAD.format(
        command=" ".join(
            [
                "python",
                "bench/meet_exact.py",
                *(a for a in sys.argv[1:] if a not in {"--out", str(options.out)}),
            ]
        ),
        machine=f"{os.cpu_count()} cores, Python {platform.python_version()}",
        clock=options.clock,
        limit=options.limit,
    )
    rows: list[Row] = []
    with (DATA / "published.csv").open(encoding="utf-8") as file:
        for entry in csv.DictReader(file):
            name = f"{entry['file']}:{entry['fairness_d']}"
            if any(fnmatch.fnmatch(name, pattern) for pattern in options.rows.split(",")):
                rows.append(measure(entry, clock, options.limit, options.cp_sat, options.prove_idle))
                print(rows[-1].line(), flush=True)
                write(options.out, text, rows)


def write(out: Path, head: str, rows: list[Row]) -> None:
    """The table so far: a run that is broken off leaves what it measured."""
    ours, theirs = sum(r.seconds for r in rows), sum(r.published_s for r in rows)
    right, worst = sum(r.right for r in rows), max(r.seconds for r in rows)
    tail = f"\n{right} of {len(rows)} rows right; {ours:.0f} s in all, published {theirs:.0f} s; slowest row {worst:.1f} s.\n"
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(head + "\n".join(row.line() for row in rows) + "\n" + tail, encoding="utf-8")


if __name__ == "__main__":
    main()
