"""`neisse agree`: plan a coordination round, check a plan."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from threading import Event, Thread
from typing import Annotated, Any

import typer

from neisse.cli.language import said
from neisse.cli.output import plain, print_json, print_table, progress_bar
from neisse.engine.agree.round import Table
from neisse.engine.search.progress import Progress, Spent, Status, Stop
from neisse.engine.values import NeisseError, say
from neisse.formats.agree_round import parse_round
from neisse.formats.limited import read_document_limited
from neisse.formats.limits import check_size

app = typer.Typer(no_args_is_help=True, help="The coordination round and its joint plan.")
RoundFile = Annotated[Path, typer.Argument(metavar="ROUND", help="A coordination round, as JSON.")]
PlanFile = Annotated[Path, typer.Argument(metavar="PLAN", help="What `neisse agree plan --json` printed.")]
InputFile = Annotated[
    Path | None, typer.Option("--input", help="A round as JSON; without it: the instance's own round.")
]
MOST_SHOWN = 200


@app.callback()
def agree() -> None:
    """The coordination round: one option a group, a date for each plan, nothing over-spent."""


@app.command("plan")
def plan_command(
    input_file: InputFile = None,
    time_limit: Annotated[float | None, typer.Option(help="Seconds; the best so far is kept.", min=0)] = None,
    seed: Annotated[int, typer.Option(help="Same seed, same work, same plan.")] = 0,
    equal_shares: Annotated[
        bool, typer.Option("--equal-shares", help="The plan closest to the method of equal shares instead.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the plan as JSON.")] = False,
) -> None:
    """Find the joint plan of greatest value, with the proof of how good it is.

    Exit 0 with a plan, 1 where there is none (the smallest reason is told), 2 for a round that is refused.
    """
    if input_file is None:
        text = say("this instance has no coordination round yet")
        raise NeisseError("agree.no_round", "round", text, say("name a file with --input"))
    table = _table(input_file)
    began = time.monotonic()
    document = _run(table, time_limit, seed, began, equal_shares)
    if as_json:
        print_json(document)
    else:
        _print(table, document)
    if document["status"] in {Status.INFEASIBLE.value, Status.UNKNOWN.value}:
        raise typer.Exit(1)


@app.command("why")
def why_command(
    round_file: RoundFile,
    plan_file: PlanFile,
    measure: Annotated[str, typer.Argument(metavar="ID", help="The id of a measure.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")] = False,
) -> None:
    """Say what forced a measure to give way, and the cheapest single change that brings it back."""
    from neisse.engine.agree.check import check, value_of
    from neisse.engine.agree.explain import Explainer
    from neisse.engine.agree.plan import Plan
    from neisse.engine.agree.sentences import lines_of
    from neisse.formats.agree_plan import forced_object, named, parse_claim

    table = _table(round_file)
    claim = parse_claim(_load(plan_file), plan_file.name)
    if findings := check(table, claim):
        hint = say("see neisse agree check")
        raise NeisseError("agree.broken", plan_file.name, findings[0].text, hint)
    if measure not in table.worth:
        text = say("there is no measure %(id)s in the round", id=measure)
        raise NeisseError("agree.unknown", measure, text, say("use the id of the file"))
    plan = Plan(table.round.name, Status.FEASIBLE, claim.settled, value_of(table, claim))
    explainer = Explainer(table, plan)
    group = dict(explainer.gave_way()).get(measure)
    if group is None:
        document: dict[str, Any] = {"measure": measure, "code": "held"}
        lines: list[str] = [say("%(id)s takes place", id=measure)]
    else:
        forced = explainer.forced(measure, group)
        lines = lines_of(forced, *named(table, plan, forced))
        document = forced_object(table, plan, forced)
    if as_json:
        print_json(document)
    else:
        print("\n".join(said(line) for line in lines))


@app.command("check")
def check_command(round_file: RoundFile, plan_file: PlanFile) -> None:
    """Check a plan against every rule of its round: exit 0 if nothing is over-spent, else 1 and the findings."""
    from neisse.engine.agree.check import check
    from neisse.formats.agree_plan import parse_claim

    table = _table(round_file)
    findings = check(table, parse_claim(_load(plan_file), plan_file.name))
    if findings:
        rows = ((f.code, f.subject, said(f.text)) for f in findings)
        print_table(f"{plan_file.name}: {len(findings)} findings", ("rule", "where", "what"), rows)
        raise typer.Exit(1)
    print(plain(f"{plan_file.name}: no rule is broken"))


def _table(path: Path) -> Table:
    """The choices of a round; remarks go to stderr."""
    from neisse.engine.flow import round_table

    round_, findings = parse_round(_load(path), path.stem)
    table, more = round_table(round_)
    for finding in findings + more:
        print(f"{finding.severity.value}: {said(finding.text)}", file=sys.stderr)
    return table


def _load(path: Path) -> Any:
    if not path.is_file():
        raise NeisseError(
            "file.missing", str(path), say("there is no file %(path)s", path=path), "check the path"
        )
    check_size(path.name, path.stat().st_size)
    return read_document_limited(path.name, path.read_bytes())


def _run(table: Table, time_limit: float | None, seed: int, began: float, shares: bool) -> dict[str, Any]:
    """Solve in a thread of its own, so that Ctrl-C and the clock only ask it to stop and the best is kept."""
    asked, finished = Event(), Event()
    found: list[dict[str, Any]] = []
    errors: list[BaseException] = []

    def stop() -> bool:
        return asked.is_set() or (time_limit is not None and time.monotonic() - began >= time_limit)

    spent = (lambda: (time.monotonic() - began) / time_limit) if time_limit else None
    with progress_bar() as bar:
        task = bar.add_task(f"{len(table.groups)} groups", total=None)

        def progress(value: int, bound: int) -> None:
            bar.update(task, description=f"value {value / 100:g}, at most {bound / 100:g}")

        def work() -> None:
            try:
                found.append(_document(table, stop, seed, progress, spent, shares))
            except BaseException as error:  # handed over to the main thread, which raises it
                errors.append(error)
            finally:
                finished.set()

        Thread(target=work, daemon=True).start()
        while not finished.is_set():
            try:
                finished.wait(0.2)
            except KeyboardInterrupt:
                asked.set()
    if errors:
        raise errors[0]
    return found[0]


def _document(
    table: Table, stop: Stop, seed: int, progress: Progress, spent: Spent | None, shares: bool
) -> dict[str, Any]:
    """The plan, why plans gave way, and other good plans."""
    from neisse.engine.agree.alternatives import alternatives
    from neisse.engine.agree.explain import explain
    from neisse.engine.agree.shares import shared_plan
    from neisse.engine.agree.solve import solve
    from neisse.formats.agree_plan import plan_document

    began = time.monotonic()
    solved = solve(table, stop=stop, seed=seed, progress=progress, spent=spent)
    plan = shared_plan(solved, stop=stop, seed=seed)[0] if shares else solved.plan
    explained = explain(table, plan, stop=stop, seed=seed)
    others = [] if shares else alternatives(solved, stop=stop, seed=seed)
    return plan_document(table, plan, time.monotonic() - began, *explained, others)


def _print(table: Table, document: dict[str, Any]) -> None:
    head: list[tuple[str, object]] = [("status", document["status"])]
    if document["value"] is not None:
        head.append(("value", f"{document['value']:g} (at most {document['bound']:g})"))
        head += [("left", _left(row)) for row in document["unused"] if row["kind"] == "budget"]
    head += [("lacking", reason["short"]) for reason in document["reasons"]]
    print_table(document["round"], ("", ""), head)
    titles = {m.id: m.title for m in table.round.measures}
    rows = [
        (row["group"], row["option"], "; ".join(_act(act, titles) for act in row["acts"]) or "-")
        for row in document["groups"][:MOST_SHOWN]
    ]
    if rows:
        print_table(f"{len(document['groups'])} groups", ("group", "option", "what takes place"), rows)
    gave_way = [(titles[f["measure"]], "\n".join(f["lines"][1:])) for f in document["forced"][:MOST_SHOWN]]
    if gave_way:
        print_table(f"{len(document['forced'])} gave way", ("measure", "why"), gave_way)
    others = [(f"{o['value']:g}", ", ".join(o["differs"])) for o in document["alternatives"]]
    if others:
        print_table(f"{len(others)} other good plans", ("value", "other in the groups"), others)


def _left(row: dict[str, Any]) -> str:
    return f"{row['id']}: {row['cents'] / 100:,.2f} EUR"


def _act(act: dict[str, Any], titles: dict[str, str]) -> str:
    named = " + ".join(titles[m] for m in act["measures"])
    return named if act["starts"] is None else f"{named} ({act['starts']})"
