"""Search over everything: folded words, the same order on every database."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Collate

from neisse.web.core.bridge import names_of_town, nearest_word, synonyms, words
from neisse.web.core.models import SearchDocument

MOST_WORDS = 8
CHUNK = 500


@dataclass(frozen=True, slots=True)
class Hits:
    """The found documents, best first, how many there are of each kind, and what was looked for instead."""

    documents: QuerySet[SearchDocument]
    by_kind: dict[str, int]
    # The words that were looked for where nothing held the words asked for: "" unless a slip was mended.
    meant: str = ""


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

    A town is found under any of its names, a concept of the vocabulary in its other languages. Where nothing is found, each
    word that stands nowhere is taken for a slip of the nearest one that the reader may see. Order: words at the
    start of the title, whole words in the title, in the title, elsewhere; then by title and key, compared byte by byte.
    """
    asked = list(dict.fromkeys(words(query)))[:MOST_WORDS]
    if not asked:
        return Hits(SearchDocument.objects.none(), {})
    seen = SearchDocument.objects.filter(visible_to(reader))
    found, meant = seen.filter(_holding(asked, query)), ""
    if not found.exists() and (mended := _mended(asked, seen)) != asked:
        asked, meant = mended, " ".join(mended)
        found = seen.filter(_holding(asked, meant))
    by_kind: dict[str, int] = {}
    for found_kind in found.values_list("kind", flat=True):
        by_kind[found_kind] = by_kind.get(found_kind, 0) + 1
    if kind:
        found = found.filter(kind=kind)
    ordered = found.annotate(place=_rank(asked)).order_by("place", _bytes("folded_title"), _bytes("key"))
    return Hits(ordered, by_kind, meant if by_kind else "")


def _holding(asked: Iterable[str], query: str) -> Q:
    """Documents with every word, or with the concept that the words name as another language writes it."""
    condition = Q()
    for word in asked:
        condition &= _any("folded__contains", names_of_town(word))
    for parts in synonyms(query):
        together = Q()
        for part in parts:
            together &= Q(folded__contains=part)
        condition |= together
    return condition


def _mended(asked: list[str], seen: QuerySet[SearchDocument]) -> list[str]:
    """The words with slips of the pen mended by the words of what the reader may see; cost: one look through it."""
    known: set[str] = set()
    for text in seen.values_list("folded", flat=True).iterator(chunk_size=CHUNK):
        known.update(words(text))
    return [
        word if any(word in other for other in known) else nearest_word(word, known) or word for word in asked
    ]


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
