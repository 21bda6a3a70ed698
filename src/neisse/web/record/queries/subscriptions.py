"""Calendars that are looked at, as who may bring plans of their organisation sees them."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from neisse.web.core.queries import today
from neisse.web.record.models import Measure, Subscription
from neisse.web.record.queries.scoped import visible
from neisse.web.record.rules.seen import may_see_subscription

# One failure may be a pause of the other machine.
FAILED_OFTEN = 3


def subscriptions_of(user: Any) -> QuerySet[Subscription]:
    """The calendars of the organisations for which a reader speaks; all for managers."""
    rows: QuerySet[Subscription] = may_see_subscription.among(Subscription.objects.all(), user)
    return rows.select_related("organisation", "created_by", "batch")


def troubled(user: Any) -> int:
    """How many calendars need their people: not reached several times, or plans vanished from them."""
    needs = Q(failures__gte=FAILED_OFTEN) | ~Q(gone=[])
    rows: QuerySet[Subscription] = may_see_subscription.among(Subscription.objects.filter(needs), user)
    return rows.count()


def vanished(user: Any, rows: list[Subscription]) -> dict[int, list[Measure]]:
    """The plans that came no more with a calendar although they lie ahead, as the reader may see them; one query."""
    keys = {key for row in rows for key in row.gone}
    found = {plan.key: plan for plan in visible("measure", user).filter(key__in=keys)} if keys else {}
    last = today()
    return {
        row.pk: [
            found[key] for key in row.gone if key in found and row.known.get(key, "") >= last.isoformat()
        ]
        for row in rows
    }
