"""What the sheets of the record stage say: organisations, persons, members, plans, networks, figures.

An entry is a row as its reader sees it, with its contract object as far as this reader may have it: what the object
leaves out, no cell shows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _say
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from neisse.web.core.bridge import country_name
from neisse.web.core.content import content, reader_language
from neisse.web.core.downloads import Column, Listing
from neisse.web.core.filters import language_name
from neisse.web.core.when import period_text
from neisse.web.record.bridge.fields import Object
from neisse.web.record.labels import sector_label
from neisse.web.record.models import Visibility

Of = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """A row and what its reader may have of it; `house` is the object of the organisation that it belongs to."""

    row: Any
    obj: Object
    house: Object


def listing(title: Any, *columns: Column) -> Listing:
    """A list of records: its columns, and beside them what an import knows its rows by."""
    known = (
        Column("type", lambda e: e.obj["type"], is_hidden=True),
        Column("id", lambda e: e.obj["id"], is_hidden=True),
    )
    return Listing(title, (*columns, *known), objects_of)


def objects_of(entries: Sequence[Entry]) -> list[Object]:
    """The contract objects."""
    return [entry.obj for entry in entries]


def said(name: str) -> Of:
    """A field of the object."""
    return lambda entry: entry.obj.get(name)


def of_row(name: str) -> Of:
    """A column of the row."""
    return lambda entry: getattr(entry.row, name)


def in_language(field: str) -> Of:
    """A text in the language of the page, where there is one."""
    return lambda entry: getattr(entry.row, f"{field}_{reader_language()}")


def in_words(field: str) -> Of:
    """The words of a choice."""
    return lambda entry: getattr(entry.row, f"get_{field}_display")() if getattr(entry.row, field) else ""


def shown_to(entry: Entry) -> Any:
    """Who may see it."""
    return dict(Visibility.choices).get(entry.row.visibility, entry.row.visibility)


def country_of(row: Any) -> str:
    """The country in the language of the page."""
    return country_name(row.country, reader_language()) if row is not None else ""


def country(entry: Entry) -> str:
    """The country of a row."""
    return country_of(entry.row)


def spoken(entry: Entry) -> list[str]:
    """Languages by their names."""
    return [language_name(code) for code in entry.obj.get("languages", ())]


def sectors(entry: Entry) -> list[str]:
    """Sectors by their names."""
    return [sector_label(code) for code in entry.row.sectors]


def address_line(number: int) -> Of:
    """A line of an address on an envelope: who, street, town, country; lines without anything close up."""
    return lambda entry: dict(enumerate(_address(entry), 1)).get(number, "")


def _address(entry: Entry) -> list[str]:
    house = entry.house
    named = house.get("_name", "")
    who = [entry.row.name, named] if entry.obj["type"] == "person" and entry.row.name != named else [named]
    town = " ".join(filter(None, [house.get("postcode", ""), house.get("city", "")]))
    lines = [*who, house.get("address", ""), town, house.get("_country", "")]
    return [line for line in lines if line]


def salutation(entry: Entry) -> str:
    """How a letter begins."""
    name = _person(entry)
    return _say("Dear %(name)s,") % {"name": name} if name else _say("Dear Sir or Madam,")


def _person(entry: Entry) -> str:
    if entry.obj["type"] == "person":
        return str(entry.row.name)
    return str(getattr(entry.row, "representative", None) or "")


LETTER = (
    Column(_("Salutation"), salutation),
    Column(_("Envelope line 1"), address_line(1)),
    Column(_("Envelope line 2"), address_line(2)),
    Column(_("Envelope line 3"), address_line(3)),
    Column(_("Envelope line 4"), address_line(4)),
    Column(_("Envelope line 5"), address_line(5)),
)
IN_LANGUAGE = pgettext_lazy("a heading: the name in the language of this page", "Name (English)")
TITLE_IN_LANGUAGE = pgettext_lazy("a heading: the title in the language of this page", "Title (English)")
TEXT_IN_LANGUAGE = pgettext_lazy("a heading: the text in the language of this page", "Description (English)")

ORGANISATIONS = listing(
    _("Organisations"),
    Column(_("Name"), of_row("name")),
    Column(IN_LANGUAGE, in_language("names")),
    Column(_("Other names, abbreviations"), said("aliases")),
    Column(_("Kind"), in_words("kind")),
    Column(_("Street and number"), said("address")),
    Column(_("Postcode"), said("postcode")),
    Column(_("Town"), said("city")),
    Column(_("Country"), country),
    Column(_("Telephone"), said("phone")),
    Column(_("E-mail"), said("mail")),
    Column(_("Website"), said("url")),
    Column(_("Sectors"), sectors),
    Column(_("Offers"), said("offers")),
    Column(_("Needs"), said("needs")),
    Column(_("Employees"), said("size")),
    Column(_("Founded"), said("founded")),
    Column(TEXT_IN_LANGUAGE, in_language("descriptions")),
    Column("ROR", said("ror")),
    Column("LEI", said("lei")),
    Column("NIP", said("nip")),
    Column("REGON", said("regon")),
    Column("KRS", said("krs")),
    Column("HRB", said("hrb")),
    Column(_("Visibility"), shown_to),
    Column(_("Source"), said("source")),
    *LETTER,
)
PEOPLE = listing(
    _("Persons"),
    Column(pgettext_lazy("of a person", "Name"), of_row("name")),
    Column(_("Office"), said("office")),
    Column(_("Organisation"), of_row("organisation")),
    Column(_("Languages"), spoken),
    Column(_("E-mail"), said("email")),
    Column(_("Telephone"), said("phone")),
    Column(_("Consent for"), lambda e: e.obj.get("consent", {}).get("purpose")),
    Column(_("Consent given on"), lambda e: e.row.consent_given_on if e.obj.get("consent") else None),
    Column(_("Consent until"), lambda e: e.row.last_day_of_consent if e.obj.get("consent") else None),
    *LETTER,
)
MEMBERSHIPS = listing(
    _("Memberships"),
    Column(_("Organisation"), of_row("organisation")),
    Column(_("Network"), of_row("network")),
    Column(_("From"), of_row("valid_from")),
    Column(_("Until"), of_row("last_day")),
    Column(_("Kind of membership"), said("kind")),
    Column(_("Fee class"), said("fee_class")),
    Column(_("Represented by"), of_row("representative")),
    Column(_("Town of the member"), lambda e: e.row.organisation.city),
    Column(_("Country of the member"), lambda e: country_of(e.row.organisation)),
    Column(_("Kind of the member"), lambda e: e.row.organisation.get_kind_display()),
    Column(_("E-mail of the member"), lambda e: e.house.get("mail")),
    Column(_("Telephone of the member"), lambda e: e.house.get("phone")),
    *LETTER,
)


MEASURES = listing(
    _("Plans"),
    Column(_("Title"), of_row("title")),
    Column(TITLE_IN_LANGUAGE, in_language("titles")),
    Column(_("Kind"), in_words("kind")),
    Column(_("Owner"), of_row("owner")),
    Column(_("Together with"), lambda e: list(e.row.partners.all())),
    Column(_("First day"), lambda e: begins(e.row)),
    Column(_("Last day"), lambda e: ends(e.row)),
    Column(_("When"), lambda e: period_text(e.row) if e.row.start and e.row.is_vague else ""),
    Column(_("Certainty"), in_words("certainty")),
    Column(_("Town"), of_row("city")),
    Column(_("Country"), country),
    Column(_("Online"), lambda e: e.row.online),
    Column(_("Topics"), said("topics")),
    Column(_("Audience"), said("audience")),
    Column(_("Cost in euro"), lambda e: euro(e.obj.get("cost_cents")), is_money=True),
    Column(_("Staff days"), said("staff_days")),
    Column(_("Language"), lambda e: language_name(e.row.language) if e.row.language else ""),
    Column(_("Description"), of_row("description")),
    Column(TEXT_IN_LANGUAGE, in_language("descriptions")),
    Column(_("Website"), said("url")),
    Column(_("Visibility"), shown_to),
    Column(_("Source"), said("source")),
)


def begins(row: Any) -> Any:
    """The instant or day on which a plan begins; nothing for a vague one."""
    return None if row.start is None or row.is_vague else row.starts_at or row.start


def ends(row: Any) -> Any:
    """The instant or the last day of a plan; nothing for a vague one, and for a single day."""
    if row.start is None or row.is_vague:
        return None
    return row.ends_at if row.starts_at else row.last_day


def euro(cents: int | None) -> float | None:
    """Cents as an amount in euro."""
    return None if cents is None else cents / 100


FIGURES = listing(
    _("Figures"),
    Column(_("Concept"), of_row("concept")),
    Column(_("Value"), of_row("value")),
    Column(_("Unit"), of_row("unit")),
    Column(_("Year"), of_row("year")),
    Column(_("Day"), of_row("date")),
    Column(_("What the figure is of"), lambda e: e.row.organisation or e.row.network or e.row.measure),
    Column(_("Note"), of_row("note")),
    Column(_("Source"), said("source")),
    Column("about", said("about"), is_hidden=True),
)
NETWORKS = listing(
    _("Networks"),
    Column(_("Name"), of_row("name")),
    Column(IN_LANGUAGE, in_language("names")),
    Column(_("Kind"), of_row("kind")),
    Column(_("Organisation"), of_row("organisation")),
    Column(_("Founded"), of_row("founded")),
)
SECTIONS = listing(
    _("Sections"),
    Column(_("Name"), of_row("name")),
    Column(IN_LANGUAGE, in_language("names")),
    Column(_("Network"), of_row("network")),
    Column(pgettext_lazy("of a section", "Chair"), lambda e: e.row.chair_person or e.row.chair),
    Column(_("Members"), lambda e: list(e.row.members.all())),
    Column(_("Topics"), said("topics")),
    Column(_("Description"), lambda e: content(e.row, "description").text),
)
TOPIC_GROUPS = listing(
    _("Topic groups"),
    Column(_("Name"), of_row("name")),
    Column(IN_LANGUAGE, in_language("names")),
    Column(_("Section"), of_row("section")),
    Column(_("Network"), of_row("network")),
    Column(pgettext_lazy("of a section", "Chair"), lambda e: e.row.chair_person or e.row.chair),
    Column(_("Members"), lambda e: list(e.row.members.all())),
    Column(_("Meetings"), lambda e: list(e.row.meetings.all())),
    Column(_("Topics"), said("topics")),
)
LISTINGS = {
    "organisation": ORGANISATIONS, "person": PEOPLE, "membership": MEMBERSHIPS, "measure": MEASURES,
    "figure": FIGURES, "network": NETWORKS, "section": SECTIONS, "topic_group": TOPIC_GROUPS,
}  # fmt: skip
