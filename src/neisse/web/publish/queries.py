"""What the start page tells: the network in numbers, on both sides of the border."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count

from neisse.web.record.models import Network
from neisse.web.record.queries import visible_measures, visible_organisations

Banks = list[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Numbers:
    """Organisations and coming plans in all, and by country."""

    organisations: int
    plans: int
    networks: int
    organisations_by_country: dict[str, int]
    plans_by_country: dict[str, int]


def numbers(user: Any, today: date) -> Numbers:
    """Counts of what the reader may see; plans by the country of their owner."""
    organisations = dict(
        visible_organisations(user).order_by().values_list("country").annotate(n=Count("pk"))
    )
    coming = visible_measures(user).filter(end__gt=today).order_by()
    plans = dict(coming.values_list("owner__country").annotate(n=Count("pk")))
    return Numbers(
        sum(organisations.values()), sum(plans.values()), Network.objects.count(), organisations, plans
    )
