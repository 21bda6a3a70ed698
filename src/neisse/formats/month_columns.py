"""Plans whose columns are months: each mark in one of them becomes a time."""

from __future__ import annotations

import re
from dataclasses import replace

from neisse.engine.record.periods import is_month
from neisse.engine.values import Finding, Severity, say
from neisse.formats.table import Cell, Table

# Fewer months than these side by side are fields, not a calendar.
FEWEST = 2
WHEN = "Termin"
_YEAR = re.compile(r"\b20\d{2}\b")
_SPAN = re.compile(
    r"(?:Q ?[1-4]|[1-4]\. ?(?:Quartal|quarter|kwartał)|I{1,3} kwartał|IV kwartał|KW ?\d{1,2}|(?:0?[1-9]|1[0-2])[/.-](?:20)?\d{2})"
    r"(?:[ /-]*(?:20)?\d{2})?",
    re.IGNORECASE,
)
_AMOUNT = re.compile(r"[\d.,' ]+(?:€|EUR|%|T€|zł)?")
_DAY = re.compile(r"\d{1,2}\.\s?\d{1,2}\.")
_SHORT = re.compile(r"^(\d{1,2})[/.-](\d{2})$")


def without_month_columns(table: Table) -> Table:
    """The table with one column for the time instead of one for each month; a row for each mark.

    A mark with a digit is the day ("12.", "12.-14."), any other one ("x") stands for the month. A year in a header counts.
    """
    months = _spans(table)
    if len(months) < FEWEST:
        return table
    rows: list[tuple[int, tuple[Cell, ...]]] = []
    for row, cells in table.rows:
        rest = tuple(cell for n, cell in enumerate(cells) if n not in months)
        marks = [n for n in months if cells[n] not in ("", None)]
        rows += [(row, (*rest, _said(cells[n], table.headers[n]))) for n in marks] or [(row, (*rest, ""))]
    headers = tuple(header for n, header in enumerate(table.headers) if n not in months)
    text = say("%(count)s columns are months; each mark in one of them is read as a time", count=len(months))
    note = Finding("table.months", table.name, text, "", Severity.NOTE)
    when = WHEN if WHEN not in headers else f"{WHEN} (2)"
    return replace(table, headers=(*headers, when), rows=tuple(rows), findings=(*table.findings, note))


def _spans(table: Table) -> list[int]:
    """The columns that are named after months, or after quarters, weeks or months with their years, and hold marks."""
    months = [n for n, header in enumerate(table.headers) if is_month(_YEAR.sub("", header))]
    spans = [n for n, header in enumerate(table.headers) if _SPAN.fullmatch(header)]
    if len(months) >= FEWEST or len(spans) < FEWEST:
        return months
    marks = [cells[n] for _, cells in table.rows for n in spans if cells[n] not in ("", None)]
    # Numbers under quarters are amounts, not marks.
    return spans if marks and not any(map(_is_amount, marks)) else []


def _is_amount(mark: Cell) -> bool:
    text = str(mark).strip()
    return not isinstance(mark, str) or (_AMOUNT.fullmatch(text) is not None and not _DAY.fullmatch(text))


def _said(cell: Cell, header: str) -> str:
    mark = str(cell).strip()
    header = _SHORT.sub(r"\1/20\2", header)
    if _DAY.search(mark) and not _YEAR.search(mark):
        year = _YEAR.search(header)
        return f"{mark.rstrip('.')}.{year[0]}" if year else mark
    if _DAY.search(mark) or not is_month(_YEAR.sub("", header)):
        return mark if _DAY.search(mark) else header
    if not mark[:1].isdigit():
        return header
    return f"{mark} {header}" if mark.endswith(".") or not mark.isdecimal() else f"{mark}. {header}"
