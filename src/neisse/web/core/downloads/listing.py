"""A list of the product as a file: a sheet in words for people, the contract's objects for programs.

A list declares its columns once, as a `Listing`; headings are translated once for a file, not for each row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from neisse.formats.people_sheet import Cell, PeopleSheet
from neisse.formats.people_sheets import write_people_sheet
from neisse.web.core.content import reader_language
from neisse.web.core.downloads.files import LISTS, Rows, attached, chosen, listed, rows_done
from neisse.web.core.queries import the_instance
from neisse.web.core.when import days_text

# Sheets are for people, in the words of the page; lines and CSV for programs, in the words of the contract.
PEOPLE, PROGRAMS = ("xlsx", "ods"), ("csv", "jsonl")
ROWS_TOLD = 500
MOST_ABOUT = 300
COUNTED = re.compile(r" \(\d+\)$")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet: its heading, and what it says of an entry.

    The value may be a text, a number, yes or no, a day, an instant, a lazy text, a row of the database or a list of
    these. `is_money`: euro. `is_hidden`: an id, by which an import knows the entry again; no person sees it.
    """

    heading: str | Promise
    value: Callable[[Any], Any]
    is_money: bool = False
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """A list that can be taken along: its title, its columns for people, and its objects for programs."""

    title: str | Promise
    columns: tuple[Column, ...]
    objects: Callable[[Sequence[Any]], Rows]

    def file(
        self,
        entries: Sequence[Any],
        form: str,
        name: str,
        *,
        filters: str = "",
        more: Sequence[Column] = (),
        title: str = "",
    ) -> HttpResponse:
        """The entries as a file in one of `LISTS`; another form is `export.format`.

        `more` are columns that only this list has; `title` is one that says more than that of all such lists.
        Cost: nothing beyond reading the entries; one query for the name of the instance.
        """
        if chosen(form, LISTS) in PROGRAMS:
            return listed(self.objects(entries), form, name)
        return attached(write_people_sheet(self.sheet(entries, filters, more, title), form), form, name)

    def sheet(
        self, entries: Sequence[Any], filters: str = "", more: Sequence[Column] = (), title: str = ""
    ) -> PeopleSheet:
        """The entries in words."""
        columns = [*self.columns, *more]
        rows = []
        for done, entry in enumerate(entries, start=1):
            rows.append([in_cell(column.value(entry)) for column in columns])
            if done % ROWS_TOLD == 0:
                rows_done(done, len(entries))
        said = title or str(self.title)
        made = made_at()
        about: list[tuple[str, Cell]] = [
            (_("List"), said),
            (_("Network"), str(the_instance())),
            (_("Filters"), filters or _("none")),
            (_("Rows"), len(rows)),
            (_("Made on"), made),
        ]
        foot = " · ".join(
            filter(None, [f"{day_in_words(made.date())}, {made:%H:%M}", filters, str(the_instance())])
        )
        return PeopleSheet(
            said,
            distinct([str(column.heading) for column in columns]),
            rows,
            about_title=_("About this list"),
            about=about,
            page_foot=foot,
            language=reader_language(),
            hidden=frozenset(n for n, column in enumerate(columns) if column.is_hidden),
            money=frozenset(n for n, column in enumerate(columns) if column.is_money),
        )


def made_at() -> datetime:
    """The minute in which a sheet is made, on the wall clock of the region."""
    return timezone.localtime().replace(tzinfo=None, second=0, microsecond=0)


def in_cell(value: Any) -> Cell:
    """What a cell holds: real days and numbers, yes and no in words, instants on the wall clock of the region."""
    match value:
        case bool():
            return _("yes") if value else _("no")
        case datetime():
            return timezone.localtime(value).replace(tzinfo=None, second=0, microsecond=0)
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case list() | tuple():
            return "; ".join(str(in_cell(entry)) for entry in value if entry not in (None, ""))
        case None | int() | float() | date() | time():
            return value
        case _other:
            return str(value)


def day_in_words(day: date) -> str:
    """`21 October 2026`."""
    return days_text(day, day)


def distinct(headings: Sequence[str]) -> list[str]:
    """Headings of which none stands twice: a serial letter names its fields by them."""
    seen: dict[str, int] = {}
    found = []
    for heading in headings:
        seen[heading] = seen.get(heading, 0) + 1
        found.append(heading if seen[heading] == 1 else f"{heading} ({seen[heading]})")
    return found


def filters_in_words(form: forms.Form | None) -> str:
    """The filters that are set, as the filter bar calls them: `Kind: fair; Town: Görlitz`."""
    if form is None or not form.is_bound:
        return ""
    form.is_valid()
    said = []
    for name, field in form.fields.items():
        value = form.cleaned_data.get(name)
        if value not in (None, "", []):
            said.append(f"{field.label or name}: {_chosen_words(field, value)}")
    return "; ".join(said)[:MOST_ABOUT]


def _chosen_words(field: Any, value: Any) -> str:
    choices: Iterable[tuple[Any, Any]] = getattr(field.widget, "choices", ())
    words = {str(key): str(label) for key, label in choices}
    if isinstance(value, date):
        return day_in_words(value)
    return COUNTED.sub("", words.get(str(value), str(value)))
