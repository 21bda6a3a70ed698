"""A row of a member list: one organisation, the people to ask there, and its membership."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from neisse.engine.record.keys import derived_id
from neisse.engine.text.fold import fold, words
from neisse.engine.values import Finding
from neisse.formats.object_fields import ObjectFields
from neisse.formats.objects import Object, read_object
from neisse.formats.row_places import take_place

Data = dict[str, Any]
LEFT = re.compile(
    r"\s*\((?:ausgetreten|austritt|gekündigt|bis|wystąpi\w*|do|left|until)\s*(?:zum|am|w|on|:)?\s*([^()]*\d[^()]*)\)",
    re.IGNORECASE,
)
OFFICE = re.compile(r"\(([^()]+)\)")
APART = re.compile(r"\s*(?:[\n;/]|\bu\.|\bund\b|\boraz\b|\band\b|\bi\b|&)\s*")
POLITE = re.compile(r"^(?:herrn?|frau|hr|fr|pan|pani|mr|mrs|ms)(?:\.|\s)\s*", re.IGNORECASE)
TITLED = re.compile(
    r"^(?:(?:herrn?|frau|hr|fr|pan|pani|mr|mrs|ms|dr|prof|pd|inż|mgr)\b|\S+\s+\S)", re.IGNORECASE
)
MAIL = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+")
SURNAME_LETTERS = 3


def read_member(data: Data, fields: ObjectFields) -> tuple[list[Object], list[Finding]]:
    """The objects of a row: nothing where the organisation is refused. Remarks name the fields of the list."""
    person, membership = (dict(data.pop(key, {})) for key in ("person", "membership"))
    if left := LEFT.search(str(data.get("name") or "")):
        data["name"] = LEFT.sub("", str(data["name"])).strip()
        membership.setdefault("until", left[1].strip())
    people = _people(person)
    _share_mail(data, people)
    if (phone := person.get("phone")) and people:
        people[0]["phone"] = phone
    elif phone and not data.get("phone"):
        data["phone"] = phone
    take_place("organisation", data)
    findings: list[Finding] = []
    organisation = _read("organisation", data, fields, findings)
    if organisation is None:
        return [], findings
    key, found = organisation["id"], [organisation]
    for one in people:
        found += filter(None, [_read("person", one | {"organisation": key}, fields, findings, "person.")])
    if membership:
        # The same member again is the same membership, whatever its first day is corrected to.
        said = membership | {"organisation": key}
        ident = derived_id("membership", {k: said.get(k) for k in ("network", "organisation")})
        found += filter(None, [_read("membership", said | {"id": ident}, fields, findings, "membership.")])
    return found, findings


def _read(
    kind: str, data: Data, fields: ObjectFields, findings: list[Finding], prefix: str = ""
) -> Object | None:
    part = replace(fields, data=data, findings=[])
    found = read_object(kind, part)
    findings += [replace(f, column=f"{prefix}{f.column}") for f in part.findings]
    return found


def _people(said: Mapping[str, Any]) -> list[Data]:
    """The people of a cell: each with the office in brackets, without Mr and Mrs."""
    found: list[Data] = []
    for name in _names(str(said.get("name") or "")):
        office = OFFICE.search(name)
        bare = POLITE.sub("", OFFICE.sub("", name).strip(" ,.-")).strip()
        if words(bare):
            found.append({"name": bare, "office": office[1].strip() if office else said.get("office", "")})
    return found


def _names(text: str) -> list[str]:
    parts = [part for part in APART.split(text) if part.strip()]
    return [name for part in parts for name in _at_commas(part)]


def _at_commas(text: str) -> Sequence[str]:
    """Two people in "Frau Neumann, Herr Zschiesche", one in "Neumann, Petra"."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if len(parts) < 2:
        return parts
    if all(TITLED.match(part) for part in parts):
        return parts
    return [f"{parts[1]} {parts[0]}"] if len(parts) == 2 else [text]


def _share_mail(data: Data, people: list[Data]) -> None:
    """Addresses with a person's surname are the person's, another one is the organisation's."""
    for address in MAIL.findall(str(data.pop("mail", "") or "")):
        local = _plain(address.partition("@")[0])
        mine = next((p for p in people if _surname(p["name"]) in local and "email" not in p), None)
        if mine is not None:
            mine["email"] = address
        else:
            data.setdefault("mail", address)


def _surname(name: str) -> str:
    last = fold(name.rsplit(maxsplit=1)[-1])
    return last if len(last) >= SURNAME_LETTERS else "\x00"


def _plain(name: str) -> str:
    """Folded, and the same for `Schäfer` and `Schaefer`."""
    return re.sub("([aou])e", r"\1", fold(name))


def nested(field: str) -> tuple[str, str]:
    """The part of a row that a field of a member list belongs to ("" = the organisation), and its name there."""
    part, dot, inner = field.partition(".")
    return (part, inner) if dot and part in {"person", "membership"} else ("", field)
