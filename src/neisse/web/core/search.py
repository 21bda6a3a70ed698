"""Search over everything: folded words, the same order on every database."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Collate

from neisse.web.core.bridge import names_of_town, words
from neisse.web.core.models import SearchDocument

MOST_WORDS = 8


@dataclass(frozen=True, slots=True)
class Hits:
    """The found documents, best first, and how many there are of each kind."""

    documents: QuerySet[SearchDocument]
    by_kind: dict[str, int]


Keys = Callable[[Any], QuerySet[Any, Any]]
_findable: dict[str, Keys] = {}


def register_findable(kind: str, keys: Keys) -> None:
    """Let records of a kind be found: `keys(reader)` is a query of the keys that the reader may see.

    The index says what there is and may be behind; who may see it is asked of the records when they are looked
    for. A kind that nobody registered is found by nobody.
    """
    _findable[kind] = keys


def search(query: str, reader: Any, kind: str = "") -> Hits:
    """Documents that hold every word of the query, as part of a word, in any language and spelling.

    A town is found under any of its names. Order: words at the start of the title, whole words in the
    title, in the title, elsewhere; then by title and key, compared byte by byte.
    """
    asked = list(dict.fromkeys(words(query)))[:MOST_WORDS]
    if not asked:
        return Hits(SearchDocument.objects.none(), {})
    found = SearchDocument.objects.filter(visible_to(reader))
    for word in asked:
        found = found.filter(_any("folded__contains", names_of_town(word)))
    by_kind: dict[str, int] = {}
    for found_kind in found.values_list("kind", flat=True):
        by_kind[found_kind] = by_kind.get(found_kind, 0) + 1
    if kind:
        found = found.filter(kind=kind)
    return Hits(
        found.annotate(place=_rank(asked)).order_by("place", _bytes("folded_title"), _bytes("key")), by_kind
    )


def visible_to(reader: Any) -> Q:
    """Documents of the records that a reader may see."""
    seen = Q(pk__in=[])
    for kind, keys in _findable.items():
        seen |= Q(kind=kind, key__in=keys(reader))
    return seen


def _any(lookup: str, values: Iterable[str]) -> Q:
    condition = Q(pk__in=[])
    for value in values:
        condition |= Q(**{lookup: value})
    return condition


def _rank(asked: list[str]) -> Case:
    first = names_of_town(asked[0])
    return Case(
        When(_any("folded_title__startswith", first), then=Value(0)),
        When(_any("folded_title__contains", [f" {w}" for w in first]), then=Value(1)),
        When(_any("folded_title__contains", first), then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )


def _bytes(field: str) -> Any:
    """Order by bytes on PostgreSQL too, whose default collation skips blanks and hyphens."""
    from django.db import connection

    return Collate(F(field), "C") if connection.vendor == "postgresql" else F(field)
