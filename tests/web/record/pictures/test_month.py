"""The grid of a month."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from neisse.web.record.pictures.month import MOST_A_DAY, month_bounds, month_grid

TODAY = date(2026, 11, 22)


def plan(start: date, end: date) -> Any:
    return SimpleNamespace(start=start, end=end)


@pytest.mark.parametrize(
    ("month", "weeks", "first", "last"),
    [
        (date(2026, 11, 1), 6, date(2026, 10, 26), date(2026, 12, 6)),
        (date(2027, 2, 1), 4, date(2027, 2, 1), date(2027, 2, 28)),
        (date(2026, 12, 1), 5, date(2026, 11, 30), date(2027, 1, 3)),
    ],
)
def test_the_grid_has_whole_weeks_from_monday(month: date, weeks: int, first: date, last: date) -> None:
    grid = month_grid(month, TODAY, [])
    assert len(grid) == weeks
    assert (grid[0].days[0].day, grid[-1].days[-1].day) == (first, last)
    assert grid[0].number == first.isocalendar().week


def test_a_plan_stands_on_each_of_its_days() -> None:
    grid = month_grid(date(2026, 11, 1), TODAY, [plan(date(2026, 11, 29), date(2026, 12, 3))])
    days = [cell.day for week in grid for cell in week.days if cell.entries]
    assert days == [date(2026, 11, 29), date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 2)]


def test_what_does_not_fit_a_day_is_counted() -> None:
    crowd = [plan(TODAY, date(2026, 11, 23))] * (MOST_A_DAY + 3)
    cells = [c for week in month_grid(date(2026, 11, 1), TODAY, crowd) for c in week.days if c.entries]
    assert [(c.day, len(c.entries), c.more, c.is_today) for c in cells] == [(TODAY, MOST_A_DAY, 3, True)]


def test_holidays_stand_on_their_day() -> None:
    feast = SimpleNamespace(day=date(2026, 11, 11), name="Independence Day")
    cells = [c for week in month_grid(date(2026, 11, 1), TODAY, [], [feast]) for c in week.days if c.holidays]
    assert [c.day for c in cells] == [date(2026, 11, 11)]


def test_december_ends_with_the_year() -> None:
    assert month_bounds(2026, 12) == (date(2026, 12, 1), date(2027, 1, 1))
