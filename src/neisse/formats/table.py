"""Tables: CSV in any usual encoding and separator, XLSX, ODS, XLS - as headers and rows of plain values."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from io import BytesIO, StringIO

from neisse.engine.values import Finding, NeisseError, Severity
from neisse.formats.columns import header_row
from neisse.formats.encoding import decode
from neisse.formats.limits import DEFAULT_LIMITS, Limits, check_size
from neisse.formats.pace import SILENT, Pace
from neisse.formats.sheet_bounds import check_packed

Cell = str | int | float | bool | date | datetime | time | timedelta | None
SEPARATORS = (";", ",", "\t", "|")
SNIFF_LINES = 60
SNIFF_LETTERS = 200_000
ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
csv.field_size_limit(10_000_000)


@dataclass(frozen=True, slots=True)
class Table:
    """Headers (unique, none empty) and rows as (row number as the user's program counts, cells)."""

    name: str
    headers: tuple[str, ...]
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]
    findings: tuple[Finding, ...] = ()
    form: str = "csv"


def read_table(name: str, data: bytes, limits: Limits = DEFAULT_LIMITS, pace: Pace = SILENT) -> Table:
    """The table of a file, by its content; of a workbook the first sheet whose headers are understood best.

    User errors: `file.too_large`, `file.empty`, `file.damaged`, `file.zip_bomb`, `file.binary`,
    `table.too_large`, `table.quote`. Formulas give their last computed value.
    """
    check_size(name, len(data), limits)
    if not data.strip():
        raise NeisseError("file.empty", name, f"{name} is empty", "choose another file")
    if data.startswith((ZIP, OLE)):
        return _read_workbook(name, data, limits, pace)
    return _read_csv(name, data, limits)


def _read_csv(name: str, data: bytes, limits: Limits) -> Table:
    decoded = decode(name, data)
    separator = sniff_separator(decoded.text)
    reader = csv.reader(StringIO(decoded.text, newline=""), delimiter=separator, strict=True)
    lines: list[tuple[int, list[Cell]]] = []
    before = 0
    try:
        for cells in reader:
            lines.append((before + 1, list(cells)))
            before = reader.line_num
            if len(cells) > limits.columns:
                raise _too_wide(name, len(cells), limits)
            if len(lines) > limits.rows + 1:
                raise _too_many_rows(name, limits)
    except csv.Error as error:
        text = f"{name}: a quotation mark that opens near row {before + 1} is not closed as it should be ({error})"
        raise NeisseError("table.quote", name, text, "the file may be cut off; send it again") from error
    table = _table(name, lines, limits)
    return replace(table, findings=(*decoded.findings, *table.findings, *_cut_off(table, decoded.text)))


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


def _read_workbook(name: str, data: bytes, limits: Limits, pace: Pace) -> Table:
    if data.startswith(ZIP):
        pace.earned(check_packed(name, data, limits, pace))
    import python_calamine

    try:
        workbook = python_calamine.load_workbook(BytesIO(data))
        sheets = [
            (sheet.start[0] if sheet.start else 0, sheet.to_python(skip_empty_area=True))
            for title in workbook.sheet_names
            for sheet in (workbook.get_sheet_by_name(title),)
        ]
    except (python_calamine.CalamineError, ValueError, OSError) as error:
        text = f"{name} is no spreadsheet that can be read, is damaged, or needs a password"
        raise NeisseError(
            "file.damaged", name, text, "open it, save it as XLSX or CSV and send that"
        ) from error
    tables = [
        (header_row(rows)[1], _table(name, list(enumerate(rows, first + 1)), limits))
        for first, rows in sheets
        if any(cell != "" for row in rows for cell in row)
    ]
    if not tables:
        raise NeisseError("file.empty", name, f"{name} has no filled cell", "choose another file")
    best = max(tables, key=lambda scored: scored[0])[1]
    form = "xls" if data.startswith(OLE) else "ods" if b"opendocument" in data[:200] else "xlsx"
    if len(tables) == 1:
        return replace(best, form=form)
    text = f"{name} has {len(tables)} filled sheets; one is read, the one with the clearest headers"
    note = Finding("table.sheets", name, text, "save another sheet as a file of its own", Severity.WARNING)
    return replace(best, form=form, findings=(*best.findings, note))


def _table(name: str, lines: Iterable[tuple[int, Sequence[Cell]]], limits: Limits) -> Table:
    filled = [(row, cells) for row, cells in lines if any(cell not in ("", None) for cell in cells)]
    if not filled:
        raise NeisseError("file.empty", name, f"{name} has no filled row", "choose another file")
    position, _ = header_row([cells for _, cells in filled])
    titles, body = filled[position][1], filled[position + 1 :]
    width = max(len(titles), max((len(cells) for _, cells in body), default=0))
    if len(body) > limits.rows:
        raise _too_many_rows(name, limits)
    if width > limits.columns:
        raise _too_wide(name, width, limits)
    headers = _unique([str(title or "").strip() for title in titles] + [""] * (width - len(titles)))
    rows = tuple((row, (*map(_cell, cells), *[""] * (width - len(cells)))) for row, cells in body)
    note = (
        (
            Finding(
                "table.preamble", name, f"{position} rows above the headers are skipped", "", Severity.NOTE
            ),
        )
        if position
        else ()
    )
    return Table(name, headers, rows, note)


def _cell(cell: Cell) -> Cell:
    if isinstance(cell, str):
        return cell.strip()
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
    said = f"the last row ends after {filled[-1]} of {len(last)} cells: the file may be cut off"
    return (Finding("file.cut_off", table.name, said, "send it again", Severity.WARNING, row),)


def _too_wide(name: str, width: int, limits: Limits) -> NeisseError:
    text = f"{name} has {width:,} columns, at most {limits.columns} are read"
    return NeisseError("table.too_large", name, text, "delete the columns that are not needed")


def _too_many_rows(name: str, limits: Limits) -> NeisseError:
    text = f"{name} has more than {limits.rows:,} rows"
    return NeisseError("table.too_large", name, text, "split the file")
