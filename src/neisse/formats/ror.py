"""Records of the Research Organization Registry: schema v2 and its flattened rows, as organisation objects."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from neisse.engine.values import LANGUAGES, Finding, say
from neisse.formats.object_fields import EMPTY, ObjectFields
from neisse.formats.objects import Object, read_object

# The kinds of organisation for ROR's types; the first that fits, a funder only if it is nothing else.
KINDS = (
    ("healthcare", "clinic"),
    ("education", "university"),
    ("company", "company"),
    ("facility", "research"),
    ("government", "authority"),
    ("nonprofit", "association"),
    ("archive", "other"),
    ("funder", "funder"),
)
SOURCE = "https://ror.org"


def is_ror(data: Mapping[str, Any]) -> bool:
    """Whether an object is a record of ROR."""
    return "ror.org/" in str(data.get("id", "")) and isinstance(data.get("names"), list) and "status" in data


def is_old_ror(data: Mapping[str, Any]) -> bool:
    """Whether an object is a record of ROR in its first schema, which is not kept up any more."""
    is_named = isinstance(data.get("name"), str) and isinstance(data.get("acronyms"), list)
    return "ror.org/" in str(data.get("id", "")) and is_named and isinstance(data.get("addresses"), list)


def old_ror(row: int, data: Mapping[str, Any]) -> Finding:
    """The refusal of such a record."""
    text = say(
        "%(name)s is written in the first schema of ROR, which is not kept up any more", name=data["name"]
    )
    return Finding("ror.old_schema", str(data["id"]), text, "take the dump in schema version 2", row=row)


def read_ror(fields: ObjectFields) -> Object | None:
    """The organisation of a record; withdrawn records are refused (`ror.withdrawn`).

    The display name is the name; labels in German, Polish and English are the names, everything else -
    further labels, aliases, acronyms, other languages - the aliases. Parents become `part_of`.
    """
    data = fields.data
    status = str(data.get("status", ""))
    names = [
        name for name in data["names"] if isinstance(name, Mapping) and isinstance(name.get("value"), str)
    ]
    name = next((n["value"] for n in names if "ror_display" in (n.get("types") or ())), "")
    if status == "withdrawn":
        text = say("%(name)s (%(id)s) was withdrawn from ROR", name=name, id=data["id"])
        fields.findings.append(
            Finding("ror.withdrawn", str(data["id"]), text, "look for its successor", row=fields.row)
        )
        return None
    flat = {
        "id": data["id"],
        "name": name,
        "names": _labels(names),
        "aliases": _aliases(names, name),
        "kind": _kind(data.get("types") or ()),
        **_place(data),
        "ror": data["id"],
        "url": _website(data),
        "status": status,
        "founded": data.get("established"),
        "part_of": _parent(data),
        "source": SOURCE,
    }
    inner = ObjectFields(
        fields.row, {k: v for k, v in flat.items() if v not in EMPTY}, fields.findings, fields.reference
    )
    return read_object("organisation", inner)


def _labels(names: list[Mapping[str, Any]]) -> dict[str, str]:
    labels: dict[str, str] = {}
    for wanted in ("label", "alias"):
        for name in names:
            if name.get("lang") in LANGUAGES and wanted in (name.get("types") or ()):
                labels.setdefault(name["lang"], name["value"])
    return labels


def _aliases(names: list[Mapping[str, Any]], name: str) -> list[str]:
    taken = {name, *_labels(names).values()}
    return list(dict.fromkeys(n["value"] for n in names if n["value"] not in taken))


def _kind(types: Any) -> str:
    return next((kind for said, kind in KINDS if said in types), "other")


def _place(data: Mapping[str, Any]) -> dict[str, Any]:
    """Town, country and point: flat in the rows, `locations[].geonames_details` in schema v2."""
    if isinstance(data.get("locations"), list) and data["locations"]:
        details = data["locations"][0].get("geonames_details") or {}
        keys = {"city": "name", "country": "country_code", "lat": "lat", "lon": "lng"}
        return {key: details.get(theirs) for key, theirs in keys.items()}
    cities = data.get("city") or []
    city = next(iter(cities), "") if isinstance(cities, list) else cities
    return {"city": city, "country": data.get("country"), "lat": data.get("lat"), "lon": data.get("lng")}


def _website(data: Mapping[str, Any]) -> str:
    links = [
        (link.get("type", "website"), link.get("value", ""))
        if isinstance(link, Mapping)
        else ("website", str(link))
        for link in data.get("links") or []
    ]
    return next((link for kind, link in links if kind == "website" and "wikipedia.org" not in link), "")


def _parent(data: Mapping[str, Any]) -> str:
    parents = [
        str(related.get("id", ""))
        for related in data.get("relationships") or []
        if isinstance(related, Mapping) and str(related.get("type", "")).lower() == "parent"
    ]
    return parents[0] if len(parents) == 1 else ""
