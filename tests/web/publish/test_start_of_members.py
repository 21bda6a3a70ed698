"""Who sees anything at all is not told that there is nothing; who sees nothing is shown a way on."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("visibility", ["circle", "blind", "public"])
def test_own_plans_are_something(
    organisation: Any, measure: Any, user: Any, client_of: Any, visibility: str
) -> None:
    own = organisation(visibility="circle")
    measure(own, title="Own thing", starts="2099-12-01", visibility=visibility)
    page = client_of(user("member", speaks_for=own, language="en")).get("/").content.decode()
    assert "Nothing to see yet" not in page
    assert "Own thing" in page


def test_who_sees_nothing_is_shown_a_way_on(organisation: Any, user: Any, client_of: Any) -> None:
    page = client_of(user("member", speaks_for=organisation(visibility="circle"), language="en")).get("/")
    assert "Nothing to see yet" in page.content.decode()
    assert reverse("record:measure_new") in page.content.decode()


@pytest.mark.parametrize("role", ["manager", "member", ""])
def test_a_list_without_any_plan_blames_no_filter(user: Any, client_of: Any, client: Any, role: str) -> None:
    reader = client_of(user(role, language="en")) if role else client
    page = reader.get(reverse("record:plans"), headers={"accept-language": "en"}).content.decode()
    assert "No plans yet" in page
    assert "No plan fits" not in page
