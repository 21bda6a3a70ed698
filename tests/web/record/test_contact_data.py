"""How to reach an organisation: stored, shown to the circle and its own people, kept through exports and merges."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from neisse.engine.record.joining import joined
from neisse.web.core.actors import SYSTEM
from neisse.web.record.actions import store
from neisse.web.record.bridge import to_object
from neisse.web.record.exports import objects_for
from neisse.web.record.models import Membership, Organisation, Person

REACH = {
    "address": "Zeppelinstr. 4",
    "postcode": "02826",
    "phone": "03581 4711",
    "mail": "post@muster.example",
}
PLACE = {"city": "Görlitz", "visibility": "public"}


@pytest.fixture
def muster(db: Any) -> Organisation:
    store("organisation", [{"id": "m", "name": "Muster GmbH", **REACH, **PLACE}], actor=SYSTEM)
    store("network", [{"id": "n", "name": "Netz"}], actor=SYSTEM)
    member = {"id": "k", "network": "n", "organisation": "m", "kind": "Fördermitglied", "fee_class": "500 €"}
    store("membership", [{**member, "until": "2028-01-01"}], actor=SYSTEM)
    return Organisation.objects.get(key="m")


@pytest.mark.parametrize(
    ("role", "sees"), [("", False), ("member", False), ("circle", True), ("manager", True)]
)
def test_contact_data_are_for_the_circle(
    role: str, sees: bool, muster: Organisation, user: Any, client_of: Any, client: Any
) -> None:
    reader = user(role) if role else None
    browser = client_of(reader) if reader else client
    page = browser.get(reverse("record:organisation", args=[muster.slug])).content.decode()
    assert {value in page for value in REACH.values()} == {sees}
    if reader:
        (listed,) = objects_for(reader, "organisations", {})
        assert {name in listed for name in REACH} == {sees}
        (found,) = objects_for(reader, "memberships", {})
        assert ("fee_class" in found, found["kind"]) == (sees, "Fördermitglied")


def test_an_organisation_may_show_them_to_all(muster: Organisation, client: Any) -> None:
    store("organisation", [{"id": "m", "contact_visibility": "public"}], actor=SYSTEM)
    page = client.get(reverse("record:organisation", args=[muster.slug])).content.decode()
    assert all(value in page for value in REACH.values())


def test_its_own_people_see_them(muster: Organisation, user: Any, client_of: Any) -> None:
    member = user("member")
    store("person", [{"id": "p", "name": "Anna", "organisation": "m"}], actor=SYSTEM)
    Person.objects.update(user=member)
    page = client_of(member).get(reverse("record:organisation", args=[muster.slug])).content.decode()
    assert REACH["mail"] in page


def test_until_is_the_last_day_in_forms_and_pages(muster: Organisation, user: Any, client_of: Any) -> None:
    manager = client_of(user("manager"))
    membership = Membership.objects.get()
    address = reverse("record:membership_edit", args=[membership.slug])
    form = manager.get(address).context["form"]
    assert form.initial["until"] == date(2027, 12, 31)
    typed = {"network": "n", "organisation": "m", "until": "2026-12-31", "version": membership.version}
    assert manager.post(address, typed).status_code == 302
    membership.refresh_from_db()
    assert (membership.valid_until, membership.last_day) == (date(2027, 1, 1), date(2026, 12, 31))


def test_another_town_is_in_its_own_country(muster: Organisation) -> None:
    store("organisation", [{"id": "m", "city": "Wrocław"}], actor=SYSTEM)
    muster.refresh_from_db()
    assert (muster.country, round(muster.lat or 0), round(muster.lon or 0)) == ("PL", 51, 17)
    point = (muster.lat, muster.lon)
    store("organisation", [{"id": "m", "city": "Breslau"}], actor=SYSTEM)
    muster.refresh_from_db()
    assert (muster.lat, muster.lon) == point


def test_nothing_of_it_is_lost_in_a_merge(muster: Organisation) -> None:
    kept = {"type": "organisation", "id": "x", "name": "Muster"}
    found = joined(kept, to_object(muster), {})
    assert {name: found.get(name) for name in REACH} == REACH
