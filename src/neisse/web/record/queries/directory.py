"""Reads of the directory: organisations filtered, counted by town, and one with everything about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Count, F, Min, Prefetch, Q, QuerySet

from neisse.web.core.bridge import town_key
from neisse.web.core.kept import kept
from neisse.web.core.ordering import ordered
from neisse.web.record.models import Measure, Membership, Organisation, Section, TopicGroup
from neisse.web.record.queries.facets import found_keys, spellings
from neisse.web.record.queries.scoped import visible
from neisse.web.record.queries.visible import (
    visible_figures,
    visible_measures,
    visible_memberships,
    visible_organisations,
    visible_people,
)
from neisse.web.record.rules.seen import levels_of

ORDERS = {
    "name": (F("folded_name"), F("pk")),
    "city": (F("city"), F("folded_name"), F("pk")),
    "kind": (F("kind"), F("folded_name"), F("pk")),
    "new": (F("updated_at").desc(), F("pk")),
}


def directory(user: Any, filters: Mapping[str, Any], on: date) -> QuerySet[Organisation]:
    """Organisations that the reader may see and that pass every filter; `network` counts members on a day."""
    rows = visible_organisations(user)
    if query := filters.get("q"):
        rows = rows.filter(key__in=found_keys("organisation", query))
    for name in ("kind", "country"):
        if value := filters.get(name):
            rows = rows.filter(**{name: value})
    if city := filters.get("city"):
        rows = rows.filter(city__in=spellings(Organisation, city))
    if sector := filters.get("sector"):
        rows = rows.filter(sectors_index__contains=f"|{sector}|")
    if network := filters.get("network"):
        members = members_on(Membership.objects.filter(network__slug=network), on)
        rows = rows.filter(pk__in=members.values("organisation_id"))
    return rows.order_by(*ordered(ORDERS, filters.get("sort") or "", "name"))


def members_on(memberships: QuerySet[Membership], day: date) -> QuerySet[Membership]:
    """The memberships that hold on a day."""
    return memberships.filter(
        Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_until=None) | Q(valid_until__gt=day)
    )


def towns_of(rows: QuerySet[Any]) -> list[dict[str, Any]]:
    """Each town once, whatever its name: the name and country used most, a point there, the count; most first.

    Cost: two queries.
    """
    located = rows.exclude(city="").filter(lat__isnull=False).order_by()
    counts = located.values("city", "country").annotate(count=Count("pk"), first=Min("pk"))
    found: dict[str, dict[str, Any]] = {}
    for town in counts.order_by("-count", "city", "country"):
        known = found.setdefault(town_key(town["city"], town["country"]), town | {"count": 0})
        known["count"] += town["count"]
    points = {
        pk: {"lat": lat, "lon": lon}
        for pk, lat, lon in Organisation.objects.filter(pk__in=counts.values("first").order_by()).values_list(
            "pk", "lat", "lon"
        )
    }
    towns = [town | points[town["first"]] for town in found.values()]
    return sorted(towns, key=lambda town: (-town["count"], town["city"]))


def all_towns(user: Any) -> list[dict[str, Any]]:
    """The towns of all organisations of the reader's levels."""
    levels = levels_of(user)
    found: list[dict[str, Any]] = kept(
        "towns", levels, lambda: towns_of(Organisation.objects.filter(visibility__in=levels))
    )
    return found


def plan_counts(user: Any, organisations: Iterable[Organisation]) -> dict[int, int]:
    """How many plans the reader sees of each of these organisations."""
    pks = [organisation.pk for organisation in organisations]
    own = visible_measures(user).filter(owner_id__in=pks).order_by()
    return dict(own.values_list("owner_id").annotate(n=Count("pk")))


def organisation_page(user: Any, slug: str) -> Organisation | None:
    """An organisation with its profile; None where it is not there or not for this reader."""
    rows = visible_organisations(user).prefetch_related("offers", "needs")
    return rows.filter(slug=slug).first()


def around(user: Any, organisation: Organisation, today: date) -> dict[str, Any]:
    """What belongs to an organisation: people, plans, memberships, sections, groups, figures."""
    measures = visible_measures(user).select_related("owner")
    co_owned = Measure.partners.through.objects.filter(organisation=organisation).values("measure_id")
    own = measures.filter(Q(owner=organisation) | Q(pk__in=co_owned))
    upcoming = own.filter(Q(end__gt=today) | Q(start=None)).order_by(F("start").asc(nulls_last=True), "pk")
    return {
        "people": visible_people(user).filter(organisation=organisation),
        "upcoming": upcoming[:12],
        "upcoming_count": upcoming.count(),
        "past_count": own.filter(end__lte=today).count(),
        "memberships": visible_memberships(user)
        .filter(organisation=organisation)
        .select_related("network", "representative__organisation"),
        "sections": Section.objects.filter(Q(members=organisation) | Q(chair=organisation))
        .select_related("network")
        .distinct(),
        "topic_groups": TopicGroup.objects.filter(Q(members=organisation) | Q(chair=organisation))
        .select_related("section__network", "network")
        .distinct(),
        "figures": visible_figures(user).filter(organisation=organisation),
        "networks_run": organisation.networks_run.all(),
    }


def network_members(user: Any, network: Any, on: date) -> QuerySet[Membership]:
    """Members of a network on a day that the reader may see, by name."""
    rows = members_on(visible_memberships(user).filter(network=network), on)
    return rows.select_related("organisation", "representative").order_by("organisation__folded_name", "pk")


def groups_of(network: Any, user: Any) -> dict[str, Any]:
    """Sections and topic groups of a network with how many belong to them."""
    meetings = Prefetch("meetings", visible_measures(user).order_by("-start"))
    groups = visible("topic_group", user).filter(Q(network=network) | Q(section__network=network))
    members = Q(members__in=visible_organisations(user).values("pk"))
    size = Count("members", filter=members, distinct=True)
    chairs = ("chair", "chair_person__organisation")
    return {
        "sections": visible("section", user)
        .filter(network=network)
        .select_related(*chairs)
        .annotate(size=size),
        "groups": groups.select_related(*chairs, "section").annotate(size=size).prefetch_related(meetings),
        "figures": visible_figures(user).filter(network=network),
    }
