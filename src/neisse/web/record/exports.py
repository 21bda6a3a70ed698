"""Lists to take along: the same rows as on the page, in the reader's rights."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.db.models import F, QuerySet

from neisse.web.core.downloads import rows_done
from neisse.web.core.queries import today
from neisse.web.record.bridge.fields import Object
from neisse.web.record.bridge.kinds import KINDS
from neisse.web.record.filters import DirectoryFilters, PeopleFilters, PlanFilters
from neisse.web.record.queries.directory import directory, members_on
from neisse.web.record.queries.people import people
from neisse.web.record.queries.plans import plans
from neisse.web.record.queries.scoped import shown_objects, visible, with_parts

Listing = Callable[[Any, Mapping[str, str]], QuerySet[Any]]
CHUNK = 1000


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


def listed(kind: str) -> Listing:
    """The list of a kind without filters, by id."""
    return lambda user, asked: visible(kind, user).order_by("key")


LISTS: dict[str, tuple[str, Listing]] = {
    "organisations": ("organisation", listed_organisations),
    "measures": ("measure", listed_measures),
    "memberships": ("membership", listed_memberships),
    "figures": ("figure", listed_figures),
    "people": ("person", listed_people),
    "networks": ("network", listed("network")),
    "sections": ("section", listed("section")),
    "topic-groups": ("topic_group", listed("topic_group")),
}


def count_for(user: Any, collection: str, asked: Mapping[str, str]) -> int:
    """How many objects a list has for this reader."""
    return LISTS[collection][1](user, asked).count()


def objects_for(user: Any, collection: str, asked: Mapping[str, str]) -> list[Object]:
    """The objects of a list as this reader may have them."""
    kind, rows_of = LISTS[collection]
    return _objects(user, kind, rows_of(user, asked))


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
