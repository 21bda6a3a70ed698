"""`neisse intersect`: overlaps, partners and fields of a file, or of the instance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from neisse.cli.engines import Engine
from neisse.cli.instance import set_up
from neisse.cli.language import said
from neisse.cli.output import plain, print_json, print_json_lines, print_table, progress_bar
from neisse.engine.values import Finding, Measure, NeisseError, Organisation, Overlap, Severity, say
from neisse.formats.jsonl import (
    lines_of,
    match_object,
    overlap_object,
    read_measures,
    read_organisations,
    weighed_object,
)

app = typer.Typer(help="Overlaps, partners and fields: what belongs together.", no_args_is_help=True)
MOST_SHOWN = 50
# From here on slices and processes are faster than one table.
FROM_MEASURES = 50_000
Json = Annotated[bool, typer.Option("--json", help="JSON Lines on stdout, nothing else.")]
InputFile = Annotated[
    Path | None, typer.Option("--input", help="A file of JSON Lines; without it: the instance.")
]


@app.callback()
def intersect() -> None:
    """What belongs together: overlaps between measures, partners, fields."""


@app.command()
def overlaps(
    input_file: InputFile = None,
    as_json: Json = False,
    engine: Engine = Engine.LOCAL,
    reasons: Annotated[
        bool, typer.Option("--reasons/--no-reasons", help="Without: faster, and millions fit into memory.")
    ] = True,
) -> None:
    """Find measures that are the same, compete, or gain from being joined."""
    measures = _measures(input_file)
    with progress_bar() as bar:
        bar.add_task(f"comparing {len(measures)} measures", total=None)
        is_page = input_file is None and engine is Engine.LOCAL
        found = _find_in_instance(reasons) if is_page else _find(measures, engine, reasons)
    if as_json:
        print_json_lines(overlap_object(overlap) for overlap in found)
        return
    titles = {measure.id: measure.title for measure in measures}
    rows = [
        (o.verdict, f"{o.score:.2f}", titles[o.a], titles[o.b], said(o.reasons[0].text) if o.reasons else "")
        for o in found[:MOST_SHOWN]
    ]
    print_table(f"{len(found)} overlaps", ("verdict", "score", "measure", "measure", "first reason"), rows)


@app.command()
def why(
    a: Annotated[str, typer.Argument(metavar="A", help="The id of a measure.")],
    b: Annotated[str, typer.Argument(metavar="B", help="The id of another one.")],
    input_file: InputFile = None,
    as_json: Json = False,
) -> None:
    """Say why two measures overlap, or what would have to change for them to."""
    known = {measure.id: measure for measure in _measures(input_file)}
    for wanted in (a, b):
        if wanted not in known:
            hint = say("use the id of the file, or of the plan")
            raise NeisseError(
                "overlaps.unknown", wanted, say("there is no measure %(wanted)s", wanted=wanted), hint
            )
    if a == b:
        raise NeisseError("overlaps.same", a, say("%(a)s is one measure", a=a), "name two measures")
    from neisse.engine.flow import weigh_pair

    found = weigh_pair(known[a], known[b])
    if as_json:
        print_json(weighed_object(found))
        return
    likely = ", ".join(f"{verdict} {probability:.2f}" for verdict, probability in found.probabilities.items())
    rows = [(f"{reason.weight:+.2f}", said(reason.text)) for reason in found.reasons]
    print_table(f"{found.verdict or 'no overlap'} ({likely})", ("share", f"of {found.nearest}"), rows)
    if found.changes:
        changes = [(f"{change.score:.2f}", said(change.text)) for change in found.changes]
        print_table("what would have to change", ("probability", "change"), changes)


@app.command()
def partners(
    input_file: InputFile = None,
    organisation: Annotated[str, typer.Option("--for", help="Only proposals for this organisation.")] = "",
    as_json: Json = False,
) -> None:
    """Propose partners: what one offers against what the other needs, both ways."""
    organisations = _organisations(input_file)
    names = {o.id: o.name for o in organisations}
    if organisation and organisation not in names:
        hint = say("use the id of the file, or of the directory")
        raise NeisseError(
            "partners.unknown",
            organisation,
            say("there is no organisation %(organisation)s", organisation=organisation),
            hint,
        )
    from neisse.engine.flow import find_partners

    with progress_bar() as bar:
        bar.add_task(f"matching {len(organisations)} organisations", total=None)
        found = find_partners(organisations)
    if organisation:
        found = [match for match in found if organisation in {match.a, match.b}]
    if as_json:
        print_json_lines(match_object(match) for match in found)
        return
    rows = [
        (f"{m.score:.2f}", names[m.a], names[m.b], said(m.reasons[0].text) if m.reasons else "")
        for m in found[:MOST_SHOWN]
    ]
    print_table(f"{len(found)} proposals", ("score", "organisation", "organisation", "first reason"), rows)


@app.command()
def fields(
    side_a: Annotated[str, typer.Argument(metavar="A", help="A sector, network, country or town.")],
    side_b: Annotated[str, typer.Argument(metavar="B", help="Another one.")],
    input_file: InputFile = None,
    as_json: Json = False,
) -> None:
    """Find topics where two sides are strong and nothing joint exists yet."""
    organisations = _organisations(input_file)
    measures = () if input_file else _measures(None)
    from neisse.engine.flow import find_fields

    found = find_fields(organisations, side_a, side_b, measures)
    if as_json:
        print_json_lines(asdict(field) for field in found)
        return
    rows = [
        (f"{f.score:.2f}", f.label, len(f.a), len(f.b), f.joint, f"{f.stability:.0%}")
        for f in found[:MOST_SHOWN]
    ]
    columns = ("score", "topic", f"in {side_a}", f"in {side_b}", "joint", "stable")
    print_table(f"{len(found)} fields", columns, rows)


def _organisations(input_file: Path | None) -> tuple[Organisation, ...]:
    if input_file is None:
        set_up()
        from neisse.web.intersect.bridge import instance_organisations

        return tuple(instance_organisations())
    reading = read_organisations(lines_of(input_file))
    _print_findings(input_file, reading.findings)
    return reading.values


def _measures(input_file: Path | None) -> tuple[Measure, ...]:
    if input_file is None:
        set_up()
        from neisse.web.intersect.bridge import instance_measures

        return tuple(instance_measures())
    reading = read_measures(lines_of(input_file))
    _print_findings(input_file, reading.findings)
    return reading.values


def _find_in_instance(with_reasons: bool) -> Sequence[Overlap]:
    """What the page is computed from: the same index, the instance's own vocabulary."""
    from neisse.engine.intersect.verdict.overlaps import OverlapOptions
    from neisse.web.intersect.bridge import instance_overlaps

    return instance_overlaps(OverlapOptions(with_reasons=with_reasons))


def _find(measures: tuple[Measure, ...], engine: Engine, with_reasons: bool) -> Sequence[Overlap]:
    if engine is Engine.LOCAL and len(measures) < FROM_MEASURES:
        from neisse.engine.flow import find_overlaps
        from neisse.engine.intersect.verdict.overlaps import OverlapOptions

        return find_overlaps(measures, options=OverlapOptions(with_reasons=with_reasons))
    from neisse.federation.blocks import Work, local_overlaps

    work = Work(with_reasons=with_reasons)
    if engine is Engine.LOCAL:
        return local_overlaps(measures, work)
    from neisse.federation.spark import spark_overlaps

    return spark_overlaps(measures, work)


def _print_findings(source: Path, findings: tuple[Finding, ...]) -> None:
    for finding in findings:
        if finding.severity is not Severity.NOTE:
            typer.echo(f"{plain(str(source))}:{finding.row}: {finding.code}: {said(finding.text)}", err=True)
