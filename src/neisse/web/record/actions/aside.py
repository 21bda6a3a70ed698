"""Rows that are taken out whole, so that they can come back as they were: one way for removals and for merges."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError


def bring_back(rows: Sequence[Any]) -> tuple[list[Any], list[Any]]:
    """Save rows as they were, each after those that it refers to; returns what is back, and what could not come.

    A row stays out where something that it cannot be without is gone, or where another one stands in its place.
    """
    back: list[Any] = []
    waiting = list(rows)
    while waiting:
        ready = [row for row in waiting if is_whole(row)]
        if not ready:
            break
        for row in ready:
            if is_free(row):
                row.save_base(raw=True, force_insert=True)
                back.append(row)
        tried = {id(row) for row in ready}
        waiting = [row for row in waiting if id(row) not in tried]
    kept = {id(row) for row in back}
    return back, [row for row in rows if id(row) not in kept]


def point_again(loose: dict[str, list[Any]], pk: Any) -> None:
    """Let references that were emptied lead to a row again, as far as they still lead nowhere."""
    for label, pks in loose.items():
        name, _sign, column = label.rpartition(".")
        rows = apps.get_model(name)._base_manager.filter(pk__in=pks, **{column: None})
        rows.update(**{column: pk})


def is_whole(row: Any) -> bool:
    """Whether everything that a row refers to still exists."""
    return all(_is_there(row, column) for column in row._meta.concrete_fields)


def without_lost(row: Any, since: datetime) -> Any:
    """The row without references that it can be without, to what is gone or came into its place after `since`."""
    for column in row._meta.concrete_fields:
        if column.is_relation and column.null and not _is_there(row, column, since):
            setattr(row, column.attname, None)
    return row


def is_free(row: Any) -> bool:
    """Whether nothing stands where the row stood: its number, and what may be there only once."""
    if type(row)._base_manager.filter(pk=row.pk).exists():
        return False
    try:
        row.validate_unique()
        row.validate_constraints()
    except ValidationError:
        return False
    return True


def _is_there(row: Any, column: Any, since: datetime | None = None) -> bool:
    pk = getattr(row, column.attname)
    if not column.is_relation or pk is None:
        return True
    found = column.related_model._base_manager.filter(**{column.target_field.attname: pk}).first()
    if found is None or since is None:
        return found is not None
    # Numbers of what is gone are given again on some ways (an instance that was moved to another database).
    made = getattr(found, "created_at", None)
    return made is None or made <= since
