"""Public holidays on both sides of the border, named in the reader's language; of the region where the place is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from django.utils.translation import gettext, gettext_noop

from neisse.engine.values import HOME_COUNTRIES
from neisse.web.core.bridge import find_town

REGIONS = {"DE": "SN", "PL": "", "CZ": ""}
# The regions of towns, as the calendar calls them; elsewhere the whole country keeps the same days.
STATES = ("BW", "BY", "HB", "HH", "HE", "NI", "NW", "RP", "SL", "SH", "BB", "MV", "SN", "ST", "TH", "BE")
CALENDARS = {("DE", f"{number:02}"): code for number, code in enumerate(STATES, start=1)}
# The names that the library gives in English; translated as msgids.
NAMES = (
    gettext_noop("New Year's Day"), gettext_noop("Epiphany"), gettext_noop("Good Friday"),
    gettext_noop("Easter Sunday"), gettext_noop("Easter Monday"), gettext_noop("Labor Day"),
    gettext_noop("National Day"), gettext_noop("National Day of the Third of May"),
    gettext_noop("Ascension Day"), gettext_noop("Pentecost"), gettext_noop("Pentecost Monday"),
    gettext_noop("Corpus Christi"), gettext_noop("Assumption Day"), gettext_noop("Assumption of the Virgin Mary"),
    gettext_noop("German Unity Day"), gettext_noop("Reformation Day"), gettext_noop("All Saints' Day"),
    gettext_noop("National Independence Day"), gettext_noop("Repentance and Prayer Day"),
    gettext_noop("Christmas Eve"), gettext_noop("Christmas Day"), gettext_noop("Second Day of Christmas"),
    gettext_noop("Independent Czech State Restoration Day"), gettext_noop("Victory Day"),
    gettext_noop("Saints Cyril and Methodius Day"), gettext_noop("Jan Hus Day"),
    gettext_noop("Statehood Day"), gettext_noop("Independent Czechoslovak State Day"),
    gettext_noop("Struggle for Freedom and Democracy Day"),
    gettext_noop("Struggle for Freedom and Democracy Day and International Students' Day"),
    gettext_noop("Women's Day"), gettext_noop("World Children's Day"),
    gettext_noop("80th anniversary of the liberation from Nazism and the end of the Second World War in Europe"),
    gettext_noop("75th anniversary of the East German uprising of 1953"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Holiday:
    """One public holiday in one country (Germany: in one of its states)."""

    day: date
    country: str
    english: str

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return "; ".join(gettext(part) for part in self.english.split("; "))


@lru_cache(maxsize=256)
def _year(country: str, region: str, year: int) -> tuple[Holiday, ...]:
    import holidays

    found = holidays.country_holidays(country, subdiv=region or None, years=year, language="en_US")
    return tuple(Holiday(day, country, name) for day, name in sorted(found.items()))


def region_of(city: str, country: str) -> tuple[str, str]:
    """The country of a town and the calendar of its region; of an unknown one the country that is said, and ""."""
    town = find_town(city, country) if city else None
    if town is None:
        return country, ""
    return town.country, CALENDARS.get((town.country, town.region), "")


def holidays_between(
    start: date,
    end: date,
    countries: Iterable[str] = HOME_COUNTRIES,
    regions: Mapping[str, str] | None = None,
) -> list[Holiday]:
    """The holidays in `[start, end)`, by day and country; countries without a calendar here are left out.

    `regions`: the calendar of a country's region where it is not the one at the border.
    """
    years = range(start.year, (end - timedelta(days=1)).year + 1)
    calendars = REGIONS | {country: region for country, region in (regions or {}).items() if region}
    known = [country for country in countries if country in REGIONS]
    found = [h for c in known for year in years for h in _year(c, calendars[c], year) if start <= h.day < end]
    return sorted(found, key=lambda holiday: (holiday.day, holiday.country))
