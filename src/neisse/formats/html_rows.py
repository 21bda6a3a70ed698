"""Tables that a program saved as a web page (or as XML of 2003) and called .xls: rows of plain texts."""

from __future__ import annotations

from html.parser import HTMLParser

CELLS, ROWS, TABLES = {"td", "th", "cell"}, {"tr", "row"}, {"table"}
MOST_SPAN = 200


def is_html_table(text: str) -> bool:
    """Whether a text is a page (or a sheet in XML) that holds a table."""
    low = text.lstrip("\ufeff \t\r\n")[:300].lower()
    return (
        low.startswith(("<html", "<!doctype html", "<?xml", "<table", "<head", "<meta"))
        and "<table" in text.lower()
    )


def html_rows(text: str) -> list[tuple[int, list[str]]]:
    """(row, cells) of the largest table of the page. Cost: linear."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    reader.end_row()
    largest = max(reader.tables, key=lambda rows: sum(map(len, rows)), default=[])
    return list(enumerate(largest, 1))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[str]]] = []
        self.row: list[str] | None = None
        self.cell: list[str] | None = None
        self.span = 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        tag = tag.rpartition(":")[2]
        said = dict(attrs)
        if tag in TABLES:
            self.end_row()
            self.tables.append([])
        elif tag in ROWS:
            self.end_row()
            self.row = []
        elif tag in CELLS and self.row is not None:
            self._end_cell()
            self.cell = []
            place = said.get("ss:index") or ""
            if place.isdecimal() and int(place) <= MOST_SPAN:
                self.row += [""] * (int(place) - 1 - len(self.row))
            span = said.get("colspan") or "1"
            self.span = min(MOST_SPAN, int(span)) if span.isdecimal() else 1
        elif tag in {"br", "p", "div", "li"} and self.cell:
            self.cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        tag = tag.rpartition(":")[2]
        if tag in CELLS:
            self._end_cell()
        elif tag in ROWS | TABLES:
            self.end_row()

    def handle_data(self, data: str) -> None:
        if self.cell is not None:
            self.cell.append(data)

    def _end_cell(self) -> None:
        if self.cell is not None and self.row is not None:
            lines = (" ".join(line.split()) for line in "".join(self.cell).split("\n"))
            self.row += ["\n".join(line for line in lines if line), *[""] * (self.span - 1)]
        self.cell = None

    def end_row(self) -> None:
        """Close whatever row is open."""
        self._end_cell()
        if self.row is not None and self.tables:
            self.tables[-1].append(self.row)
        self.row = None
