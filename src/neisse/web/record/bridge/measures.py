"""Measure rows and their contract objects."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from neisse.engine.values import Period, Precision, zone_of
from neisse.engine.values.period_code import format_period_code, parse_period_code, parse_span
from neisse.web.record.bridge.fields import (
    Object,
    index_of,
    list_in,
    number_in,
    sparse,
    texts_in,
    texts_out,
    whole_in,
)
from neisse.web.record.bridge.organisations import write_place
from neisse.web.record.bridge.references import References
from neisse.web.record.models import Measure

FIELDS = frozenset(
    {
        "title", "titles", "description", "descriptions", "language", "kind", "owner", "partners", "starts", "ends",
        "period", "certainty", "place", "venue", "topics", "audience", "cost_cents", "staff_days", "visibility", "url",
    }
)  # fmt: skip


def clock_of(country: str) -> ZoneInfo:
    """The wall clock of a country."""
    return ZoneInfo(zone_of(country))


def read(row: Measure) -> Iterable[tuple[str, Any]]:
    """The fields of a measure object, in the order of the contract."""
    yield from (("title", row.title), ("titles", texts_out(row, "titles")), ("description", row.description))
    yield from (
        ("descriptions", texts_out(row, "descriptions")),
        ("language", row.language),
        ("kind", row.kind),
    )
    yield from (("owner", row.owner.key), ("partners", sorted(p.key for p in row.partners.all())))
    yield from times_out(row)
    yield "certainty", row.certainty
    yield (
        "place",
        sparse(
            (
                ("city", row.city),
                ("country", row.country),
                ("lat", row.lat),
                ("lon", row.lon),
                ("online", row.online or None),
            )
        ),
    )
    yield "venue", row.venue
    yield from (("topics", row.topics), ("audience", row.audience), ("cost_cents", row.cost_cents))
    yield from (("staff_days", row.staff_days), ("visibility", row.visibility), ("url", row.url))


def times_out(row: Measure) -> Iterable[tuple[str, Any]]:
    """`starts` and `ends` of exact times (`ends` names the last day), `period` of vague ones."""
    period = period_of(row)
    if period is None:
        return
    if period.precision.is_vague:
        yield "period", format_period_code(period)
    elif row.starts_at:
        zone = clock_of(row.country)
        yield "starts", row.starts_at.astimezone(zone).isoformat()
        yield "ends", row.ends_at.astimezone(zone).isoformat() if row.ends_at else ""
    else:
        yield "starts", period.start.isoformat()
        yield "ends", period.last_day.isoformat() if period.days > 1 else ""


def period_of(row: Measure) -> Period | None:
    """When a measure is, as the engine's value."""
    if row.start is None or row.end is None:
        return None
    return Period(row.start, row.end, Precision(row.precision or "day"), row.starts_at, row.ends_at)


def write(row: Measure, obj: Object, refs: References) -> dict[str, list[int]]:
    """Set the columns of a measure; co-owners are returned for their many-to-many field."""
    row.title = str(obj.get("title") or "").strip()
    texts_in(row, "titles", obj.get("titles"))
    row.description = str(obj.get("description") or "")
    texts_in(row, "descriptions", obj.get("descriptions"))
    row.language = str(obj.get("language") or "")[:2]
    row.kind = str(obj.get("kind") or "other")
    row.owner_id = refs.need("organisation", obj.get("owner"), "owner")
    row.certainty = str(obj.get("certainty") or "planned")
    place = obj.get("place") or {}
    write_place(row, place)
    row.online = bool(place.get("online"))
    row.venue = str(obj.get("venue") or "").strip()[:300]
    write_times(row, obj)
    row.topics = list_in(obj.get("topics"))
    row.topics_index = index_of(row.topics, 1000)
    row.audience = list_in(obj.get("audience"))
    row.cost_cents = whole_in(obj.get("cost_cents"), "cost_cents")
    row.staff_days = number_in(obj.get("staff_days"), "staff_days")
    row.visibility = str(obj.get("visibility") or row.visibility)  # emptied: opens nothing
    row.url = str(obj.get("url") or "")
    partners = refs.many("organisation", obj.get("partners"), "partners")
    return {"partners": [pk for pk in partners if pk != row.owner_id]}


def write_times(row: Measure, obj: Object) -> None:
    """Days, precision and instants from `starts`/`ends` or `period`; a time without offset is local."""
    row.start = row.end = row.starts_at = row.ends_at = None
    row.precision, row.period = "", str(obj.get("period") or "")
    if starts := str(obj.get("starts") or ""):
        zone = clock_of(row.country)
        period = parse_span(in_zone(starts, zone), in_zone(str(obj.get("ends") or ""), zone))
    elif row.period:
        period = parse_period_code(row.period)
    else:
        return
    row.start, row.end, row.precision = period.start, period.end, period.precision.value
    row.starts_at, row.ends_at = period.starts_at, period.ends_at


def in_zone(text: str, zone: ZoneInfo) -> str:
    """A date-time without an offset, read on the wall clock of the place; everything else as it is."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    if len(text) <= len("2026-10-21") or moment.tzinfo is not None:
        return text
    return moment.replace(tzinfo=zone).isoformat()
