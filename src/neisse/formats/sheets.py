"""Lists of objects written as CSV, XLSX or ODS: the same columns, and no cell that a program would execute."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

from neisse.engine.values import NeisseError, say

FORMS = ("csv", "xlsx", "ods")
# Spreadsheets take a text that begins so for a formula (OWASP, CSV injection).
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# What a program may skip before it looks at the first sign: spaces, and signs that nobody sees.
UNSEEN = "\u00a0\u00ad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
SKIPPED = " \x0b\x0c\u3000" + UNSEEN
NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")
# A telephone number begins like a sum; in a cell that is marked as text it is none.
PHONE = re.compile(r"\+\d[\d ()/.\-]{4,40}\d")
LIST_SIGN = "; "
WIDEST = 60
# Signs that XML 1.0 does not allow.
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def write_sheet(
    objects: Iterable[Mapping[str, Any]],
    form: str,
    *,
    title: str = "Neisse",
    columns: Sequence[str] | None = None,
) -> bytes:
    """The objects as a table; `sheet.form` for another form than csv, xlsx, ods.

    Fields inside fields are columns with a dot (`place.city`, `names.de`), lists are joined by "; ". Such a
    file can be imported again: its headers are the contract's fields. CSV is UTF-8 with a mark and separated
    by semicolons, which Excel in Germany and Poland opens as it should. Texts that would be formulas are
    preceded by an apostrophe.
    """
    rows = [flattened(found) for found in objects]
    headers = (
        list(columns) if columns is not None else list(dict.fromkeys(key for row in rows for key in row))
    )
    cells = [
        [neutral(header) for header in headers],
        *([neutral(row.get(header)) for header in headers] for row in rows),
    ]
    if form == "csv":
        return _csv(cells)
    if form == "xlsx":
        return _xlsx(cells, title)
    if form == "ods":
        return _ods(cells, title)
    raise NeisseError(
        "sheet.form",
        form,
        say("lists are not written as “%(form)s”", form=form),
        say("one of %(all)s", all=", ".join(FORMS)),
    )


def flattened(found: Mapping[str, Any]) -> dict[str, str | int | float | bool]:
    """An object as one row: fields inside fields with a dot, lists joined."""
    row: dict[str, str | int | float | bool] = {}
    for key, value in found.items():
        if isinstance(value, Mapping):
            row |= {f"{key}.{inner}": said for inner, said in flattened(value).items()}
        elif isinstance(value, list | tuple):
            row[key] = LIST_SIGN.join(str(entry) for entry in value)
        elif value is not None:
            row[key] = value if isinstance(value, str | int | float | bool) else str(value)
    return row


def neutral_text(text: str) -> str:
    """A text for a cell that is marked as text: telephone numbers stay as they are, what may be a formula does not."""
    clean = NOT_IN_XML.sub("", text)
    return clean if PHONE.fullmatch(clean) else str(neutral(clean))


def neutral(cell: Any) -> Any:
    """A cell that no program takes for a formula; numbers, also those in texts, stay as they are."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        clean = NOT_IN_XML.sub("", cell)
        return (
            f"'{clean}" if clean.lstrip(SKIPPED).startswith(RISKY) and not NUMBER.fullmatch(clean) else clean
        )
    return cell


def tab_lines(rows: Iterable[Sequence[Any]]) -> str:
    """Rows as lines of cells that tabs split, for files that programs of sheets may open too."""
    return "".join("\t".join(map(_between_tabs, row)) + "\n" for row in rows)


def _between_tabs(cell: Any) -> str:
    text = " ".join(NOT_IN_XML.sub("", str(cell)).split())
    return str(neutral(text)) if as_meant(text) == text else f"'{text}"


def as_meant(cell: str) -> str:
    """A cell of such a file without the apostrophe that kept it from being a formula."""
    rest = cell.removeprefix("'")
    return rest if rest != cell and (neutral(rest) != rest or as_meant(rest) != rest) else cell


def sheet_name(title: str) -> str:
    """The title of a sheet: 31 signs at most, none that programs refuse, and no sign of a formula in front."""
    clean = re.sub(r"[\[\]:*?/\\']", " ", NOT_IN_XML.sub("", title))
    return clean.lstrip(SKIPPED + "".join(RISKY))[:31].rstrip() or "Neisse"


def _csv(cells: Iterable[Sequence[Any]]) -> bytes:
    stream = StringIO(newline="")
    csv.writer(stream, delimiter=";").writerows([_plain(cell) for cell in row] for row in cells)
    return stream.getvalue().encode("utf-8-sig")


def _plain(cell: Any) -> Any:
    """A number without exponent; one with three decimals gets a fourth, since 3.125 could be read as 3125."""
    if not isinstance(cell, float):
        return cell
    digits = format(Decimal(repr(cell)), "f")
    return f"{digits}0" if re.fullmatch(r"-?\d{1,3}\.\d{3}", digits) else digits


def _xlsx(cells: Sequence[Sequence[Any]], title: str) -> bytes:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    sheet = book.create_sheet(sheet_name(title))
    sheet.freeze_panes = "A2"
    for letter, width in _widths(cells):
        sheet.column_dimensions[letter].width = width
    header = [WriteOnlyCell(sheet, value=str(name)) for name in cells[0]]
    for cell in header:
        cell.font = Font(bold=True)
    sheet.append(header)
    for row in cells[1:]:
        sheet.append(row)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _widths(cells: Sequence[Sequence[Any]]) -> Iterable[tuple[str, int]]:
    from openpyxl.utils import get_column_letter

    for number in range(len(cells[0])):
        longest = max(len(str(row[number])) for row in cells[:200])
        yield get_column_letter(number + 1), min(WIDEST, longest + 2)


def _ods(cells: Sequence[Sequence[Any]], title: str) -> bytes:
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table, TableCell, TableRow
    from odf.text import P

    document = OpenDocumentSpreadsheet()
    table = Table(name=sheet_name(title))
    for row in cells:
        line = TableRow()
        for cell in row:
            if isinstance(cell, int | float) and not isinstance(cell, bool):
                box = TableCell(valuetype="float", value=cell)
            else:
                box = TableCell(valuetype="string")
            for paragraph in str(cell).split("\n") if cell != "" else ():
                box.addElement(P(text=paragraph))
            line.addElement(box)
        table.addElement(line)
    document.spreadsheet.addElement(table)
    stream = BytesIO()
    document.write(stream)
    return stream.getvalue()
