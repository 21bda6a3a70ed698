"""Plans on the same topic that are no overlap: what would make one of them, for those who may see the plan."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from neisse.web.intersect import actions
from neisse.web.record.models import Organisation

LATER = {
    "title": "Energieeffizienz im Reinraum",
    "kind": "event",
    "when": "10.06.2027",
    "place__city": "Leipzig",
    "topics": "Reinraum, Energieeffizienz",
}
SENTENCES = {
    "de": "Es wäre eine Parallelaktion, wenn eines eine Woche nach dem anderen begänne.",
    "pl": "Byłoby to: działanie równoległe, gdyby jedno zaczynało się tydzień po drugim.",
    "en": "It would be a parallel if one began a week after the other.",
}


@pytest.fixture
def plan(measure: Any, people: dict[str, Any], clean_room: dict[str, Any]) -> Any:
    """`plan(**fields)`: a plan of `owner` with `partner`, three months before the draft."""

    def make(**fields: Any) -> Any:
        owner = Organisation.objects.get(key="owner")
        return measure(owner, **clean_room | {"id": "clean-room", "partners": ["partner"]} | fields)

    return make


def asked(client: Any, language: str = "en", **fields: str) -> str:
    answer = client.post(reverse("intersect:similar"), LATER | fields, headers={"accept-language": language})
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.mark.parametrize("language", ["de", "pl", "en"])
def test_a_plan_that_is_no_overlap_says_what_would_make_it_one(
    language: str, plan: Any, client_of: Any
) -> None:
    plan()
    page = asked(client_of(), language)
    assert page.count(SENTENCES[language]) == 1
    assert not any(said in page for other, said in SENTENCES.items() if other != language)


@pytest.mark.parametrize(
    ("visibility", "told"),
    [
        ("circle", {"manager", "circle", "owner", "partner"}),
        ("blind", {"owner", "partner"}),
    ],
)
def test_only_those_who_may_see_the_plan_are_told(
    visibility: str, told: set[str], plan: Any, people: dict[str, Any], client_of: Any
) -> None:
    plan(visibility=visibility)
    pages = {name: asked(client_of(person), "en") for name, person in people.items()}
    assert {name for name, page in pages.items() if SENTENCES["en"] in page} == told
    assert {name for name, page in pages.items() if "Reinräumen" in page} == told


def test_neither_an_overlap_nor_a_plan_out_of_reach_has_such_a_sentence(plan: Any, client_of: Any) -> None:
    plan()
    overlap = asked(client_of(), when="24.03.2027")
    assert "Reinräumen" in overlap
    assert "It would be" not in overlap
    # 474 km from Dresden: nobody goes to one instead of the other.
    assert "Reinräumen" not in asked(client_of(), place__city="Köln")


def test_more_rows_cost_no_more_queries(plan: Any, client_of: Any) -> None:
    def queries(rows: int) -> int:
        asked(client_of())
        with CaptureQueriesContext(connection) as caught:
            page = asked(client_of())
        assert page.count(SENTENCES["en"]) == rows
        return len(caught)

    plan()
    one = queries(1)
    for k in range(2):
        plan(id=f"another-{k}")
    actions.bump()
    assert queries(3) == one


@pytest.fixture
def later(plan: Any, measure: Any, clean_room: dict[str, Any]) -> Any:
    """`later(**fields)`: the draft as a stored plan of `stranger`, and `fields` for the plan that it just misses."""

    def make(**fields: Any) -> Any:
        plan(**fields)
        stored = {
            "id": "later",
            "title": LATER["title"],
            "starts": "2027-06-10",
            "place": {"city": "Leipzig"},
        }
        stored |= {"topics": clean_room["topics"]}
        row = measure(Organisation.objects.get(key="stranger"), **clean_room | {"description": ""} | stored)
        actions.bump()
        actions.refresh()
        return row

    return make


def near(client: Any, slug: str, **headers: str) -> tuple[int, str, list[Any]]:
    """The status and the page of what a plan just misses, and what the API says of it."""
    page = client.get(reverse("intersect:near_misses", args=[slug]), headers=headers)
    told = client.get(f"/api/v1/measures/{slug}/near-misses")
    assert told.status_code == page.status_code
    return page.status_code, page.content.decode(), told.json() if told.status_code == 200 else []


@pytest.mark.parametrize(
    ("visibility", "told"),
    [
        ("public", {"manager", "circle", "owner", "partner", "stranger", "guest", "public"}),
        ("circle", {"manager", "circle", "owner", "partner"}),
        ("blind", set()),
    ],
)
def test_a_stored_plan_tells_what_it_just_misses_to_those_who_see_both_and_never_of_blind_plans(
    visibility: str, told: set[str], later: Any, people: dict[str, Any], client_of: Any
) -> None:
    row = later(visibility=visibility)
    heard, own = set(), set()
    for name, person in people.items():
        client = client_of(person, headers={"accept-language": "en"})
        status, page, rows = near(client, row.slug)
        assert status == 200
        assert ("Reinräumen" in page) == (SENTENCES["en"] in page) == bool(rows)
        heard |= {name} if rows else set()
        own |= {name} if near(client, "clean-room")[0] == 200 else set()
        shown = client.get(reverse("record:measure", args=["clean-room"])).content.decode()
        assert ("near-misses" in shown) == (name in own)
    assert heard == own == told


def test_a_near_miss_in_the_api_names_the_change(later: Any, client_of: Any) -> None:
    _status, _page, rows = near(client_of(), later().slug)
    assert [(row["id"], row["verdict"], row["could_become"]) for row in rows] == [("clean-room", "", False)]
    assert rows[0]["change"]["code"] == "change.time"
    assert rows[0]["reasons"]


@pytest.mark.parametrize(
    "fields", [{"starts": "2027-06-17"}, {"starts": "2026-10-01"}, {"certainty": "cancelled"}]
)
def test_an_overlap_what_is_over_and_what_is_cancelled_are_no_near_misses(
    fields: dict[str, str], later: Any, client_of: Any
) -> None:
    from neisse.web.core.actions import describe_instance

    describe_instance(today=date(2026, 11, 22))
    row = later(**fields)
    for slug in (row.slug, "clean-room"):
        status, page, rows = near(client_of(headers={"accept-language": "en"}), slug)
        assert (status, rows) == (200, [])
        assert "one change away" in page


def test_the_page_of_a_plan_takes_them_as_a_fragment(later: Any, client_of: Any) -> None:
    url = reverse("intersect:near_misses", args=[later().slug])
    answer = client_of().get(url, headers={"hx-request": "true", "accept-language": "pl"})
    assert SENTENCES["pl"] in answer.content.decode()
    assert b"<html" not in answer.content
    assert "HX-Request" in answer.headers["Vary"]
