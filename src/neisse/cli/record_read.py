"""`neisse record read`: a press release, an invitation, a calendar page or a mail into proposed records."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from neisse.cli.output import plain, print_json_lines, print_table
from neisse.cli.record_duplicates import organisations_of_file, organisations_of_instance
from neisse.engine.values import NeisseError, say
from neisse.formats.limited import read_announcement_limited
from neisse.formats.limits import check_size

STDIN = Path("-")
Documents = Annotated[
    list[Path],
    typer.Argument(
        metavar="DOCUMENT...", help="Text, Markdown, HTML, mail, PDF, DOCX, ODT; - for standard input."
    ),
]


def read(
    documents: Documents,
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON object a document on stdout, nothing else.")
    ] = False,
    with_text: Annotated[
        bool, typer.Option("--text", help="With --json: also the text in which offsets count.")
    ] = False,
    record: Annotated[
        Path | None, typer.Option("--record", help="A file of organisations that are known already.")
    ] = None,
    instance: Annotated[
        bool, typer.Option("--instance", help="Organisations of the instance are known already.")
    ] = False,
) -> None:
    """Propose the facts that a document tells, each with the words that show it.

    Nothing is written: somebody confirms it.
    """
    known = organisations_of_file(record) if record else organisations_of_instance() if instance else []
    found = _read_all(documents, known, with_text=with_text)
    if as_json:
        print_json_lines(found)
        return
    for read_object in found:
        _print(read_object)


def _read_all(documents: list[Path], known: list[Any], *, with_text: bool) -> Iterator[dict[str, Any]]:
    today = datetime.now(UTC).date()
    for path in documents:
        name, data = _bytes_of(path)
        found = read_announcement_limited(name, data, today, known)
        text = found.pop("text")
        yield found | ({"text": text} if with_text else {})


def _bytes_of(path: Path) -> tuple[str, bytes]:
    if path == STDIN:
        return "stdin", sys.stdin.buffer.read()
    if not path.is_file():
        text = say("there is no file %(path)s", path=path)
        raise NeisseError("file.missing", str(path), text, "check the path")
    check_size(path.name, path.stat().st_size)
    return path.name, path.read_bytes()


def _print(found: dict[str, Any]) -> None:
    head = f"{found['id']}: {found['title'] or ''} ({found['language']}, {found['issued'] or '?'})"
    typer.echo(plain(head))
    for finding in found["findings"]:
        typer.echo(plain(f"{finding['code']}: {finding['text']}"), err=True)
    events = [
        (" - ".join(dict.fromkeys([e["starts"], e["ends"]])), "\n".join(_of_event(e)), _line(e["evidence"]))
        for e in found["events"]
    ]
    if events:
        print_table(f"{len(events)} events", ("when", "what", "shown by"), events)
    organisations = [
        ("organisation", o["name"], o["known"] or "new", o["mentions"][0]) for o in found["organisations"]
    ]
    persons = [
        ("person", p["name"], f"{p['office']}, {p['organisation'] or '?'}", p["evidence"])
        for p in found["persons"]
    ]
    figures = [("figure", f"{f['value']} {f['unit']}", f["about"], f["evidence"]) for f in found["figures"]]
    relations = [
        ("relation", r["subject"], f"{r['type']} {r['object']}", r["evidence"]) for r in found["relations"]
    ]
    others = [(*told, _line(shown)) for *told, shown in (*organisations, *persons, *figures, *relations)]
    if others:
        print_table(f"{len(others)} more", ("fact", "what", "more", "shown by"), others)


def _of_event(event: dict[str, Any]) -> list[str]:
    where = [event["kind"], event["town"] or "", event["tense"]]
    return [event["name"], ", ".join(filter(None, where))]


def _line(evidence: dict[str, Any]) -> str:
    return " ".join(str(evidence["text"]).split())
