"""Filters of the lists: the same words as on the pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from django.db.models import F, Q, QuerySet
from pydantic import Field

from neisse.web.core.api.answers import PageQuery
from neisse.web.core.api.reading import IsoDay
from neisse.web.core.queries import today
from neisse.web.record.queries.directory import directory, members_on
from neisse.web.record.queries.facets import found_keys
from neisse.web.record.queries.plans import plans
from neisse.web.record.queries.scoped import visible

Sort = Literal["name", "new"]
BY_NAME = {"person": "folded_name", "network": "name", "section": "name", "topic_group": "name"}


class ListQuery(PageQuery):
    """Text and order."""

    q: str = Field("", max_length=200, description="Words; any spelling: Breslau finds Wrocław.")
    sort: Sort = "name"


class OrganisationQuery(PageQuery):
    """Filters of the directory."""

    q: str = Field("", max_length=200, description="Words; any spelling: Breslau finds Wrocław.")
    kind: str = Field("", max_length=40, examples=["company"])
    country: str = Field("", max_length=2, examples=["PL"])
    city: str = Field("", max_length=120, examples=["Wrocław"])
    sector: str = Field("", max_length=100)
    network: str = Field("", max_length=200, description="Slug of a network: its members of today.")
    sort: Literal["name", "city", "kind", "new"] = "name"


class MeasureQuery(PageQuery):
    """Filters of the plans."""

    q: str = Field("", max_length=200, description="Words; any spelling: Breslau finds Wrocław.")
    time: Literal["all", "upcoming", "past", "undated"] = "all"
    first: IsoDay | None = Field(None, description="Only what ends on this day or later.")
    last: IsoDay | None = Field(None, description="Only what starts on this day or earlier.")
    kind: str = Field("", max_length=40, examples=["event"])
    country: str = Field("", max_length=2, examples=["DE"])
    city: str = Field("", max_length=120)
    topic: str = Field("", max_length=200)
    owner: str = Field("", max_length=200, description="Slug of an organisation.")
    certainty: Literal["", "idea", "planned", "confirmed", "postponed", "cancelled"] = ""
    language: Literal["", "de", "pl", "en"] = ""
    visibility: Literal["", "public", "circle", "blind"] = ""
    sort: Literal["time", "title", "new"] = "time"


class PersonQuery(ListQuery):
    """Filters of people."""

    organisation: str = Field("", max_length=200, description="Slug of an organisation.")


class MembershipQuery(PageQuery):
    """Filters of memberships."""

    network: str = Field("", max_length=200, description="Slug of a network.")
    organisation: str = Field("", max_length=200, description="Slug of an organisation.")
    on: IsoDay | None = Field(None, description="Only those that hold on this day.")


class SectionQuery(ListQuery):
    """Filters of sections and topic groups."""

    network: str = Field("", max_length=200, description="Slug of a network.")


class FigureQuery(PageQuery):
    """Filters of figures."""

    q: str = Field("", max_length=200)
    concept: str = Field("", max_length=200, examples=["members"])
    year: int | None = Field(None, ge=1000, le=2999)


def organisations(user: Any, query: Any) -> QuerySet[Any]:
    """As the directory."""
    return directory(user, query.dict(), today())


def measures(user: Any, query: Any) -> QuerySet[Any]:
    """As the list of plans; without a filter of time: all of them."""
    filters = query.dict()
    if filters["time"] == "upcoming":
        del filters["time"]
    return plans(user, filters, today())


def memberships(user: Any, query: Any) -> QuerySet[Any]:
    """By network and organisation."""
    rows = visible("membership", user)
    if query.network:
        rows = rows.filter(network__slug=query.network)
    if query.organisation:
        rows = rows.filter(organisation__slug=query.organisation)
    rows = members_on(rows, query.on) if query.on else rows
    return rows.order_by("network__slug", "organisation__folded_name", "pk")


def figures(user: Any, query: Any) -> QuerySet[Any]:
    """Newest first."""
    rows = visible("figure", user)
    if query.q:
        rows = rows.filter(key__in=found_keys("figure", query.q))
    if query.concept:
        rows = rows.filter(concept=query.concept)
    if query.year:
        rows = rows.filter(year=query.year)
    return rows.order_by(F("year").desc(nulls_last=True), "concept", "pk")


def named(kind: str) -> Callable[[Any, Any], QuerySet[Any]]:
    """The list of a kind that has a name."""

    def rows_of(user: Any, query: Any) -> QuerySet[Any]:
        rows = visible(kind, user)
        if query.q:
            rows = rows.filter(key__in=found_keys(kind, query.q))
        if organisation := getattr(query, "organisation", ""):
            rows = rows.filter(
                organisation__slug=organisation, organisation__in=visible("organisation", user)
            )
        if network := getattr(query, "network", ""):
            of = Q(network__slug=network)
            rows = rows.filter(of | Q(section__network__slug=network) if kind == "topic_group" else of)
        return rows.order_by(*(("-updated_at", "pk") if query.sort == "new" else (BY_NAME[kind], "pk")))

    return rows_of


LISTS: dict[str, tuple[type[PageQuery], Callable[[Any, Any], QuerySet[Any]]]] = {
    "organisation": (OrganisationQuery, organisations),
    "person": (PersonQuery, named("person")),
    "network": (ListQuery, named("network")),
    "membership": (MembershipQuery, memberships),
    "section": (SectionQuery, named("section")),
    "topic_group": (SectionQuery, named("topic_group")),
    "measure": (MeasureQuery, measures),
    "figure": (FigureQuery, figures),
}
