"""A town is one town in filters and figures, however its name is written."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from neisse.web.core.actors import SYSTEM
from neisse.web.record.actions import store
from neisse.web.record.exports import objects_for
from neisse.web.record.models import Network, Organisation
from neisse.web.record.queries.directory import towns_of
from neisse.web.record.queries.facets import measure_facets, organisation_facets
from neisse.web.record.queries.statistics import network_statistics

SPELLINGS = ["Leipzig", "Leipzig", "04103 Leipzig", "Leipzig-Plagwitz", "Lipsk"]


@pytest.fixture
def reader(user: Any) -> Any:
    houses = [
        {"id": f"o{n}", "name": f"Muster {n}", "city": city, "visibility": "public"}
        for n, city in enumerate(SPELLINGS)
    ]
    store(
        "organisation",
        [*houses, {"id": "d", "name": "Anders", "city": "Dresden", "visibility": "public"}],
        actor=SYSTEM,
    )
    store("network", [{"id": "n", "name": "Netz"}], actor=SYSTEM)
    members = [{"id": f"m{n}", "network": "n", "organisation": f"o{n}"} for n in range(len(SPELLINGS))]
    store("membership", members, actor=SYSTEM)
    plans = [
        {"id": f"p{n}", "title": f"Tag {n}", "owner": "o0", "place": {"city": city}}
        for n, city in enumerate(SPELLINGS)
    ]
    store("measure", plans, actor=SYSTEM)
    return user("manager")


def test_filters_count_and_find_all_spellings(reader: Any, client_of: Any) -> None:
    assert organisation_facets(reader)["city"] == [("Leipzig", len(SPELLINGS)), ("Dresden", 1)]
    assert measure_facets(reader)["city"] == [("Leipzig", len(SPELLINGS))]
    for city in SPELLINGS:
        assert len(objects_for(reader, "organisations", {"city": city})) == len(SPELLINGS)
        assert len(objects_for(reader, "measures", {"city": city, "time": "all"})) == len(SPELLINGS)
    page = client_of(reader).get(reverse("record:directory"), {"city": "Leipzig"}).content.decode()
    assert all(f"Muster {n}" in page for n in range(len(SPELLINGS)))


def test_figures_of_a_network(reader: Any) -> None:
    from neisse.web.core.queries import today

    found = network_statistics(reader, Network.objects.get(), today())
    assert found.by_town == [("Leipzig", len(SPELLINGS))]


def test_one_point_on_the_map_whatever_the_name(reader: Any, client_of: Any) -> None:
    points = [{"lat": 51.3 + n / 100, "lon": 12.4} for n in range(len(SPELLINGS))]
    houses = [{"id": f"o{n}"} for n in range(len(points))]
    far = [
        {"id": f"u{country}", "name": f"U {country}", "city": "Nirgendort", "country": country,
         "visibility": "public", "lat": 51.0, "lon": lon}
        for country, lon in (("DE", 14.0), ("PL", 16.0))
    ]  # fmt: skip
    store("organisation", [house | point for house, point in zip(houses, points, strict=True)], actor=SYSTEM)
    store("organisation", far, actor=SYSTEM)
    towns = [(t["city"], t["country"], t["count"]) for t in towns_of(Organisation.objects.all())]
    assert [town for town in towns if "L" in town[0]] == [("Leipzig", towns[0][1], len(SPELLINGS))]
    assert {town[1:] for town in towns if town[0] == "Nirgendort"} == {("DE", 1), ("PL", 1)}
    for query in ({}, {"q": "Muster"}):
        page = client_of(reader).get(reverse("record:directory"), query).content.decode()
        assert page.count('aria-label="Leipzig: 5"') == 1
        assert 'aria-label="Lipsk' not in page
