"""Plans on the same topic that are no overlap: what would make one of them, for those who may see the plan."""

from __future__ import annotations

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


def test_an_overlap_and_a_plan_that_no_one_thing_would_change_have_no_such_sentence(
    plan: Any, client_of: Any
) -> None:
    plan()
    overlap = asked(client_of(), when="24.03.2027")
    far = asked(client_of(), place__city="Köln")
    for page in (overlap, far):
        assert "Reinräumen" in page
        assert "It would be" not in page


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
