"""Organisation rows and their contract objects."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from neisse.engine.text.fold import fold
from neisse.engine.text.towns import find_town, located
from neisse.engine.values import Place
from neisse.web.record.bridge.fields import (
    Object,
    day_in,
    index_of,
    list_in,
    number_in,
    sparse,
    texts_in,
    texts_out,
    whole_in,
)
from neisse.web.record.bridge.references import References
from neisse.web.record.models import Organisation

PLAIN = ("ror", "lei", "nip", "regon", "krs", "hrb", "url", "status")
CONTACT = ("address", "postcode", "phone", "mail")
FIELDS = frozenset(
    {
        "name", "names", "aliases", "kind", "city", "country", "lat", "lon", "sectors", "offers", "needs",
        "offers_confirmed", "size", "founded", "descriptions", "visibility", "contact_visibility", *CONTACT, *PLAIN,
    }
)  # fmt: skip


def read(row: Organisation) -> Iterable[tuple[str, Any]]:
    """The fields of an organisation object, in the order of the contract."""
    offers, needs = list(row.offers.all()), list(row.needs.all())
    yield from (("name", row.name), ("names", texts_out(row, "names")), ("aliases", row.aliases))
    yield from (
        ("kind", row.kind),
        ("city", row.city),
        ("country", row.country),
        ("lat", row.lat),
        ("lon", row.lon),
    )
    yield from (
        ("sectors", row.sectors),
        ("offers", [o.text for o in offers]),
        ("needs", [n.text for n in needs]),
    )
    yield (
        "offers_confirmed",
        sparse((t.text, t.confirmed_on and t.confirmed_on.isoformat()) for t in (*offers, *needs)),
    )
    for name in (*CONTACT, *PLAIN):
        yield name, getattr(row, name)
    if row.contact_visibility != "circle" or any(getattr(row, name) for name in CONTACT):
        yield "contact_visibility", row.contact_visibility
    yield from (
        ("size", row.size),
        ("founded", row.founded),
        ("descriptions", texts_out(row, "descriptions")),
    )
    yield "visibility", row.visibility


def write(row: Organisation, obj: Object, refs: References) -> dict[str, list[int]]:
    """Set the columns; offers and needs are rows of their own and follow in `actions.profile`."""
    row.name = str(obj.get("name") or "").strip()
    texts_in(row, "names", obj.get("names"))
    row.aliases = list_in(obj.get("aliases"))
    row.kind = str(obj.get("kind") or "other")
    write_place(row, obj)
    row.sectors = list_in(obj.get("sectors"))
    row.sectors_index = index_of(row.sectors, 400)
    for name in (*CONTACT, *PLAIN):
        setattr(row, name, str(obj.get(name) or ""))
    row.size = whole_in(obj.get("size"), "size")
    row.founded = whole_in(obj.get("founded"), "founded")
    texts_in(row, "descriptions", obj.get("descriptions"))
    row.visibility = str(obj.get("visibility") or row.visibility)  # emptied: opens nothing
    row.contact_visibility = str(obj.get("contact_visibility") or "circle")
    row.folded_name = fold(row.name)[:300]
    return {}


def same_town(one: str, other: str) -> bool:
    """Whether two names are of one town, in any of its languages."""
    towns = find_town(one), find_town(other)
    return towns[0] == towns[1] if all(towns) else fold(one) == fold(other)


def moved(before: Object, obj: Object) -> Object:
    """What stood before, without the country and the point of a town that is another one now: they follow from it."""
    city = obj.get("city")
    if not city or not before.get("city") or same_town(str(city), str(before["city"])):
        return before
    return {name: value for name, value in before.items() if name not in {"country", "lat", "lon"}}


def write_place(row: Any, obj: Object) -> None:
    """Town, country and coordinates; what a known town tells is filled in where the object is silent."""
    place = located(
        Place(
            str(obj.get("city") or "").strip(),
            str(obj.get("country") or "").strip(),
            number_in(obj.get("lat"), "lat"),
            number_in(obj.get("lon"), "lon"),
        )
    )
    row.city, row.country, row.lat, row.lon = place.city, place.country[:2], place.lat, place.lon


def profile_of(obj: Object) -> dict[str, list[tuple[str, Any]]]:
    """Offers and needs of an object as (text, day of confirmation)."""
    confirmed = obj.get("offers_confirmed") or {}
    return {
        side: [(text, day_in(confirmed.get(text), "offers_confirmed")) for text in list_in(obj.get(side))]
        for side in ("offers", "needs")
    }
