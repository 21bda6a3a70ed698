"""`neisse intersect`: overlaps, partners and fields of a file, or of the instance."""

from __future__ import annotations

from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from neisse.cli.output import print_json_lines, print_table, progress_bar
from neisse.engine.values import Finding, Measure, Overlap, Severity

app = typer.Typer(help="Overlaps, partners and fields: what belongs together.", no_args_is_help=True)
MOST_SHOWN = 50
Json = Annotated[bool, typer.Option("--json", help="JSON Lines on stdout, nothing else.")]
InputFile = typer.Option("--input", help="A file of JSON Lines; without it: the instance.")
Measures = Annotated[Path | None, InputFile]


class Engine(StrEnum):
    """Where the overlaps are computed."""

    LOCAL = "local"
    SPARK = "spark"


@app.callback()
def intersect() -> None:
    """What belongs together: overlaps between measures, partners, fields."""


@app.command()
def overlaps(input_file: Measures = None, as_json: Json = False, engine: Engine = Engine.LOCAL) -> None:
    """Find measures that are the same, compete, or gain from being joined."""
    measures = _measures(input_file)
    with progress_bar() as bar:
        bar.add_task(f"comparing {len(measures)} measures", total=None)
        found = _find(measures, engine)
    if as_json:
        from neisse.formats.jsonl import overlap_object

        print_json_lines(overlap_object(overlap) for overlap in found)
        return
    titles = {measure.id: measure.title for measure in measures}
    rows = [
        (o.verdict, f"{o.score:.2f}", titles[o.a], titles[o.b], o.reasons[0].text if o.reasons else "")
        for o in found[:MOST_SHOWN]
    ]
    print_table(f"{len(found)} overlaps", ("verdict", "score", "measure", "measure", "first reason"), rows)


def _measures(input_file: Path | None) -> tuple[Measure, ...]:
    if input_file is None:
        from neisse.cli.instance import set_up

        set_up()
        return tuple(import_module("neisse.web.intersect.bridge").instance_measures())
    from neisse.formats.jsonl import lines_of, read_measures

    reading = read_measures(lines_of(input_file))
    _print_findings(input_file, reading.findings)
    return reading.values


def _find(measures: tuple[Measure, ...], engine: Engine) -> list[Overlap]:
    from neisse.engine.flow import find_overlaps

    return find_overlaps(measures)


def _print_findings(source: Path, findings: tuple[Finding, ...]) -> None:
    for finding in findings:
        if finding.severity is not Severity.NOTE:
            typer.echo(f"{source}:{finding.row}: {finding.code}: {finding.text}", err=True)
