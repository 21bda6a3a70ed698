"""Events in the JSON of any program, by what their keys say: a title, a start in one of the usual forms, and the rest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from neisse.engine.text.locations import read_location
from neisse.formats.json_texts import filled, named, text_of, words_of
from neisse.formats.zones import zone_named

Json = Mapping[str, Any]
_TITLES = ("title", "name", "summary", "subject", "eventName", "event_name")
_STARTS = ("start", "startDate", "start_date", "startsAt", "starts_at", "start_time", "startTime", "dateTime", "datetime",
    "begin", "beginsOn", "begins_at", "date_start", "dateStart", "start_datetime", "startDateTime", "eventDate", "event_date",
    "date_from", "dateFrom", "from_date", "startsOn", "starts_on", "utc_start_date", "local_date", "time", "date")  # fmt: skip
_ENDS = ("end", "endDate", "end_date", "endsAt", "ends_at", "end_time", "endTime", "endsOn", "date_end", "dateEnd",
    "end_datetime", "endDateTime", "date_to", "dateTo", "to_date", "ends_on", "finish", "until")  # fmt: skip
_PLACES = ("venue", "location", "place", "physicalAddress", "address")
_OWNERS = (
    "organizer",
    "organiser",
    "organizers",
    "organisers",
    "host",
    "hosts",
    "group",
    "attributedTo",
    "publisher",
    "owner_name",
)
_LINKS = ("url", "link", "htmlLink", "eventUrl", "event_url", "webLink", "permalink", "website", "public_url")
_TEXTS = ("description", "abstract", "body", "content", "excerpt", "teaser")
_TOPICS = ("tags", "categories", "keywords", "topics", "track", "category")
_ONLINE = (
    "online",
    "online_event",
    "isOnline",
    "is_online_event",
    "is_online",
    "isOnlineMeeting",
    "virtual",
    "is_virtual",
)
_STATUS = ("status", "state", "eventStatus")
# Our own records, which need no translation.
_OWN = frozenset({"starts", "ends", "period", "owner", "concept"})
_ZONED = re.compile(r"(?:Z|[+-]\d{2}:?\d{2})$")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}|$)|\d{1,2}[./]\d{1,2}[./]\d{4}")
_DURATION = re.compile(r"P(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:\d+S)?|(\d{1,2}):(\d{2})(?::\d{2})?")
MILLISECONDS = 100_000_000_000


def event_of(data: Json) -> dict[str, Any] | None:
    """The raw measure of an event, None for what is none: without a title, or without a start that is a time.

    Errors: none; what cannot be read of it is left out or left to the reader of measures. Cost: small.
    """
    if not isinstance(data, Mapping) or _OWN & set(data):
        return None
    title = _first(data, _TITLES)
    start = _start(data)
    if not title or not start:
        return None
    zone = text_of(data.get("timezone") or data.get("timeZone") or data.get("tz"))
    starts = _zoned(start, zone)
    ends = _zoned(_moment(next((data[k] for k in _ENDS if data.get(k)), None)), zone)
    if not ends:
        ends = _after(starts, data.get("duration"))
    if _is_true(data, ("all_day", "allDay", "isAllDay", "is_all_day")):
        starts, ends = starts[:10], ends[:10]
    place, venue = _place(data)
    return {
        "type": "measure", "id": _first(data, ("id", "uuid", "guid", "uid", "slug", "code")), "title": title, "starts": starts,
        "ends": ends, "description": _first(data, _TEXTS), "url": _first(data, _LINKS), "venue": venue, "place": place,
        "owner": next(filter(None, (named(data.get(k)) for k in _OWNERS)), ""), "certainty": _certainty(data),
        "topics": list(dict.fromkeys(word for k in _TOPICS for word in words_of(data.get(k)))),
        "visibility": "circle" if text_of(data.get("sensitivity") or data.get("visibility")).lower() in _PRIVATE else "",
    }  # fmt: skip


_PRIVATE = frozenset({"private", "confidential", "personal", "unlisted", "restricted", "draft", "members"})


def _first(data: Json, keys: Iterable[str]) -> str:
    return next(filter(None, (text_of(data.get(key)) for key in keys)), "")


def _start(data: Json) -> str:
    for key in _STARTS:
        if said := _moment(data.get(key)):
            clock = text_of(data.get("local_time")) if key == "local_date" else ""
            return f"{said}T{clock}" if clock else said
    return ""


def _moment(said: Any) -> str:
    """A moment as a text: of an object its local time with the zone, of a number the seconds since 1970."""
    if isinstance(said, Mapping):
        zone = text_of(said.get("timeZone") or said.get("timezone") or said.get("tz"))
        day = text_of(said.get("dateTime") or said.get("local") or said.get("date") or said.get("utc"))
        clock = text_of(said.get("time"))[:8]
        return _zoned(f"{day} {clock}".strip() if len(day) <= 10 else day, zone)
    if isinstance(said, int | float) and not isinstance(said, bool):
        seconds = said / 1000 if said > MILLISECONDS else said
        return (
            datetime.fromtimestamp(seconds, UTC).isoformat() if 946_684_800 <= seconds < 4_102_444_800 else ""
        )
    text = text_of(said)
    return text if _MOMENT.match(text) else ""


def _zoned(said: str, zone: str) -> str:
    """A wall-clock time with the offset of its zone, where both are there."""
    if not zone or len(said) <= 10 or _ZONED.search(said):
        return said
    try:
        bare = re.sub(r"\.\d+$", "", said)
        return datetime.fromisoformat(bare).replace(tzinfo=ZoneInfo(zone_named(zone) or zone)).isoformat()
    except (ValueError, ZoneInfoNotFoundError, OSError):
        return said


def _after(starts: str, duration: Any) -> str:
    """The end of what lasts "PT2H", "00:30" or so many milliseconds."""
    try:
        length = _length(duration)
        return (datetime.fromisoformat(starts) + length).isoformat() if length and len(starts) > 10 else ""
    except (ValueError, OverflowError):
        return ""


def _length(duration: Any) -> timedelta:
    if isinstance(duration, int | float) and not isinstance(duration, bool):
        return timedelta(milliseconds=duration) if duration >= 60_000 else timedelta(minutes=duration)
    if isinstance(duration, str) and (found := _DURATION.fullmatch(duration)):
        days, hours, minutes = (int(found[n] or 0) for n in (1, 2, 3))
        return timedelta(days=days, hours=hours + int(found[4] or 0), minutes=minutes + int(found[5] or 0))
    return timedelta()


def _place(data: Json) -> tuple[dict[str, Any], str]:
    """The town and country of whatever says a place, and the venue."""
    parts: list[str] = [text_of(data.get(key)) for key in ("roomFullname", "room", "roomName")]
    found: dict[str, Any] = filled({"lat": data.get("geo_lat"), "lon": data.get("geo_lon")})
    for key in _PLACES:
        for place in data[key] if isinstance(data.get(key), list) else [data.get(key)]:
            where = _inside(place, found) if isinstance(place, Mapping) else [text_of(place)]
            parts += [part for part in where if part and part not in parts]
    said = read_location(", ".join(filter(None, parts)), text_of(found.get("country")))
    online = (
        said.online
        or _is_true(data, _ONLINE)
        or bool(data.get("onlineAddress") and not data.get("physicalAddress"))
    )
    city = found.get("city") or said.city
    venue = ", ".join(part for part in said.venue.split(", ") if part != city)
    place = {"city": city, "country": found.get("country") or said.country, "online": online or None}
    return filled(place | {key: found.get(key) for key in ("lat", "lon")}), venue


def _inside(place: Json, found: dict[str, Any]) -> list[str]:
    """The names of a place; what it says of town, country and point goes to `found`."""
    address = place.get("address")
    for one in (place, address if isinstance(address, Mapping) else {}):
        for key, names in _WITHIN.items():
            value = next((one[name] for name in names if one.get(name) not in (None, "")), None)
            if value is not None and not isinstance(value, list):
                found.setdefault(key, named(value) if key in {"city", "country"} else value)
    return [
        named(place),
        "" if isinstance(address, Mapping) else text_of(address),
        text_of(place.get("street")),
    ]


_WITHIN = {
    "city": ("city", "locality", "addressLocality", "town"),
    "country": ("countryCode", "country_code", "country", "addressCountry"),
    "lat": ("lat", "latitude"), "lon": ("lon", "lng", "longitude"),
}  # fmt: skip


def _is_true(data: Json, keys: Iterable[str]) -> bool:
    return any(data.get(key) in (True, 1, "true", "yes") for key in keys)


def _certainty(data: Json) -> str:
    if _is_true(data, ("isCancelled", "is_cancelled", "cancelled", "canceled")):
        return "cancelled"
    said = _first(data, _STATUS).rpartition("/")[2].lower().removeprefix("event")
    return {
        "cancelled": "cancelled", "canceled": "cancelled", "postponed": "postponed", "rescheduled": "postponed",
        "tentative": "planned", "confirmed": "confirmed",
    }.get(said, "")  # fmt: skip
