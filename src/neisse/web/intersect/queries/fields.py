"""The two sides of a field: what can be chosen, and who stands on each, as far as the reader may see it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from neisse.web.core.content import reader_language, town_label
from neisse.web.intersect import bridge
from neisse.web.record.labels import sector_label, side_label
from neisse.web.record.models import Measure, Network, Organisation, Section
from neisse.web.record.queries import visible_measures, visible_memberships, visible_organisations
from neisse.web.record.queries.facets import organisation_facets

MOST_TOWNS = 30
Choices = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Side:
    """One side: its code (`region:Sachsen`, `section:slug`), its name, its organisations."""

    code: str
    name: str
    rows: list[Organisation]


@dataclass(frozen=True, slots=True)
class Point:
    """A field with the rows behind it."""

    field: bridge.Field
    a: list[Organisation]
    b: list[Organisation]
    links: list[tuple[bool, list[Organisation], list[Organisation]]]


def side_choices(user: Any) -> dict[str, Choices]:
    """What a side can be, by kind: codes and names, with numbers where they are known."""
    facets = organisation_facets(user)
    places = visible_organisations(user).exclude(city="").values_list("city", "country")
    regions = bridge.regions_of(places, reader_language())
    return {
        "region": [(f"region:{name}", f"{name} ({n})") for name, n in regions],
        "country": [(f"country:{code}", f"{side_label(code)} ({n})") for code, n in facets["country"]],
        "sector": [(f"sector:{code}", f"{sector_label(code)} ({n})") for code, n in facets["sector"]],
        "section": [(f"section:{row.slug}", str(row)) for row in Section.objects.all()],
        "network": [(f"network:{row.slug}", str(row)) for row in Network.objects.all()],
        "city": [(f"city:{name}", f"{town_label(name)} ({n})") for name, n in facets["city"][:MOST_TOWNS]],
    }


def largest_sides(choices: dict[str, Choices]) -> dict[str, str] | None:
    """The two regions with most organisations, or countries, or sectors; None where there are no two of a kind."""
    for kind in ("region", "country", "sector"):
        if len(choices[kind]) > 1:
            (a, _name), (b, _other) = choices[kind][:2]
            return {"a": a, "b": b}
    return None


def side(user: Any, code: str) -> Side:
    """Who stands on a side; nobody on one that does not exist."""
    kind, _colon, value = code.partition(":")
    name, rows = SIDES[kind](user, value) if kind in SIDES and value else (value, Organisation.objects.none())
    found = rows.prefetch_related("offers", "needs")
    if kind == "region":
        return Side(code, name, bridge.standing_in(found, value))
    return Side(code, name, list(found))


def points(user: Any, a: Side, b: Side) -> list[Point]:
    """The fields between two sides, best first, with the organisations behind each."""
    by_key = {row.key: row for row in (*a.rows, *b.rows)}

    def rows(keys: tuple[str, ...]) -> list[Organisation]:
        return [by_key[key] for key in keys]

    found = bridge.between((a.rows, b.rows), (a.name, b.name), joint_measures(user, a, b))
    return [
        Point(f, rows(f.a), rows(f.b), [(ln.is_from_a, rows(ln.offers), rows(ln.needs)) for ln in f.links])
        for f in found
    ]


def joint_measures(user: Any, a: Side, b: Side) -> QuerySet[Measure]:
    """Visible measures of several owners of whom one stands on one of the sides."""
    pks = [row.pk for row in (*a.rows, *b.rows)]
    mine = Q(owner__in=pks) | Q(partners__in=pks)
    found = visible_measures(user).filter(mine, partners__isnull=False).distinct()
    return found.select_related("owner").prefetch_related("partners")


Named = tuple[str, QuerySet[Organisation]]


def _by(lookup: Callable[[str], Q], label: Callable[[str], str]) -> Callable[[Any, str], Named]:
    return lambda user, value: (label(value), visible_organisations(user).filter(lookup(value)))


def _section(user: Any, slug: str) -> Named:
    row = Section.objects.filter(slug=slug).first()
    return str(row or slug), visible_organisations(user).filter(sections__slug=slug)


def _network(user: Any, slug: str) -> Named:
    row = Network.objects.filter(slug=slug).first()
    members = visible_memberships(user).filter(network__slug=slug).values("organisation")
    return str(row or slug), visible_organisations(user).filter(pk__in=members)


SIDES: dict[str, Callable[[Any, str], Named]] = {
    "region": _by(lambda _value: ~Q(city=""), str),
    "country": _by(lambda code: Q(country=code), side_label),
    "sector": _by(lambda code: Q(sectors_index__contains=f"|{code}|"), sector_label),
    "city": _by(lambda name: Q(city=name), str),
    "section": _section,
    "network": _network,
}
