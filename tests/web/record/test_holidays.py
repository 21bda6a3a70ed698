"""Public holidays on both sides of the border."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.utils import translation

from neisse.engine.text.towns import find_town
from neisse.web.record.holidays import CALENDARS, NAMES, holidays_between, region_of
from neisse.web.record.views.plans import clashes

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
    span = date(year, 1, 1), date(year + 1, 1, 1)
    found = holidays_between(*span, ["DE", "PL", "CZ"])
    for region in CALENDARS.values():
        found += holidays_between(*span, ["DE"], {"DE": region})
    parts = {part for holiday in found for part in holiday.english.split("; ")}
    assert parts <= set(NAMES)
    with translation.override(language):
        assert not [h.english for h in found if h.name == h.english]


def test_countries_without_a_calendar_are_left_out() -> None:
    assert holidays_between(*YEAR, ["FR"]) == []


# One holiday that no neighbour of the region at the border has, and a town where it is kept or not.
@pytest.mark.parametrize(
    ("city", "day", "is_free"),
    [
        ("Dresden", date(2026, 11, 18), True),
        ("Berlin", date(2026, 11, 18), False),
        ("Berlin", date(2026, 3, 8), True),
        ("Dresden", date(2026, 3, 8), False),
        ("Drezno", date(2026, 11, 18), True),
        ("Monachium", date(2026, 1, 6), True),
        ("Erfurt", date(2026, 9, 20), True),
        ("Somewhere unknown", date(2026, 11, 18), True),
        ("", date(2026, 11, 18), True),
    ],
)
def test_the_region_of_the_place_decides(city: str, day: date, is_free: bool) -> None:
    country, region = region_of(city, "DE")
    found = holidays_between(date(2026, 1, 1), date(2027, 1, 1), ["DE"], {country: region})
    assert (day in {holiday.day for holiday in found}) is is_free


def test_every_region_of_germany_has_its_calendar() -> None:
    named = (
        "Stuttgart München Bremen Hamburg Wiesbaden Hannover Düsseldorf Mainz Saarbrücken Kiel Potsdam Schwerin "
        "Dresden Magdeburg Erfurt Berlin"
    )
    towns = [find_town(name, "DE") for name in named.split()]
    assert [CALENDARS[(town.country, town.region)] for town in towns if town] == list(CALENDARS.values())


def test_a_plan_meets_the_holidays_of_its_place_and_of_the_other_side(measure: Any) -> None:
    days = {"women": "2027-03-08", "repentance": "2027-11-17", "independence": "2027-11-11"}
    said = {
        (name, city): bool(
            clashes(measure(title=f"{name} {city}", place={"city": city, "country": "DE"}, starts=day))
        )
        for city in ("Berlin", "Dresden")
        for name, day in days.items()
    }
    assert said == {
        ("women", "Berlin"): True,
        ("women", "Dresden"): False,
        ("repentance", "Berlin"): False,
        ("repentance", "Dresden"): True,
        ("independence", "Berlin"): True,
        ("independence", "Dresden"): True,
    }
