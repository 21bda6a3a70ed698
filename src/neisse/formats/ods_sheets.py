"""Sheets for people as OpenDocument: the same as in XLSX, in the words of the other format."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

from neisse.formats.people_sheet import PeopleSheet
from neisse.formats.sheets import neutral_text, sheet_name

LETTER_CM = 0.21
DAY_PARTS = {"de": ("day", ".", "month", ".", "year"), "pl": ("day", ".", "month", ".", "year")}
ENGLISH_DAY = ("day", " ", "name", " ", "year")


def ods_of(sheet: PeopleSheet, widths: Sequence[int]) -> bytes:
    """A sheet as ODS with its page layout; `widths` in letters."""
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table, TableColumn, TableHeaderRows, TableRow

    document = OpenDocumentSpreadsheet()
    styles = _Styles(document, sheet)
    name = sheet_name(sheet.title)
    table = Table(name=name, stylename=styles.page, printranges=_area(name, sheet))
    for number, width in enumerate(widths):
        look = "collapse" if number in sheet.hidden else "visible"
        table.addElement(TableColumn(stylename=styles.column(width), visibility=look))
    head, line = TableHeaderRows(), TableRow()
    for heading in sheet.headings:
        line.addElement(_text(neutral_text(heading), styles.bold))
    head.addElement(line)
    table.addElement(head)
    for row in sheet.rows:
        line = TableRow()
        for number, value in enumerate(row):
            line.addElement(_cell(value, styles, number in sheet.money))
        table.addElement(line)
    document.spreadsheet.addElement(table)
    document.spreadsheet.addElement(_about(sheet, styles))
    stream = BytesIO()
    document.write(stream)
    return stream.getvalue()


def _about(sheet: PeopleSheet, styles: _Styles) -> Any:
    from odf.table import Table, TableColumn, TableRow

    table = Table(name=sheet_name(sheet.about_title))
    for width in (24, 60):
        table.addElement(TableColumn(stylename=styles.column(width)))
    for what, value in sheet.about:
        line = TableRow()
        line.addElement(_text(neutral_text(what), styles.bold))
        line.addElement(_cell(value, styles, False))
        table.addElement(line)
    return table


def _area(name: str, sheet: PeopleSheet) -> str:
    from openpyxl.utils import get_column_letter

    quoted = "'" + name.replace("'", "''") + "'"
    last = get_column_letter(max(1, len(sheet.headings)))
    return f"{quoted}.A1:{quoted}.{last}{len(sheet.rows) + 1}"


def _cell(value: Any, styles: _Styles, is_money: bool) -> Any:
    from odf.table import TableCell

    if isinstance(value, datetime):
        return TableCell(
            valuetype="date", datevalue=value.isoformat(timespec="seconds"), stylename=styles.moment
        )
    if isinstance(value, date):
        return TableCell(valuetype="date", datevalue=value.isoformat(), stylename=styles.day)
    if isinstance(value, time):
        said = f"PT{value:%H}H{value:%M}M00S"
        return TableCell(valuetype="time", timevalue=said, stylename=styles.clock)
    if isinstance(value, int | float):
        look = {"stylename": styles.money} if is_money else {}
        return TableCell(valuetype="float", value=value, **look)
    return _text(neutral_text(value or ""))


def _text(text: str, style: Any = None) -> Any:
    from odf.table import TableCell
    from odf.text import P

    box = TableCell(valuetype="string", **({"stylename": style} if style is not None else {}))
    for paragraph in text.split("\n") if text else ():
        box.addElement(P(text=paragraph))
    return box


class _Styles:
    """The styles of one document, each made once."""

    def __init__(self, document: Any, sheet: PeopleSheet) -> None:
        from odf.number import Number, NumberStyle
        from odf.style import Style, TextProperties

        self._document = document
        self._columns: dict[int, Any] = {}
        self.bold = Style(name="head", family="table-cell")
        self.bold.addElement(TextProperties(fontweight="bold"))
        document.automaticstyles.addElement(self.bold)
        self.page = self._paper(sheet)
        parts = DAY_PARTS.get(sheet.language, ENGLISH_DAY)
        clock = ("hours", ":", "minutes")
        self.day = self._dated("day", parts)
        self.moment = self._dated("moment", (*parts, " ", *clock))
        self.clock = self._dated("clock", clock)
        euro = NumberStyle(name="N-money")
        euro.addElement(Number(decimalplaces="2", minintegerdigits="1", grouping="true"))
        document.automaticstyles.addElement(euro)
        self.money = Style(name="money", family="table-cell", datastylename=euro)
        document.automaticstyles.addElement(self.money)

    def column(self, letters: int) -> Any:
        """The style of a column of a width."""
        from odf.style import Style, TableColumnProperties

        if letters not in self._columns:
            style = Style(name=f"wide{letters}", family="table-column")
            style.addElement(TableColumnProperties(columnwidth=f"{letters * LETTER_CM:.2f}cm"))
            self._document.automaticstyles.addElement(style)
            self._columns[letters] = style
        return self._columns[letters]

    def _dated(self, name: str, parts: Sequence[str]) -> Any:
        """A cell style whose days and times are put together of these parts."""
        from odf import number
        from odf.style import Style

        made = {
            "day": lambda: number.Day(style="short" if "name" in parts else "long"),
            "month": lambda: number.Month(style="long"),
            "name": lambda: number.Month(textual="true"),
            "year": lambda: number.Year(style="long"),
            "hours": lambda: number.Hours(style="long"),
            "minutes": lambda: number.Minutes(style="long"),
        }
        data = (number.TimeStyle if "year" not in parts else number.DateStyle)(name=f"N-{name}")
        for part in parts:
            data.addElement(made[part]() if part in made else number.Text(text=part))
        self._document.automaticstyles.addElement(data)
        style = Style(name=name, family="table-cell", datastylename=data)
        self._document.automaticstyles.addElement(style)
        return style

    def _paper(self, sheet: PeopleSheet) -> Any:
        """The table style of a page across the paper, with title and foot."""
        from odf.style import (
            Footer,
            Header,
            MasterPage,
            PageLayout,
            PageLayoutProperties,
            Style,
            TableProperties,
        )
        from odf.text import P

        layout = PageLayout(name="across")
        layout.addElement(
            PageLayoutProperties(pagewidth="29.7cm", pageheight="21cm", printorientation="landscape")
        )
        self._document.automaticstyles.addElement(layout)
        page = MasterPage(name="List", pagelayoutname=layout)
        for made, text in ((Header, sheet.title), (Footer, sheet.page_foot)):
            part = made()
            part.addElement(P(text=neutral_text(text)))
            page.addElement(part)
        self._document.masterstyles.addElement(page)
        style = Style(name="sheet", family="table", masterpagename=page)
        style.addElement(TableProperties(display="true"))
        self._document.automaticstyles.addElement(style)
        return style
