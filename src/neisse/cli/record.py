"""`neisse record`: files into the instance and out of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import Progress

from neisse.cli.instance import migrate, set_up
from neisse.cli.output import print_json, print_table, progress_bar
from neisse.cli.record_duplicates import duplicates
from neisse.engine.values import Finding, NeisseError, Severity
from neisse.formats.limits import check_size

if TYPE_CHECKING:
    from neisse.formats.reading import ReadResult

app = typer.Typer(no_args_is_help=True, help="Directory, plans, documents: what the network has.")
Files = Annotated[
    list[Path], typer.Argument(metavar="FILE...", help="Files of any format that Neisse reads.")
]
Kind = Annotated[str, typer.Option(help="What the records are, where the file does not say it.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout and nothing else.")]
MOST_SHOWN = 20
app.command()(duplicates)


@app.command("import")
def import_files(
    files: Files,
    kind: Kind = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen; write nothing.")] = False,
    json: Json = False,
) -> None:
    """Take records from files: all of them or, when something goes wrong, nothing."""
    set_up()
    migrate()
    contents = [(path.name, _bytes_of(path)) for path in files]
    with progress_bar() as bar:
        counts, findings = (_dry_run if dry_run else _import)(contents, kind, bar)
    if json:
        print_json(counts)
        return
    print_table("Import" + (" (dry run)" if dry_run else ""), ("status", "records"), counts.items())
    _print_findings(findings)


@app.command("export")
def export_instance(
    target: Annotated[Path, typer.Argument(metavar="OUT.zip", help="The zip to write.")],
    json: Json = False,
) -> None:
    """Write everything that the instance holds into one zip that `import` takes."""
    set_up()
    migrate()
    from neisse.web.core.queries import the_instance
    from neisse.web.record.bridge.archive import write_archive

    with target.open("wb") as file:
        counts = write_archive(file, the_instance())
    if json:
        print_json(counts)
    else:
        print_table(f"Written to {target}", ("kind", "records"), counts.items())


def _bytes_of(path: Path) -> bytes:
    """The content of a file, refused by its size before it is read."""
    if not path.is_file():
        raise NeisseError("file.missing", str(path), f"there is no file {path}", "check the path")
    check_size(path.name, path.stat().st_size)
    return path.read_bytes()


def _read(contents: list[tuple[str, bytes]], kind: str, bar: Progress) -> list[tuple[bytes, ReadResult]]:
    """The files in the order in which their records depend on each other: organisations before measures."""
    from neisse.web.record.actions.imports import read_file
    from neisse.web.record.bridge import LOAD_ORDER

    def first(entry: tuple[bytes, ReadResult]) -> int:
        kinds = {str(obj["type"]) for obj in entry[1].objects} & set(LOAD_ORDER)
        return min((LOAD_ORDER.index(kind) for kind in kinds), default=len(LOAD_ORDER))

    read = [
        (data, read_file(name, data, kind, progress=_step(bar, f"read {name}"))) for name, data in contents
    ]
    return sorted(read, key=first)


def _dry_run(
    contents: list[tuple[str, bytes]], kind: str, bar: Progress
) -> tuple[dict[str, int], list[tuple[str, Finding]]]:
    """Compare all files as one: records of one may refer to those of another."""
    from neisse.web.core.actors import SYSTEM
    from neisse.web.record.actions.imports import preview

    counts: Counter[str] = Counter()
    findings: list[tuple[str, Finding]] = []
    for _, result in _read(contents, kind, bar):
        seen = preview(result, {}, _step(bar, f"compare {result.name}"), actor=SYSTEM)
        counts.update(seen.counts)
        findings += [(result.name, finding) for finding in seen.findings]
    return dict(counts), findings


def _import(
    contents: list[tuple[str, bytes]], kind: str, bar: Progress
) -> tuple[dict[str, int], list[tuple[str, Finding]]]:
    from django.db import transaction

    from neisse.web.core.actors import SYSTEM
    from neisse.web.record.actions.imports import begin, confirm, keep_preview, preview

    counts: Counter[str] = Counter()
    findings: list[tuple[str, Finding]] = []
    read = _read(contents, kind, bar)
    with transaction.atomic():
        for data, result in read:
            batch = begin(result.name, data, actor=SYSTEM, kind=kind)
            seen = preview(result, {}, _step(bar, f"compare {result.name}"), actor=SYSTEM)
            keep_preview(batch, data, seen, actor=SYSTEM)
            stored = confirm(batch, actor=SYSTEM, progress=_step(bar, f"store {result.name}"), seen=seen)
            counts.update(stored)
            findings += [(result.name, finding) for finding in seen.findings]
    return dict(counts), findings


def _step(bar: Progress, description: str) -> Callable[[int, int], None]:
    """A line of the progress bar; a command is stopped with Ctrl-C."""
    task = bar.add_task(description, total=None)

    def report(done: int, total: int) -> None:
        bar.update(task, completed=done, total=total)

    return report


def _print_findings(findings: list[tuple[str, Finding]]) -> None:
    """Errors and warnings with file, row and column; the rest is counted."""
    told = [(name, f) for name, f in findings if f.severity is not Severity.NOTE]
    rows = [(n, f.row or "", f.column, f.code, f"{f.text} ({f.hint})" if f.hint else f.text) for n, f in told]
    if rows:
        print_table("Remarks", ("file", "row", "column", "code", "what"), rows[:MOST_SHOWN])
    if len(rows) > MOST_SHOWN:
        typer.echo(f"... and {len(rows) - MOST_SHOWN} more")
