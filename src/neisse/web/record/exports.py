"""Lists to take along: the same rows as on the page, in the reader's rights."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, QuerySet
from django.http import HttpResponse
from django.utils import timezone

from neisse.formats.calendar_writing import Kept, write_calendar
from neisse.web.core.downloads import day_in_words, filters_in_words, rows_done
from neisse.web.core.filters import Filters
from neisse.web.core.queries import the_instance, today
from neisse.web.record.bridge.fields import Object
from neisse.web.record.bridge.kinds import KINDS
from neisse.web.record.bridge.organisations import CONTACT
from neisse.web.record.filters import DirectoryFilters, PeopleFilters, PlanFilters
from neisse.web.record.listings import LISTINGS, Entry, country_of
from neisse.web.record.models import Network, Organisation
from neisse.web.record.queries.directory import directory, members_on
from neisse.web.record.queries.people import people
from neisse.web.record.queries.plans import plans
from neisse.web.record.queries.scoped import closed_fields, shown_objects, visible, with_parts

Rows = Callable[[Any, Mapping[str, str]], QuerySet[Any]]
Bar = Callable[[Mapping[str, str], Any], Filters]
CHUNK = 1000
# Whose address and telephone stand in the sheets of these kinds: the organisation that the row belongs to.
HOUSES = {"person": "organisation", "membership": "organisation"}


@dataclass(frozen=True, slots=True)
class Taken:
    """A list that can be taken along: its kind, its rows for a reader and what is asked, and its filter bar."""

    kind: str
    rows: Rows
    bar: Bar | None = None


def listed_organisations(user: Any, asked: Mapping[str, str]) -> QuerySet[Any]:
    """The directory with its filters."""
    return directory(user, DirectoryFilters(asked, user).values(), today())


def listed_measures(user: Any, asked: Mapping[str, str]) -> QuerySet[Any]:
    """The plans with their filters."""
    return plans(user, PlanFilters(asked, user).values(), today())


def listed_memberships(user: Any, asked: Mapping[str, str]) -> QuerySet[Any]:
    """Memberships, of one network (slug) and on one day where asked."""
    rows = visible("membership", user)
    if network := asked.get("network"):
        rows = rows.filter(network__slug=network)
    if day := day_of(asked.get("day", "")):
        rows = members_on(rows, day)
    return rows.order_by("network__slug", "organisation__folded_name", "pk")


def listed_people(user: Any, asked: Mapping[str, str]) -> QuerySet[Any]:
    """The persons with their filters."""
    return people(user, PeopleFilters(asked, user).values())


def listed_figures(user: Any, asked: Mapping[str, str]) -> QuerySet[Any]:
    """Figures, the newest first."""
    return visible("figure", user).order_by(F("year").desc(nulls_last=True), "concept", "pk")


def listed(kind: str) -> Rows:
    """The list of a kind without filters, by id."""
    return lambda user, asked: visible(kind, user).order_by("key")


LISTS: dict[str, Taken] = {
    "organisations": Taken("organisation", listed_organisations, DirectoryFilters),
    "measures": Taken("measure", listed_measures, PlanFilters),
    "memberships": Taken("membership", listed_memberships),
    "figures": Taken("figure", listed_figures),
    "people": Taken("person", listed_people, PeopleFilters),
    "networks": Taken("network", listed("network")),
    "sections": Taken("section", listed("section")),
    "topic-groups": Taken("topic_group", listed("topic_group")),
}


def count_for(user: Any, collection: str, asked: Mapping[str, str]) -> int:
    """How many objects a list has for this reader."""
    return LISTS[collection].rows(user, asked).count()


def objects_for(user: Any, collection: str, asked: Mapping[str, str]) -> list[Object]:
    """The objects of a list as this reader may have them."""
    taken = LISTS[collection]
    return _objects(user, taken.kind, taken.rows(user, asked))


def sheet_for(user: Any, collection: str, asked: Mapping[str, str], form: str, name: str) -> HttpResponse:
    """A list as a sheet in the words of the page, with the filters that it was made with."""
    taken = LISTS[collection]
    bar = filters_in_words(taken.bar(asked, user)) if taken.bar else _network_and_day(asked)
    found = entries(user, taken.kind, taken.rows(user, asked))
    return LISTINGS[taken.kind].file(found, form, name, filters=bar)


def sheet_of_marked(user: Any, kind: str, slugs: list[str], form: str, name: str) -> HttpResponse:
    """The rows that somebody marked as a sheet, in the order of the page, as far as the reader may see them."""
    found = entries(user, kind, visible(kind, user).filter(slug__in=slugs))
    return LISTINGS[kind].file(sorted(found, key=lambda entry: slugs.index(entry.row.slug)), form, name)


def entries(user: Any, kind: str, listed_rows: QuerySet[Any]) -> list[Entry]:
    """Rows with their objects, and with those of the organisations that they belong to. Cost: a few queries for all."""
    rows = list(with_parts(kind, listed_rows))
    found: list[Entry] = []
    for start in range(0, len(rows), CHUNK):
        part = rows[start : start + CHUNK]
        houses = [getattr(row, HOUSES[kind]) if kind in HOUSES else row for row in part]
        objects = shown_objects(user, part)
        found += [Entry(row, obj, _house(user, h)) for row, obj, h in zip(part, objects, houses, strict=True)]
        rows_done(len(found), len(rows))
    return found


def calendar_for(user: Any, asked: Mapping[str, str], page: Callable[[Any], str]) -> bytes:
    """The plans that have a time as a calendar; each entry is the same one for life, and leads back to its `page`."""
    found = entries(user, "measure", listed_measures(user, asked))
    kept = {e.obj["id"]: Kept(e.row.created_at, e.row.version, e.row.updated_at, page(e.row)) for e in found}
    title = str(the_instance()) or "Neisse"
    return write_calendar([e.obj for e in found], stamp=timezone.now(), title=title, kept=kept)


def _house(user: Any, house: Any) -> Object:
    """Where an organisation is reached, as far as the reader may know."""
    if not isinstance(house, Organisation):
        return {}
    closed = closed_fields(user, house)
    reach = {name: getattr(house, name) for name in CONTACT if name not in closed}
    return reach | {"city": house.city, "_name": str(house), "_country": country_of(house)}


def _network_and_day(asked: Mapping[str, str]) -> str:
    network = Network.objects.filter(slug=asked.get("network", "")).first() if asked.get("network") else None
    day = day_of(asked.get("day", ""))
    return "; ".join(filter(None, [str(network or ""), day_in_words(day) if day else ""]))


def _objects(user: Any, kind: str, listed_rows: QuerySet[Any]) -> list[Object]:
    rows = list(with_parts(kind, listed_rows))
    found: list[Object] = []
    for start in range(0, len(rows), CHUNK):
        found += shown_objects(user, rows[start : start + CHUNK])
        rows_done(len(found), len(rows))
    return found


def reachable(objects: list[Object]) -> list[Object]:
    """People who may be contacted: shown objects keep contact data only where consent and rules allow."""
    return [obj for obj in objects if obj.get("email") or obj.get("phone")]


def organisation_names(objects: list[Object]) -> dict[str, str]:
    """The names of the organisations that objects refer to."""
    keys = {str(obj["organisation"]) for obj in objects if obj.get("organisation")}
    return dict(KINDS["organisation"].model.objects.filter(key__in=keys).values_list("key", "name"))


def archived(user: Any, kind: str) -> list[Object]:
    """The objects of a kind for an archive, by id, as this reader may have them."""
    return _objects(user, kind, visible(kind, user).order_by("key"))


def day_of(text: str) -> date | None:
    """A day, or None."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
