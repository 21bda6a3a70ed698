"""Periods in files: each form of code with its first and its last day, written out."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neisse.engine.values import NeisseError, Period, Precision
from neisse.engine.values.period_code import format_period_code, parse_period_code, parse_span

CODES = [
    ("2026", "2026-01-01", "2026-12-31", "year"), ("0001", "0001-01-01", "0001-12-31", "year"),
    ("2026-H1", "2026-01-01", "2026-06-30", "half"), ("2026-H2", "2026-07-01", "2026-12-31", "half"),
    ("2026-Q1", "2026-01-01", "2026-03-31", "quarter"), ("2026-Q2", "2026-04-01", "2026-06-30", "quarter"),
    ("2026-Q3", "2026-07-01", "2026-09-30", "quarter"), ("2026-Q4", "2026-10-01", "2026-12-31", "quarter"),
    ("2026-spring", "2026-03-01", "2026-05-31", "season"), ("2026-summer", "2026-06-01", "2026-08-31", "season"),
    ("2026-autumn", "2026-09-01", "2026-11-30", "season"), ("2026-winter", "2026-12-01", "2027-02-28", "season"),
    ("2027-winter", "2027-12-01", "2028-02-29", "season"),
    ("2026-01", "2026-01-01", "2026-01-31", "month"), ("2026-02", "2026-02-01", "2026-02-28", "month"),
    ("2028-02", "2028-02-01", "2028-02-29", "month"), ("2026-06", "2026-06-01", "2026-06-30", "month"),
    ("2026-07", "2026-07-01", "2026-07-31", "month"), ("2026-11", "2026-11-01", "2026-11-30", "month"),
    ("2026-12", "2026-12-01", "2026-12-31", "month"),
    ("2026-W01", "2025-12-29", "2026-01-04", "week"), ("2026-W43", "2026-10-19", "2026-10-25", "week"),
    ("2026-W53", "2026-12-28", "2027-01-03", "week"),
    ("2026-10-21", "2026-10-21", "2026-10-21", "day"), ("2028-02-29", "2028-02-29", "2028-02-29", "day"),
    ("2026-12-31", "2026-12-31", "2026-12-31", "day"),
]  # fmt: skip
SAID_OTHERWISE = [
    ("2026-fall", "2026-autumn"), ("2026-FALL", "2026-autumn"), ("2026-Winter", "2026-winter"), ("2026-q3", "2026-Q3"),
    ("2026-h2", "2026-H2"), ("2026-w5", "2026-W05"), (" 2026 ", "2026"), ("2025-W1", "2025-W01"),
]  # fmt: skip
NO_PERIODS = [
    "", "26", "2026-", "2026-Q0", "2026-Q5", "2026-H0", "2026-H3", "2026-W00", "2026-W54", "2027-W53", "2026-00", "2026-13",
    "2026-02-29", "2026-04-31", "2026-10-1", "2026-1", "2026-W", "2026-W4x", "2026-Q", "2026-H",
    "2026-10-00", "0000", "0000-Q1", "2026-10-21-1", "2026-Q1-01", "autumn", "2026-herbst",
]  # fmt: skip


@pytest.mark.parametrize(("code", "first", "last", "precision"), CODES)
def test_a_code_has_a_first_and_a_last_day(code: str, first: str, last: str, precision: str) -> None:
    period = parse_period_code(code)
    assert (period.start.isoformat(), period.last_day.isoformat()) == (first, last)
    assert period.precision == precision
    assert period.precision.is_vague is (precision != "day")
    assert period.days == (period.last_day - period.start).days + 1
    assert (period.starts_at, period.ends_at) == (None, None)
    assert format_period_code(period) == code


@pytest.mark.parametrize(("said", "code"), SAID_OTHERWISE)
def test_a_code_may_be_said_otherwise(said: str, code: str) -> None:
    assert parse_period_code(said) == parse_period_code(code)
    assert format_period_code(parse_period_code(said)) == code


@pytest.mark.parametrize("code", NO_PERIODS)
def test_what_is_no_period_is_refused_by_name(code: str) -> None:
    with pytest.raises(NeisseError) as refused:
        parse_period_code(code)
    assert (refused.value.code, refused.value.subject) == ("period.code", code)
    assert code in refused.value.text
    assert "2026-W43" in refused.value.hint


@given(st.dates(min_value=date(2, 1, 1), max_value=date(9990, 1, 1)), st.sampled_from(Precision))
def test_every_day_lies_in_one_period_of_each_length(day: date, precision: Precision) -> None:
    """Quarters, halves, months, seasons and weeks follow one another without a gap and without a day in two."""
    codes = {
        Precision.YEAR: f"{day:%Y}".zfill(4),
        Precision.HALF: f"{day.year:04d}-H{1 if day.month < 7 else 2}",
        Precision.QUARTER: f"{day.year:04d}-Q{1 + sum(day.month > m for m in (3, 6, 9))}",
        Precision.MONTH: f"{day.year:04d}-{day.month:02d}",
        Precision.WEEK: "{:04d}-W{:02d}".format(*day.isocalendar()[:2]),
    }
    if precision in codes:
        period = parse_period_code(codes[precision])
        assert period.start <= day <= period.last_day
        after = Period(period.end, period.end + timedelta(days=1), precision)
        following = parse_period_code(format_period_code(after))
        assert following.start == period.end
        assert not period.overlaps(following)


@pytest.mark.parametrize("month", range(1, 13))
def test_a_span_that_begins_inside_a_quarter_or_half_is_named_after_it(month: int) -> None:
    for precision, length, letter in ((Precision.QUARTER, 3, "Q"), (Precision.HALF, 6, "H")):
        span = Period(date(2026, month, 1), date(2027, month, 1), precision)
        (number,) = (n for n in range(1, 5) if length * (n - 1) < month <= length * n)
        assert format_period_code(span) == f"2026-{letter}{number}"


MOMENTS = [
    ("2026-10-21", "", "2026-10-21", "2026-10-21", None, None),
    ("2026-10-21", "2026-10-23", "2026-10-21", "2026-10-23", None, None),
    ("2026-10-21T09:00", "", "2026-10-21", "2026-10-21", (21, 9), None),
    ("2026-10-21T09:00", "2026-10-21T17:00", "2026-10-21", "2026-10-21", (21, 9), (21, 17)),
    ("2026-10-21T23:30+02:00", "2026-10-22T01:00+02:00", "2026-10-21", "2026-10-22", (21, 21.5), (21, 23)),
    ("2026-10-21T09:00Z", "2026-10-21T09:00Z", "2026-10-21", "2026-10-21", (21, 9), (21, 9)),
    ("2026-10-21T09:00", "2026-10-22", "2026-10-21", "2026-10-22", (21, 9), None),
    ("2026-10-21", "2026-10-22T12:00", "2026-10-21", "2026-10-22", None, (22, 12)),
]


@pytest.mark.parametrize(("starts", "ends", "first", "last", "from_", "until"), MOMENTS)
def test_a_span_names_its_last_day(
    starts: str, ends: str, first: str, last: str, from_: tuple[int, float] | None, until: tuple[int, float] | None
) -> None:  # fmt: skip
    def instant(said: tuple[int, float] | None) -> datetime | None:
        return said and datetime(2026, 10, said[0], tzinfo=UTC) + timedelta(hours=said[1])

    span = parse_span(starts, ends)
    assert (span.start.isoformat(), span.last_day.isoformat()) == (first, last)
    assert (span.starts_at, span.ends_at) == (instant(from_), instant(until))
    assert span.precision is (Precision.TIME if from_ else Precision.DAY)
    assert not span.precision.is_vague


@pytest.mark.parametrize(
    ("starts", "ends", "code"),
    [
        ("2026-10-22", "2026-10-21", "period.order"),
        ("2026-10-21T10:00", "2026-10-21T09:59", "period.order"),
        ("2026-10-21T10:00+02:00", "2026-10-21T08:30+01:00", "period.order"),
        ("2026-10-22T10:00", "2026-10-21", "period.order"),
        ("soon", "", "period.code"),
        ("2026-10-21", "2026-10-32", "period.code"),
        ("2026-10-21T25:00", "", "period.code"),
    ],
)
def test_a_span_that_is_none_is_refused(starts: str, ends: str, code: str) -> None:
    with pytest.raises(NeisseError) as refused:
        parse_span(starts, ends)
    assert refused.value.code == code
    assert refused.value.subject in {starts, ends}


def test_instants_are_kept_in_utc() -> None:
    warsaw = timezone(timedelta(hours=2))
    span = parse_span(datetime(2026, 10, 21, 9, tzinfo=warsaw).isoformat())
    assert span.starts_at is not None
    assert span.starts_at.tzinfo is UTC
    assert span.starts_at.hour == 7


def days(first: int, last: int) -> Period:
    return Period(date(2026, 10, first), date(2026, 10, last) + timedelta(days=1))


@pytest.mark.parametrize(
    ("one", "other", "share", "gap"),
    [
        (days(5, 7), days(7, 9), True, 0), (days(5, 7), days(8, 9), False, 0), (days(5, 7), days(9, 9), False, 1),
        (days(5, 7), days(12, 20), False, 4), (days(5, 20), days(7, 9), True, 0), (days(5, 5), days(5, 5), True, 0),
    ],
)  # fmt: skip
def test_spans_share_days_or_lie_apart(one: Period, other: Period, share: bool, gap: int) -> None:
    assert one.overlaps(other) is other.overlaps(one) is share
    assert one.gap_days(other) == other.gap_days(one) == gap


def test_a_span_is_a_day_long_and_frozen_unless_said_otherwise() -> None:
    span = Period(date(2026, 10, 21), date(2026, 10, 22))
    assert (span.days, span.precision) == (1, Precision.DAY)
    with pytest.raises(AttributeError):
        span.start = date(2026, 1, 1)  # type: ignore[misc]
    assert {span: 1}[days(21, 21)] == 1
    assert not hasattr(span, "__dict__")
