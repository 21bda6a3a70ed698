"""The objects of the file contract as plain dicts: every kind's fields, checked and normalised.

An object keeps unknown keys, loses empty ones, and comes out the same when it is read again. Errors refuse
the object, warnings leave a field out, notes only tell.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache, partial
from typing import Any

from neisse.engine.record.identifiers import CHECKS
from neisse.engine.record.keys import derived_id
from neisse.engine.record.status_words import new_time_in, status_of
from neisse.engine.values import LANGUAGES, Certainty, Severity, say, zone_of
from neisse.formats import object_fields as read
from neisse.formats.fields import Fields
from neisse.formats.kind_words import kind_in_title
from neisse.formats.object_fields import ObjectFields
from neisse.formats.object_times import TIME_KEYS, day_of, last_day_of, measure_times

Object = dict[str, Any]
# What is said once for a whole file where its records do not say it (`answers`).
ASKED = frozenset({"owner", "network"})
Reader = Callable[[ObjectFields, str], Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of object: its fields in the order of the contract, and those without which it is refused."""

    fields: Mapping[str, Reader]
    required: tuple[str, ...]


def _together(fields: ObjectFields, key: str) -> str:
    """Start, end and period are read together, by `measure_times`."""
    return ""


SHORT, NAME, TITLE, LONG = (partial(read.text, letters=n) for n in (120, 300, 500, 20_000))
ID = partial(read.text, letters=200)
IDS = partial(read.texts, letters=300)
TEXTS = partial(read.texts, letters=500)
IDENTIFIERS: dict[str, Reader] = {scheme: partial(read.identifier, scheme=scheme) for scheme in CHECKS}
PLACE: dict[str, Reader] = {
    "city": SHORT,
    "country": read.country,
    "lat": partial(read.degrees, limit=90),
    "lon": partial(read.degrees, limit=180),
}
LAST: dict[str, Reader] = {
    "invented": read.flag,
    "source": partial(read.text, letters=500),
    "sources": read.text_by_key,
    "confirmed_on": day_of,
}
CONSENT: dict[str, Reader] = {
    "purpose": partial(read.text, letters=200),
    "given_on": day_of,
    "until": last_day_of,
    "by": partial(read.text, letters=200),
}
NAMED: dict[str, Reader] = {"name": NAME, "names": partial(read.by_language, letters=300)}
DESCRIBED: dict[str, Reader] = {
    "description": LONG,
    "descriptions": partial(read.by_language, letters=20_000),
}

KINDS: dict[str, Kind] = {
    "organisation": Kind(
        {
            **NAMED, "aliases": IDS, "kind": read.organisation_kind, **PLACE, "address": NAME,
            "postcode": partial(read.text, letters=12), "phone": partial(read.text, letters=60), "mail": read.email,
            "contact_visibility": read.visibility, "sectors": partial(read.sectors, letters=500),
            "offers": TEXTS, "needs": TEXTS, "offers_confirmed": read.text_by_key, "networks": IDS, **IDENTIFIERS,
            "url": read.url, "status": partial(read.text, letters=20), "size": partial(read.whole, high=10_000_000),
            "founded": partial(read.whole, high=2100), "descriptions": partial(read.by_language, letters=20_000),
            "part_of": ID, "visibility": read.visibility,
        },
        ("name",),
    ),
    "person": Kind(
        {
            "name": partial(read.text, letters=200), "office": partial(read.text, letters=200), "organisation": ID,
            "languages": partial(read.spoken, letters=500), "email": read.email, "phone": partial(read.text, letters=40),
            "consent": partial(read.part_of, readers=CONSENT),
        },
        ("name",),
    ),
    "network": Kind(
        {
            **NAMED, "kind": partial(read.text, letters=40), "organisation": ID,
            "founded": partial(read.whole, high=2100), "part_of": ID,
        },
        ("name",),
    ),
    "membership": Kind(
        {
            "network": ID, "organisation": ID, "from": day_of, "until": last_day_of,
            "kind": partial(read.text, letters=60), "fee_class": partial(read.text, letters=60), "representative": ID,
        },
        ("network", "organisation"),
    ),
    "measure": Kind(
        {
            "title": TITLE, "titles": partial(read.by_language, letters=500), **DESCRIBED, "language": read.language,
            "kind": read.measure_kind, "owner": ID, "partners": IDS, "starts": _together, "ends": _together,
            "period": _together, "certainty": read.certainty,
            "place": partial(read.part_of, readers={**PLACE, "online": read.flag}),
            "venue": NAME,
            "topics": TEXTS, "audience": TEXTS,
            "cost_cents": partial(read.whole, high=10**15), "staff_days": partial(read.number, low=0, high=1e6),
            "visibility": read.measure_visibility, "url": partial(read.url, letters=500),
        },
        ("title", "owner"),
    ),
    "section": Kind({"network": ID, **NAMED, **DESCRIBED, "chair": ID, "members": IDS, "topics": TEXTS}, ("network", "name")),
    "topic_group": Kind(
        {"network": ID, "section": ID, **NAMED, "chair": ID, "members": IDS, "topics": TEXTS, "meetings": IDS}, ("name",)
    ),
    "figure": Kind(
        {
            "about": ID, "concept": partial(read.text, letters=200), "value": read.number,
            "unit": partial(read.text, letters=40), "year": partial(read.whole, high=2100), "date": day_of,
            "note": partial(read.text, letters=500),
        },
        ("concept", "value", "unit"),
    ),
    "document": Kind(
        {
            "title": TITLE, "kind": partial(read.text, letters=40), "language": read.language, "date": day_of,
            "text": partial(read.text, letters=1_000_000), "url": read.url,
        },
        ("title",),
    ),
}  # fmt: skip


