"""What the start page tells: the network in numbers, on both sides of the border."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count

from neisse.web.core.kept import kept
from neisse.web.record.models import Measure, Network, Organisation
from neisse.web.record.rules.seen import levels_of


@dataclass(frozen=True, slots=True)
class Numbers:
    """Organisations and coming plans in all, and by country."""

    organisations: int
    plans: int
    networks: int
    organisations_by_country: dict[str, int]
    plans_by_country: dict[str, int]


def numbers(user: Any, today: date) -> Numbers:
    """Counts of what readers of the same levels may see; plans by the country of their owner."""
    levels = levels_of(user)
    found: Numbers = kept("numbers", levels, lambda: _count(levels, today))
    return found


def _count(levels: Collection[str], today: date) -> Numbers:
    organisations = Organisation.objects.filter(visibility__in=levels).order_by()
    by_country = dict(organisations.values_list("country").annotate(n=Count("pk")))
    coming = Measure.objects.filter(visibility__in=levels, end__gt=today).order_by()
    plans = dict(coming.values_list("owner__country").annotate(n=Count("pk")))
    return Numbers(sum(by_country.values()), sum(plans.values()), Network.objects.count(), by_country, plans)
