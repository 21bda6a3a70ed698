"""Statistics of a network for any day: members by town, kind, sector and side of the border."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from neisse.web.core.bridge import by_town
from neisse.web.record.models import Network
from neisse.web.record.queries.directory import members_on
from neisse.web.record.queries.visible import visible_memberships

Counts = list[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Statistics:
    """Members on a day; an organisation with two memberships counts once, with two sectors in both."""

    day: date
    members: int
    by_town: Counts
    by_kind: Counts
    by_sector: Counts
    by_country: Counts


def network_statistics(user: Any, network: Network, day: date) -> Statistics:
    """The statistics of the members that the reader may see; one query."""
    rows = members_on(visible_memberships(user).filter(network=network), day).order_by()
    fields = ("organisation__city", "organisation__kind", "organisation__country", "organisation__sectors")
    members = {pk: tuple(rest) for pk, *rest in rows.values_list("organisation_id", *fields)}
    towns = Counter(city for city, *_ in members.values() if city)
    kinds = Counter(kind for _, kind, *_ in members.values())
    countries = Counter(country for _, _, country, _ in members.values() if country)
    sectors = Counter(sector for *_, listed in members.values() for sector in set(listed))
    rest = map(_ranked, (kinds, sectors, countries))
    return Statistics(day, len(members), by_town(towns.items()), *rest)


def _ranked(counts: Counter[str]) -> Counts:
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
