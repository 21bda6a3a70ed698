"""A record made by hand is held against those that are there before it is saved, without JavaScript too."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from neisse.web.record.actions.edit import create
from neisse.web.record.models import Organisation, Person

SAVE = {"not_alike": "1"}


@pytest.fixture
def manager(user: Any) -> Any:
    return user("manager")


@pytest.fixture
def chamber(manager: Any) -> Organisation:
    row: Organisation = create(
        "organisation",
        {
            "name": "Industrie- und Handelskammer Dresden",
            "kind": "chamber",
            "city": "Dresden",
            "visibility": "public",
        },
        actor=manager,
    )
    return row


def form(**fields: str) -> dict[str, str]:
    return {"kind": "chamber", "visibility": "public", "city": "Dresden", "country": "DE"} | fields


@pytest.mark.parametrize("name", ["IHK Dresden", "Izba Przemysłowo-Handlowa w Dreźnie"])
def test_an_organisation_that_may_be_here_is_asked_about_before_it_is_saved(
    manager: Any, client_of: Any, chamber: Organisation, name: str
) -> None:
    client, page = client_of(manager), reverse("record:organisation_new")
    asked = client.post(page, form(name=name))
    assert asked.status_code == 422
    assert chamber.name in asked.content.decode()
    assert Organisation.objects.filter(name=name).count() == 0
    assert client.post(page, form(name=name) | SAVE).status_code == 302
    assert Organisation.objects.filter(name=name).count() == 1


@pytest.mark.parametrize("name", ["Handwerkskammer Dresden", "Industrie- und Handelskammer Chemnitz"])
def test_another_organisation_is_saved_at_once(
    manager: Any, client_of: Any, chamber: Organisation, name: str
) -> None:
    town = name.rsplit(maxsplit=1)[-1]
    assert (
        client_of(manager).post(reverse("record:organisation_new"), form(name=name, city=town)).status_code
        == 302
    )


def test_a_person_under_another_order_of_names_is_asked_about(manager: Any, client_of: Any) -> None:
    create("person", {"name": "Dr. Anna Nowak-Beispiel", "office": "Leitung"}, actor=manager)
    client, page = client_of(manager), reverse("record:person_new")
    assert client.post(page, {"name": "Nowak-Beispiel, Anna"}).status_code == 422
    assert client.post(page, {"name": "Nowak-Beispiel, Anna"} | SAVE).status_code == 302
    assert client.post(page, {"name": "Piotr Nowak"}).status_code == 302
    assert Person.objects.count() == 3


def test_the_panel_tells_it_while_somebody_types_and_only_to_those_who_may_add(
    manager: Any, client_of: Any, chamber: Organisation
) -> None:
    where = reverse("record:organisation_alike")
    told = client_of(manager).post(where, {"name": "IHK Dresden", "city": "Dresden"})
    assert chamber.name in told.content.decode()
    assert client_of(None).post(where, {"name": "IHK Dresden"}).status_code in {302, 403}
