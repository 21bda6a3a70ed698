"""JSON of other programs as raw objects of the contract: schema.org, Indico, pretalx, Gancio, Mobilizon."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from neisse.engine.text.locations import read_location
from neisse.engine.values import LANGUAGES
from neisse.formats.nothing import says_nothing

Json = Mapping[str, Any]
_ORGANISATIONS = frozenset(
    [
        "Organization", "Corporation", "LocalBusiness", "NGO", "EducationalOrganization", "CollegeOrUniversity",
        "GovernmentOrganization", "ResearchOrganization", "MedicalOrganization", "Consortium",
    ]
)  # fmt: skip
_STATUS = {
    "EventCancelled": "cancelled",
    "CANCELLED": "cancelled",
    "EventPostponed": "postponed",
    "EventRescheduled": "postponed",
    "TENTATIVE": "planned",
}


def translated(data: Json) -> dict[str, Any] | None:
    """The raw object of a record in another program's form, None where it has none of these forms."""
    kind = _type_of(data)
    forms = (
        (kind.endswith("Event") or kind in {"Festival", "Hackathon"}, _schema_event),
        (kind in _ORGANISATIONS, _schema_organisation),
        (kind == "Person", _schema_person),
        ("beginsOn" in data, _mobilizon),
        ("start_datetime" in data, _gancio),
        (isinstance(data.get("startDate"), Mapping), _indico),
        ("code" in data and bool({"slot", "slots", "submission_type"} & set(data)), _pretalx),
    )
    reader = next((reader for fits, reader in forms if fits and ("title" in data or kind)), None)
    return _filled(reader(data)) if reader else None


def _type_of(data: Json) -> str:
    said = data.get("@type", "")
    said = said[0] if isinstance(said, list) and said else said
    return str(said).rpartition("/")[2].rpartition(":")[2]


def _schema_event(data: Json) -> dict[str, Any]:
    places = data.get("location")
    listed = places if isinstance(places, list) else [places]
    physical = next((p for p in listed if p and not _is_virtual(p)), None)
    mode = str(data.get("eventAttendanceMode") or "")
    online = any(_is_virtual(p) for p in listed if p) or mode.endswith(
        ("OnlineEventAttendanceMode", "MixedEventAttendanceMode")
    )
    city, venue = _where(physical)
    return {
        "type": "measure", "id": _first(data, "@id", "identifier"), "title": _text(data.get("name")),
        "description": _text(data.get("description")), "owner": _named(data.get("organizer")), "starts": data.get("startDate"),
        "ends": data.get("endDate"), "url": _text(data.get("url")), "topics": _words(data.get("keywords")), "venue": venue,
        "certainty": _STATUS.get(str(data.get("eventStatus") or "").rpartition("/")[2], ""),
        "place": _filled({**city, "online": online or None}),
    }  # fmt: skip


def _schema_organisation(data: Json) -> dict[str, Any]:
    city, _ = _where(data.get("location") or {"address": data.get("address")})
    if isinstance(data.get("address"), Mapping):
        city, _ = _where({"address": data["address"]})
    names = data.get("alternateName") or []
    return {
        "type": "organisation", "id": _first(data, "@id", "identifier"), "name": _text(data.get("name")), **city,
        "aliases": names if isinstance(names, list) else [names], "url": _text(data.get("url")),
        "description": _text(data.get("description")),
    }  # fmt: skip


def _schema_person(data: Json) -> dict[str, Any]:
    works = data.get("worksFor") or data.get("affiliation")
    return {
        "type": "person", "id": _first(data, "@id", "identifier"), "name": _text(data.get("name")),
        "office": _text(data.get("jobTitle")), "organisation": _named(works), "email": _text(data.get("email")),
        "phone": _text(data.get("telephone")),
    }  # fmt: skip


def is_other(data: Json) -> str:
    """The type of a record of schema.org that is no plan, organisation or person; "" for all others."""
    kind = _type_of(data)
    return kind if kind and "type" not in data and translated(data) is None else ""


def _mobilizon(data: Json) -> dict[str, Any]:
    address = data.get("physicalAddress") or {}
    online = bool(data.get("onlineAddress")) and not address
    tags = [_text(tag.get("title") if isinstance(tag, Mapping) else tag) for tag in data.get("tags") or []]
    return {
        "type": "measure", "id": _first(data, "uuid", "id"), "title": _text(data.get("title")),
        "description": _text(data.get("description")), "starts": data.get("beginsOn"), "ends": data.get("endsOn"), "topics": tags,
        "owner": _named(data.get("attributedTo")) or _named(data.get("organizerActor")), "url": _text(data.get("url")),
        "certainty": _STATUS.get(str(data.get("status") or ""), ""), "venue": _text(address.get("description")),
        "place": _filled({
            "city": _text(address.get("locality")), "country": _text(address.get("country")), "online": online or None,
        }),
    }  # fmt: skip


