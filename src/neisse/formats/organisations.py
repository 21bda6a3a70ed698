"""Organisations of the file contract: JSON objects to values and back."""

from __future__ import annotations

from typing import Any

from neisse.engine.values import LANGUAGES, Organisation, Texts, say
from neisse.formats.fields import Fields
from neisse.formats.measures import read_place

ORGANISATION_KEYS = frozenset(
    {
        "id", "name", "names", "aliases", "kind", "city", "country", "lat", "lon", "sectors", "offers",
        "needs", "networks", "ror", "lei", "nip", "regon", "krs", "hrb", "url",
    }
)  # fmt: skip
LISTS = ("sectors", "offers", "needs", "networks")
IDENTIFIERS = ("ror", "lei", "nip", "regon", "krs", "hrb", "url")


def read_organisation(fields: Fields) -> Organisation:
    """The organisation of one object; what cannot be read is left out and remarked on `fields`."""
    names = fields.part("names")
    for key in sorted(set(names.data) - set(LANGUAGES)):
        fields.remark(
            "organisation.language", "names", say("names in “%(key)s” are not read (de, pl, en)", key=key)
        )
    return Organisation(
        id=fields.text("id"),
        name=fields.text("name"),
        kind=fields.text("kind", "other"),
        names=Texts(**{language: names.text(language) for language in LANGUAGES}),
        aliases=fields.texts("aliases"),
        place=read_place(fields),
        sectors=fields.texts("sectors"),
        offers=fields.texts("offers"),
        needs=fields.texts("needs"),
        networks=fields.texts("networks"),
        ror=fields.text("ror"),
        lei=fields.text("lei"),
        nip=fields.text("nip"),
        regon=fields.text("regon"),
        krs=fields.text("krs"),
        hrb=fields.text("hrb"),
        url=fields.text("url"),
    )


def write_organisation(organisation: Organisation) -> dict[str, Any]:
    """The object of an organisation, empty fields left out; `read_organisation` gives it back."""
    names = {language: text for language in LANGUAGES if (text := organisation.names.get(language))}
    row: dict[str, Any] = {"id": organisation.id, "name": organisation.name, "names": names}
    row |= {"aliases": list(organisation.aliases), "kind": organisation.kind}
    row |= {key: getattr(organisation.place, key) for key in ("city", "country", "lat", "lon")}
    row |= {key: list(getattr(organisation, key)) for key in LISTS}
    row |= {key: getattr(organisation, key) for key in IDENTIFIERS}
    return {key: value for key, value in row.items() if value not in ("", None, [], {})}
