"""Measure objects written as iCalendar: with time zones, stable ids, and what only Neisse knows as X- fields."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar

from neisse.engine.values import zone_of
from neisse.engine.values.period_code import parse_period_code, parse_span
from neisse.engine.values.region import ZONES

STATUSES = {
    "confirmed": "CONFIRMED",
    "planned": "TENTATIVE",
    "idea": "TENTATIVE",
    "postponed": "TENTATIVE",
    "cancelled": "CANCELLED",
}
ZONE_YEARS = 2
OWN = ".neisse"
# From this year on, all zones of the region change their clocks by one rule.
SINCE = 1997
UNION_RULE = """BEGIN:VCALENDAR
BEGIN:VTIMEZONE
TZID:{name}
BEGIN:DAYLIGHT
DTSTART:19970330T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
END:VCALENDAR
"""


@dataclass(frozen=True, slots=True)
class Kept:
    """What is known of an entry beside its object: since when it is there, its edits so far, and its page."""

    born: datetime
    edits: int
    changed: datetime
    page: str = ""


def uid_of(key: str, born: datetime) -> str:
    """The UID of a record for life: its key, and a sign that no other instance gives to a record of that key.

    A key that came as a UID from another calendar stays that UID.
    """
    if "@" in key:
        return key
    sign = hashlib.sha256(f"{key} {born.astimezone(UTC).isoformat()}".encode()).hexdigest()[:16]
    return f"{key}@{sign}{OWN}"


def location_of(measure: Mapping[str, Any]) -> str:
    """Venue and town, and that it is online too."""
    place = measure.get("place") or {}
    said = [measure.get("venue"), place.get("city"), "online" if place.get("online") else ""]
    return ", ".join(dict.fromkeys(str(part) for part in said if part))


def write_calendar(
    objects: Iterable[Mapping[str, Any]],
    *,
    stamp: datetime,
    title: str = "Neisse",
    kept: Mapping[str, Kept] | None = None,
) -> bytes:
    """A calendar of the measures that have a time.

    `kept` says of an id what makes its entry the same one for life: UID, SEQUENCE, LAST-MODIFIED, and its page as URL
    (an own website is attached). Without it the id is the UID.

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
            calendar.add_component(_event(measure, stamp, (kept or {}).get(str(measure["id"]))))
            years.append(int(str(measure.get("starts") or measure["period"])[:4]))
    if years:
        _define_zones(calendar, min(years), max(years) + ZONE_YEARS)
    return bytes(calendar.to_ical())


def _define_zones(calendar: icalendar.Calendar, first: int, last: int) -> None:
    """Define the zones of the times by the rule of the Union; listed changes are not read alike by all programs."""
    if first >= SINCE:
        for name in sorted(calendar.get_missing_tzids() & set(ZONES.values())):
            (zone,) = icalendar.Calendar.from_ical(UNION_RULE.format(name=name)).walk("VTIMEZONE")
            calendar.subcomponents.insert(0, zone)
    calendar.add_missing_timezones(first_date=date(first, 1, 1), last_date=date(last, 1, 1))


def _event(measure: Mapping[str, Any], stamp: datetime, kept: Kept | None) -> icalendar.Event:
    event = icalendar.Event()
    key = str(measure["id"])
    event.add("uid", uid_of(key, kept.born) if kept else key)
    event.add("dtstamp", stamp)
    if kept:
        event.add("sequence", kept.edits)
        event.add("last-modified", kept.changed)
        event.add("x-neisse-id", key)
    event.add("summary", str(measure["title"]))
    place = measure.get("place") or {}
    _add_times(event, measure, zone_of(str(place.get("country"))))
    event.add("status", STATUSES.get(str(measure.get("certainty", "planned")), "TENTATIVE"))
    if visibility := str(measure.get("visibility") or ""):
        event.add("class", "PUBLIC" if visibility == "public" else "CONFIDENTIAL")
        event.add("x-neisse-visibility", visibility)
    if measure.get("description"):
        event.add("description", str(measure["description"]))
    _add_links(event, str(measure.get("url") or ""), kept.page if kept else "")
    _add_place(event, measure)
    if measure.get("topics"):
        event.add("categories", list(measure["topics"]))
    for name in ("kind", "owner", "certainty"):
        if measure.get(name):
            event.add(f"x-neisse-{name}", str(measure[name]))
    return event


def _add_links(event: icalendar.Event, own: str, page: str) -> None:
    """The page of the entry as URL; its own website beside it."""
    if page:
        event.add("url", page)
        if own:
            event.add("attach", own)
            event.add("x-neisse-website", own)
    elif own:
        event.add("url", own)


def _add_place(event: icalendar.Event, measure: Mapping[str, Any]) -> None:
    """Where it is, for people; and in its parts, to be read back as long as nobody writes another place."""
    place = dict(measure.get("place") or {})
    where = location_of(measure)
    if where:
        event.add("location", where)
    parts = {name: place[name] for name in ("city", "country", "online") if place.get(name)}
    parts |= {"venue": measure["venue"]} if measure.get("venue") else {}
    if parts:
        event.add("x-neisse-place", json.dumps({"at": where, **parts}, ensure_ascii=False))
    if place.get("lat") is not None and place.get("lon") is not None:
        event.add("geo", (place["lat"], place["lon"]))


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
        event.add("transp", "TRANSPARENT")
        return
    event.add("dtstart", period.starts_at.astimezone(ZoneInfo(zone)))
    if period.ends_at:
        event.add("dtend", period.ends_at.astimezone(ZoneInfo(zone)))
