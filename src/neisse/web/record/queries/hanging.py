"""What hangs on a record, as far as a reader may see it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.db import router
from django.db.models import ProtectedError
from django.db.models.deletion import Collector
from django.utils.functional import Promise

from neisse.web.record.bridge.kinds import KIND_OF
from neisse.web.record.bridge.search import address
from neisse.web.record.labels import ONE_LABELS
from neisse.web.record.queries.veil import rows_for

MOST_NAMED = 20
_pages: dict[type[Any], tuple[str | Promise, Callable[[Any], str]]] = {}


@dataclass(slots=True)
class Hanging:
    """What hangs on a row: what falls with it (itself first), references that are emptied, what forbids that it goes.

    `loose`: `record.Section.chair` -> primary keys.
    """

    falls: list[Any] = field(default_factory=list)
    loose: dict[str, list[Any]] = field(default_factory=dict)
    holds: list[Any] = field(default_factory=list)


def hanging_on(row: Any) -> Hanging:
    """What deleting a row would do, as the database's own rules say. Cost: a query per reference to its model."""
    collector = Collector(using=router.db_for_write(type(row)), origin=row)
    try:
        collector.collect([row])
    except ProtectedError as error:
        return Hanging(holds=sorted(error.protected_objects, key=lambda held: (held._meta.label, held.pk)))
    found = Hanging([row])
    others = [held for rows in collector.data.values() for held in rows]
    others += [held for rows in collector.fast_deletes for held in rows]
    found.falls += sorted(
        (held for held in others if held != row), key=lambda held: (held._meta.label, held.pk)
    )
    updates: Any = collector.field_updates
    for (column, value), parts in updates.items():
        if value is None:
            pks = sorted(held.pk for part in parts for held in part)
            found.loose[f"{column.model._meta.label}.{column.name}"] = pks
    return found


@dataclass(frozen=True, slots=True)
class Held:
    """One record that keeps another one from being removed, with the address of its page (empty: it has none)."""

    what: str | Promise
    name: str
    address: str


def in_the_way(rows: Sequence[Any], reader: Any) -> list[Any]:
    """Those of the rows that a reader may see, at most 20. Cost: a query per model."""
    found: list[Any] = []
    for model, held in groupby(sorted(rows, key=lambda row: row._meta.label), key=type):
        pks = [row.pk for row in held]
        found += rows_for(reader, model).filter(pk__in=pks).order_by("pk")[: MOST_NAMED - len(found)]
    return found


def held_lines(rows: Sequence[Any], reader: Any) -> list[Held]:
    """The same as lines of a page."""
    return [Held(_words(row), str(row), _page(row)) for row in in_the_way(rows, reader)]


def register_page(model: type[Any], words: str | Promise, page: Callable[[Any], str]) -> None:
    """Say what rows of a later stage are called, and where the page of one is."""
    _pages[model] = (words, page)


def _words(row: Any) -> str | Promise:
    if type(row) in _pages:
        return _pages[type(row)][0]
    return ONE_LABELS.get(KIND_OF.get(type(row), ""), "")


def _page(row: Any) -> str:
    if type(row) in _pages:
        return _pages[type(row)][1](row)
    return address(KIND_OF[type(row)], row) if type(row) in KIND_OF else ""