def _gancio(data: Json) -> dict[str, Any]:
    place = data.get("place") or {}
    where = read_location(f"{_text(place.get('name'))}, {_text(place.get('address'))}")
    online = bool(data.get("online_locations")) or where.online
    tags = [_text(tag.get("tag") if isinstance(tag, Mapping) else tag) for tag in data.get("tags") or []]
    return {
        "type": "measure", "id": _first(data, "slug", "id"), "title": _text(data.get("title")),
        "description": _text(data.get("description")), "starts": _moment(data.get("start_datetime")),
        "ends": _moment(data.get("end_datetime")), "topics": tags, "venue": where.venue, "url": _text(data.get("url")),
        "place": _filled({"city": where.city, "country": where.country, "online": online or None}),
    }  # fmt: skip


def _indico(data: Json) -> dict[str, Any]:
    where = read_location(
        ", ".join(filter(None, (_text(data.get(k)) for k in ("roomFullname", "room", "location", "address"))))
    )
    return {
        "type": "measure", "id": _first(data, "id"), "title": _text(data.get("title")), "url": _text(data.get("url")),
        "description": _text(data.get("description")), "starts": _spoken(data.get("startDate")),
        "ends": _spoken(data.get("endDate")),
        "owner": _named(data.get("organizer")), "venue": where.venue, "topics": _words(data.get("keywords")),
        "place": _filled({"city": where.city, "country": where.country, "online": where.online or None}),
    }  # fmt: skip


def _pretalx(data: Json) -> dict[str, Any]:
    slot = data.get("slot") or next(iter(data.get("slots") or []), None) or {}
    slot = slot if isinstance(slot, Mapping) else {}
    return {
        "type": "measure", "id": _first(data, "code"), "title": _text(data.get("title")), "starts": slot.get("start"),
        "ends": slot.get("end"), "description": _text(data.get("abstract") or data.get("description")),
        "venue": _text(slot.get("room")), "certainty": _STATUS.get(str(data.get("state") or "").upper(), ""),
        "url": _text(data.get("url")), "topics": [_text(data["track"])] if data.get("track") else [],
    }  # fmt: skip


def _where(place: Any) -> tuple[dict[str, Any], str]:
    """Town and country of a place of schema.org, and its venue."""
    if isinstance(place, str):
        where = read_location(place)
        return {"city": where.city, "country": where.country}, where.venue
    if not isinstance(place, Mapping):
        return {}, ""
    address = place.get("address")
    if isinstance(address, str):
        where = read_location(address)
        return {"city": where.city, "country": where.country}, _text(place.get("name")) or where.venue
    address = address if isinstance(address, Mapping) else {}
    country = address.get("addressCountry")
    said = place.get("geo")
    geo = said if isinstance(said, Mapping) else {}
    return {
        "city": _text(address.get("addressLocality")), "country": _text(country) or _named(country),
        "lat": geo.get("latitude"), "lon": geo.get("longitude"),
    }, _text(place.get("name"))  # fmt: skip


def _is_virtual(place: Any) -> bool:
    return isinstance(place, Mapping) and _type_of(place) == "VirtualLocation"


def _named(said: Any) -> str:
    """The name of somebody: a text, an object with a name, or the first of several."""
    if isinstance(said, list):
        return next((name for one in said if (name := _named(one))), "")
    return _text(said.get("name") or said.get("fullName")) if isinstance(said, Mapping) else _text(said)


def _text(said: Any) -> str:
    """A text; of texts by language the German, Polish, English or first one."""
    if isinstance(said, Mapping):
        said = next(
            (said[key] for key in (*LANGUAGES, "@value", "name") if said.get(key)),
            next(iter(said.values()), ""),
        )
    return (
        ("" if says_nothing(said) else said.strip())
        if isinstance(said, str)
        else ""
        if said is None or isinstance(said, list | Mapping | bool)
        else str(said)
    )


def _words(said: Any) -> list[str]:
    listed = said.split(",") if isinstance(said, str) else said if isinstance(said, list) else []
    return [_text(word) for word in listed if _text(word)]


def _first(data: Json, *keys: str) -> str:
    return next((_text(data[key]) for key in keys if _text(data.get(key))), "")


def _moment(said: Any) -> Any:
    """Seconds since 1970 as an instant."""
    is_number = isinstance(said, int | float) and not isinstance(said, bool) and 0 < said < 4_102_444_800
    return datetime.fromtimestamp(said, UTC).isoformat() if is_number else said


def _spoken(said: Any) -> str:
    """Date, time and zone of Indico as one text, or as an instant where the zone is known."""
    if not isinstance(said, Mapping):
        return _text(said)
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    text = f"{_text(said.get('date'))} {_text(said.get('time'))[:8]}".strip()
    try:
        return (
            datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(_text(said.get("tz")) or "UTC")).isoformat()
        )
    except (ValueError, ZoneInfoNotFoundError, OSError):
        return text


def _filled(found: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in found.items() if value not in ("", None, [], {})}
