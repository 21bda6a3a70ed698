"""Public holidays on both sides of the border."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from neisse.web.record.holidays import NAMES, holidays_between

YEAR = (date(2027, 1, 1), date(2028, 1, 1))


def test_saxony_keeps_repentance_day_and_poland_the_third_of_may() -> None:
    found = {(h.day, h.country) for h in holidays_between(date(2026, 1, 1), date(2027, 1, 1))}
    assert (date(2026, 11, 18), "DE") in found
    assert (date(2026, 5, 3), "PL") in found
    assert (date(2026, 11, 11), "PL") in found
    assert (date(2026, 6, 4), "DE") not in found  # Corpus Christi is a holiday in Poland only
    assert (date(2026, 6, 4), "PL") in found


def test_the_span_is_half_open_and_crosses_years() -> None:
    found = holidays_between(date(2026, 12, 26), date(2027, 1, 1), ["DE"])
    assert [h.day for h in found] == [date(2026, 12, 26)]


@pytest.mark.parametrize("language", ["de", "pl"])
@pytest.mark.parametrize("year", [2025, 2026, 2027, 2030])
def test_every_holiday_is_named_in_the_language_of_the_reader(language: str, year: int) -> None:
    found = holidays_between(date(year, 1, 1), date(year + 1, 1, 1), ["DE", "PL", "CZ"])
    parts = {part for holiday in found for part in holiday.english.split("; ")}
    assert parts <= set(NAMES)
    with translation.override(language):
        assert not [h.english for h in found if h.name == h.english]


def test_countries_without_a_calendar_are_left_out() -> None:
    assert holidays_between(*YEAR, ["FR"]) == []
