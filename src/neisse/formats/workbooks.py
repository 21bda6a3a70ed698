"""Workbooks (XLSX, ODS, XLS): which sheets and rows are meant, and what of them is not read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from neisse.engine.values import Finding, NeisseError, Severity, say

_HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*?\bhidden=\"(?:1|true)\"[^>]*>")
_ROW_NUMBER = re.compile(rb"\br=\"(\d{1,7})\"")
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")
_RELATION = re.compile(rb"<Relationship\b[^>]*>")
_1904 = re.compile(rb"<(?:\w+:)?workbookPr\b[^>]*date1904=\"(?:1|true)\"")
PIECE_BYTES = 1 << 20


@dataclass(slots=True)
class Sheet:
    """One sheet: its title, its filled rows with their numbers, and whether it is hidden."""

    title: str
    rows: list[tuple[int, list[Any]]]
    hidden: bool = False
    hidden_rows: int = 0


@dataclass(slots=True)
class Workbook:
    """Sheets that hold something, in order; `from_1904`: numbers of days count from that year."""

    sheets: list[Sheet] = field(default_factory=list)
    from_1904: bool = False


def read_workbook(name: str, data: bytes) -> Workbook:
    """All filled sheets; merged cells are filled downwards, hidden rows left out. `file.damaged`."""
    import python_calamine

    try:
        book = python_calamine.load_workbook(BytesIO(data))
        visible = {
            m.name: m.visible == python_calamine.SheetVisibleEnum.Visible for m in book.sheets_metadata
        }
        titles = [title for title in book.sheet_names if title in visible]
        extra = _Extra(data)
        found = Workbook(from_1904=extra.from_1904)
        for title in titles:
            sheet = book.get_sheet_by_name(title)
            first = sheet.start[0] if sheet.start else 0
            left = sheet.start[1] if sheet.start else 0
            rows = sheet.to_python(skip_empty_area=True)
            _fill_down(rows, sheet.merged_cell_ranges or (), first, left)
            hidden = extra.hidden_rows(title)
            kept = [
                (n, row)
                for n, row in enumerate(rows, first + 1)
                if any(cell not in ("", None) for cell in row)
            ]
            shown = [(n, row) for n, row in kept if n not in hidden]
            if kept:
                found.sheets.append(Sheet(title, shown, not visible[title], len(kept) - len(shown)))
    except (python_calamine.CalamineError, ValueError, OSError) as error:
        text = say("%(name)s is no spreadsheet that can be read, is damaged, or needs a password", name=name)
        hint = say("open it, save it as XLSX or CSV and send that")
        raise NeisseError("file.damaged", name, text, hint) from error
    return found


def _fill_down(rows: list[list[Any]], ranges: Sequence[Any], first: int, left: int) -> None:
    """A cell that was merged over several rows says the same for each of them."""
    for (top, start), (bottom, end) in ranges:
        if start != end or top - first < 0 or bottom - top > len(rows):
            continue  # a heading over several columns belongs to none of them alone
        column = start - left
        for row in rows[top - first + 1 : bottom - first + 1]:
            said = rows[top - first][column] if column < len(rows[top - first]) else ""
            if column < len(row) and row[column] in ("", None):
                row[column] = said


def told(name: str, book: Workbook, read: Sequence[Sheet]) -> list[Finding]:
    """What of the workbook is not read: other sheets by their names, hidden rows."""
    findings = []
    left = [sheet for sheet in book.sheets if sheet not in read]
    if left:
        said = ", ".join(f"({sheet.title})" if sheet.hidden else sheet.title for sheet in left[:10])
        code = "table.hidden" if all(sheet.hidden for sheet in left) else "table.sheets"
        text = say(
            "%(count)s more filled sheets of %(name)s are not read: %(said)s",
            count=len(left),
            name=name,
            said=said,
        )
        findings.append(
            Finding(
                code, name, text, "choose another sheet, or save it as a file of its own", Severity.WARNING
            )
        )
    for sheet in read:
        if sheet.hidden_rows:
            text = say(
                "%(hidden_rows)s hidden rows of the sheet “%(title)s” are not read",
                hidden_rows=sheet.hidden_rows,
                title=sheet.title,
            )
            findings.append(
                Finding("table.hidden", name, text, "show them to have them read", Severity.WARNING)
            )
    return findings


class _Extra:
    """What the reader of cells does not tell: hidden rows, and the year from which days are counted."""

    def __init__(self, data: bytes) -> None:
        self.zip: ZipFile | None = None
        self.parts: dict[str, str] = {}
        self.from_1904 = False
        try:
            self.zip = ZipFile(BytesIO(data))
            book = self.zip.read("xl/workbook.xml")
            links = self.zip.read("xl/_rels/workbook.xml.rels")
        except (BadZipFile, KeyError, OSError, RuntimeError):
            self.zip = None
            return
        self.from_1904 = _1904.search(book) is not None
        targets = {_said(link, b"Id"): _said(link, b"Target") for link in _RELATION.findall(links)}
        for sheet in _SHEET.findall(book):
            target = targets.get(_said(sheet, b"r:id"), "")
            self.parts[_said(sheet, b"name")] = (
                target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            )

    def hidden_rows(self, title: str) -> set[int]:
        """The numbers of the rows that somebody hid, or filtered away. Cost: one pass over the sheet."""
        if self.zip is None or self.parts.get(title) not in self.zip.namelist():
            return set()
        found: set[int] = set()
        rest = b""
        with self.zip.open(self.parts[title]) as stream:
            while piece := stream.read(PIECE_BYTES):
                text = rest + piece
                found |= {int(n[1]) for row in _HIDDEN_ROW.findall(text) if (n := _ROW_NUMBER.search(row))}
                rest = text[text.rfind(b"<row") :][:10_000] if b"<row" in text else b""
        return found


def _said(tag: bytes, key: bytes) -> str:
    from html import unescape

    found = re.search(rb"\b" + key + rb"=\"([^\"]*)\"", tag)
    return unescape(found[1].decode("utf-8", "replace")) if found else ""
