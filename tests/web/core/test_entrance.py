"""What stands at the entrance: first steps that tick themselves, what waits, persons, invitations."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse

from neisse.web.core.actors import SYSTEM
from neisse.web.core.steps import first_steps
from neisse.web.core.waiting import waiting_for


def done() -> set[str]:
    return {stepped.step.name for stepped in first_steps() if stepped.is_done}


def test_each_step_ticks_itself(user: Any, record: Any) -> None:
    from neisse.web.core.actions import describe_instance

    user("manager")
    names = [stepped.step.name for stepped in first_steps()]
    assert names == ["network", "address", "members", "plans", "people", "circle", "comparison"]
    assert done() == set()
    describe_instance(name_pl="Sieć")
    assert done() == {"network"}
    describe_instance(public_address="https://netz.example/")
    assert done() == {"network", "address"}
    record("organisation", id="a", name="A")
    assert done() == {"network", "address", "members"}
    record("measure", id="m", title="M", owner="a", starts="2027-01-01")
    user("circle")
    assert done() >= {"network", "members", "plans", "people", "circle"}


def test_an_empty_instance_says_what_to_do(user: Any, client_of: Any, record: Any) -> None:
    manager, stranger = client_of(user("manager")), client_of(None)
    page = manager.get("/").content.decode()
    for stepped in first_steps():
        assert f'href="{stepped.url}"' in page
    assert "hero" not in page
    assert 'id="first-steps"' not in stranger.get("/").content.decode()
    record("organisation", id="a", name="A")
    assert 'id="first-steps"' in manager.get("/").content.decode()


def test_the_inbox_counts_what_its_reader_may_deal_with(user: Any, client_of: Any, record: Any) -> None:
    from neisse.web.record.models import ImportBatch

    ImportBatch.objects.create(file_name="a.csv", state=ImportBatch.State.PREVIEWED)
    manager, member = user("manager"), user("member")
    counts = {found.source.name: found.count for found in waiting_for(manager)}
    assert counts["imports"] == 1
    assert {"submissions", "mails", "tasks"} <= counts.keys()
    assert "imports" not in {found.source.name for found in waiting_for(member)}
    assert 'href="/import/"' in client_of(manager).get("/inbox/").content.decode()
    assert client_of(None).get("/inbox/").status_code == 302


def test_persons_are_listed_for_the_circle_and_their_contacts_by_consent(
    user: Any, client_of: Any, record: Any
) -> None:
    record("organisation", id="a", name="Haus A", visibility="public")
    agreed = {"purpose": "contact", "given_on": "2020-01-01"}
    record(
        "person",
        id="p",
        name="Anna Łukasik",
        office="Chair",
        organisation="a",
        email="anna@example.org",
        consent=agreed,
    )
    over = agreed | {"until": "2021-01-01"}
    record("person", id="q", name="Bert Bock", organisation="a", email="bert@example.org", consent=over)
    page = client_of(user("circle")).get("/people/?q=lukasik").content.decode()
    assert "Anna Łukasik" in page and "anna@example.org" in page and "Bert Bock" not in page  # noqa: PT018
    assert "bert@example.org" not in client_of(user("manager")).get("/people/").content.decode()
    for role in ("member", "guest"):
        assert client_of(user(role)).get("/people/").status_code == 403
    listed = client_of(user("circle")).get("/records/export/people/?format=csv&q=bock").content.decode()
    assert "Bert Bock" in listed and "Anna" not in listed  # noqa: PT018


@pytest.mark.parametrize("language", ["de", "pl", "en"])
def test_an_invitation_ends_signed_in_and_in_the_language_of_the_page(
    user: Any, client_of: Any, letters: Any, language: str
) -> None:
    from neisse.web.accounts.models import User

    manager = client_of(user("manager"))
    said = {"email": "new@example.org", "name": "Neu", "role": "member", "language": "de", "organisation": ""}
    manager.post(reverse("accounts:invite"), said)
    (link,) = re.findall(r"http://testserver(\S+)", letters()[0].body)
    guest = client_of(None, headers={"accept-language": language})
    page = guest.get(link, follow=True)
    answer = guest.post(
        page.request["PATH_INFO"], {"password1": "ein langes Wort 7", "password2": "ein langes Wort 7"}
    )
    assert answer.status_code == 302
    account = User.objects.get(email="new@example.org")
    assert guest.get("/").context["user"] == account
    assert account.language == language


def test_an_invitation_is_sent_again_or_handed_over_until_it_is_used(
    user: Any, client_of: Any, letters: Any
) -> None:
    from neisse.web.accounts.actions import invite

    manager = user("manager")
    account = invite("new@example.org", "Neu", "member", "de", actor=manager, address="http://testserver")
    address = reverse("accounts:invited", args=[account.pk])
    client = client_of(manager)
    client.post(address, {"step": "mail"})
    assert len(letters()) == 2
    shown = client.post(address, {"step": "link"}).content.decode()
    (path,) = re.findall(r'value="http://testserver(/account/password/reset/key/[^"]+)"', shown)
    assert client_of(None).get(path, follow=True).status_code == 200
    for role in ("circle", "member", "guest"):
        assert client_of(user(role)).post(address, {"step": "link"}).status_code == 403
    account.set_password("something long 1")
    account.save()
    assert client.post(address, {"step": "link"}).status_code == 400


def test_an_invited_account_is_not_opened_by_the_system(user: Any) -> None:
    """The link of an account in use would be a way into it."""
    from neisse.engine.values import NeisseError
    from neisse.web.accounts.actions import invitation_link

    with pytest.raises(NeisseError, match="in use"):
        invitation_link(user("member"), actor=SYSTEM, address="http://testserver")
