"""`neisse record read`: a press release, an invitation, a calendar page or a mail into proposed records."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from neisse.cli.output import print_json_lines, print_table
from neisse.engine.values import NeisseError, say
from neisse.formats.limited import read_text_limited
from neisse.formats.limits import check_size

STDIN = Path("-")


def read(
    documents: Annotated[
        list[Path],
        typer.Argument(
            metavar="DOCUMENT...", help="Text, Markdown, HTML, mail, PDF, DOCX, ODT; - for standard input."
        ),
    ],
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON object a document on stdout, nothing else.")
    ] = False,
    with_text: Annotated[
        bool, typer.Option("--text", help="With --json: the text that the offsets count in.")
    ] = False,
) -> None:
    """Propose the facts that a document tells, each with the words that show it.

    Nothing is written: somebody confirms it.
    """
    found = _read_all(documents, with_text=with_text)
    if as_json:
        print_json_lines(found)
        return
    for read_object in found:
        _print(read_object)


def _read_all(documents: list[Path], *, with_text: bool) -> Iterator[dict[str, Any]]:
    from neisse.engine.record.announcements import read_announcement
    from neisse.formats.announcements import announcement_object

    today = datetime.now(UTC).date()
    for path in documents:
        name, data = _bytes_of(path)
        document = read_text_limited(name, data)
        announcement = read_announcement(document.text, today=today, dated=document.dated)
        found = announcement_object(Path(name).stem, announcement)
        yield found | ({"text": announcement.text} if with_text else {})


def _bytes_of(path: Path) -> tuple[str, bytes]:
    if path == STDIN:
        return "stdin", sys.stdin.buffer.read()
    if not path.is_file():
        raise NeisseError(
            "file.missing", str(path), say("there is no file %(path)s", path=path), "check the path"
        )
    check_size(path.name, path.stat().st_size)
    return path.name, path.read_bytes()


def _print(found: dict[str, Any]) -> None:
    typer.echo(f"{found['id']}: {found['title'] or ''} ({found['language']}, {found['issued'] or '?'})")
    for finding in found["findings"]:
        typer.echo(f"{finding['code']}: {finding['text']}", err=True)
    rows = [
        (
            event["starts"],
            event["ends"],
            event["name"],
            event["kind"],
            event["town"] or "",
            event["tense"],
            " ".join(event["evidence"]["text"].split()),
        )
        for event in found["events"]
    ]
    print_table(f"{len(rows)} events", ("from", "until", "what", "kind", "town", "state", "shown by"), rows)
