"""The directory, organisation pages and networks as readers see them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from neisse.web.record.queries.statistics import network_statistics

Make = Callable[..., Any]
SignIn = Callable[..., Client]


def page(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def three(organisation: Make) -> None:
    organisation(id="port", name="PORT", kind="research", city="Wrocław", country="PL", lat=51.1, lon=17.0)
    organisation(
        id="wfs", name="Wirtschaftsförderung", kind="agency", city="Dresden", country="DE", sectors=["it"]
    )
    organisation(id="klinik", name="Klinik am Fluss", kind="clinic", city="Dresden", country="DE")


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", {"PORT", "Wirtschaftsförderung", "Klinik am Fluss"}),
        ("?q=breslau", {"PORT"}),
        ("?q=WIRTSCHAFTSFORDERUNG", {"Wirtschaftsförderung"}),
        ("?country=DE", {"Wirtschaftsförderung", "Klinik am Fluss"}),
        ("?city=Dresden&kind=clinic", {"Klinik am Fluss"}),
        ("?sector=it", {"Wirtschaftsförderung"}),
        ("?kind=no-such-kind", set()),
        ("?sort=nonsense&page=99", {"PORT", "Wirtschaftsförderung", "Klinik am Fluss"}),
    ],
)
def test_filters_narrow_the_directory(three: None, query: str, names: set[str]) -> None:
    html = page(Client(), f"/directory/{query}")
    table = html.partition("<tbody>")[2].partition("</tbody>")[0]
    assert {name for name in ("PORT", "Wirtschaftsförderung", "Klinik am Fluss") if name in table} == names


def test_the_map_counts_and_narrows(three: None) -> None:
    html = page(Client(), "/directory/?country=PL")
    assert 'aria-label="Breslau: 1"' in html
    assert "/directory/?country=PL&amp;city=Wroc%C5%82aw" in html


def test_who_is_for_the_circle_is_hidden_from_others(
    organisation: Make, people: dict[str, Any], client_of: SignIn
) -> None:
    hidden = organisation(name="Quiet agency", visibility="circle")
    for role, person in people.items():
        client, is_seen = client_of(person), role in {"manager", "circle"}
        assert ("Quiet agency" in page(client, "/directory/")) is is_seen
        assert client.get(f"/directory/{hidden.slug}/").status_code == (200 if is_seen else 404)


def test_the_page_of_an_organisation_shows_sources_and_texts_in_their_language(organisation: Make) -> None:
    shown = organisation(
        name="PORT",
        ror="https://ror.org/02d6h9q93",
        offers=["Wir öffnen unsere Biobank."],
        source="press release 2025",
        sources={"city": "GeoNames"},
        city="Wrocław",
        country="PL",
    )
    html = page(Client(headers={"accept-language": "pl"}), f"/directory/{shown.slug}/")
    assert "Źródło: press release 2025" in html
    assert "GeoNames" in html
    assert '<span lang="de">Wir öffnen unsere Biobank.</span>' in html
    assert "Brak tłumaczenia" in html


def test_contact_data_need_consent_and_the_circle(
    organisation: Make, record: Make, people: dict[str, Any], client_of: SignIn
) -> None:
    home = organisation(name="Agency")
    consent = {"purpose": "partner search", "given_on": "2026-01-01", "until": "2099-01-01"}
    record("person", name="A. Muster", organisation=home.key, email="a@example.org", consent=consent)
    for role, person in people.items():
        html = page(client_of(person), f"/directory/{home.slug}/")
        assert "A. Muster" in html
        assert ("a@example.org" in html) is (role in {"manager", "circle"})


@pytest.fixture
def network(organisation: Make, record: Make) -> Any:
    found = record("network", id="net", name="biosaxony")
    for number, (city, since, until) in enumerate(
        [
            ("Leipzig", "2010-01-01", ""),
            ("Leipzig", "2022-01-01", ""),
            ("Dresden", "2010-01-01", "2021-12-31"),
        ]
    ):
        member = organisation(
            id=f"m{number}", city=city, country="DE", kind="company", sectors=["it", "care"]
        )
        dates = {"from": since} | ({"until": until} if until else {})
        record("membership", network="net", organisation=member.key, **dates)
    return found


@pytest.mark.parametrize(
    ("day", "towns"),
    [
        (date(2009, 12, 31), []),
        (date(2010, 1, 1), [("Dresden", 1), ("Leipzig", 1)]),
        (date(2021, 12, 31), [("Leipzig", 1)]),
        (date(2022, 1, 1), [("Leipzig", 2)]),
    ],
)
def test_statistics_hold_for_any_day(network: Any, day: date, towns: list[tuple[str, int]]) -> None:
    found = network_statistics(None, network, day)
    assert found.by_town == towns
    assert found.members == sum(n for _town, n in towns)
    assert found.by_sector == ([("care", found.members), ("it", found.members)] if towns else [])


def test_the_network_page_says_the_day(network: Any) -> None:
    html = page(Client(headers={"accept-language": "de"}), f"/networks/{network.slug}/?day=2022-01-01")
    assert "Mitglieder am 1. Januar 2022" in html
    assert page(Client(), f"/networks/{network.slug}/?day=nonsense")


def test_people_and_groups_stand_on_other_pages(network: Any, record: Make, organisation: Make) -> None:
    home = organisation()
    person = record("person", name="B. Muster", organisation=home.key)
    group = record("section", name="Medical technology", network="net")
    assert Client().get(f"/people/{person.slug}/")["Location"] == f"/directory/{home.slug}/#people"
    assert Client().get(f"/sections/{group.slug}/")["Location"] == f"/networks/{network.slug}/#{group.slug}"


def test_figures_keep_their_source(record: Make) -> None:
    figure = record("figure", concept="members", value=136, unit="organisations", year=2021, source="Leipzig")
    html = page(Client(), "/figures/")
    assert "136" in html
    assert "2021" in html
    assert Client().get(f"/figures/{figure.slug}/")["Location"] == f"/figures/?page=1#{figure.slug}"
