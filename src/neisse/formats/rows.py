"""A mapped table becomes objects: one row, one object, every remark with its row and column header."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from time import monotonic
from typing import Any

from neisse.engine.text.language import detect_language
from neisse.engine.values import LANGUAGES, Finding, Severity, say
from neisse.formats.limits import Limits
from neisse.formats.member_headers import MEMBER
from neisse.formats.member_rows import nested, read_member
from neisse.formats.object_fields import EMPTY, ObjectFields
from neisse.formats.objects import KINDS, Object, read_object
from neisse.formats.owners import REFUSED
from neisse.formats.pace import SILENT, Pace
from neisse.formats.phrases import agreed, office_named, shown_by
from neisse.formats.row_places import take_place
from neisse.formats.row_times import take_clocks
from neisse.formats.row_values import DATES, cents, fee, is_empty, value_of
from neisse.formats.second_meanings import SHARED
from neisse.formats.summaries import with_group
from neisse.formats.table import Cell, Table

# Numbers of days of a workbook that counts from 1904; up to here a number is a year.
DAYS_1904, YEARS_END = 1462, 2100
SLASHED = re.compile(r"\s*(\d{1,2})/(\d{1,2})/\d{2,4}")


class RowReader:
    """Reads the rows of one table into objects of one kind."""

    def __init__(self, table: Table, kind: str, mapping: Mapping[str, str], reference: date) -> None:
        self.kind, self.reference = kind, reference
        self.columns = [
            (position, mapping[header], header)
            for position, header in enumerate(table.headers)
            if mapping.get(header)
        ]
        self.header_of = {field: header for _, field, header in reversed(self.columns)}
        self.header_of |= {field.split(".")[0]: header for _, field, header in reversed(self.columns)}
        self.header_of |= {"starts": self.header_of.get("starts") or self.header_of.get("period", "starts")}
        self.from_1904 = table.from_1904
        self.is_own = _names_type(table)
        # A column that an own export wrote names the first day after the end; what people write, the last one.
        self.last_days = not any(header in {"until", "consent.until"} for _, _, header in self.columns)
        self.day_first = _day_first(table, [p for p, field, _ in self.columns if field in DATES])

    def read(self, row: int, cells: tuple[Cell, ...], group: str = "") -> tuple[list[Object], list[Finding]]:
        """One row under the heading of its `group`: its objects, none where it is refused, and the remarks."""
        findings: list[Finding] = []
        data = self._data(row, cells, findings)
        if self.kind in {"organisation", MEMBER} and not data.get("name"):
            data["name"] = _first_text(data.get("names"))
        if self.kind == "measure" and not data.get("title"):
            data["title"] = _first_text(data.get("titles"))
        unread: list[str] = []
        clocks = take_clocks(data, unread) if self.kind == "measure" else (None, None)
        findings += [_no_clock(said, row, self.header_of.get("time", "time")) for said in unread]
        fields = ObjectFields(
            row,
            data,
            [],
            self.reference,
            day_first=self.day_first,
            lenient=True,
            asks=True,
            last_days=self.last_days,
            clocks=clocks,
        )
        if self.kind == MEMBER:
            if group:
                with_group(data, group)
            objects, remarks = read_member(data, fields)
        else:
            if not self.is_own:
                take_place(self.kind, data)
            found = read_object(self.kind, fields)
            objects, remarks = [found] if found is not None else [], fields.findings
        findings += [replace(f, column=self.header_of.get(f.column, f.column)) for f in remarks]
        return objects, findings

    def _data(self, row: int, cells: tuple[Cell, ...], findings: list[Finding]) -> dict[str, Any]:
        whole: dict[str, Any] = {}
        for position, name, header in self.columns:
            part, field = nested(name) if self.kind == MEMBER else ("", name)
            data = whole.setdefault(part, {}) if part else whole
            cell = cells[position]
            if cell in EMPTY or (not self.is_own and is_empty(field, cell)):
                continue
            if self.from_1904 and field in DATES and isinstance(cell, int | float) and cell > YEARS_END:
                cell += DAYS_1904
            if (part, field) == ("membership", "fee_class"):
                cell = fee(cell, header)
            if field == "visibility":
                cell = shown_by(header, cell)
            if field == "person.name" or name == "person.name":
                office = office_named(header)
                data |= {"office": data.get("office") or office} if office else {}
            money = field == "cost"
            value = cents(cell, header, row, findings) if money else value_of(field, cell)
            outer, _, inner = ("cost_cents" if money else field).partition(".")
            if value in EMPTY:
                continue
            if outer in SHARED and outer in data:
                value = f"{data[outer]}\n{value}"
            if inner:
                data.setdefault(outer, {})[inner] = value
            else:
                data[outer] = value
        _join_names(whole)
        _in_languages(whole)
        if self.kind == "person":
            _take_consent(whole, self.header_of.get("consent", ""))
        return {name: value for name, value in whole.items() if value != {}}


def read_rows(
    table: Table,
    kind: str,
    mapping: Mapping[str, str],
    reference: date,
    limits: Limits,
    pace: Pace = SILENT,
    groups: Mapping[int, str] | None = None,
) -> tuple[list[tuple[int, Object]], list[Finding]]:
    """The objects of a table with their rows, and all remarks; a row with an error gives no object.

    A row without an id gets one from what names it, so that the same file read again gives the same ids.
    After `limits.seconds` reading stops with `table.too_slow`: nothing of the file should then be stored.
    """
    reader = RowReader(table, kind, mapping, reference)
    deadline = monotonic() + limits.seconds
    objects: list[tuple[int, Object]] = []
    findings: list[Finding] = []
    groups = groups or {}
    for done, (row, cells) in enumerate(table.rows, 1):
        pace.told(done, len(table.rows))
        if too_long := _too_long(table, row, cells, limits):
            findings.append(too_long)
            continue
        found, remarks = reader.read(row, cells, groups.get(row, ""))
        findings += remarks
        objects += [(row, one) for one in found]
        if monotonic() > deadline:
            text = say(
                "reading took longer than %(seconds)s s and stopped at row %(row)s",
                seconds=f"{limits.seconds:.0f}",
                row=row,
            )
            findings.append(Finding("table.too_slow", table.name, text, "split the file"))
            break
    return objects, findings


def _names_type(table: Table) -> bool:
    """Whether each row names its kind as an own export does: its values are the contract's already."""
    at = table.headers.index("type") if "type" in table.headers else -1
    return at >= 0 and {str(cells[at]) for _, cells in table.rows} <= set(KINDS)


