"""What was removed, as far as a reader may bring it back; nobody else hears of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet

from neisse.web.record.bridge.whole import instances
from neisse.web.record.models import Removal
from neisse.web.record.rules.seen import may_see_removal


def removed(user: Any, filters: Mapping[str, Any]) -> QuerySet[Removal]:
    """What was removed, the latest first."""
    rows = may_see_removal.among(Removal.objects.all(), user).select_related("removed_by", "restored_by")
    if said := str(filters.get("q") or ""):
        rows = rows.filter(Q(name__icontains=said) | Q(key__icontains=said))
    if kind := filters.get("kind"):
        rows = rows.filter(kind=kind)
    if not filters.get("all"):
        rows = rows.filter(restored_at=None)
    return rows  # type: ignore[no-any-return]


def as_it_was(removal: Removal) -> Any:
    """The record as it stood, not saved."""
    return instances(removal.rows[:1])[0]
