"""Reads of the plans: measures filtered, in a window of days, and one with everything about it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet

from neisse.web.core.ordering import ordered
from neisse.web.record.models import Measure, TopicGroup
from neisse.web.record.queries.facets import found_keys, spellings
from neisse.web.record.queries.visible import visible_figures, visible_measures, visible_organisations

SAME_NAME = ("kind", "country", "certainty", "visibility", "language")
ORDERS: dict[str, tuple[Any, ...]] = {
    "time": (F("start").asc(nulls_last=True), F("pk")),
    "latest": (F("start").desc(nulls_last=True), F("pk")),
    "title": (F("title"), F("pk")),
    "kind": (F("kind"), F("start").asc(nulls_last=True), F("pk")),
    "city": (F("city"), F("start").asc(nulls_last=True), F("pk")),
    "certainty": (F("certainty"), F("start").asc(nulls_last=True), F("pk")),
    "new": (F("updated_at").desc(), F("pk")),
}


# Columns that no list or picture shows; reading them costs more than all the others.
LONG_COLUMNS = ("extra", "sources", "descriptions_de", "descriptions_pl", "descriptions_en")
OF_MEASURES = ("description", "venue", "topics", "topics_index", "audience", "source", "url")
OF_OWNERS = (
    "aliases",
    "sectors",
    "sectors_index",
    "source",
    "url",
    "ror",
    "lei",
    "nip",
    "regon",
    "krs",
    "hrb",
)


def listed(rows: QuerySet[Measure]) -> QuerySet[Measure]:
    """Measures with what lists and pictures show of them and of their owners."""
    owner = (f"owner__{name}" for name in (*LONG_COLUMNS, *OF_OWNERS))
    return rows.defer(*LONG_COLUMNS, *OF_MEASURES, *owner)


def plans(user: Any, filters: Mapping[str, Any], today: date) -> QuerySet[Measure]:
    """Measures that the reader may see and that pass every filter, with their owners."""
    rows = visible_measures(user)
    if query := filters.get("q"):
        rows = rows.filter(key__in=found_keys("measure", query))
    for name in SAME_NAME:
        if value := filters.get(name):
            rows = rows.filter(**{name: value})
    if city := filters.get("city"):
        rows = rows.filter(city__in=spellings(Measure, city))
    if owner := filters.get("owner"):
        rows = rows.filter(owner__in=visible_organisations(user).filter(slug=owner).values("pk"))
    if topic := filters.get("topic"):
        rows = rows.filter(topics_index__contains=f"|{topic}|")
    rows = _in_time(rows, filters, today)
    usual = "latest" if filters.get("time") == "past" else "time"
    return rows.select_related("owner").order_by(*ordered(ORDERS, filters.get("sort") or "", usual))


def _in_time(rows: QuerySet[Measure], filters: Mapping[str, Any], today: date) -> QuerySet[Measure]:
    """Upcoming ones (undated included) unless the filters name other days."""
    first, last, time = filters.get("first"), filters.get("last"), filters.get("time")
    if first:
        rows = rows.filter(end__gt=first)
    if last:
        rows = rows.filter(start__lte=last)
    if first or last or time == "all":
        return rows
    if time == "past":
        return rows.filter(end__lte=today)
    if time == "undated":
        return rows.filter(start=None)
    return rows.filter(Q(end__gt=today) | Q(start=None))


def plans_between(user: Any, filters: Mapping[str, Any], start: date, end: date) -> QuerySet[Measure]:
    """Measures that touch `[start, end)`, by start; other filters hold, the time of the filters does not."""
    rest = {name: value for name, value in filters.items() if name not in {"first", "last", "time", "sort"}}
    rows = plans(user, rest | {"time": "all"}, start)
    return rows.filter(end__gt=start, start__lt=end)


def measure_page(user: Any, slug: str) -> Measure | None:
    """A measure with its owner; None where it is not there or not for this reader."""
    return visible_measures(user).select_related("owner").filter(slug=slug).first()


def around_measure(user: Any, measure: Measure) -> dict[str, Any]:
    """Co-owners, topic groups that meet there, and figures."""
    return {
        "partners": visible_organisations(user).filter(partner_measures=measure),
        "topic_groups": TopicGroup.objects.filter(meetings=measure).select_related(
            "section__network", "network"
        ),
        "figures": visible_figures(user).filter(measure=measure),
    }
