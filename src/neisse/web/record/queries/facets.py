"""What there is to choose from in filters: read once in five minutes, the same for everybody of a level."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q, QuerySet

from neisse.web.core.bridge import by_town, names_of_town, spellings_of, words
from neisse.web.core.kept import kept
from neisse.web.core.models import SearchDocument
from neisse.web.record.models import Measure, Organisation
from neisse.web.record.rules.seen import levels_of

MOST_WORDS = 8
MOST_CHOICES = 250

Choice = tuple[str, int]


def found_keys(kind: str, query: str) -> QuerySet[SearchDocument, str]:
    """Keys of the records of a kind that hold every word of a query, in any spelling of towns."""
    found = SearchDocument.objects.filter(kind=kind)
    for word in list(dict.fromkeys(words(query)))[:MOST_WORDS]:
        condition = Q()
        for name in names_of_town(word):
            condition |= Q(folded__contains=name)
        found = found.filter(condition)
    return found.values_list("key", flat=True)


def organisation_facets(user: Any) -> dict[str, list[Choice]]:
    """Towns, kinds, sectors and countries of organisations with how many there are, most first."""
    levels = levels_of(user)

    def read() -> dict[str, list[Choice]]:
        rows = Organisation.objects.filter(visibility__in=levels)
        return {
            "city": _towns(rows),
            "kind": _counted(rows, "kind"),
            "country": _counted(rows, "country"),
            "sector": _listed(rows, "sectors_index"),
        }

    found: dict[str, list[Choice]] = kept("organisation-facets", levels, read)
    return found


def measure_facets(user: Any) -> dict[str, list[Choice]]:
    """Towns, kinds, countries, languages and topics of measures with how many there are, most first."""
    levels = levels_of(user)

    def read() -> dict[str, list[Choice]]:
        rows = Measure.objects.filter(visibility__in=levels)
        return {name: _counted(rows, name) for name in ("kind", "country", "language")} | {
            "city": _towns(rows),
            "topic": _listed(rows, "topics_index"),
            "owner": _counted(rows.filter(owner__visibility__in=levels), "owner__slug"),
        }

    found: dict[str, list[Choice]] = kept("measure-facets", levels, read)
    return found


def spellings(model: type[Measure | Organisation], city: str) -> list[str]:
    """Every way in which the records of a kind write a town. Cost: a query in five minutes."""

    def read() -> list[str]:
        rows = model.objects.exclude(city="").order_by()
        return list(rows.values_list("city", flat=True).distinct())

    return spellings_of(city, kept(f"{model.__name__}-cities", ("all",), read))


def _towns(rows: QuerySet[Any]) -> list[Choice]:
    counts = rows.exclude(city="").order_by().values_list("city").annotate(n=Count("pk"))
    return by_town(counts)[:MOST_CHOICES]


def _counted(rows: QuerySet[Any], field: str) -> list[Choice]:
    counts = rows.exclude(**{field: ""}).order_by().values_list(field).annotate(n=Count("pk"))
    return list(counts.order_by("-n", field)[:MOST_CHOICES])


def _listed(rows: QuerySet[Any], field: str) -> list[Choice]:
    counts: dict[str, int] = {}
    for index, n in rows.exclude(**{field: ""}).order_by().values_list(field).annotate(n=Count("pk")):
        for value in _parts(index):
            counts[value] = counts.get(value, 0) + n
    return sorted(counts.items(), key=lambda choice: (-choice[1], choice[0]))[:MOST_CHOICES]


def _parts(index: str) -> Iterable[str]:
    return (part for part in index.split("|") if part)
