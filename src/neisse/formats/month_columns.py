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


def without_month_columns(table: Table) -> Table:
    """The table with one column for the time instead of one for each month; a row for each mark.

    A mark with a digit is the day ("12.", "12.-14."), any other one ("x") stands for the month. A year in a header counts.
    """
    months = [n for n, header in enumerate(table.headers) if is_month(_YEAR.sub("", header))]
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


def _said(cell: Cell, header: str) -> str:
    mark = str(cell).strip()
    if not mark[:1].isdigit():
        return header
    return f"{mark} {header}" if mark.endswith(".") or not mark.isdecimal() else f"{mark}. {header}"
