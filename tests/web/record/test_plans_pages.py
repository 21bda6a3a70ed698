"""Plans as list, timeline and month; the page of a measure; search."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from neisse.web.core.actions import describe_instance
from neisse.web.core.panels import Mark
from neisse.web.record.views.plans import later

Make = Callable[..., Any]
SignIn = Callable[..., Client]


def page(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture(autouse=True)
def november(db: None) -> None:
    describe_instance(today=date(2026, 11, 22), countries=["DE", "PL"])


@pytest.fixture
def plans(measure: Make) -> dict[str, Any]:
    return {
        "soon": measure(
            title="Labortag", language="de", starts="2026-12-08", ends="2026-12-10", topics=["Labor"]
        ),
        "past": measure(title="Kick-off", starts="2014-02-03"),
        "vague": measure(title="Targi jesienne", kind="fair", period="2027-Q1", starts=None),
        "open": measure(title="Someday", starts=None, certainty="idea"),
        "night": measure(title="Lange Nacht", starts="2026-12-31T21:00:00Z", ends="2027-01-01T01:00:00Z"),
    }


TITLES = {
    "soon": "Labortag",
    "past": "Kick-off",
    "vague": "Targi jesienne",
    "open": "Someday",
    "night": "Lange Nacht",
}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"soon", "vague", "open", "night"}),
        ("?time=past", {"past"}),
        ("?time=all", set(TITLES)),
        ("?time=undated", {"open"}),
        ("?kind=fair", {"vague"}),
        ("?certainty=idea", {"open"}),
        ("?q=labor", {"soon"}),
        ("?topic=Labor", {"soon"}),
        ("?first=2014-01-01&last=2014-12-31", {"past"}),
        ("?first=nonsense&kind=zzz", set()),
    ],
)
def test_filters_narrow_the_list(plans: dict[str, Any], query: str, expected: set[str]) -> None:
    html = page(Client(), f"/plans/{query}")
    table = html.partition("<tbody>")[2].partition("</tbody>")[0]
    assert {name for name, title in TITLES.items() if title in table} == expected


def test_the_timeline_draws_exact_and_vague_plans_differently(plans: dict[str, Any]) -> None:
    html = page(Client(), "/plans/timeline/")
    assert html.count('class="bar-link') == 3
    assert html.count(" vague inside") == html.count("url(#vague-other)") == 1
    assert "Labortag" in html
    assert "Kick-off" not in html


def test_the_timeline_says_what_it_leaves_out(measure: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("neisse.web.record.views.plans.MOST_DRAWN", 2)
    for day in range(1, 6):
        measure(starts=f"2026-12-0{day}")
    html = page(Client(headers={"accept-language": "en"}), "/plans/timeline/?from=2026-12")
    assert html.count('class="bar-link') == 2
    assert "3 more plans of these months are not drawn." in html
    assert "first=2026-12-01" in html


def test_the_timeline_has_a_table_twin(plans: dict[str, Any]) -> None:
    html = page(Client(), "/plans/timeline/")
    assert '<details class="twin">' in html
    assert html.count(f'href="/measures/{plans["soon"].slug}/"') >= 2


@pytest.mark.parametrize(
    "query", ["?months=99&rows=zzz&from=2026-13", "?from=0001-01&months=12", "?from=9999-12"]
)
def test_odd_windows_are_no_error(plans: dict[str, Any], query: str) -> None:
    assert page(Client(), f"/plans/timeline/{query}")


def test_marks_of_later_stages_stand_in_list_timeline_and_month(
    plans: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = Mark("duplicate", "duplicate: Lab day", "/overlaps/1/")
    marker = lambda request, pks: {plans["soon"].pk: [mark]}  # noqa: E731
    monkeypatch.setattr("neisse.web.core.panels._markers", [marker])
    for url in ("/plans/", "/plans/timeline/", "/plans/month/?month=2026-12"):
        html = page(Client(), url)
        assert "duplicate: Lab day" in html
        assert "/overlaps/1/" in html or "month" in url


def test_the_month_names_holidays_of_both_countries(plans: dict[str, Any]) -> None:
    html = page(Client(headers={"accept-language": "pl"}), "/plans/month/?month=2026-12")
    assert "Boże Narodzenie" in html
    assert "Wigilia" in html
    assert html.count("Labortag") >= 3
    assert (
        page(Client(headers={"accept-language": "de"}), "/plans/month/?month=2026-11").count(
            "Buß- und Bettag"
        )
        == 1
    )


def test_long_and_vague_plans_stand_beside_the_month(measure: Make) -> None:
    measure(title="Long project", starts="2026-01-01", ends="2026-12-31")
    measure(title="Vague fair", period="2026", starts=None)
    html = page(Client(headers={"accept-language": "en"}), "/plans/month/?month=2026-12")
    grid, _, beside = html.partition("</table>")
    assert "Long project" not in grid
    assert "Long project" in beside
    assert "Vague fair" in beside


@pytest.mark.parametrize("visibility", ["public", "circle", "blind"])
def test_plans_are_seen_by_those_who_may(
    measure: Make, people: dict[str, Any], client_of: SignIn, visibility: str
) -> None:
    from neisse.web.record.models import Organisation

    owner = Organisation.objects.get(key="owner")
    plan = measure(
        owner, title="Secret mission", starts="2026-12-01", visibility=visibility, partners=["partner"]
    )
    allowed = {
        "public": set(people),
        "circle": {"manager", "circle", "owner", "partner"},
        "blind": {"owner", "partner"},
    }[visibility]
    for role, person in people.items():
        client = client_of(person)
        for url in (
            "/plans/",
            "/plans/timeline/",
            "/plans/month/?month=2026-12",
            f"/directory/{owner.slug}/",
            "/",
        ):
            assert ("Secret mission" in page(client, url)) is (role in allowed), (role, url)
        assert client.get(f"/measures/{plan.slug}/").status_code == (200 if role in allowed else 404)


def test_a_measure_says_on_which_holidays_it_falls(measure: Make) -> None:
    clash = measure(starts="2026-11-11", city="Wrocław", country="PL", cost_cents=1_850_000)
    html = page(Client(headers={"accept-language": "de"}), f"/measures/{clash.slug}/")
    assert "Polnischer Unabhängigkeitstag" in html
    assert "18.500" in html
    vague = measure(period="2026-11", starts=None)
    assert "Unabhängigkeitstag" not in page(
        Client(headers={"accept-language": "de"}), f"/measures/{vague.slug}/"
    )


def test_invented_records_carry_a_quiet_mark(measure: Make) -> None:
    plan = measure(invented=True)
    assert "mark example" in page(Client(), f"/measures/{plan.slug}/")


def test_search_finds_across_languages_and_kinds(organisation: Make, measure: Make) -> None:
    port = organisation(name="Łukasiewicz – PORT", city="Wrocław", country="PL")
    measure(port, title="Medizintechnikertreffen", starts="2026-12-01")
    assert "Łukasiewicz" in page(Client(), "/search/?q=lukasiewicz")
    html = page(Client(), "/search/?q=Medizintechnik&kind=measure")
    assert "Medizintechnikertreffen" in html
    assert "<mark" not in html
    assert page(Client(), "/search/?q=%3Cb%3E&page=7")


def test_months_are_counted_over_years() -> None:
    assert later(date(2026, 11, 1), 3) == date(2027, 2, 1)
    assert later(date(2026, 1, 1), -1) == date(2025, 12, 1)
