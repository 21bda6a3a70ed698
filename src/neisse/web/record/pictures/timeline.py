"""A timeline: rows of measures over a window of days, vague periods apart from exact days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

LABELS_PX = 190
CHART_PX = 950
LANE_PX = 24
BAR_PX = 16
ROW_PADDING_PX = 7
HEAD_PX = 44
STRIP_PX = 13
CHAR_PX = 6.3
LEAST_BAR_PX = 7
LEAST_INSIDE_PX = 150
MARK_PX = 15
LABEL_CHARS = 46
ROW_CHARS = 27
SHEET_PX = 440  # rows on one sheet of A4 across, below the axis; the first has the head of the page, too


@dataclass(frozen=True, slots=True)
class Item:
    """What is drawn: a span of days `[start, end)`, its words, its row and how it looks."""

    pk: int
    start: date
    end: date
    label: str
    row: str
    style: str = ""
    is_vague: bool = False
    url: str = ""
    note: str = ""
    is_marked: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """An item as geometry, in px."""

    item: Item
    x: int
    y: int
    width: int
    label: str
    label_x: int
    anchor: str
    inside: bool

    @property
    def mark_x(self) -> int:
        """Where a mark stands: in a long bar, before a short one."""
        return self.x + MARK_PX // 2 + 2 if self.inside else self.x - MARK_PX // 2 - 1

    @property
    def middle(self) -> int:
        """Height of the middle of the bar."""
        return self.y + BAR_PX // 2

    @property
    def baseline(self) -> int:
        """Where its words stand."""
        return self.y + BAR_PX - 4


@dataclass(slots=True)
class Row:
    """One owner (or kind): its name in at most two lines, and its bars."""

    name: str
    y: int
    height: int
    lines: tuple[str, ...] = ()
    bars: list[Bar] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A month, a week or a holiday: a span on the axis."""

    x: int
    width: int
    start: date
    style: str = ""
    y: int = 0


@dataclass(frozen=True, slots=True)
class Timeline:
    """Everything that the template draws, in px."""

    width: int
    height: int
    head: int
    months: tuple[Stretch, ...]
    weeks: tuple[Stretch, ...]
    holidays: tuple[Stretch, ...]
    strips: tuple[tuple[str, int], ...]
    rows: tuple[Row, ...]
    today_x: int | None
    left: int = LABELS_PX
    bar: int = BAR_PX


@dataclass(frozen=True, slots=True)
class Window:
    """The days `[start, end)` that are shown."""

    start: date
    end: date

    def x(self, day: date) -> int:
        """Where a day begins."""
        share = (day - self.start).days / (self.end - self.start).days
        return LABELS_PX + round(CHART_PX * min(1.0, max(0.0, share)))

    def stretch(self, start: date, end: date, style: str = "", y: int = 0) -> Stretch:
        """A span of days as far as it lies in the window."""
        return Stretch(self.x(start), self.x(end) - self.x(start), max(start, self.start), style, y)


def timeline(
    items: Sequence[Item],
    window: Window,
    today: date,
    holidays: Iterable[tuple[date, str]] = (),
) -> Timeline:
    """Lay out items in rows, in the order in which the rows first appear; cost: near linear in items."""
    days = sorted(set(holidays))
    countries = sorted({country for _, country in days})
    head = HEAD_PX + STRIP_PX * len(countries)
    strips = {country: HEAD_PX + STRIP_PX * i for i, country in enumerate(countries)}
    by_row: dict[str, list[Item]] = {}
    for item in items:
        by_row.setdefault(item.row, []).append(item)
    rows, y = [], head
    for name, own in by_row.items():
        row = _row(name, own, window, y)
        rows.append(row)
        y += row.height
    marks = [window.stretch(d, d + timedelta(days=1), country, strips[country]) for d, country in days]
    return Timeline(
        LABELS_PX + CHART_PX,
        y + 6,
        head,
        tuple(_months(window)),
        tuple(_weeks(window)),
        tuple(marks),
        tuple(strips.items()),
        tuple(rows),
        window.x(today) if window.start <= today < window.end else None,
    )


