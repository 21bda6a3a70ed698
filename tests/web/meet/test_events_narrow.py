"""Narrow by default: an event is for the circle until somebody publishes it, whatever its plan shows."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from neisse.web.meet.forms.delegations import DelegationForm
from neisse.web.meet.forms.events import EventForm
from neisse.web.meet.models import Delegation, Event

READERS = ("owner", "circle", "member", "")


@pytest.mark.parametrize(("form", "model"), [(EventForm, Event), (DelegationForm, Delegation)])
def test_every_new_form_proposes_the_circle(form: Any, model: Any, user: Any, db: None) -> None:
    assert form(instance=model(), user=user("manager"))["visibility"].value() == "circle"


def test_an_event_out_of_a_public_plan_is_for_the_circle_until_it_is_published(
    measure: Any, organisation: Any, user: Any, client_of: Any
) -> None:
    house = organisation(visibility="public")
    plan = measure(house, title="Forum", starts="2099-05-01", visibility="public")
    clients = {
        "owner": client_of(user("member", speaks_for=house, language="en")),
        "circle": client_of(user("circle", language="en")),
        "member": client_of(user("member", language="en")),
        "": Client(),
    }
    form = clients["owner"].get(reverse("meet:event_new") + f"?measure={plan.slug}").context["form"]
    said = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    said |= {"starts_at": "2099-05-01T09:00", "ends_at": "2099-05-01T17:00"}
    made = clients["owner"].post(reverse("meet:event_new") + f"?measure={plan.slug}", said, follow=True)
    page, slug = made.content.decode(), Event.objects.get().slug
    assert "Only the circle sees this event and can register." in page

    def seen_by() -> set[str]:
        where = reverse("meet:event", args=[slug])
        return {name for name, client in clients.items() if client.get(where).status_code == 200}

    clients["owner"].post(reverse("meet:event_state", args=[slug]), {"state": "open"})
    assert seen_by() == {"owner", "circle"}
    way = reverse("meet:event_seen_by", args=[slug])
    assert clients["circle"].post(way, {"visibility": "public"}).status_code == 403
    assert clients["owner"].post(way, {"visibility": "blind"}).status_code == 302
    assert seen_by() == {"owner", "circle"}
    clients["owner"].post(way, {"visibility": "public"})
    assert seen_by() == set(READERS)
    clients["owner"].post(way, {"visibility": "circle"})
    assert seen_by() == {"owner", "circle"}


def test_an_event_of_a_narrow_plan_says_that_the_plan_keeps_it_narrow(
    measure: Any, event: Any, user: Any, client_of: Any
) -> None:
    plan = measure(title="Forum", starts="2099-05-01", visibility="circle")
    row = event(plan.owner, measure=plan, visibility="public")
    page = client_of(user("manager", language="en")).get(reverse("meet:event", args=[row.slug]))
    assert "Only who may see the plan sees this event" in page.content.decode()
