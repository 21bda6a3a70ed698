"""Periods in words, in three languages."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import translation

from neisse.web.core.when import days_text, period_text


def period(start: date | None = None, end: date | None = None, precision: str = "day", **more: Any) -> Any:
    fields = {"start": start, "end": end, "precision": precision, "starts_at": None, "ends_at": None}
    return SimpleNamespace(**fields | more)


@pytest.mark.parametrize(
    ("language", "expected"),
    [("de", "21.–23. Oktober 2026"), ("pl", "21–23 października 2026"), ("en", "21–23 October 2026")],
)
def test_days_of_one_month_share_it(language: str, expected: str) -> None:
    with translation.override(language):
        assert days_text(date(2026, 10, 21), date(2026, 10, 23)) == expected


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2026, 10, 21), date(2026, 10, 21), "21 October 2026"),
        (date(2026, 10, 30), date(2026, 11, 2), "30 October – 2 November 2026"),
        (date(2026, 12, 30), date(2027, 1, 2), "30 December 2026 – 2 January 2027"),
    ],
)
def test_what_days_share_is_written_once(first: date, last: date, expected: str) -> None:
    with translation.override("en"):
        assert days_text(first, last) == expected


@pytest.mark.parametrize(
    ("precision", "start", "de", "pl"),
    [
        ("week", date(2026, 10, 19), "KW 43/2026", "tydzień 43, 2026"),
        ("month", date(2026, 10, 1), "Oktober 2026", "październik 2026"),
        ("season", date(2026, 9, 1), "Herbst 2026", "jesień 2026"),
        ("season", date(2026, 12, 1), "Winter 2026/27", "zima 2026/27"),
        ("quarter", date(2026, 7, 1), "3. Quartal 2026", "3. kwartał 2026"),
        ("half", date(2026, 7, 1), "2. Halbjahr 2026", "2. półrocze 2026"),
        ("year", date(2026, 1, 1), "2026", "2026"),
    ],
)
def test_vague_periods_have_names(precision: str, start: date, de: str, pl: str) -> None:
    vague = period(start, date(2099, 1, 1), precision)
    with translation.override("de"):
        assert period_text(vague) == de
    with translation.override("pl"):
        assert period_text(vague) == pl


def test_times_are_those_of_the_wall_clock() -> None:
    plan = period(
        date(2026, 10, 21),
        date(2026, 10, 22),
        "time",
        starts_at=datetime(2026, 10, 21, 12, 0, tzinfo=UTC),
        ends_at=datetime(2026, 10, 21, 14, 30, tzinfo=UTC),
    )
    with translation.override("en"):
        assert period_text(plan) == "21 October 2026, 14:00–16:30"
        assert period_text(plan, short=True) == "21 Oct 2026"


def test_no_date_is_said() -> None:
    with translation.override("de"):
        assert period_text(period()) == "Termin offen"
