"""`neisse meet`: schedule one-to-one meetings, check a schedule."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Event, Thread
from typing import Annotated, Any

import typer

from neisse.cli.language import said
from neisse.cli.output import plain, print_json, print_table, progress_bar
from neisse.engine.meet.instance import Instance
from neisse.engine.meet.schedule import Mode, Schedule
from neisse.engine.search.progress import Progress, Status
from neisse.engine.values import Finding, NeisseError, say
from neisse.formats.limited import read_document_limited, read_meeting_limited
from neisse.formats.limits import check_size
from neisse.formats.meet_schedule import parse_claim, schedule_document

app = typer.Typer(no_args_is_help=True, help="Schedules of one-to-one meetings.")

InstanceFile = Annotated[
    Path, typer.Argument(metavar="INSTANCE", help="An event: .json, or .dzn of the literature.")
]
Fairness = Annotated[int | None, typer.Option(help="Most by which the breaks of two people differ.", min=0)]
COMPILING = "placing meetings (the first large event on a machine compiles for some ten seconds)"


@app.command("solve")
def solve_command(
    instance: InstanceFile,
    time_limit: Annotated[float | None, typer.Option(help="Seconds; the best so far is kept.", min=0)] = None,
    seed: Annotated[int, typer.Option(help="Same seed, same work, same schedule.")] = 0,
    out: Annotated[Path | None, typer.Option(help="Write the schedule to this file.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the schedule as JSON.")] = False,
    fairness: Fairness = None,
    mode: Annotated[Mode, typer.Option(help="How to search.")] = "auto",
    prove_idle: Annotated[bool, typer.Option(help="Search until the idle slots are proven too.")] = False,
) -> None:
    """Find the best schedule of an event, with the proof of how good it is.

    Exit 0 with a schedule that keeps every rule, 1 where there is none (the reasons are told), 2 for an event
    that is refused.
    """
    solver = Thread(target=_load_solver, daemon=True)  # while another process reads the file
    solver.start()
    event = _read(instance, fairness)
    solver.join()
    from neisse.engine.meet.solve import is_large, solve

    began = time.monotonic()
    search = partial(solve, seed=seed, mode=mode, prove_idle=prove_idle)
    waiting = COMPILING if is_large(event, mode) else "meetings"
    schedule = _run(event, time_limit, search, waiting)
    document = schedule_document(event, schedule, time.monotonic() - began)
    if out:
        out.write_text(json.dumps(document, ensure_ascii=False) + "\n", encoding="utf-8")
    if as_json:
        print_json(document)
    else:
        _print(event, schedule, out)
    if schedule.status in {Status.INFEASIBLE, Status.UNKNOWN}:
        raise typer.Exit(1)


def _load_solver() -> None:
    import neisse.engine.meet.solve  # noqa: F401


@app.command("check")
def check_command(instance: InstanceFile, schedule: Path, fairness: Fairness = None) -> None:
    """Check a schedule against every hard rule: exit 0 if none is broken, else 1 and the findings."""
    from neisse.engine.meet.check import check

    event = _read(instance, fairness)
    findings = check(event, parse_claim(_load(schedule), event, schedule.name))
    if findings:
        print_table(
            f"{schedule.name}: {len(findings)} findings",
            ("rule", "where", "what"),
            ((f.code, f.subject, said(f.text)) for f in findings),
        )
        raise typer.Exit(1)
    print(plain(f"{schedule.name}: no rule is broken"))


def _read(path: Path, fairness: int | None) -> Instance:
    """The event of a file; remarks go to stderr. `fairness` overrules the file (.dzn holds none: 2)."""
    event, findings = read_meeting_limited(path.name, _bytes(path), 2 if fairness is None else fairness)
    if path.suffix == ".dzn":
        from neisse.engine.meet.validate import validate

        validate(event)
        return event
    _remark(findings)
    return event if fairness is None else replace(event, rules=replace(event.rules, fairness=fairness))


def _load(path: Path) -> Any:
    return read_document_limited(path.name, _bytes(path))


def _bytes(path: Path) -> bytes:
    if not path.is_file():
        raise NeisseError(
            "file.missing", str(path), say("there is no file %(path)s", path=path), "check the path"
        )
    check_size(path.name, path.stat().st_size)
    return path.read_bytes()


def _remark(findings: list[Finding]) -> None:
    for finding in findings:
        print(f"{finding.severity.value}: {said(finding.text)}", file=sys.stderr)


def _run(
    event: Instance, time_limit: float | None, search: Callable[..., Schedule], waiting: str
) -> Schedule:
    """Solve in a thread of its own, so that Ctrl-C and the clock only ask it to stop and the best is kept."""
    began = time.monotonic()
    asked, finished = Event(), Event()
    results: list[Schedule] = []
    errors: list[BaseException] = []

    def stop() -> bool:
        return asked.is_set() or (time_limit is not None and time.monotonic() - began >= time_limit)

    def spent() -> float:
        return (time.monotonic() - began) / time_limit if time_limit else 1.0

    def work(progress: Progress) -> None:
        try:
            results.append(search(event, stop=stop, progress=progress, spent=spent if time_limit else None))
        except BaseException as error:  # handed over to the main thread, which raises it
            errors.append(error)
        finally:
            finished.set()

    with progress_bar() as bar:
        task = bar.add_task(waiting, total=None)

        def progress(value: int, bound: int) -> None:
            bar.update(
                task, description=f"breaks {value}, bound {bound}", completed=bound, total=max(value, 1)
            )

        Thread(target=work, args=(progress,), daemon=True).start()
        _wait(finished, asked)
    if errors:
        raise errors[0]
    return results[0]


def _wait(finished: Event, asked: Event) -> None:
    """Wait for the search; Ctrl-C asks it to stop and waits on."""
    while not finished.is_set():
        try:
            finished.wait(0.2)
        except KeyboardInterrupt:
            asked.set()


def _print(event: Instance, schedule: Schedule, out: Path | None) -> None:
    placed = sum(s is not None for s in schedule.slots)
    rows: list[tuple[str, object]] = [("status", schedule.status.value)]
    if schedule.slots:
        rows += [
            ("placed", f"{placed} of {len(event.requests)}"),
            ("weight", f"{schedule.weight} (at most {schedule.weight_bound})"),
            ("breaks", f"{schedule.breaks} (at least {schedule.bound})"),
            (
                "idle slots",
                schedule.idle
                if schedule.idle_bound is None
                else f"{schedule.idle} (at least {schedule.idle_bound})",
            ),
        ]
    rows += [("reason", reason) for reason in schedule.reasons]
    rows += [
        (f"unplaced {u.request}", f"{u.reason} ({u.code})" if u.code == "avoid" else u.reason)
        for u in schedule.unplaced
    ]
    rows += [("written to", out)] if out else []
    print_table(event.name, ("", ""), rows)
    if schedule.status is Status.INFEASIBLE:
        print(plain(f"{event.name}: not everything can be held"), file=sys.stderr)