def read_object(kind: str, fields: ObjectFields) -> Object | None:
    """The normalised object of a kind, None where an error refuses it; remarks land on `fields`.

    An object without an id gets one from what names it, so that the same file read again gives the same ids.
    """
    spec = KINDS[kind]
    before = len(fields.findings)
    if kind == "measure":
        where = read.part_of(Fields(0, fields.data), "place", {"country": read.country})
        fields.zone = zone_of(where.get("country", ""), fields.zone)
    found = {
        name: reader(fields, name)
        for name, reader in (*spec.fields.items(), *LAST.items())
        if name in fields.data
    }
    if kind == "measure":
        found |= dict.fromkeys(TIME_KEYS, "") | measure_times(fields)
        if fields.lenient:
            _read_status(fields, found)
            found["kind"] = found.get("kind") or kind_in_title(str(found.get("title") or ""))
    _check_pairs(kind, fields, found)
    ident = ID(fields, "id") or derived_id(kind, found)
    for name in ("id", *spec.required):
        if fields.asks and name in ASKED:
            continue
        if (ident if name == "id" else found.get(name)) in read.EMPTY:
            fields.remark(
                "field.missing", name, say("“%(key)s” is missing", key=name), "fill it in", Severity.ERROR
            )
    if any(remark.severity is Severity.ERROR for remark in fields.findings[before:]):
        return None
    extra = {key: read.storable(fields.data[key]) for key in unknown_keys(kind, fields.data)}
    head = {"type": kind, "id": ident}
    return head | {key: value for key, value in (found | extra).items() if value not in read.EMPTY}


def _read_status(fields: ObjectFields, found: Object) -> None:
    """A title that says "ABGESAGT:" says the status; the mark leaves the title, and the new time becomes the time."""
    said = str(found.get("title") or "")
    status = status_of(said)
    if status.name:
        found |= {"title": status.title, "certainty": status.name}
        text = say("“%(said)s” is taken as %(status)s", said=said, status=status.name)
        fields.remark(f"status.{status.name}", "title", text, "", Severity.NOTE)
    # The contract's own word is that of an export: its time is the new one already.
    spoken = status.name or fields.data.get("certainty") != Certainty.POSTPONED
    if found.get("certainty") == Certainty.POSTPONED and spoken:
        _move(fields, found, status.when)


def _move(fields: ObjectFields, found: Object, when: str) -> None:
    """What is put off takes place at its new time, where that is said; the old one stands where it is not."""
    listed = (str(fields.data.get(key) or "") for key in ("certainty", "description"))
    when = when or next(filter(None, map(new_time_in, listed)), "")
    before = {key: found.get(key, "") for key in TIME_KEYS}
    if not when:
        text = say("it is put off and no new time is said; the old one stands")
        return fields.remark("status.no_new_time", "title", text)
    since = str(before["starts"])[:10]
    reference = date.fromisoformat(since) if since else fields.reference
    moved = replace(fields, data={"period": when}, findings=[], reference=reference, clocks=(None, None))
    after = dict.fromkeys(TIME_KEYS, "") | measure_times(moved)
    if after["starts"] and str(after["starts"])[:10] == since:
        return None
    found |= after
    text = say("it is put off; its new time is %(when)s", when=when)
    return fields.remark("status.moved", "title", text, "", Severity.NOTE)


def _check_pairs(kind: str, fields: ObjectFields, found: Object) -> None:
    """What only two fields together can get wrong."""
    if kind == "membership" and found.get("from") and found.get("until") and found["until"] <= found["from"]:
        fields.remark("membership.order", "until", "the membership ends before it starts", "", Severity.ERROR)
    if (
        kind == "person"
        and not fields.asks
        and not found.get("consent")
        and (found.get("email") or found.get("phone"))
    ):
        hint = say("name the consent: purpose and day")
        fields.remark("person.consent", "consent", "contact data without a consent are left out", hint)
        found |= {"email": "", "phone": ""}


@lru_cache(maxsize=16)
def paths(kind: str) -> frozenset[str]:
    """The fields of a kind as column headers: `name`, `names.de`, `place.city`."""
    inner = {
        "place": (*PLACE, "online"),
        "consent": tuple(CONSENT),
        **dict.fromkeys(("names", "titles", "descriptions"), LANGUAGES),
    }
    found = (name for name in ("id", *KINDS[kind].fields, *LAST))
    return frozenset(
        path for name in found for path in ([f"{name}.{part}" for part in inner.get(name, ())] or [name])
    )


def unknown_keys(kind: str, data: Mapping[str, Any]) -> list[str]:
    """The keys of an object that its kind does not know; they are kept."""
    return [key for key in data if key not in {*KINDS[kind].fields, *LAST, "id", "type"}]


def guess_kind(data: Mapping[str, Any]) -> str:
    """The kind of an object without `type`, by the keys that only one kind has."""
    said = str(data.get("type") or "")
    if said in KINDS:
        return said
    telling = (
        ("figure", {"concept", "value"}),
        ("membership", {"network", "organisation"}),
        ("measure", {"title", "owner"}),
        ("person", {"name", "office"}),
        ("person", {"name", "email"}),
        ("section", {"name", "network"}),
        ("topic_group", {"name", "section"}),
        ("topic_group", {"name", "meetings"}),
        ("organisation", {"name"}),
        ("document", {"title", "text"}),
    )
    return next(
        (kind for kind, keys in telling if keys <= set(data)),
        "measure" if "title" in data else "organisation",
    )
