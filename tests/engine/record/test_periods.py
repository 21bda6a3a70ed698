"""Periods as people write them: the right value, or a finding that says why not."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neisse.engine.record.periods import read_period
from neisse.engine.values import Precision, Severity
from neisse.engine.values.period_code import format_period_code

TODAY = date(2026, 11, 22)


def spoken(text: object, **options: object) -> str:
    reading = read_period(text, reference=TODAY, **options)  # type: ignore[arg-type]
    period = reading.period
    if period is None:
        return reading.findings[0].code if reading.findings else ""
    if period.precision.is_vague:
        return format_period_code(period)
    return f"{period.start}/{period.last_day}"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("KW 43 2026", "2026-W43"), ("43. KW 2026", "2026-W43"), ("43. tydzień 2026", "2026-W43"),
        ("week 43 2026", "2026-W43"), ("2026-W43", "2026-W43"), ("Kalenderwoche 43/2026", "2026-W43"),
        ("Herbst 2026", "2026-autumn"), ("jesień 2026", "2026-autumn"), ("jesienią 2026 r.", "2026-autumn"),
        ("autumn 2026", "2026-autumn"), ("Winter 2026/27", "2026-winter"), ("Spätherbst 2026", "2026-autumn"),
        ("Anfang Oktober 2026", "2026-10"), ("koniec października 2026", "2026-10"), ("Ende 2026", "2026-Q4"),
        ("Q3 2026", "2026-Q3"), ("3. Quartal 2026", "2026-Q3"), ("III kwartał 2026 r.", "2026-Q3"),
        ("third quarter of 2026", "2026-Q3"), ("1. Halbjahr 2026", "2026-H1"), ("I półrocze 2026", "2026-H1"),
        ("first half of 2026", "2026-H1"), ("Oktober 2026", "2026-10"), ("październik 2026", "2026-10"),
        ("10/2026", "2026-10"), ("2026-10", "2026-10"), ("rok 2026", "2026"), ("2026", "2026"),
        ("KW 43", "2027-W43"), ("Herbst", "2026-autumn"), ("Sommer", "2027-summer"), ("w październiku", "2027-10"),
    ],
)  # fmt: skip
def test_vague_periods(text: str, code: str) -> None:
    assert spoken(text) == code


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("21.10.2026", "2026-10-21/2026-10-21"), ("21.-23.10.2026", "2026-10-21/2026-10-23"),
        ("21.–23. Oktober 2026", "2026-10-21/2026-10-23"), ("21-23 października 2026 r.", "2026-10-21/2026-10-23"),
        ("October 21-23, 2026", "2026-10-21/2026-10-23"), ("21st October 2026", "2026-10-21/2026-10-21"),
        ("28.12.-2.1.2027", "2026-12-28/2027-01-02"), ("30 września - 2 października 2026", "2026-09-30/2026-10-02"),
        ("zwischen 21. und 23. Oktober 2026", "2026-10-21/2026-10-23"), ("21 X 2026", "2026-10-21/2026-10-21"),
        ("Do 22.10.26", "2026-10-22/2026-10-22"), ("2026-10-21/2026-10-23", "2026-10-21/2026-10-23"),
        ("KW 43-45 2026", "2026-10-19/2026-11-08"), ("September bis November 2026", "2026-09-01/2026-11-30"),
        ("23/04/2026", "2026-04-23/2026-04-23"), ("46316", "2026-10-21/2026-10-21"),
    ],
)  # fmt: skip
def test_days(text: str, days: str) -> None:
    assert spoken(text) == days


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("31.02.", "period.no_such_day"), ("31.02.2026", "period.no_such_day"), ("KW 53 2025", "period.no_such_week"),
        ("KW 99", "period.no_such_week"), ("Q5 2026", "period.no_such_quarter"), ("13/2026", "period.no_such_month"),
        ("03/04/2026", "period.ambiguous"), ("23.-21.10.2026", "period.reversed"), ("1.1.1026", "period.year"),
        ("21.10.2026 25:00", "period.no_such_time"), ("21. und 25. Oktober 2026", "period.several"),
        ("bald", "period.unreadable"), ("14:00", "period.unreadable"), ("offen", "period.open"), ("-", "period.open"),
    ],
)  # fmt: skip
def test_what_is_no_period_says_why(text: str, code: str) -> None:
    assert spoken(text) == code


def test_times_are_wall_clock_times_of_the_zone() -> None:
    read = read_period("21.10.2026 14:00-16:00", reference=TODAY, zone="Europe/Warsaw").period
    assert read is not None
    assert read.precision is Precision.TIME
    assert (read.starts_at, read.ends_at) == (
        datetime(2026, 10, 21, 12, tzinfo=UTC),
        datetime(2026, 10, 21, 14, tzinfo=UTC),
    )


def test_an_hour_that_the_clocks_skip_is_remarked_on() -> None:
    reading = read_period("29.03.2026 02:30", reference=TODAY)
    assert [(f.code, f.severity) for f in reading.findings] == [("period.clock_change", Severity.WARNING)]


def test_the_custom_of_the_column_decides_slashes() -> None:
    assert spoken("03/04/2026", day_first=True) == "2026-04-03/2026-04-03"
    assert spoken("03/04/2026", day_first=False) == "2026-03-04/2026-03-04"


def test_cells_of_a_spreadsheet() -> None:
    assert spoken(datetime(2026, 10, 21)) == "2026-10-21/2026-10-21"  # noqa: DTZ001 - as spreadsheets give it
    assert spoken(46316) == "2026-10-21/2026-10-21"
    assert spoken(2026) == "2026"
    assert spoken(12) == "period.unreadable"


@settings(deadline=None)
@given(st.dates(date(1950, 1, 1), date(2069, 12, 31)), st.integers(0, 40))
def test_written_days_come_back(first: date, length: int) -> None:
    last = first + timedelta(days=length)
    for text in (
        f"{first.day}.{first.month}.{first.year} - {last.day}.{last.month}.{last.year}",
        f"{first.isoformat()}/{last.isoformat()}",
        f"{first:%d.%m.%Y} bis {last:%d.%m.%Y}",
    ):
        assert spoken(text) == f"{first}/{last}"


@settings(deadline=None)
@given(st.text(max_size=40))
def test_no_text_is_fatal(text: str) -> None:
    reading = read_period(text, reference=TODAY)
    assert reading.period is None or reading.period.start < reading.period.end


@settings(deadline=None)
@given(st.text(alphabet="0123456789.-/: qQhHkKwWmoktober", max_size=24))
def test_nothing_like_a_date_is_fatal(text: str) -> None:
    reading = read_period(text, reference=TODAY)
    assert reading.period is None or reading.period.start < reading.period.end
