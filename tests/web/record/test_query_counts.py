"""A list costs the same number of queries for one row and for three."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from neisse.web.core.actions import describe_instance
from neisse.web.record.models import Organisation
from neisse.web.record.queries.veil import hidden_among

Make = Callable[..., Any]
URLS = (
    "/",
    "/directory/",
    "/directory/the-one/",
    "/plans/",
    "/plans/timeline/?from=2026-12",
    "/plans/month/?month=2026-12",
    "/networks/",
    "/networks/the-net/",
    "/figures/",
    "/search/?q=workshop",
)


@pytest.mark.one_database("how many queries are asked is decided in Python")
@pytest.mark.parametrize("url", URLS)
def test_three_rows_cost_as_much_as_one(url: str, record: Make, organisation: Make, measure: Make) -> None:
    describe_instance(today=date(2026, 11, 22), countries=["DE", "PL"])
    one = organisation(
        id="the-one", name="The one", city="Leipzig", country="DE", lat=51.3, lon=12.4, offers=["Labor"]
    )
    net = record("network", id="the-net", name="The net")

    def row(number: int) -> None:
        other = organisation(name=f"Member {number}", city="Leipzig", country="DE", lat=51.3, lon=12.4)
        measure(one, title=f"Workshop {number}", starts="2026-12-08", city="Leipzig")
        measure(other, title=f"Tagung {number}", period="2026-12", starts=None)
        record("membership", network=net.key, organisation=other.key)
        record("membership", network=net.key, organisation=one.key, id=f"own-{number}")
        record("section", network=net.key, name=f"Section {number}", chair=other.key, members=[one.key])
        record("figure", concept="members", value=number, unit="1", organisation=other.key, source="x")

    def queries() -> int:
        cache.clear()
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert Client().get(url).status_code == 200
        return len(captured)

    row(1)
    first = queries()
    row(2)
    row(3)
    assert queries() == first


def test_whether_one_of_all_may_be_seen_is_not_asked(
    people: dict[str, object], organisation: Make, django_assert_num_queries: Callable[..., Any]
) -> None:
    """A planner sees every organisation: what refers to one is shown without a query; others are asked about."""
    hidden = organisation(visibility="circle").pk
    for reader, queries, unseen in (("manager", 0, set()), ("circle", 0, set()), ("guest", 1, {hidden})):
        hidden_among(people[reader], Organisation, [hidden])  # for whom somebody speaks is read once
        with django_assert_num_queries(queries):
            assert hidden_among(people[reader], Organisation, [hidden]) == unseen
