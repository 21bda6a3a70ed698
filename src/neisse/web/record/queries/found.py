"""What the record stage holds, in numbers: for the command line, which sees everything."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, Q, QuerySet

from neisse.web.core.queries import today
from neisse.web.record.models import (
    Figure,
    Measure,
    Membership,
    Network,
    Organisation,
    Person,
    Section,
    TopicGroup,
)

COUNTED = (
    ("organisations", Organisation),
    ("persons", Person),
    ("networks", Network),
    ("sections", Section),
    ("topic groups", TopicGroup),
    ("measures", Measure),
    ("figures", Figure),
)


def found() -> Iterator[tuple[str, str]]:
    """(what, number) for every kind; members of each network today and in the years of its figures."""
    for what, model in COUNTED:
        yield what, str(model._default_manager.count())
    for network in Network.objects.filter(memberships__isnull=False).distinct():
        years = Figure.objects.filter(network=network, year__isnull=False).values_list("year", flat=True)
        for day in sorted({date(year, 12, 31) for year in years if year} | {today()}):
            yield f"members of {network.name} on {day}", _members_in_words(network, day)


def members_on(network: Network, day: date) -> QuerySet[Membership]:
    """Memberships that hold on a day; an open end holds."""
    return network.memberships.filter(
        Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_until=None) | Q(valid_until__gt=day)
    )


def _members_in_words(network: Network, day: date) -> str:
    members = members_on(network, day)
    towns = (
        members.values("organisation__city").annotate(n=Count("organisation", distinct=True)).order_by("-n")
    )
    text = str(members.values("organisation").distinct().count())
    top = towns.first()
    return f"{text}, {top['n']} of them in {top['organisation__city']}" if top else text
