"""Stored records that an incoming one may be under another id, and relations that go in circles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet

from neisse.engine.record.corrected import Stored
from neisse.engine.record.diff import State, another, compare
from neisse.engine.record.references import PARENT, PARENT_KINDS, circles
from neisse.engine.text.fold import fold
from neisse.web.record.bridge.fields import Object
from neisse.web.record.bridge.kinds import KINDS, rows_of, to_object
from neisse.web.record.models import Merge

__all__ = ["Twins", "another", "rings_of"]
IDENTIFIERS = ("ror", "lei", "nip", "regon", "krs", "hrb")
CHUNK = 300
# Beyond so many organisations only identifiers and equal names tell; proposals of duplicates find the rest.
MOST_LOOKED_THROUGH = 5000
MOST_MEANT = 5
LIKENESS = ("name", "city", "mail", "url", "phone", "address", "postcode")
Scope = Callable[[str], QuerySet[Any]]


class Twins:
    """Finds stored records, among those of a scope, that new ones may be; made once for all records of a file."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def of(self, kind: str, objects: Sequence[Object]) -> dict[str, tuple[str, ...]]:
        """For new objects of a kind: id -> ids that they may be copies of, stored or earlier among `objects`.

        Only stored records that share an identifier, a name or a title are read. Cost: a few queries per 300, and once
        one for the organisations that are looked through.
        """
        existing = {kind: {row.key: to_object(row) for row in _candidates(kind, objects, self._scope)}}
        incoming = [{**obj, "type": kind} for obj in objects]
        entries = compare(incoming, _with_referred(existing, objects)).entries
        found = {str(e.object["id"]): e.candidates for e in entries if e.state is State.DOUBTFUL}
        if kind != "organisation":
            return found
        for obj in objects:
            if str(obj["id"]) not in found and (meant := self._organisations.meant_by(obj)):
                found[str(obj["id"])] = meant[:MOST_MEANT]
        return found | _merged_away([str(obj["id"]) for obj in objects])

    @cached_property
    def _organisations(self) -> Stored:
        """What new ones are looked up in: they may be stored with another name or town."""
        rows = self._scope("organisation").order_by("pk").values("key", *LIKENESS)[:MOST_LOOKED_THROUGH]
        return Stored({row.pop("key"): row for row in rows})


def _merged_away(keys: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Ids that were merged away, with the one that each went into."""
    merged = Merge.objects.filter(key__in=keys, undone_at=None, survivor__isnull=False)
    return {key: (survivor,) for key, survivor in merged.values_list("key", "survivor__key")}


def rings_of(objects: Iterable[Object], scope: Scope) -> dict[tuple[str, str], tuple[str, ...]]:
    """(kind, id) of records whose chain of `part_of` comes back to itself, with the chain."""
    incoming = [obj for obj in objects if obj.get(PARENT)]
    if not incoming:
        return {}
    existing: dict[str, dict[str, Object]] = {}
    for kind in PARENT_KINDS:
        stored = scope(kind).filter(extra__has_key=PARENT).values_list("key", "extra")
        existing[kind] = {key: {"id": key, **extra} for key, extra in stored}
    return circles(existing, incoming)


def _candidates(kind: str, objects: Sequence[Object], scope: Scope) -> Iterator[Any]:
    seen: set[int] = set()
    for condition in _conditions(kind, objects):
        for row in rows_of(kind).filter(condition, pk__in=scope(kind).values("pk")):
            if row.pk not in seen:
                seen.add(row.pk)
                yield row


def _conditions(kind: str, objects: Sequence[Object]) -> Iterator[Q]:
    if kind in {"organisation", "person"}:
        yield from _among("folded_name", (fold(name) for obj in objects for name in _names(obj)))
    if kind == "organisation":
        for scheme in IDENTIFIERS:
            yield from _among(scheme, (str(obj[scheme]) for obj in objects if obj.get(scheme)))
    if kind == "measure":
        yield from _among("title", (str(obj.get("title") or "") for obj in objects))
    if kind == "network":
        yield Q()


def _among(field: str, values: Iterable[str]) -> Iterator[Q]:
    listed = sorted(set(values) - {""})
    for start in range(0, len(listed), CHUNK):
        yield Q(**{f"{field}__in": listed[start : start + CHUNK]})


def _names(obj: Object) -> list[str]:
    return [str(name) for name in (obj.get("name"), *(obj.get("names") or {}).values()) if name]


def _with_referred(
    existing: dict[str, dict[str, Object]], objects: Sequence[Object]
) -> dict[str, dict[str, Object]]:
    """Let every reference be known: whether it is, was checked before."""
    known: dict[str, dict[str, Object]] = defaultdict(dict, existing)
    for obj in objects:
        for name, target in KINDS[str(obj["type"])].refers:
            value = obj.get(name) or []
            for key in value if isinstance(value, list) else [value]:
                known[target].setdefault(str(key), {"type": target, "id": str(key)})
    return known
