"""Records that a new one may already be, among those that its maker may see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from neisse.web.core.bridge import fold
from neisse.web.record.bridge.alike import Alike, alike_organisations, same_person
from neisse.web.record.bridge.search import address
from neisse.web.record.evidence import told
from neisse.web.record.queries.scoped import visible

# Kinds that are looked for, and how many records are compared and shown.
ALIKE_KINDS = ("organisation", "person")
MOST_COMPARED, MOST_SHOWN = 300, 5
FEWEST_LETTERS, MOST_REASONS = 4, 2


@dataclass(frozen=True, slots=True)
class AlikeRow:
    """A record that may be the same, its address, what is said beside its name, and why, in words."""

    row: Any
    address: str
    beside: str
    told: tuple[str, ...] = ()


def alike_rows(kind: str, draft: dict[str, Any], user: Any) -> list[AlikeRow]:
    """What may be the record of a draft (a contract object), the surest first; nothing for other kinds."""
    name = str(draft.get("name") or "").strip()
    if kind not in ALIKE_KINDS or len(name) < FEWEST_LETTERS:
        return []
    return _organisations(name, draft, user) if kind == "organisation" else _people(name, user)


def _organisations(name: str, draft: dict[str, Any], user: Any) -> list[AlikeRow]:
    """Compared are those of the same town and those that share a longer word of the name."""
    town = str(draft.get("city") or "").strip()
    near = Q(city__iexact=town) if town else Q()
    rows = visible("organisation", user).filter(near | _with_words(name)).prefetch_related("offers", "needs")
    by_key = {row.key: row for row in rows[:MOST_COMPARED]}
    return [
        AlikeRow(
            by_key[found.id],
            address("organisation", by_key[found.id]),
            by_key[found.id].city,
            _for_it(found),
        )
        for found in alike_organisations(draft, list(by_key.values()))[:MOST_SHOWN]
    ]


def _for_it(found: Alike) -> tuple[str, ...]:
    """The strongest reasons for one record, in words."""
    said = told({"code": r.code, "weight": r.weight, "text": r.text} for r in found.reasons)
    return tuple(reason.text for reason in said if reason.speaks_for)[:MOST_REASONS]


def _people(name: str, user: Any) -> list[AlikeRow]:
    rows = visible("person", user).filter(_with_words(name)).select_related("organisation")
    return [
        AlikeRow(row, address("person", row), row.office)
        for row in rows[:MOST_COMPARED]
        if same_person(name, row.name)
    ][:MOST_SHOWN]


def _with_words(name: str) -> Q:
    """Rows whose name holds the beginning of one of the longer words of a name, or an acronym of it as a whole."""
    said: Iterable[str] = {word[:5] for word in fold(name).split() if len(word) > 2}
    return reduce(or_, (Q(folded_name__contains=word) for word in said), Q(folded_name=fold(name)))
