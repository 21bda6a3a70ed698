"""A plan has a venue beside its town, and may be put off: typed, shown, found, taken along, and the plan of an event."""

from __future__ import annotations

from typing import Any

import icalendar
import pytest
from django.urls import reverse

from neisse.formats.calendar_writing import write_calendar
from neisse.web.core.actors import SYSTEM
from neisse.web.core.search import search
from neisse.web.record.actions import store
from neisse.web.record.exports import objects_for
from neisse.web.record.models import Measure

WHERE = {"venue": "Kulturforum Synagoge, Saal 2", "certainty": "postponed"}


@pytest.fixture
def manager(user: Any) -> Any:
    store("organisation", [{"id": "m", "name": "Musterlabor", "visibility": "public"}], actor=SYSTEM)
    return user("manager")


def typed(**fields: str) -> dict[str, str]:
    plan = {
        "title": "Fachtag",
        "kind": "event",
        "visibility": "public",
        "owner": "Musterlabor",
        "when": "3.5.2027",
    }
    return plan | {"place__city": "Görlitz", **WHERE} | fields


def test_a_venue_is_typed_shown_found_and_taken_along(manager: Any, client_of: Any) -> None:
    browser = client_of(manager)
    assert browser.post(reverse("record:measure_new"), typed()).status_code == 302
    row = Measure.objects.get()
    assert (row.venue, row.city, row.certainty) == (WHERE["venue"], "Görlitz", "postponed")
    page = browser.get(reverse("record:measure", args=[row.slug])).content.decode()
    assert f"{WHERE['venue']}, <a" in page
    assert 'class="badge postponed"' in page
    assert {found.title for found in search("Kulturforum", manager).documents} == {"Fachtag"}
    (found,) = objects_for(manager, "measures", {"certainty": "postponed"})
    assert {key: found[key] for key in WHERE} == WHERE
    assert objects_for(manager, "measures", {"certainty": "planned"}) == []
    written = write_calendar([found], stamp=row.updated_at)
    (event,) = icalendar.Calendar.from_ical(written).walk("VEVENT")
    assert (str(event["LOCATION"]), str(event["STATUS"])) == (f"{WHERE['venue']}, Görlitz", "TENTATIVE")


def test_the_form_and_the_api_give_it_back(manager: Any, client_of: Any) -> None:
    browser = client_of(manager)
    browser.post(reverse("record:measure_new"), typed())
    row = Measure.objects.get()
    form = browser.get(reverse("record:measure_edit", args=[row.slug])).context["form"]
    assert form["venue"].value() == WHERE["venue"]
    said = browser.get(f"/api/v1/measures/{row.slug}").json()
    assert {key: said[key] for key in WHERE} == WHERE


def test_an_event_of_the_plan_is_there_too(manager: Any, client_of: Any) -> None:
    browser = client_of(manager)
    browser.post(reverse("record:measure_new"), typed())
    slug = Measure.objects.get().slug
    form = browser.get(reverse("meet:event_new"), {"measure": slug}).context["form"]
    assert form["place"].value() == WHERE["venue"]
