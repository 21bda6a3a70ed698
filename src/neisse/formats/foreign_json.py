"""JSON of other programs as raw objects of the contract: schema.org, Indico, pretalx, Gancio, Mobilizon."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from neisse.engine.text.language import detect_language
from neisse.engine.text.locations import read_location
from neisse.engine.values import LANGUAGES
from neisse.formats.foreign_events import event_of
from neisse.formats.json_texts import filled, named, text_of, words_of

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
        ("start_datetime" in data, _gancio),
        ("code" in data and bool({"slot", "slots", "submission_type"} & set(data)), _pretalx),
    )
    reader = next((reader for fits, reader in forms if fits and ("title" in data or kind)), None)
    found = reader(data) if reader else event_of(data)
    return filled(found) if found else None


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
        "type": "measure", "id": _first(data, "@id", "identifier"), "title": text_of(data.get("name")),
        "description": text_of(data.get("description")), "owner": named(data.get("organizer")), "starts": data.get("startDate"),
        "ends": data.get("endDate"), "url": text_of(data.get("url")), "topics": words_of(data.get("keywords")), "venue": venue,
        "certainty": _STATUS.get(str(data.get("eventStatus") or "").rpartition("/")[2], ""),
        "place": filled({**city, "online": online or None}),
    }  # fmt: skip


def _schema_organisation(data: Json) -> dict[str, Any]:
    city, _ = _where(data.get("location") or {"address": data.get("address")})
    if isinstance(data.get("address"), Mapping):
        city, _ = _where({"address": data["address"]})
    other = data.get("alternateName") or []
    names = [
        *(other if isinstance(other, list) else [other]),
        *filter(None, [text_of(data.get("legalName"))]),
    ]
    return {
        "type": "organisation", "id": _first(data, "@id", "identifier"), "name": text_of(data.get("name")), **city,
        "aliases": names, "url": text_of(data.get("url")),
        "descriptions": _in_its_language(text_of(data.get("description"))), **_reached(data),
        "founded": text_of(data.get("foundingDate"))[:4],
    }  # fmt: skip


def _reached(data: Json) -> dict[str, Any]:
    """How an organisation is reached."""
    said = data.get("address")
    address = said if isinstance(said, Mapping) else {}
    return {
        "address": text_of(address.get("streetAddress")), "postcode": text_of(address.get("postalCode")),
        "phone": text_of(data.get("telephone")), "mail": text_of(data.get("email")).removeprefix("mailto:"),
    }  # fmt: skip


def _in_its_language(said: str) -> dict[str, str]:
    return {detect_language(said) or LANGUAGES[0]: said} if said else {}


def _schema_person(data: Json) -> dict[str, Any]:
    works = data.get("worksFor") or data.get("affiliation")
    return {
        "type": "person", "id": _first(data, "@id", "identifier"), "name": text_of(data.get("name")),
        "office": text_of(data.get("jobTitle")), "organisation": named(works), "email": text_of(data.get("email")),
        "phone": text_of(data.get("telephone")),
    }  # fmt: skip


def is_other(data: Json) -> str:
    """The type of a record of schema.org that is no plan, organisation or person; "" for all others."""
    kind = _type_of(data)
    return kind if kind and "type" not in data and translated(data) is None else ""


def _gancio(data: Json) -> dict[str, Any]:
    place = data.get("place") or {}
    where = read_location(f"{text_of(place.get('name'))}, {text_of(place.get('address'))}")
    online = bool(data.get("online_locations")) or where.online
    tags = [text_of(tag.get("tag") if isinstance(tag, Mapping) else tag) for tag in data.get("tags") or []]
    return {
        "type": "measure", "id": _first(data, "slug", "id"), "title": text_of(data.get("title")),
        "description": text_of(data.get("description")), "starts": _moment(data.get("start_datetime")),
        "ends": _moment(data.get("end_datetime")), "topics": tags, "venue": where.venue, "url": text_of(data.get("url")),
        "place": filled({"city": where.city, "country": where.country, "online": online or None}),
    }  # fmt: skip


def _pretalx(data: Json) -> dict[str, Any]:
    slot = data.get("slot") or next(iter(data.get("slots") or []), None) or {}
    slot = slot if isinstance(slot, Mapping) else {}
    return {
        "type": "measure", "id": _first(data, "code"), "title": text_of(data.get("title")), "starts": slot.get("start"),
        "ends": slot.get("end"), "description": text_of(data.get("abstract") or data.get("description")),
        "venue": text_of(slot.get("room")), "certainty": _STATUS.get(str(data.get("state") or "").upper(), ""),
        "url": text_of(data.get("url")), "topics": [text_of(data["track"])] if data.get("track") else [],
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
        return {"city": where.city, "country": where.country}, text_of(place.get("name")) or where.venue
    address = address if isinstance(address, Mapping) else {}
    country = address.get("addressCountry")
    said = place.get("geo")
    geo = said if isinstance(said, Mapping) else {}
    return {
        "city": text_of(address.get("addressLocality")), "country": text_of(country) or named(country),
        "lat": geo.get("latitude"), "lon": geo.get("longitude"),
    }, text_of(place.get("name"))  # fmt: skip


def _is_virtual(place: Any) -> bool:
    return isinstance(place, Mapping) and _type_of(place) == "VirtualLocation"


def _first(data: Json, *keys: str) -> str:
    return next((text_of(data[key]) for key in keys if text_of(data.get(key))), "")


def _moment(said: Any) -> Any:
    """Seconds since 1970 as an instant."""
    is_number = isinstance(said, int | float) and not isinstance(said, bool) and 0 < said < 4_102_444_800
    return datetime.fromtimestamp(said, UTC).isoformat() if is_number else said
