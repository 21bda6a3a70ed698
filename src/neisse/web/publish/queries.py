"""What the start page tells: the network in numbers, on both sides of the border."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count

from neisse.web.core.kept import kept
from neisse.web.record.models import Measure, Network, Organisation
from neisse.web.record.rules.seen import (
    levels_of,
    may_see_measure,
    may_see_organisation,
    organisations_of,
)


@dataclass(frozen=True, slots=True)
class Numbers:
    """Organisations and coming plans in all, and by country; those without one under ""."""

    organisations: int
    plans: int
    networks: int
    organisations_by_country: dict[str, int]
    plans_by_country: dict[str, int]


def numbers(user: Any, today: date) -> Numbers:
    """Counts of what the reader may see, own plans too; plans by the country of their owner."""
    alike = [*levels_of(user), *map(str, organisations_of(user))]  # who sees the same
    found: Numbers = kept("numbers", alike, lambda: _count(user, today))
    return found


def _count(user: Any, today: date) -> Numbers:
    organisations = may_see_organisation.among(Organisation.objects.all(), user).order_by()
    by_country = dict(organisations.values_list("country").annotate(n=Count("pk")))
    coming = may_see_measure.among(Measure.objects.filter(end__gt=today), user).order_by()
    plans = dict(coming.values_list("owner__country").annotate(n=Count("pk")))
    return Numbers(sum(by_country.values()), sum(plans.values()), Network.objects.count(), by_country, plans)
