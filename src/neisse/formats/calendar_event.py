"""One event of a calendar: what its properties say, each for itself."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from contextlib import suppress
from itertools import takewhile
from typing import Any

import icalendar
from icalendar.prop.broken import vBroken

from neisse.engine.text.fold import fold
from neisse.engine.text.locations import read_location
from neisse.formats.nothing import says_nothing
from neisse.formats.owners import is_nobody

CERTAINTIES = {
    "CONFIRMED": "confirmed",
    "TENTATIVE": "planned",
    "CANCELLED": "cancelled",
    "CANCELED": "cancelled",
    "POSTPONED": "postponed",
}
OWN_UID = re.compile(r"(.+)@[0-9a-f]{16}\.neisse")
# Properties that an event has once, and those of which it may have several.
SINGLE = (
    "UID", "DTSTART", "DTEND", "DURATION", "SUMMARY", "DESCRIPTION", "LOCATION", "ORGANIZER", "STATUS", "CLASS", "GEO",
    "URL", "SEQUENCE", "RECURRENCE-ID", "X-NEISSE-OWNER", "X-NEISSE-KIND", "X-NEISSE-PERIOD", "X-NEISSE-CERTAINTY",
    "X-NEISSE-ID", "X-NEISSE-PLACE", "X-NEISSE-VISIBILITY", "X-NEISSE-WEBSITE",
)  # fmt: skip
SEVERAL = ("RRULE", "RDATE", "EXDATE", "CATEGORIES")
# What the readers of single properties raise for values that nobody foresaw: it costs the event.
SLIPS = (ValueError, TypeError, AttributeError, LookupError, ArithmeticError, RecursionError)


def organiser_of(event: Any) -> str:
    """The name of the organiser, "" where it is nobody."""
    organiser = event.get("ORGANIZER")
    if organiser is None:
        return ""
    named = str(organiser.params.get("CN", "")).strip(" \"'")
    return "" if is_nobody(named) else named


def categories_of(event: Any) -> list[str]:
    """The categories of all its lists."""
    listed = event.get("CATEGORIES") or []
    return [
        str(c)
        for part in (listed if isinstance(listed, list) else [listed])
        for c in getattr(part, "cats", [part])
    ]


def own_id(event: Any) -> str:
    """The id of the record that Neisse wrote as this event; "" for an event of somebody else."""
    if said := str(event.get("X-NEISSE-ID") or ""):
        return said
    found = OWN_UID.fullmatch(str(event.get("UID") or ""))
    return found[1] if found else ""


def website_of(event: Any) -> str:
    """The address that belongs to the event; of an own one that is not its page."""
    if not event.get("X-NEISSE-ID"):
        return str(event.get("URL") or "")
    return str(event.get("X-NEISSE-WEBSITE") or "")


def visibility_of(event: Any) -> str:
    """Who may see it: nothing said, the circle, or what Neisse wrote."""
    level, said = str(event.get("CLASS") or "").upper(), str(event.get("X-NEISSE-VISIBILITY") or "")
    if level in {"", "PUBLIC"}:
        return said if level and said == "public" else ""
    return said if said in {"circle", "blind"} else "circle"


def _written_place(event: Any) -> tuple[dict[str, Any], str] | None:
    """The parts of the place as Neisse wrote them, unless somebody wrote another location since."""
    try:
        parts = json.loads(str(event.get("X-NEISSE-PLACE") or "null"))
    except ValueError:
        return None
    if not isinstance(parts, dict) or str(parts.pop("at", "")) != str(event.get("LOCATION") or ""):
        return None
    venue = str(parts.pop("venue", ""))
    return {name: parts[name] for name in ("city", "country", "online") if parts.get(name)}, venue


def place_of(event: Any) -> tuple[dict[str, Any], str]:
    """The place, and the venue in it."""
    if (written := _written_place(event)) is not None:
        place, venue = written
    else:
        said = str(event.get("LOCATION") or "")
        where = read_location("" if says_nothing(said) else said)
        place = {"city": where.city, "country": where.country, "online": where.online or None}
        venue = where.venue
    geo = event.get("GEO")
    if geo is not None and not isinstance(geo, vBroken):
        place |= {"lat": geo.latitude, "lon": geo.longitude}
    return {key: value for key, value in place.items() if value not in ("", None)}, venue


def are_two(event: Any, other: Any) -> bool:
    """Whether two events of one UID are two things, not two versions of one: neither says that it is newer."""
    if (
        sequence_of(event) != sequence_of(other)
        or event.get("DTSTART") is None
        or other.get("DTSTART") is None
    ):
        return False
    if fold(str(event.get("SUMMARY", ""))) != fold(str(other.get("SUMMARY", ""))):
        return True
    stamps = [str(getattr(e.get("LAST-MODIFIED"), "dt", "")) for e in (event, other)]
    return stamps[0] == stamps[1] and event["DTSTART"].to_ical() != other["DTSTART"].to_ical()


def sequence_of(event: Any) -> int:
    """The number of its version, 0 where it says none."""
    said = str(event.get("SEQUENCE", 0))
    return int(said) if said.isdecimal() and len(said) < 10 else 0


def calendar_name(head: Sequence[str]) -> str:
    """What the calendar calls itself, "" where it does not."""
    at = next((n for n, line in enumerate(head) if line[:13].upper().startswith("X-WR-CALNAME")), None)
    if at is None:
        return ""
    folded = takewhile(lambda line: line[:1] in {" ", "\t"} and line, head[at + 1 : at + 20])
    lines = "\n".join(["BEGIN:VCALENDAR", head[at], *folded, "END:VCALENDAR", ""])
    with suppress(*SLIPS):
        return str(icalendar.Calendar.from_ical(lines).get("X-WR-CALNAME") or "")
    return ""
