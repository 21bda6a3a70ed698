"""Inviting many persons of the list at once: one mail each, the own organisation, and who cannot be is named."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from neisse.web.accounts.models import User
from neisse.web.core.actions import describe_instance
from neisse.web.core.models import Mail
from neisse.web.record.models import Organisation, Person

HOME = "https://netz.example/"


@pytest.fixture
def rows(organisation: Any) -> dict[str, Person]:
    day = timezone.localdate()
    consent = {"consent_purpose": "planning", "consent_given_on": day - timedelta(days=9)}
    house = organisation(id="haus", name="Haus", country="PL")
    other = organisation(id="amt", name="Amt", country="DE")
    made = {
        "anna": {"email": "anna@example.org", "organisation": house, **consent},
        "anna-too": {"email": "Anna@example.org", "organisation": other, **consent},
        "bernd": {"email": "bernd@example.org", "organisation": other, "languages": ["en"], **consent},
        "closed": {"email": "closed@example.org", "organisation": other},
        "silent": {"organisation": other, **consent},
    }
    return {
        key: Person.objects.create(key=key, slug=key, name=key.title(), **fields)
        for key, fields in made.items()
    }


def invite(client: Any, rows: dict[str, Person], *keys: str) -> Any:
    body = {"row": [rows[key].slug for key in keys or rows], "do": "invite", "asked": ""}
    return client.post(reverse("record:together", args=["person"]), body, follow=True)


@pytest.mark.django_db
def test_who_may_be_written_to_gets_one_mail_and_the_own_organisation(
    rows: dict[str, Person], user: Any, client_of: Any
) -> None:
    describe_instance(name_en="Net", public_address=HOME)
    page = invite(client_of(user("manager", language="en")), rows).content.decode()
    assert sorted(Mail.objects.filter(purpose="invitation").values_list("to", "language")) == [
        ("anna@example.org", "pl"),
        ("bernd@example.org", "en"),
    ]
    assert all(f"\n{HOME}" in mail.body for mail in Mail.objects.filter(purpose="invitation"))
    anna = User.objects.get(email="anna@example.org")
    assert (anna.role, anna.name) == ("member", "Anna")
    assert set(anna.people.values_list("organisation__key", flat=True)) == {"haus", "amt"}
    assert "3 persons are invited." in page
    for left in ("Closed", "Silent"):
        assert f"{left}: there is no mail address here that may be written to" in page
    assert Person.objects.count() == len(rows)  # nobody stands there twice


@pytest.mark.django_db
def test_twice_is_once(rows: dict[str, Person], user: Any, client_of: Any) -> None:
    manager = client_of(user("manager", language="en"))
    invite(manager, rows, "anna")
    page = invite(manager, rows, "anna").content.decode()
    assert "Anna: this person has an account already" in page
    assert Mail.objects.filter(purpose="invitation").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["circle", "member", "guest", ""])
def test_only_managers_invite(rows: dict[str, Person], user: Any, client_of: Any, role: str) -> None:
    reader = (
        user(role, speaks_for=Organisation.objects.get(key="haus"))
        if role == "member"
        else user(role)
        if role
        else None
    )
    client = client_of(reader)
    assert 'value="invite"' not in client.get(reverse("record:people"), follow=True).content.decode()
    invite(client, rows)
    assert not Mail.objects.exists()
    assert not User.objects.filter(email="anna@example.org").exists()
