"""`neisse record duplicates`: the same organisation twice, in a file or in the instance."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from neisse.cli.engines import Engine
from neisse.cli.instance import set_up
from neisse.cli.language import said
from neisse.cli.output import plain, print_json_lines, print_table, progress_bar
from neisse.engine.values import NeisseError, Organisation, Severity, say
from neisse.formats.fields import Fields
from neisse.formats.limited import read_limited
from neisse.formats.limits import check_size
from neisse.formats.organisations import read_organisation

MOST_SHOWN = 50
REASONS_SHOWN = 2


def duplicates(
    input_file: Annotated[
        Path | None, typer.Option("--input", help="A file of organisations; without it: the instance.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="JSON Lines on stdout, nothing else.")] = False,
    engine: Engine = Engine.LOCAL,
) -> None:
    """Find records that are probably one organisation; nothing is merged."""
    organisations = organisations_of_file(input_file) if input_file else organisations_of_instance()
    with progress_bar() as bar:
        bar.add_task(f"comparing {len(organisations)} organisations", total=None)
        found = _find(organisations, engine)
    if as_json:
        print_json_lines(map(_object, found))
        return
    names = {o.id: o.name for o in organisations}
    rows = [
        (
            f"{d.score:.2f}",
            names[d.a],
            names[d.b],
            "; ".join(said(reason.text) for reason in d.reasons[:REASONS_SHOWN]),
        )
        for d in found[:MOST_SHOWN]
    ]
    print_table(
        f"{len(found)} possible duplicates", ("probability", "record", "record", "strongest reasons"), rows
    )


def _find(organisations: list[Organisation], engine: Engine) -> list[Any]:
    from neisse.engine.record.duplicates import find_duplicates

    if engine is Engine.LOCAL:
        return list(find_duplicates(organisations))
    from neisse.federation.spark import spark_scores

    return list(find_duplicates(organisations, score=spark_scores))


def _object(found: Any) -> dict[str, Any]:
    reasons = [{"code": r.code, "weight": r.weight, "text": r.text} for r in found.reasons]
    return {"a": found.a, "b": found.b, "score": round(found.score, 4), "reasons": reasons}


def organisations_of_file(path: Path) -> list[Organisation]:
    """The organisations of a file; errors: `file.missing` and those of reading."""
    if not path.is_file():
        raise NeisseError(
            "file.missing", str(path), say("there is no file %(path)s", path=path), "check the path"
        )
    check_size(path.name, path.stat().st_size)
    read = read_limited(path.name, path.read_bytes(), "organisation")
    for finding in read.findings:
        if finding.severity is not Severity.NOTE:
            typer.echo(f"{plain(str(path))}:{finding.row}: {finding.code}: {said(finding.text)}", err=True)
    return [read_organisation(Fields(0, found)) for found in read.objects if found["type"] == "organisation"]


def organisations_of_instance() -> list[Organisation]:
    """The organisations that the instance holds."""
    set_up()
    from neisse.web.intersect.bridge import instance_organisations

    return list(instance_organisations())
