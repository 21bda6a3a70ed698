"""Rows with all that belongs to them as JSON objects that another instance can read."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db import models

from neisse.web.core.archive import Tree

Object = dict[str, Any]
Exported = Callable[[str, str], bool]
RowsOf = Callable[[Any], models.QuerySet[Any]]
KEY = "key"
# Accounts and imports do not travel, so nothing that travels refers to them.
NOT_FOLLOWED = {"accounts.User", "core.Job", "record.ImportBatch"}


def every_row(model: Any) -> models.QuerySet[Any]:
    """All rows of a model: for the operator, who holds the database anyway."""
    return model._base_manager.all()  # type: ignore[no-any-return]


def objects_of(tree: Tree, exported: Exported, rows_of: RowsOf = every_row) -> list[Object]:
    """The objects of a part, in the order of what they are known by.

    `exported(label, key)` says whether a record is in the archive: an object with a reference to one that is not
    stays out as a whole, so nothing tells of what the reader may not have; `rows_of` gives the roots that the
    reader may see. Cost: one query per model and row.
    """
    rows = rows_of(model_of(tree.root)).filter(**tree.only).order_by("pk")
    found = [obj for row in rows.iterator(200) if (obj := _object(tree, row, exported)) is not None]
    return sorted(found, key=lambda obj: repr([obj.get(name) for name in tree.known_by]))


def model_of(label: str) -> Any:
    """The model of a label."""
    return apps.get_model(label)


def columns_of(tree: Tree, label: str) -> list[Any]:
    """The fields of a model that travel: no primary key, no secret, no account."""
    return [
        field
        for field in model_of(label)._meta.concrete_fields
        if not field.primary_key
        and f"{label}.{field.name}" not in tree.left_out
        and not (field.remote_field and field.remote_field.model._meta.label in NOT_FOLLOWED)
    ]


def _object(tree: Tree, root: Any, exported: Exported) -> Object | None:
    """One root with its branches; None where it refers to something that is not in the archive."""
    places: dict[tuple[str, Any], int] = {(tree.root, root.pk): 0}
    refused: list[str] = []

    def refer(field: Any, value: Any) -> Any:
        target = field.remote_field.model
        label = target._meta.label
        if value is None:
            return None
        if (label, value) in places:
            return places[label, value]
        if not hasattr(target, KEY):
            return None
        key = target._base_manager.filter(pk=value).values_list(KEY, flat=True).first()
        if not exported(label, str(key)):
            refused.append(str(key))
        return key

    obj = _columns(tree, tree.root, root, refer)
    for label, path in tree.branches:
        rows = list(model_of(label)._base_manager.filter(**{path: root.pk}).order_by("pk"))
        for number, row in enumerate(rows, 1):
            places[label, row.pk] = number
        if rows:
            obj[label.partition(".")[2]] = [_columns(tree, label, row, refer) for row in rows]
    if refused:
        return None
    return _in_order(tree, obj)


def _columns(tree: Tree, label: str, row: Any, refer: Callable[[Any, Any], Any]) -> Object:
    found = {}
    for field in columns_of(tree, label):
        value = getattr(row, field.attname)
        found[field.name] = refer(field, value) if field.remote_field else _out(value)
    for many in row._meta.many_to_many:
        through = many.remote_field.through._base_manager.filter(**{many.m2m_field_name(): row.pk})
        target = next(
            f for f in many.remote_field.through._meta.fields if f.name == many.m2m_reverse_field_name()
        )
        found[many.name] = sorted(refer(target, pk) for pk in through.values_list(target.attname, flat=True))
    return found


def _in_order(tree: Tree, obj: Object) -> Object:
    """Two references that have no order of their own stand in that of their keys."""
    if tree.unordered:
        first, second = tree.unordered
        obj[first], obj[second] = sorted((obj[first], obj[second]))
    return obj


def _out(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    return value


def seen(exported: Iterable[tuple[str, str]]) -> Exported:
    """Whether a record is among those that were written."""
    known = set(exported)
    return lambda label, key: (label, key) in known


def as_field(field: models.Field[Any, Any], value: Any) -> Any:
    """The value of a column as it came out of an archive."""
    if value is None:
        return None
    if field.get_internal_type() == "BinaryField":
        return base64.b64decode(str(value))
    if field.get_internal_type() == "DurationField":
        return timedelta(seconds=float(value))
    return field.to_python(value)
