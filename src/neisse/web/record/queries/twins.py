"""Stored records that an incoming one may be, under another id: for a person to decide, never merged alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q

from neisse.web.core.bridge import fold
from neisse.web.record.bridge.fields import Object
from neisse.web.record.models import Organisation, Person

IDENTIFIERS = ("ror", "lei", "nip")
CHUNK = 300
MOST = 5
ANYWHERE = "*"


class Twins:
    """Candidates by identifier, and by folded name with the same town or none (organisations) or place of work."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, ...], list[str]] = defaultdict(list)

    def load(self, kind: str, objects: Sequence[Object]) -> None:
        """Read the candidates of many new objects with few queries."""
        if kind == "organisation":
            self._load_organisations(objects)
        elif kind == "person":
            for chunk in _chunks(sorted({fold(str(obj.get("name", ""))) for obj in objects})):
                people = Person.objects.filter(folded_name__in=chunk).select_related("organisation")
                for person in people:
                    at = person.organisation.key if person.organisation else ""
                    self._note(("person", person.folded_name, at), person.key)

    def of(self, kind: str, obj: Object) -> list[str]:
        """Keys of the stored records that the object may be."""
        found: list[str] = []
        for sign in _signs(kind, obj):
            found += self._known.get(sign, ())
        return list(dict.fromkeys(found))[:MOST]

    def _load_organisations(self, objects: Sequence[Object]) -> None:
        names = sorted({fold(name) for obj in objects for name in names_of(obj)})
        for chunk in _chunks(names):
            self._note_organisations(Q(folded_name__in=chunk))
        for scheme in IDENTIFIERS:
            for chunk in _chunks(sorted({str(obj[scheme]) for obj in objects if obj.get(scheme)})):
                self._note_organisations(Q(**{f"{scheme}__in": chunk}))

    def _note_organisations(self, condition: Q) -> None:
        fields = ("key", "folded_name", "city", *IDENTIFIERS)
        for key, name, city, *identifiers in Organisation.objects.filter(condition).values_list(*fields):
            self._note(("organisation", name, fold(city)), key)
            self._note(("organisation", name, ANYWHERE), key)
            for scheme, value in zip(IDENTIFIERS, identifiers, strict=True):
                if value:
                    self._note((scheme, value), key)

    def _note(self, sign: tuple[str, ...], key: str) -> None:
        if key not in self._known[sign]:
            self._known[sign].append(key)


def names_of(obj: Object) -> list[str]:
    """All names of an organisation object."""
    names = obj.get("names") or {}
    return [str(name) for name in (obj.get("name", ""), *names.values()) if name]


def _signs(kind: str, obj: Object) -> Iterable[tuple[str, ...]]:
    if kind == "organisation":
        for scheme in IDENTIFIERS:
            if value := obj.get(scheme):
                yield (scheme, str(value))
        for name in names_of(obj):
            city = fold(str(obj.get("city") or ""))
            yield from (
                ("organisation", fold(name), place) for place in ((city, "") if city else (ANYWHERE,))
            )
    elif kind == "person":
        yield ("person", fold(str(obj.get("name", ""))), str(obj.get("organisation") or ""))


def _chunks(values: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (values[start : start + CHUNK] for start in range(0, len(values), CHUNK))
