"""Rows that come out of the database for one reader: what they refer to is there only as far as the reader may see it.

A page that shows `plan.owner` or `visit.host` cannot forget to ask: the rows of a scoped query already answer
None, or a nameless organisation where a row cannot be without one. Only what is shown changes; the columns stay,
so a row that is saved again is saved unharmed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

NAMELESS = _("an organisation of the circle")
Scope = Callable[[Any], QuerySet[Any]]
IsOpen = Callable[[Any], bool]
_scopes: dict[type[Model], tuple[Scope, IsOpen]] = {}


def register_scope(model: type[Model], scope: Scope, is_open: IsOpen = lambda row: False) -> None:
    """Let references to rows of a model be closed to readers who are not among `scope(reader)`.

    `is_open` tells of a row that is read already whether everybody may see it; that saves a query.
    """
    _scopes[model] = (scope, is_open)


def rows_for(reader: Any, model: Any) -> QuerySet[Any]:
    """The rows of a model that a reader may see; all of a model without a scope."""
    if model in _scopes:
        return _scopes[model][0](reader)
    return model._base_manager.all()  # type: ignore[no-any-return]


class Scoped(QuerySet[Any]):
    """Rows for one reader, with what they refer to closed where the reader may not see it."""

    reader: Any = None

    def _clone(self) -> Any:
        clone = super()._clone()  # type: ignore[misc]
        clone.reader = self.reader
        return clone

    def _fetch_all(self) -> None:
        is_fresh = self._result_cache is None
        super()._fetch_all()
        if is_fresh:
            veil(self.reader, [row for row in self._result_cache or () if isinstance(row, Model)])

    def iterator(self, chunk_size: int | None = None) -> Iterator[Any]:
        """Row by row; closed one by one."""
        for row in super().iterator(chunk_size):
            if isinstance(row, Model):
                veil(self.reader, [row])
            yield row


def scoped(rows: QuerySet[Any], reader: Any) -> Any:
    """The same rows, veiled for a reader when they are read."""
    found = Scoped(model=rows.model, query=rows.query.chain(), using=rows.db)
    found._prefetch_related_lookups = rows._prefetch_related_lookups  # type: ignore[attr-defined]
    found.reader = reader
    return found


def veil(reader: Any, rows: Sequence[Any]) -> None:
    """Close what rows of one model refer to, and what was read along with them, as far as the reader may not see it.

    Cost: at most a query for each field of each model that was read and refers to something with a scope.
    """
    _veil(reader, rows, set())


def _veil(reader: Any, rows: Sequence[Any], done: set[int]) -> None:
    rows = [row for row in rows if id(row) not in done]
    if not rows:
        return
    done.update(map(id, rows))
    for field in type(rows[0])._meta.concrete_fields:
        if field.is_relation and field.related_model in _scopes:
            hidden = hidden_among(reader, field.related_model, _unsure(rows, field))
            for row in rows:
                if row.__dict__.get(field.attname) in hidden:
                    field.set_cached_value(row, None if field.null else _nameless(field, row))
    for along in _read_along(reader, rows).values():
        _veil(reader, along, done)


def hidden_among(reader: Any, model: Any, pks: Iterable[int]) -> set[int]:
    """Those of the primary keys that the reader may not see; no query where a reader may see all rows of the model."""
    asked = set(pks)
    if not asked:
        return set()
    scope, _is_open = _scopes[model]
    seen = scope(reader)
    if not seen.query.where:
        return set()
    return asked - set(seen.filter(pk__in=asked).order_by().values_list("pk", flat=True))


def _unsure(rows: Iterable[Any], field: Any) -> set[int]:
    """The rows that are referred to, without those that are read already and open to everybody."""
    asked = set()
    for row in rows:
        pk, known = row.__dict__.get(field.attname), field.get_cached_value(row, None)
        if pk is not None and (known is None or not _is_open(known)):
            asked.add(pk)
    return asked


def _is_open(known: Any) -> bool:
    """Whether everybody may see a row that is read; not told by one that was read in part, which would read on."""
    _scope, is_open = _scopes[type(known)]
    return not known.get_deferred_fields() and is_open(known)


def _read_along(reader: Any, rows: Iterable[Any]) -> dict[type[Model], list[Any]]:
    """What was read with the rows, by model; lists of records lose those that the reader may not see."""
    found: dict[type[Model], list[Any]] = {}
    for row in rows:
        for known in row._state.fields_cache.values():
            if isinstance(known, Model):
                found.setdefault(type(known), []).append(known)
        for listed in getattr(row, "_prefetched_objects_cache", {}).values():
            held = listed._result_cache if isinstance(listed, QuerySet) else listed
            for known in held or ():
                if isinstance(known, Model):
                    found.setdefault(type(known), []).append(known)
    for model in found.keys() & _scopes.keys():
        hidden = hidden_among(reader, model, {r.pk for r in found[model] if not _is_open(r)})
        if hidden:
            _take_out(rows, model, hidden)
            found[model] = [known for known in found[model] if known.pk not in hidden]
    return found


def _take_out(rows: Iterable[Any], model: type[Model], hidden: set[int]) -> None:
    for row in rows:
        for listed in getattr(row, "_prefetched_objects_cache", {}).values():
            held = listed._result_cache if isinstance(listed, QuerySet) else listed
            if held and isinstance(held[0], model):
                held[:] = [known for known in held if known.pk not in hidden]


def _nameless(field: Any, row: Any) -> Any:
    """What stands for a record that may not be named and cannot be left out."""
    name = "title" if hasattr(field.related_model, "title") else "name"
    pk = getattr(row, field.attname)
    return field.related_model(pk=pk, visibility="circle", **{name: str(NAMELESS)})
