"""Measure objects written as iCalendar: with time zones, stable ids, and what only Neisse knows as X- fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar

from neisse.engine.values import zone_of
from neisse.engine.values.period_code import parse_period_code, parse_span

STATUSES = {
    "confirmed": "CONFIRMED",
    "planned": "TENTATIVE",
    "idea": "TENTATIVE",
    "postponed": "TENTATIVE",
    "cancelled": "CANCELLED",
}
ZONE_YEARS = 2


def write_calendar(objects: Iterable[Mapping[str, Any]], *, stamp: datetime, title: str = "Neisse") -> bytes:
    """A calendar of the measures that have a time.

    `stamp` (aware UTC) says when the data were taken: the same data and stamp give the same bytes. A vague
    period is a transparent all-day event over its span; `X-NEISSE-PERIOD` keeps its code, so that reading the
    file gives the measure back. Times carry the zone of their country, defined by a VTIMEZONE.
    """
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Neisse//Measures//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", title)
    years: list[int] = []
    for measure in objects:
        if measure.get("starts") or measure.get("period"):
            calendar.add_component(_event(measure, stamp))
            years.append(int(str(measure.get("starts") or measure["period"])[:4]))
    if years:
        first, last = date(min(years), 1, 1), date(max(years) + ZONE_YEARS, 1, 1)
        calendar.add_missing_timezones(first_date=first, last_date=last)
    return bytes(calendar.to_ical())


def _event(measure: Mapping[str, Any], stamp: datetime) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", str(measure["id"]))
    event.add("dtstamp", stamp)
    event.add("summary", str(measure["title"]))
    place = measure.get("place") or {}
    _add_times(event, measure, zone_of(str(place.get("country"))))
    event.add("status", STATUSES.get(str(measure.get("certainty", "planned")), "TENTATIVE"))
    if measure.get("visibility", "public") != "public":
        event.add("class", "CONFIDENTIAL")
    for key, name in (("description", "description"), ("url", "url")):
        if measure.get(key):
            event.add(name, str(measure[key]))
    said = (measure.get("venue"), place.get("city"), "online" if place.get("online") else "")
    if where := ", ".join(str(part) for part in said if part):
        event.add("location", where)
    if place.get("lat") is not None and place.get("lon") is not None:
        event.add("geo", (place["lat"], place["lon"]))
    if measure.get("topics"):
        event.add("categories", list(measure["topics"]))
    for key in ("kind", "owner", "certainty"):
        if measure.get(key):
            event.add(f"x-neisse-{key}", str(measure[key]))
    return event


def _add_times(event: icalendar.Event, measure: Mapping[str, Any], zone: str) -> None:
    if not measure.get("starts"):
        period = parse_period_code(str(measure["period"]))
        event.add("dtstart", period.start)
        event.add("dtend", period.end)
        event.add("transp", "TRANSPARENT")
        event.add("x-neisse-period", str(measure["period"]))
        return
    period = parse_span(str(measure["starts"]), str(measure.get("ends") or ""))
    if period.starts_at is None:
        event.add("dtstart", period.start)
        event.add("dtend", period.last_day + timedelta(days=1))
        return
    event.add("dtstart", period.starts_at.astimezone(ZoneInfo(zone)))
    if period.ends_at:
        event.add("dtend", period.ends_at.astimezone(ZoneInfo(zone)))
