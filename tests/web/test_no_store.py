"""Who may keep an answer: nobody, unless it is what every stranger gets at an address that says so."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from neisse.web.core.actors import SYSTEM

ROLES = ["manager", "circle", "member", "guest", "public"]
PARTS: dict[str, list[Any]] = {
    "slug": ["sample"],
    "kind": ["organisation", "organisations", "measures", "people", "overlaps"],
    "pk": [1],
    "secret": ["none"],
    "role": ["guest"],
    "format": ["csv"],
    "version": [1],
}


@pytest.fixture
def places(organisation: Any, measure: Any, addresses: Any) -> list[str]:
    measure(owner=organisation(id="sample", name="Sample"), id="sample")
    downloads = [
        f"{a}?format={form}" for a in addresses(PARTS) if "export" in a for form in ("xlsx", "jsonl")
    ]
    return [*addresses(PARTS), *downloads]


@pytest.mark.one_database("headers are chosen by address and reader, after all queries")
@pytest.mark.usefixtures("frames")
@pytest.mark.parametrize("role", ROLES)
def test_nothing_private_is_kept(role: str, places: list[str], user: Any, client_of: Any) -> None:
    stranger = Client()
    client = client_of(None if role == "public" else user(role))
    open_to_all = 0
    for address in places:
        if address.startswith("/account/logout"):
            continue
        answer = client.get(address)
        kept = answer["Cache-Control"]
        if role != "public" or kept != "no-cache":
            assert kept == "private, no-store", address
            continue
        open_to_all += 1
        again = stranger.get(address)
        assert (again.status_code, again["Cache-Control"]) == (answer.status_code, "no-cache"), address
        assert "Cookie" in answer.get("Vary", ""), address
        if "csrftoken" not in answer.cookies and not answer.streaming:
            assert again.content == answer.content, address
    assert (open_to_all > 10) == (role == "public")


def test_a_session_makes_an_answer_private(client: Client) -> None:
    assert client.get(reverse("accounts:privacy"))["Cache-Control"] == "no-cache"
    session = client.session
    session["anything"] = 1
    session.save()
    assert client.get(reverse("accounts:privacy"))["Cache-Control"] == "private, no-store"


def test_tokens_secrets_and_refusals_are_private(client: Client, user: Any) -> None:
    from neisse.web.accounts.actions import issue_token

    _token, secret = issue_token(user("manager"), "program", "read", actor=SYSTEM)
    headers = {"Authorization": f"Bearer {secret}"}
    for address in ("/api/v1/organisations", "/api/v1/me"):
        assert client.get(address, headers=headers)["Cache-Control"] == "private, no-store"
    assert client.get("/api/v1/organisations")["Cache-Control"] == "no-cache"
    assert client.get(reverse("record:intake", args=["x"]))["Cache-Control"] == "private, no-store"
    assert client.get("/nothing/at/all/")["Cache-Control"] == "private, no-store"


def test_what_strangers_keep_is_asked_for_anew(client: Client) -> None:
    first = client.get("/api/v1/organisations")
    again = client.get("/api/v1/organisations", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again["Cache-Control"]) == (304, "no-cache")
