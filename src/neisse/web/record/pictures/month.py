"""A month as a grid of weeks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

MOST_A_DAY = 4


@dataclass(slots=True)
class Day:
    """One cell: what is on that day, its holidays, how many did not fit."""

    day: date
    in_month: bool
    is_today: bool
    entries: list[Any] = field(default_factory=list)
    holidays: list[Any] = field(default_factory=list)
    more: int = 0


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days from Monday, with the ISO number of the week."""

    number: int
    days: tuple[Day, ...]


def month_bounds(year: int, month: int) -> tuple[date, date]:
    """First day of a month and of the following one."""
    first = date(year, month, 1)
    return first, (first + timedelta(days=32)).replace(day=1)


def month_grid(first: date, today: date, measures: Sequence[Any], holidays: Iterable[Any] = ()) -> list[Week]:
    """The weeks that touch the month of `first`; measures have `start` and `end` (half-open)."""
    start, end = month_bounds(first.year, first.month)
    monday = start - timedelta(days=start.weekday())
    count = ((end - monday).days + 6) // 7 * 7
    days = [monday + timedelta(days=i) for i in range(count)]
    cells = {day: Day(day, start <= day < end, day == today) for day in days}
    for holiday in holidays:
        if holiday.day in cells:
            cells[holiday.day].holidays.append(holiday)
    for measure in measures:
        _place(measure, cells, days)
    rows = [days[i : i + 7] for i in range(0, count, 7)]
    return [Week(week[0].isocalendar().week, tuple(cells[day] for day in week)) for week in rows]


def _place(measure: Any, cells: dict[date, Day], days: list[date]) -> None:
    day = max(measure.start, days[0])
    while day < measure.end and day <= days[-1]:
        cell = cells[day]
        if len(cell.entries) < MOST_A_DAY:
            cell.entries.append(measure)
        else:
            cell.more += 1
        day += timedelta(days=1)
