"""Periods as people write them: the right value, or a finding that says why not."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime

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
        ("Okt 26", "2026-10"), ("kwi 27", "2027-04"), ("Q2/27", "2027-Q2"), ("ganzjährig", "2027"), ("Ende 2026", "2026-Q4"),
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
        ("Anfang Oktober 2026", "2026-10-01/2026-10-10"), ("koniec października 2026", "2026-10-21/2026-10-31"),
        ("2. Maiwoche 2027", "2027-05-08/2027-05-14"), ("I połowa lutego 2028", "2028-02-01/2028-02-15"),
        ("2. Februarhälfte 2028", "2028-02-16/2028-02-29"), ("20.04.2027 00:00", "2027-04-20/2027-04-20"),
        ("\u200b20.04.2027\u00a0", "2027-04-20/2027-04-20"), ("20 IV 2027", "2027-04-20/2027-04-20"),
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
        ("in Kürze vielleicht", "period.unreadable"),
        ("bald", "period.open"), ("31.12.9999", "period.year"),
        ("Termin wird noch bekannt gegeben", "period.open"), ("w trakcie uzgodnień", "period.open"),
        ("14:00", "period.unreadable"), ("offen", "period.open"), ("-", "period.open"),
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
@given(
    st.datetimes(datetime(2001, 1, 1), datetime(2099, 12, 31)),  # noqa: DTZ001 - naive on purpose
    st.sampled_from(["Europe/Berlin", "Europe/Warsaw", "UTC"]),
)
def test_a_moment_is_the_same_in_every_notation_of_machines(moment: datetime, zone: str) -> None:
    moment = moment.replace(microsecond=0, tzinfo=UTC)
    for text in (
        f"{moment:%Y-%m-%d %H:%M:%S}+00:00", f"{moment:%Y-%m-%dT%H:%M:%S}.000Z", f"{moment:%Y-%m-%d %H:%M:%S} UTC",
        f"{moment + timedelta(hours=2):%Y-%m-%d %H:%M:%S}+02", format_datetime(moment, usegmt=True),
        str(int(moment.timestamp())),
    ):  # fmt: skip
        if len(text) == 9:
            continue  # before September 2001 the seconds have nine digits
        period = read_period(text, reference=TODAY, zone=zone).period
        assert period is not None, text
        assert period.starts_at == moment, text


@pytest.mark.parametrize(
    "text",
    [
        "14. April 2027 | 10 Uhr s.t.",
        "10 Uhr, 14.04.2027",
        "14 April 2027, 10 am - 12 noon",
        "14.04.2027 10h",
        "środa, 14 kwietnia 2027 r., godz. 10:00",
    ],
)
def test_clocks_beside_days(text: str) -> None:
    period = read_period(text, reference=TODAY).period
    assert period is not None
    assert period.starts_at == datetime(2027, 4, 14, 8, tzinfo=UTC)


def test_over_midnight_ends_the_next_day() -> None:
    period = read_period("14.04.2027 20:00-02:00", reference=TODAY).period
    assert period is not None
    assert period.ends_at == datetime(2027, 4, 15, 0, tzinfo=UTC)


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


@pytest.mark.parametrize(
    "value",
    ["9999-12-31T23:59", "0001-01-01T00:00", "9999-12-31T23:59Z", date.max, date.min, float("inf"), 1e300],
)
def test_the_ends_of_all_calendars_are_findings(value: object) -> None:
    read = read_period(value, reference=date(2026, 11, 28))  # type: ignore[arg-type]
    assert read.period is None or read.period.start.year == 1
    assert read.period is not None or read.findings[0].code.startswith("period.")