def sheets(
    items: Sequence[Item],
    window: Window,
    today: date,
    holidays: Iterable[tuple[date, str]] = (),
) -> list[Timeline]:
    """The same on several sheets, each with the axis; a row higher than a sheet goes on on the next one."""
    by_row: dict[str, list[Item]] = {}
    for item in items:
        by_row.setdefault(item.row, []).append(item)
    found: list[list[Item]] = [[]]
    used = 0
    for own in by_row.values():
        for piece in _pieces(sorted(own, key=lambda i: (i.start, i.end, i.pk)), window):
            height = _row(piece[0].row, piece, window, 0).height
            if found[-1] and used + height > SHEET_PX:
                found.append([])
                used = 0
            found[-1] += piece
            used += height
    days = list(holidays)
    return [timeline(sheet, window, today, days) for sheet in found if sheet]


def _pieces(items: list[Item], window: Window) -> list[list[Item]]:
    """The items of one row in as many parts as fit on a sheet each."""
    if len(items) < 2 or _row(items[0].row, items, window, 0).height <= SHEET_PX:
        return [items]
    half = len(items) // 2
    return _pieces(items[:half], window) + _pieces(items[half:], window)


def _months(window: Window) -> Iterable[Stretch]:
    first = window.start.replace(day=1)
    while first < window.end:
        following = (first + timedelta(days=32)).replace(day=1)
        yield window.stretch(first, following)
        first = following


def _weeks(window: Window) -> Iterable[Stretch]:
    monday = window.start + timedelta(days=-window.start.weekday() % 7)
    while monday < window.end:
        yield window.stretch(monday, monday + timedelta(days=7))
        monday += timedelta(days=7)


def _row(name: str, items: list[Item], window: Window, y: int) -> Row:
    """Bars of one row in as few lanes as their words allow."""
    row = Row(name, y, 0, _lines(name))
    lanes: list[int] = []
    for item in sorted(items, key=lambda i: (i.start, i.end, i.pk)):
        bar, left, right = _bar(item, window)
        lane = next((n for n, end in enumerate(lanes) if end + 8 <= left), len(lanes))
        lanes[lane : lane + 1] = [right]
        top = y + ROW_PADDING_PX + lane * LANE_PX
        row.bars.append(Bar(item, bar.x, top, bar.width, bar.label, bar.label_x, bar.anchor, bar.inside))
    row.height = max(len(lanes) * LANE_PX, 15 * len(row.lines) + 6) + 2 * ROW_PADDING_PX - (LANE_PX - BAR_PX)
    return row


def _bar(item: Item, window: Window) -> tuple[Bar, int, int]:
    """A bar with its label inside, right or left of it; and the room both take, a mark included."""
    x = window.x(item.start)
    width = max(LEAST_BAR_PX, window.x(item.end) - x - 1)
    mark = MARK_PX if item.is_marked else 0
    if width >= LEAST_INSIDE_PX:
        label = _cut(item.label, int((width - 16 - mark) / CHAR_PX))
        return Bar(item, x, 0, width, label, x + 7 + mark, "start", True), x, x + width
    label = _cut(item.label, LABEL_CHARS)
    length = round(CHAR_PX * len(label)) + 8
    past = x + width
    if past + length <= LABELS_PX + CHART_PX:
        return Bar(item, x, 0, width, label, past + 5, "start", False), x - mark, past + length
    left = x - mark - 5
    return Bar(item, x, 0, width, label, left, "end", False), left - length, x + width


def _cut(label: str, most: int) -> str:
    return label if len(label) <= most else label[: max(1, most - 1)].rstrip() + "…"


def _lines(name: str) -> tuple[str, ...]:
    """A name in at most two lines."""
    lines = [""]
    for word in name.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > ROW_CHARS:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    if len(lines) > 2:
        lines = [lines[0], lines[1][: ROW_CHARS - 1] + "…"]
    return tuple(line if len(line) <= ROW_CHARS + 1 else line[:ROW_CHARS] + "…" for line in lines)
