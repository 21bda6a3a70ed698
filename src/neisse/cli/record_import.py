"""`neisse record import`: files of any format into the instance, with what is said once for all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from neisse.cli.instance import migrate, set_up
from neisse.cli.language import finding_json, sentence_of
from neisse.cli.output import print_json, print_table, progress_bar
from neisse.engine.values import Finding, NeisseError, Severity, say
from neisse.formats.limits import check_size

if TYPE_CHECKING:
    from rich.progress import Progress

    from neisse.formats.answers import Answers
    from neisse.formats.reading import ReadResult

app = typer.Typer()
MOST_SHOWN = 20
# With which option a question about a file is answered.
ANSWERED_BY = {"import.owner": "--owner", "import.network": "--network"}
Contents = list[tuple[str, bytes]]
Outcome = tuple[dict[str, int], list[tuple[str, Finding]]]
Files = Annotated[
    list[Path], typer.Argument(metavar="FILE...", help="Files of any format that Neisse reads.")
]
Kind = Annotated[
    str,
    typer.Option(
        help="What the records are (organisation, measure ...), or of which kind (training, company)."
    ),
]
Owner = Annotated[str, typer.Option(help="Whose the plans are: name or id of an organisation.")]
Network = Annotated[str, typer.Option(help="Of which network the members are: name or id.")]
Visible = Annotated[str, typer.Option("--visibility", help="Who may see it: public, circle or blind.")]
Certain = Annotated[
    str, typer.Option("--certainty", help="How sure the plans are: idea, planned, confirmed.")
]
Language = Annotated[str, typer.Option(help="In which language the texts are: de, pl or en.")]
Consent = Annotated[str, typer.Option(help="What for the persons agreed to be reached.")]
ConsentBy = Annotated[str, typer.Option("--consent-by", help="Who says that they agreed.")]
ConsentOn = Annotated[str, typer.Option("--consent-on", help="When they agreed: a day like 2026-11-15.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout and nothing else.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would happen; write nothing.")]


@app.command("import")
def import_files(
    files: Files,
    kind: Kind = "",
    dry_run: DryRun = False,
    json: Json = False,
    owner: Owner = "",
    network: Network = "",
    visibility: Visible = "",
    certainty: Certain = "",
    language: Language = "",
    consent: Consent = "",
    consent_on: ConsentOn = "",
    consent_by: ConsentBy = "",
) -> None:
    """Take records from files: up to 500 of them or, when something goes wrong, nothing; more are stored in parts.

    What was cut off goes on from the page of the import, or when the file is imported again.
    """
    from neisse.formats.answers import answers_of, is_kind_within
    from neisse.formats.objects import KINDS

    said: dict[str, object] = {"owner": owner, "network": network, "visibility": visibility}
    said |= {"certainty": certainty, "language": language}
    said |= {"consent": _consent(consent, consent_on, consent_by)}
    if kind and kind not in KINDS and is_kind_within(kind):
        said["kind"], kind = kind, ""
    answers = answers_of(said)
    set_up()
    migrate()
    contents = [(path.name, _bytes_of(path)) for path in files]
    with progress_bar() as bar:
        counts, findings = (_dry_run if dry_run else _import)(contents, kind, answers, bar)
    if json:
        print_json(counts | {"findings": [{"file": name, **finding_json(f)} for name, f in findings]})
        return
    print_table("Import" + (" (dry run)" if dry_run else ""), ("status", "records"), counts.items())
    _print_findings(findings)


def _consent(purpose: str, day: str, by: str) -> dict[str, str]:
    if bool(purpose) != bool(day):
        text = say("a consent needs what for and when")
        raise NeisseError("import.answer", "consent", text, "give --consent and --consent-on")
    return {"purpose": purpose, "given_on": day, **({"by": by} if by else {})} if day else {}


def _bytes_of(path: Path) -> bytes:
    """The content of a file, refused by its size before it is read."""
    if not path.is_file():
        raise NeisseError(
            "file.missing", str(path), say("there is no file %(path)s", path=path), "check the path"
        )
    check_size(path.name, path.stat().st_size)
    return path.read_bytes()


def _read(contents: Contents, kind: str, bar: Progress) -> list[tuple[bytes, ReadResult]]:
    """The files in the order in which their records depend on each other: organisations before measures."""
    from neisse.web.record.actions.reading import read_file
    from neisse.web.record.bridge import LOAD_ORDER

    def first(entry: tuple[bytes, ReadResult]) -> int:
        kinds = {str(obj["type"]) for obj in entry[1].objects} & set(LOAD_ORDER)
        return min((LOAD_ORDER.index(kind) for kind in kinds), default=len(LOAD_ORDER))

    read = [
        (data, read_file(name, data, kind, progress=_step(bar, f"read {name}"))) for name, data in contents
    ]
    return sorted(read, key=first)


def _dry_run(contents: Contents, kind: str, answers: Answers, bar: Progress) -> Outcome:
    """Compare all files as one: records of one may refer to those of another."""
    from neisse.web.core.actors import SYSTEM
    from neisse.web.record.actions.imports import preview

    counts: Counter[str] = Counter()
    findings: list[tuple[str, Finding]] = []
    for _, result in _read(contents, kind, bar):
        step = _step(bar, f"compare {result.name}")
        seen = preview(result, {}, step, actor=SYSTEM, answers=answers)
        counts.update(seen.counts)
        findings += [(result.name, finding) for finding in seen.findings]
    return dict(counts), findings


def _import(contents: Contents, kind: str, answers: Answers, bar: Progress) -> Outcome:
    from django.db import transaction

    from neisse.web.core.actors import SYSTEM
    from neisse.web.record.actions.imports import begin, keep_preview, preview
    from neisse.web.record.actions.storing import AT_ONCE, confirm

    counts: Counter[str] = Counter()
    findings: list[tuple[str, Finding]] = []
    read = _read(contents, kind, bar)
    are_few = sum(len(result.objects) for _, result in read) <= AT_ONCE
    with transaction.atomic() if are_few else nullcontext():
        for data, result in read:
            batch = begin(result.name, data, actor=SYSTEM, kind=kind, answers=answers)
            step = _step(bar, f"compare {result.name}")
            seen = preview(result, {}, step, actor=SYSTEM, answers=answers)
            keep_preview(batch, seen, actor=SYSTEM)
            stored = confirm(
                batch, actor=SYSTEM, progress=_step(bar, f"store {result.name}"), planned=seen.planned
            )
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
    """All remarks with file, row and column, what matters most first; what is too much is counted."""
    told = sorted(findings, key=lambda entry: [*Severity].index(entry[1].severity))
    rows = [(n, f.row or "", f.column, f.severity.value, f.code, _sentence(f)) for n, f in told]
    if rows:
        print_table("Remarks", ("file", "row", "column", "", "code", "what"), rows[:MOST_SHOWN])
    if len(rows) > MOST_SHOWN:
        typer.echo(f"... and {len(rows) - MOST_SHOWN} more; --json tells all")


def _sentence(found: Finding) -> str:
    return " ".join(filter(None, [sentence_of(found), ANSWERED_BY.get(found.code)]))
