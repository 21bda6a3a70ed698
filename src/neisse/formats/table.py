"""Tables: CSV in any usual encoding and separator, XLSX, ODS, XLS - as headers and rows of plain values."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from io import StringIO

from neisse.engine.text.fold import fold
from neisse.engine.values import Finding, NeisseError, Severity, say
from neisse.formats.columns import header_row
from neisse.formats.csv_rows import mild_rows, strict_rows
from neisse.formats.encoding import decode
from neisse.formats.html_rows import html_rows, is_html_table
from neisse.formats.limits import DEFAULT_LIMITS, Limits, check_size
from neisse.formats.pace import SILENT, Pace
from neisse.formats.reading import ANYWHERE, TablePlace
from neisse.formats.sheet_bounds import check_packed
from neisse.formats.sheets import as_meant
from neisse.formats.two_lines import two_line_headers
from neisse.formats.workbooks import Sheet, read_workbook, told

Cell = str | int | float | bool | date | datetime | time | timedelta | None
SEPARATORS = (";", ",", "\t", "|")
SNIFF_LINES = 60
SNIFF_LETTERS = 200_000
ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True)
class Table:
    """Headers (unique, none empty) and rows as (row number as the user's program counts, cells)."""

    name: str
    headers: tuple[str, ...]
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]
    findings: tuple[Finding, ...] = ()
    form: str = "csv"
    from_1904: bool = False
    sheets: tuple[str, ...] = ()
    sheet: str = ""
    header_row: int = 0
    heading: str = ""


def read_table(
    name: str,
    data: bytes,
    limits: Limits = DEFAULT_LIMITS,
    pace: Pace = SILENT,
    place: TablePlace = ANYWHERE,
) -> Table:
    """The table of a file, by its content; of a workbook the visible sheet whose headers are understood best,
    or the one of `place` where somebody chose it.

    User errors: `file.too_large`, `file.empty`, `file.damaged`, `file.zip_bomb`, `file.binary`,
    `table.too_large`. Sheets with the same headers are one list, hidden sheets and rows are left
    out with a remark. Formulas give their last computed value.
    """
    check_size(name, len(data), limits)
    if not data.strip():
        raise NeisseError("file.empty", name, say("%(name)s is empty", name=name), "choose another file")
    if data.startswith((ZIP, OLE)):
        return _read_workbook(name, data, limits, pace, place)
    return _read_csv(name, data, limits, place.header_row)


def _read_csv(name: str, data: bytes, limits: Limits, header_row: int) -> Table:
    decoded = decode(name, data)
    if is_html_table(decoded.text):
        table = _table(name, html_rows(decoded.text), limits, header_row)
        note = Finding(
            "table.web_page",
            name,
            say("%(name)s is a web page; its table is read", name=name),
            "",
            Severity.NOTE,
        )
        return replace(table, form="html", findings=(*decoded.findings, note, *table.findings))
    separator = sniff_separator(decoded.text)
    lines: list[tuple[int, list[Cell]]] = []
    notes: list[Finding] = []
    try:
        for row, cells in strict_rows(decoded.text, separator):
            lines.append((row, list(cells)))
            _check_bounds(name, lines, limits)
    except csv.Error:
        mild, remarks = mild_rows(name, decoded.text, separator)
        lines = [(row, list(cells)) for row, cells in mild]
        notes += remarks
    _check_bounds(name, lines, limits)
    table = _table(name, lines, limits, header_row)
    return replace(
        table, findings=(*decoded.findings, *notes, *table.findings, *_cut_off(table, decoded.text))
    )


def _check_bounds(name: str, lines: Sequence[tuple[int, Sequence[Cell]]], limits: Limits) -> None:
    if lines and len(lines[-1][1]) > limits.columns:
        raise _too_wide(name, len(lines[-1][1]), limits)
    if len(lines) > limits.rows + 1:
        raise _too_many_rows(name, limits)


def sniff_separator(text: str) -> str:
    """The separator whose number of cells is most even and largest over the first lines."""
    sample = "".join(text[:SNIFF_LETTERS].splitlines(keepends=True)[:SNIFF_LINES])

    def evenness(separator: str) -> tuple[float, int]:
        try:
            widths = Counter(
                len(cells) for cells in csv.reader(StringIO(sample), delimiter=separator) if cells
            )
        except csv.Error:
            return 0.0, 0
        width, times = max(
            widths.items(), key=lambda entry: (entry[1] * (entry[0] > 1), entry[0]), default=(0, 0)
        )
        return (times / widths.total(), width) if width > 1 else (0.0, 0)

    best = max(SEPARATORS, key=evenness)
    return best if evenness(best)[1] else ","


def _read_workbook(name: str, data: bytes, limits: Limits, pace: Pace, place: TablePlace) -> Table:
    if data.startswith(ZIP):
        pace.earned(check_packed(name, data, limits, pace))
    book = read_workbook(name, data)
    chosen = [sheet for sheet in book.sheets if place.sheet and sheet.title == place.sheet]
    shown = chosen or [sheet for sheet in book.sheets if not sheet.hidden and sheet.rows] or book.sheets
    if not any(sheet.rows for sheet in shown):
        raise NeisseError(
            "file.empty", name, say("%(name)s has no filled cell", name=name), "choose another file"
        )
    row = place.header_row
    tables = [(_score(sheet), sheet, _table(name, sheet.rows, limits, row)) for sheet in shown if sheet.rows]
    best, table = max(tables, key=lambda scored: (scored[0], len(scored[2].headers)))[1:]
    read = [best]
    alike = [(sheet, other) for _, sheet, other in tables if sheet is not best and _alike(other, table)]
    if alike:
        read, table = _together(name, [(s, t) for _, s, t in tables if s is best or (s, t) in alike], table)
    if len(table.rows) > limits.rows:
        raise _too_many_rows(name, limits)
    form = "xls" if data.startswith(OLE) else "ods" if b"opendocument" in data[:200] else "xlsx"
    findings = (*table.findings, *told(name, book, read))
    titles = tuple(sheet.title for sheet in book.sheets if sheet.rows)
    kept = replace(table, form=form, findings=findings, from_1904=book.from_1904)
    return replace(kept, sheets=titles, sheet=best.title)


