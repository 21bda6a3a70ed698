"""Person and figure rows and their contract objects."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from neisse.engine.text.fold import fold
from neisse.engine.values import NeisseError, say
from neisse.web.record.bridge.fields import Object, day_in, day_out, list_in, sparse, whole_in
from neisse.web.record.bridge.references import References
from neisse.web.record.models import Figure, Person

FIELDS = frozenset({"name", "office", "organisation", "languages", "email", "phone", "consent"})
FIGURE_FIELDS = frozenset({"about", "concept", "value", "unit", "year", "date", "note"})
ABOUT = ("organisation", "network", "measure")


def read(row: Person) -> Iterable[tuple[str, Any]]:
    """The fields of a person object; contact data are part of it only for those who may export them."""
    yield from (("name", row.name), ("office", row.office))
    yield "organisation", row.organisation.key if row.organisation else ""
    yield from (("languages", row.languages), ("email", row.email), ("phone", row.phone))
    yield (
        "consent",
        sparse(
            (
                ("purpose", row.consent_purpose),
                ("given_on", day_out(row.consent_given_on)),
                ("until", day_out(row.consent_until)),
                ("by", row.consent_by),
            )
        ),
    )


def write(row: Person, obj: Object, refs: References) -> dict[str, list[int]]:
    """Set the columns of a person; contact data without consent are refused (`person.consent`)."""
    row.name = str(obj.get("name") or "").strip()
    row.office = str(obj.get("office") or "")
    row.organisation_id = refs.maybe("organisation", obj.get("organisation"), "organisation")
    row.languages = list_in(obj.get("languages"))
    row.email, row.phone = str(obj.get("email") or ""), str(obj.get("phone") or "")
    consent = obj.get("consent") or {}
    row.consent_purpose = str(consent.get("purpose") or "")
    row.consent_given_on = day_in(consent.get("given_on"), "consent")
    row.consent_until = day_in(consent.get("until"), "consent")
    row.consent_by = str(consent.get("by") or "")[:200]
    row.folded_name = fold(row.name)[:200]
    if (row.email or row.phone) and row.consent_given_on is None:
        raise NeisseError(
            "person.consent",
            row.name,
            "contact data need a consent",
            "give consent {purpose, given_on, until}",
        )
    return {}


def read_figure(row: Figure) -> Iterable[tuple[str, Any]]:
    """The fields of a figure object."""
    yield "about", next((getattr(row, kind).key for kind in ABOUT if getattr(row, kind)), "")
    yield from (("concept", row.concept), ("value", plain(row.value)), ("unit", row.unit))
    yield from (("year", row.year), ("date", day_out(row.date)), ("note", row.note))


def write_figure(row: Figure, obj: Object, refs: References) -> dict[str, list[int]]:
    """Set the columns of a figure; `about` is the id of an organisation, a network or a measure."""
    row.concept, row.unit = str(obj.get("concept") or ""), str(obj.get("unit") or "")
    try:
        row.value = Decimal(str(obj.get("value")))
    except InvalidOperation as error:
        raise NeisseError(
            "object.number", "value", say("“%(value)s” is not a number", value=obj.get("value"))
        ) from error
    row.year, row.date = whole_in(obj.get("year"), "year"), day_in(obj.get("date"), "date")
    row.note = str(obj.get("note") or "")
    row.organisation_id = row.network_id = row.measure_id = None
    if about := str(obj.get("about") or ""):
        kind = next((kind for kind in ABOUT if refs.find(kind, about)), "organisation")
        setattr(row, f"{kind}_id", refs.need(kind, about, "about"))
    return {}


def plain(value: Decimal) -> int | float:
    """A decimal as the shortest JSON number."""
    return int(value) if value == value.to_integral_value() else float(value)
