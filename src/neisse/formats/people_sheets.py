"""Lists as sheets for people: real days and numbers, a head that stays, ready to print or for a serial letter.

The first row names the columns, so that a serial letter can take the sheet as it is; title, filters and day stand in the
head and foot of each printed page and on a second sheet.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

from neisse.engine.values import NeisseError, say
from neisse.formats.ods_sheets import ods_of
from neisse.formats.people_sheet import Cell, PeopleSheet
from neisse.formats.sheets import neutral_text, sheet_name

FORMS = ("xlsx", "ods")
WIDEST, NARROWEST = 60, 6
SAMPLE_ROWS = 200
# How days are written, as programs of sheets say it.
DAYS = {"de": "dd.mm.yyyy", "pl": "dd.mm.yyyy", "en": "d mmm yyyy"}
CLOCK, MONEY = "hh:mm", "#,##0.00"
HEAD_COLOUR = "E7ECEF"


def write_people_sheet(sheet: PeopleSheet, form: str) -> bytes:
    """The sheet as `xlsx` or `ods`; another form is `sheet.form`. No text of it is a formula, headings included."""
    if form == "xlsx":
        return _xlsx(sheet)
    if form == "ods":
        return ods_of(sheet, list(widths(sheet)))
    raise NeisseError(
        "sheet.form",
        form,
        say("lists are not written as “%(form)s”", form=form),
        say("one of %(all)s", all=", ".join(FORMS)),
    )


def widths(sheet: PeopleSheet) -> Iterator[int]:
    """How many letters each column shows."""
    sample = sheet.rows[:SAMPLE_ROWS]
    for number, heading in enumerate(sheet.headings):
        longest = max([len(heading) + 2, *(_letters(row[number]) for row in sample)])
        yield min(WIDEST, max(NARROWEST, longest + 2))


def _letters(cell: Cell) -> int:
    if isinstance(cell, datetime):
        return len("21.10.2026 14:00")
    return len("21.10.2026") if isinstance(cell, date) else max(map(len, str(cell or "").split("\n")))


def _xlsx(sheet: PeopleSheet) -> bytes:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    book.properties.title, book.properties.creator = sheet.title, "Neisse"
    page = book.create_sheet(sheet_name(sheet.title))
    _pages(page, sheet)
    _columns(page, sheet)
    page.append(_headings(page, sheet.headings))
    for row in sheet.rows:
        page.append([_cell(page, sheet, number, value) for number, value in enumerate(row)])
    _about(book.create_sheet(sheet_name(sheet.about_title)), sheet)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _pages(page: Any, sheet: PeopleSheet) -> None:
    """How the sheet is printed: across, as wide as the paper, its head on every page."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties

    area = f"A1:{get_column_letter(max(1, len(sheet.headings)))}{len(sheet.rows) + 1}"
    page.freeze_panes = "A2"
    page.print_title_rows = "1:1"
    page.print_area = page.auto_filter.ref = area
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", "9"
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.oddHeader.left.text = _in_head(sheet.title)
    page.oddFooter.left.text = _in_head(sheet.page_foot)
    page.oddFooter.right.text = "&P / &N"


def _in_head(text: str) -> str:
    """A text where `&` would begin a command."""
    return neutral_text(text).replace("&", "&&")[:120]


def _columns(page: Any, sheet: PeopleSheet) -> None:
    from openpyxl.utils import get_column_letter

    for number, width in enumerate(widths(sheet)):
        column = page.column_dimensions[get_column_letter(number + 1)]
        column.width, column.hidden = width, number in sheet.hidden


def _headings(page: Any, headings: Sequence[str]) -> list[Any]:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font, PatternFill

    cells = []
    for heading in headings:
        cell = WriteOnlyCell(page, value=neutral_text(heading))
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", start_color=HEAD_COLOUR)
        cell.alignment = Alignment(vertical="top", wrap_text=True)
        cells.append(cell)
    return cells


def _cell(page: Any, sheet: PeopleSheet, number: int, value: Cell) -> Any:
    """A cell; days, times and amounts of money with the form that shows them."""
    from openpyxl.cell import WriteOnlyCell

    if isinstance(value, str):
        return neutral_text(value)
    form = form_of(sheet, number, value)
    if not form:
        return value
    cell = WriteOnlyCell(page, value=value)
    cell.number_format = form
    return cell


def form_of(sheet: PeopleSheet, number: int, value: Cell) -> str:
    """How a program of sheets shows a value; empty for texts and plain numbers."""
    if isinstance(value, datetime):
        return f"{DAYS.get(sheet.language, DAYS['en'])} {CLOCK}"
    if isinstance(value, date):
        return DAYS.get(sheet.language, DAYS["en"])
    if isinstance(value, time):
        return CLOCK
    return MONEY if number in sheet.money and isinstance(value, int | float) else ""


def _about(page: Any, sheet: PeopleSheet) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    page.column_dimensions["A"].width, page.column_dimensions["B"].width = 24, WIDEST
    for what, value in sheet.about:
        label = WriteOnlyCell(page, value=neutral_text(what))
        label.font = Font(bold=True)
        page.append([label, _cell(page, sheet, -1, value)])
