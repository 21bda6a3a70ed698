"""An instance from one kind of database to the other: all rows as they are, in one transaction."""

from __future__ import annotations

from itertools import islice
from typing import Any

from django.core.management.color import no_style
from django.db import connections, transaction

CHUNK = 500
MADE_BY_MIGRATING = ("contenttypes.ContentType", "auth.Permission")


def copy_rows(apps: Any, source: str, target: str) -> dict[str, int]:
    """Copy the rows of all models of `apps` between two database aliases; rows by table.

    Past all hooks of models, so that every value arrives as it was; the tables of the target must be empty, but
    for what migrating made, which is replaced. All of it or nothing; references are checked at the end. Cost: one
    query per 500 rows; nothing is kept in memory but those.
    """
    models = _in_order([m for m in apps.get_models(include_auto_created=True) if _is_table(m)])
    counts: dict[str, int] = {}
    with transaction.atomic(using=target):
        for label in reversed(MADE_BY_MIGRATING):
            apps.get_model(label)._base_manager.using(target).all().delete()
        for model in models:
            counts[model._meta.db_table] = _copy(model, source, target)
        with connections[target].cursor() as cursor:
            for statement in connections[target].ops.sequence_reset_sql(no_style(), models):
                cursor.execute(statement)
        connections[target].check_constraints()
    return counts


def _copy(model: Any, source: str, target: str) -> int:
    rows = model._base_manager.using(source).order_by("pk").iterator(chunk_size=CHUNK)
    fields = model._meta.concrete_fields
    count = 0
    while chunk := list(islice(rows, CHUNK)):
        model._base_manager.using(target)._insert(chunk, fields=fields, using=target, raw=True)
        count += len(chunk)
    return count


def _is_table(model: Any) -> bool:
    return bool(model._meta.managed and not model._meta.proxy)


def _in_order(models: list[Any]) -> list[Any]:
    """Models after those that they refer to, as far as there is such an order."""
    waiting, done = list(models), set()
    ordered: list[Any] = []
    while waiting:
        ready = [m for m in waiting if _refers(m) & set(waiting) <= {m}] or waiting[:1]
        ordered += ready
        done |= set(ready)
        waiting = [m for m in waiting if m not in done]
    return ordered


def _refers(model: Any) -> set[Any]:
    return {f.remote_field.model._meta.concrete_model for f in model._meta.concrete_fields if f.remote_field}