def _too_long(table: Table, row: int, cells: tuple[Cell, ...], limits: Limits) -> Finding | None:
    for header, cell in zip(table.headers, cells, strict=True):
        if isinstance(cell, str) and len(cell) > limits.cell_letters:
            text = say("a cell has more than %(cell_letters)s letters", cell_letters=limits.cell_letters)
            return Finding("table.cell_too_long", table.name, text, "shorten it", row=row, column=header)
    return None


def _day_first(table: Table, positions: list[int]) -> bool | None:
    """Whether 03/04/2026 is the third of April: told by the column's other dates, None where none tells."""
    pairs = [
        (int(found[1]), int(found[2]))
        for _, cells in table.rows
        for position in positions
        if isinstance(cells[position], str) and (found := SLASHED.match(str(cells[position])))
    ]
    first, second = any(a > 12 for a, _ in pairs), any(b > 12 for _, b in pairs)
    return None if first == second else first


def _join_names(data: dict[str, Any]) -> None:
    given, family = data.pop("given_name", ""), data.pop("family_name", "")
    if not data.get("name") and (given or family):
        data["name"] = f"{given} {family}".strip()


def _no_clock(said: str, row: int, header: str) -> Finding:
    text = say("“%(said)s” is not understood as a time of day; it is left out", said=said[:60])
    return Finding("period.clock", said[:60], text, "write 9:00 or 9:00-12:30", Severity.WARNING, row, header)


def _in_languages(data: dict[str, Any]) -> None:
    """A text of a field that has one in each language stands in its own."""
    for name in ("names", "descriptions"):
        said = data.get(name)
        if isinstance(said, str):
            data[name] = {detect_language(said) or LANGUAGES[0]: said}


def _take_consent(data: dict[str, Any], header: str) -> None:
    """A consent that says yes is for what its header says; who says no has none, and no answer for the file gives one."""
    said = data.get("consent")
    answer = agreed(str(said.get("purpose") or "")) if isinstance(said, dict) else None
    if answer and isinstance(said, dict):
        said["purpose"] = header
    elif answer is False:
        data.pop("consent")
        data[REFUSED] = True


def _first_text(texts: Any) -> str:
    return next(iter(texts.values()), "") if isinstance(texts, dict) else ""
