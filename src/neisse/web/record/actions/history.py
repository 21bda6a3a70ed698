"""Versions of rows for many rows at once, many-to-many fields included."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import apps

from neisse.web.core.actors import person


def keep_history(model: type[Any], rows: Sequence[Any], mark: str, actor: Any, reason: str) -> None:
    """Write one version per row: `+` new, `~` changed, with who and why."""
    if not rows:
        return
    versions = model.history.bulk_history_create(
        list(rows),
        batch_size=200,
        update=mark == "~",
        default_user=person(actor),
        default_change_reason=reason,
    )
    for relation in model._meta.many_to_many:
        history = apps.get_model(model._meta.app_label, f"Historical{model.__name__}_{relation.name}")
        here, there = relation.m2m_field_name(), relation.m2m_reverse_field_name()
        version_of = {row.pk: version.pk for version, row in zip(versions, rows, strict=True)}
        linked = relation.remote_field.through.objects.filter(**{f"{here}__in": list(version_of)})
        history.objects.bulk_create(
            [
                history(**{"history_id": version_of[row[f"{here}_id"]], **row})
                for row in linked.values("id", f"{here}_id", f"{there}_id")
            ],
            batch_size=500,
        )
