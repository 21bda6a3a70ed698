"""Who may see a record is never widened by what is left out."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from neisse.web.record.models import Measure, Organisation

PLAN = {"title": "Tag der Zellen", "period": "2027", "kind": "workshop"}


def test_a_plan_of_which_nothing_is_said_is_for_the_circle(
    program: Any, user: Any, organisation: Any
) -> None:
    owner = organisation(name="Haus Eins")
    ask = program(user("manager"))
    assert ask("POST", "/measures", PLAN | {"owner": owner.key}).status_code == 201
    said = ask("POST", "/measures", PLAN | {"owner": owner.key, "title": "Offen", "visibility": "public"})
    assert said.status_code == 201
    assert dict(Measure.objects.values_list("title", "visibility")) == {
        "Tag der Zellen": "circle",
        "Offen": "public",
    }


@pytest.mark.parametrize("seen", ["blind", "circle", "public"])
@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_a_change_leaves_who_may_see_it(
    program: Any, user: Any, organisation: Any, measure: Any, seen: str, method: str
) -> None:
    house = organisation(name="Haus Eins")
    plan = measure(title="Tag der Zellen", owner=house, visibility=seen)
    ask = program(user("member", speaks_for=house))
    answer = ask(method, f"/measures/{plan.slug}", PLAN | {"owner": house.key, "title": "Tag der Kerne"})
    assert answer.status_code == 200, answer.content
    plan.refresh_from_db()
    assert (plan.title, plan.visibility) == ("Tag der Kerne", seen)


@pytest.mark.parametrize(
    ("seen", "contact"), [("circle", "public"), ("public", "circle"), ("circle", "circle")]
)
def test_organisations_stay_as_they_are_too(
    program: Any, user: Any, organisation: Any, seen: str, contact: str
) -> None:
    house = organisation(name="Haus Eins", mail="a@example.org", visibility=seen, contact_visibility=contact)
    answer = program(user("manager"))("PUT", f"/organisations/{house.slug}", {"name": "Haus Zwei"})
    assert answer.status_code == 200, answer.content
    found = Organisation.objects.get(pk=house.pk)
    assert (found.name, found.visibility, found.contact_visibility) == ("Haus Zwei", seen, contact)


def test_the_form_offers_the_circle_first_and_later_what_was_chosen(
    user: Any, client_of: Any, measure: Any
) -> None:
    browser = client_of(user("manager"))
    plan = measure(title="Tag der Zellen", visibility="public")
    assert chosen(browser.get("/records/measure/new/")) == "circle"
    assert chosen(browser.get(f"/records/measure/{plan.slug}/edit/")) == "public"


def chosen(answer: Any) -> str:
    select = re.search(r'<select name="visibility".*?</select>', answer.content.decode(), re.DOTALL)
    assert select, json.dumps(answer.status_code)
    (value,) = re.findall(r'value="(\w+)"[^>]*selected', select[0])
    return str(value)
