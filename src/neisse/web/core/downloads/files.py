"""Downloads: every file that leaves a page, with its type and name, saved and never shown in the page."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import IO, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import FileResponse, HttpResponse
from django.utils.http import content_disposition_header

from neisse.engine.values import NeisseError, say
from neisse.formats.sheets import write_sheet

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "json": "application/json",
    "jsonl": "application/jsonl; charset=utf-8",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "pdf": "application/pdf",
    "tsv": "text/tab-separated-values; charset=utf-8",
    "vcf": "text/vcard; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}
LISTS = ("csv", "xlsx", "ods", "jsonl")
LONGEST_NAME = 120
Rows = Iterable[Mapping[str, Any]]
Tell = Callable[[str, int, int], object]
_tell: ContextVar[Tell | None] = ContextVar("tell", default=None)


def attached(content: bytes | str, form: str, name: str) -> HttpResponse:
    """An answer that is saved as `<name>.<form>`; nobody but the reader may keep it on the way."""
    answer = HttpResponse(content, content_type=TYPES[form])
    answer["Content-Disposition"] = content_disposition_header(True, f"{plain_name(name)}.{form}")
    return answer


def document(data: Any, name: str) -> HttpResponse:
    """One JSON document that people can read."""
    return attached(json.dumps(data, ensure_ascii=False, indent=2, cls=DjangoJSONEncoder), "json", name)


def listed(rows: Rows, form: str, name: str, *, columns: Sequence[str] | None = None) -> HttpResponse:
    """Objects as JSON Lines, or as a sheet whose cells and headers no program takes for formulas.

    `columns` are those of a sheet, in this order. Errors: `sheet.form` for a form that is none of a list.
    """
    if form == "jsonl":
        return attached(json_lines(rows), form, name)
    return attached(write_sheet(rows, form, title=name.capitalize(), columns=columns), form, name)


def json_lines(rows: Rows) -> bytes:
    """One object a line, UTF-8."""
    return "".join(json.dumps(row, ensure_ascii=False, default=str) + "\n" for row in rows).encode()


def chosen(form: str, offered: Sequence[str]) -> str:
    """The form that was asked for; `export.format` where a list has no such form."""
    if form not in offered:
        text = say("“%(form)s” is no form of this list", form=form[:40])
        raise NeisseError("export.format", form[:40], text, say("one of %(all)s", all=", ".join(offered)))
    return form


def plain_name(name: str) -> str:
    """A name that every file system takes, and that cannot end a header."""
    return re.sub(r"[^\w.\- ()]+", "-", name).strip(" .-")[:LONGEST_NAME] or "neisse"


def heads_of(answer: HttpResponse) -> dict[str, str]:
    """How a file that leaves a page is called and of which type it is, to hand it over later; nothing for a page."""
    if answer.status_code != 200 or "Content-Disposition" not in answer:
        return {}
    return {name: answer[name] for name in ("Content-Type", "Content-Disposition")}


def handed_over(stream: IO[bytes], heads: Mapping[str, str]) -> FileResponse:
    """A file that was written before."""
    answer = FileResponse(stream)
    for name, value in heads.items():
        answer[name] = value
    return answer


@contextmanager
def told_rows(tell: Tell) -> Iterator[None]:
    """Let `rows_done` reach somebody who shows how far a list is."""
    before = _tell.set(tell)
    try:
        yield
    finally:
        _tell.reset(before)


def rows_done(done: int, total: int) -> None:
    """Say how many rows of a list are ready; heard where its file is written in the background."""
    if tell := _tell.get():
        tell("rows", done, total)
