"""What the search index keeps of each kind of record."""

from __future__ import annotations

from typing import Any

from django.urls import NoReverseMatch, reverse

from neisse.web.core.actions import Entry
from neisse.web.record.bridge.fields import texts_out
from neisse.web.record.bridge.kinds import KIND_OF
from neisse.web.record.models import Measure, Organisation, Person, Visibility

# What an organisation is found by besides words; its address only where everybody may see it.
IDENTIFIERS = ("ror", "lei", "nip", "regon", "krs", "hrb", "url")


def entry(row: Any) -> Entry:
    """The search entry of a row, in all its languages."""
    kind = KIND_OF[type(row)]
    if isinstance(row, Organisation):
        return _organisation(row)
    if isinstance(row, Measure):
        return _measure(row)
    if isinstance(row, Person):
        note = " · ".join(x for x in (row.office, named(row.organisation)) if x)
        return Entry(kind, row.key, address(kind, row), row.name, note, note)
    names = texts_out(row, "names").values() if hasattr(row, "names_de") else ()
    text = " ".join([*names, *getattr(row, "topics", [])])
    return Entry(kind, row.key, address(kind, row), str(row), text)


def address(kind: str, row: Any) -> str:
    """Where the record's page is; kinds without a page of their own are shown on another one."""
    if kind == "membership":
        return address("organisation", row.organisation)
    try:
        return reverse(f"record:{kind}", args=[row.slug])
    except NoReverseMatch:
        return ""


def named(organisation: Organisation | None) -> str:
    """An organisation as other entries may name it: one that is not public is found by its own entry only."""
    is_open = organisation is not None and organisation.visibility == Visibility.PUBLIC
    return str(organisation) if is_open else ""


def _organisation(row: Organisation) -> Entry:
    names = [*texts_out(row, "names").values(), *row.aliases]
    about = texts_out(row, "descriptions").values()
    profile = [t.text for t in (*row.offers.all(), *row.needs.all())]
    known = [getattr(row, name) for name in IDENTIFIERS]
    where = [row.address, row.postcode] if row.contact_visibility == Visibility.PUBLIC else []
    text = " ".join(filter(None, [*names, row.city, *row.sectors, *about, *profile, *known, *where]))
    return Entry(
        "organisation",
        row.key,
        address("organisation", row),
        row.name,
        text,
        row.city,
        row.visibility,
        (row.pk,),
    )


def _measure(row: Measure) -> Entry:
    titles = texts_out(row, "titles").values()
    about = [row.description, *texts_out(row, "descriptions").values()]
    own_name = row.owner.name if named(row.owner) else ""
    text = " ".join(
        filter(None, [*titles, *about, row.city, row.venue, *row.topics, *row.audience, own_name])
    )
    owners = (row.owner_id, *(partner.pk for partner in row.partners.all()))
    visibility = Visibility(row.visibility).value
    note = " · ".join(x for x in (named(row.owner), row.city) if x)
    return Entry(
        "measure", row.key, address("measure", row), row.title, text, note, visibility, owners, row.start
    )
