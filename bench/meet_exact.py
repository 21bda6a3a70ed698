"""Exact mode on the literature's instances: published optimum, ours, seconds; plain CP-SAT beside it.

    python bench/meet_exact.py [--rows PATTERNS] [--limit S] [--clock wall|cpu] [--resume] [--prove-idle] [--out FILE]
    python bench/meet_exact.py --cp-sat S     plain CP-SAT on the originals, added to the same table

One row for each of published.csv (`NEISSE_SHARED`, else ../shared beside the checkout), kept as it is done in a .jsonl beside
the table: a run that is broken off goes on with `--resume`. "clock cpu" counts the seconds of this process, for a machine
that others use too; the published seconds are wall time on the authors' machine.
"""

from __future__ import annotations

import argparse
import csv
import fnmatch
import json
import os
import platform
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from neisse.engine.meet.check import Claim, check
from neisse.engine.meet.grid import Grid
from neisse.engine.meet.instance import Instance
from neisse.engine.meet.solve import solve
from neisse.engine.search.progress import Status
from neisse.formats.dzn import read_dzn

ROOT = Path(__file__).parents[1]
DATA = Path(os.environ.get("NEISSE_SHARED") or ROOT.parent / "shared") / "data" / "b2b"
INFEASIBLE = "infeasible"
CLOCKS = {"wall": time.monotonic, "cpu": time.process_time}
HEAD = """# Exact mode on the literature's instances

`{command}` · {machine} · {clock} seconds · limit {limit:.0f} s a row

Instances, optima and seconds: Bofill et al., JAIR 74 (2022); theirs are those of their best MaxSAT set-up on their
machine. "s": ours from reading the instance to the proof of the breaks, as theirs; "in all": with the idle slots that come
after it, of which they have no like (for infeasible events both hold the search for a reason). "Idle": idle slots among
schedules with these breaks. A bound stands where a number is not proven. Every schedule is checked by
`neisse.engine.meet.check`.

| file | d | published | breaks | s | published s | in all | idle | plain CP-SAT | ok |
|---|---|---|---|---|---|---|---|---|---|
"""


@dataclass(frozen=True)
class Row:
    file: str
    d: int
    published: str
    found: str
    proof_s: float
    published_s: float
    total_s: float
    idle: str
    right: bool
    clock: str
    cp_sat: str = ""

    def line(self) -> str:
        cells = [self.file.removesuffix(".dzn"), self.d, self.published, self.found, f"{self.proof_s:.1f}"]
        cells += [
            self.published_s,
            f"{self.total_s:.1f}",
            self.idle,
            self.cp_sat,
            "yes" if self.right else "NO",
        ]
        return "| " + " | ".join(map(str, cells)) + " |"


def measure(entry: dict[str, str], clock: str, limit: float, idle: bool) -> Row:
    now = CLOCKS[clock]
    instance = read_dzn(DATA / entry["file"], int(entry["fairness_d"]))
    began = now()
    proven: list[float] = []

    def progress(value: int, bound: int) -> None:
        if value == bound and not proven:
            proven.append(now() - began)

    found = solve(instance, stop=lambda: now() - began > limit, progress=progress, prove_idle=idle)
    seconds = now() - began
    claim = Claim(found.slots, found.tables, found.breaks, found.idle)
    broken = check(instance, claim) if found.slots else []
    value = INFEASIBLE if found.status is Status.INFEASIBLE else with_bound(found.breaks, found.bound)
    return Row(
        file=entry["file"],
        d=int(entry["fairness_d"]),
        published=entry["optimum_breaks"],
        found=value if found.slots or value == INFEASIBLE else "none",
        proof_s=round(proven[0] if proven and found.slots else seconds, 2),
        published_s=float(entry["published_seconds"]),
        total_s=round(seconds, 2),
        idle=with_bound(found.idle, found.idle_bound) if found.slots else "",
        right=value == entry["optimum_breaks"] and not broken,
        clock=clock,
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


def options_of_the_command() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", default="*", help="patterns of FILE:D, separated by commas")
    parser.add_argument("--limit", type=float, default=60)
    parser.add_argument("--cp-sat", type=float, default=0, help="seconds for plain CP-SAT on the originals")
    parser.add_argument("--clock", choices=list(CLOCKS), default="wall")
    parser.add_argument("--resume", action="store_true", help="keep the rows that are there")
    parser.add_argument("--prove-idle", action="store_true")
    parser.add_argument("--out", type=Path, default=ROOT / "bench" / "results" / "meet_exact.md")
    return parser.parse_args()


def main() -> None:
    options = options_of_the_command()
    kept = options.out.with_suffix(".jsonl")
    rows = read_rows(kept) if options.resume or options.cp_sat else {}
    with (DATA / "published.csv").open(encoding="utf-8") as file:
        entries = {f"{e['file']}:{e['fairness_d']}": e for e in csv.DictReader(file)}
    for name, entry in entries.items():
        if not any(fnmatch.fnmatch(name, pattern) for pattern in options.rows.split(",")):
            continue
        if options.cp_sat:
            if name not in rows or not name.endswith(".original.dzn:2"):
                continue
            text = plain_cp_sat(read_dzn(DATA / entry["file"], 2), options.cp_sat)
            rows[name] = replace(rows[name], cp_sat=text)
        elif name in rows:
            continue
        else:
            rows[name] = measure(entry, options.clock, options.limit, options.prove_idle)
        print(rows[name].line(), flush=True)
        write(options, kept, {n: rows[n] for n in entries if n in rows}, len(entries))


def read_rows(kept: Path) -> dict[str, Row]:
    lines = kept.read_text(encoding="utf-8").splitlines() if kept.exists() else []
    rows = [Row(**json.loads(line)) for line in lines]
    return {f"{row.file}:{row.d}": row for row in rows}


def write(options: argparse.Namespace, kept: Path, rows: dict[str, Row], of: int) -> None:
    """The rows so far, for people and for `--resume`."""
    arguments = (a for a in sys.argv[1:] if a not in {"--resume", "--out", str(options.out)})
    head = HEAD.format(
        command=" ".join(["python", "bench/meet_exact.py", *arguments]),
        machine=f"{os.cpu_count()} cores, Python {platform.python_version()}",
        clock=" and ".join(sorted({row.clock for row in rows.values()})),
        limit=options.limit,
    )
    done = rows.values()
    proof, total, theirs = (sum(getattr(r, f) for r in done) for f in ("proof_s", "total_s", "published_s"))
    slowest = max(done, key=lambda r: r.proof_s)
    tail = (
        f"\n{sum(r.right for r in done)} of {len(rows)} rows right ({of} are published); {proof:.0f} s in all to the "
        f"proofs, published {theirs:.0f} s; with idle slots {total:.0f} s; slowest {slowest.file} with {slowest.proof_s:.1f} s.\n"
    )
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(head + "\n".join(r.line() for r in done) + "\n" + tail, encoding="utf-8")
    kept.write_text("".join(json.dumps(asdict(r)) + "\n" for r in done), encoding="utf-8")


if __name__ == "__main__":
    main()