def _score(sheet: Sheet) -> float:
    return header_row([cells for _, cells in sheet.rows])[1]


def _alike(one: Table, other: Table) -> bool:
    """Whether two sheets have the same headers: one list that somebody spread over sheets."""
    said, wanted = ({fold(header) for header in table.headers} for table in (one, other))
    return len(said & wanted) > 1 and (said == wanted or said < wanted)


def _in_order(part: Table, table: Table) -> Iterable[tuple[int, tuple[Cell, ...]]]:
    """The rows of a sheet with its cells under the headers of another one."""
    places = {fold(header): n for n, header in enumerate(part.headers)}
    order = [places.get(fold(header)) for header in table.headers]
    for row, cells in part.rows:
        yield row, tuple("" if n is None else cells[n] for n in order)


def _together(name: str, sheets: Sequence[tuple[Sheet, Table]], table: Table) -> tuple[list[Sheet], Table]:
    """Sheets of one list under each other, in order; rows go on counting."""
    rows: list[tuple[int, tuple[Cell, ...]]] = []
    said = []
    for sheet, part in sheets:
        above = rows[-1][0] if rows else 0
        said.append(f"{sheet.title} ({above + 1})" if above else sheet.title)
        rows += [(above + row, cells) for row, cells in _in_order(part, table)]
    text = say(
        "%(count)s sheets with the same headers are read as one list: %(all)s",
        count=len(sheets),
        all=", ".join(said),
    )
    note = Finding("table.sheets_joined", name, text, "", Severity.NOTE)
    return [sheet for sheet, _ in sheets], replace(table, rows=tuple(rows), findings=(*table.findings, note))


def _table(name: str, lines: Iterable[tuple[int, Sequence[Cell]]], limits: Limits, header: int = 0) -> Table:
    filled = [(row, cells) for row, cells in lines if any(cell not in ("", None) for cell in cells)]
    if not filled:
        raise NeisseError(
            "file.empty", name, say("%(name)s has no filled row", name=name), "choose another file"
        )
    said = next((n for n, (row, _) in enumerate(filled) if header and row == header), None)
    position = header_row([cells for _, cells in filled])[0] if said is None else said
    above = filled[position - 1][1] if position else None
    below = filled[position + 1][1] if position + 1 < len(filled) else None
    titles, has_second = two_line_headers(above, filled[position][1], below)
    body = filled[position + 1 + has_second :]
    width = max(len(titles), max((len(cells) for _, cells in body), default=0))
    if len(body) > limits.rows:
        raise _too_many_rows(name, limits)
    if width > limits.columns:
        raise _too_wide(name, width, limits)
    headers = _unique(titles + [""] * (width - len(titles)))
    rows = tuple((row, (*map(_cell, cells), *[""] * (width - len(cells)))) for row, cells in body)
    notes = []
    if position:
        text = say("%(position)s rows above the headers are skipped", position=position)
        notes.append(Finding("table.preamble", name, text, "", Severity.NOTE))
    if not rows:
        text = say("%(name)s has headers and no row below them", name=name)
        hint = say("is another sheet or file meant?")
        notes.append(Finding("table.no_rows", name, text, hint, Severity.WARNING))
    above_all = " ".join(
        str(cell) for _, cells in filled[:position] for cell in cells if isinstance(cell, str)
    )
    return Table(name, headers, rows, tuple(notes), header_row=filled[position][0], heading=above_all[:500])


def _cell(cell: Cell) -> Cell:
    if isinstance(cell, str):
        return as_meant(cell.strip())
    return int(cell) if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15 else cell


def _unique(titles: Sequence[str]) -> tuple[str, ...]:
    seen: Counter[str] = Counter()
    headers: list[str] = []
    for number, title in enumerate(titles, 1):
        header = " ".join(title.split()) or f"({number})"
        seen[header] += 1
        headers.append(header if seen[header] == 1 else f"{header} ({seen[header]})")
    return tuple(headers)


def _cut_off(table: Table, text: str) -> tuple[Finding, ...]:
    """A last line that is shorter than all others and does not end is half a line."""
    if text.endswith(("\n", "\r")) or len(table.rows) < 2:
        return ()
    row, last = table.rows[-1]
    filled = [max((n for n, cell in enumerate(cells, 1) if cell != ""), default=0) for _, cells in table.rows]
    if filled[-1] >= min(filled[:-1]):
        return ()
    said = say(
        "the last row ends after %(filled)s of %(count)s cells: the file may be cut off",
        filled=filled[-1],
        count=len(last),
    )
    return (Finding("file.cut_off", table.name, said, "send it again", Severity.WARNING, row),)


def _too_wide(name: str, width: int, limits: Limits) -> NeisseError:
    text = say(
        "%(name)s has %(width)s columns, at most %(columns)s are read",
        name=name,
        width=width,
        columns=limits.columns,
    )
    return NeisseError("table.too_large", name, text, "delete the columns that are not needed")


def _too_many_rows(name: str, limits: Limits) -> NeisseError:
    text = say("%(name)s has more than %(rows)s rows", name=name, rows=limits.rows)
    return NeisseError("table.too_large", name, text, "split the file")
