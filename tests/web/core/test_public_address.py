"""The public address: said once by managers, and the head of every link in a mail, whoever asked from where."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from neisse.web import core
from neisse.web.core.actions import describe_instance
from neisse.web.core.entrance import steps
from neisse.web.core.models import Instance, Mail
from neisse.web.core.queries.readiness import readiness

HOME = "https://netz.example/"
SAID = {"name_de": "Netz", "default_language": "de", "countries": ["DE"]}
WEB = Path(core.__file__).parents[1]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://netz.example", HOME),
        ("netz.example/", HOME),
        (" https://NETZ.example/ ", HOME),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000/"),
        ("", ""),
        ("https://netz.example/plans/", None),
        ("https://netz.example/?a=1", None),
        ("https://wer:geheim@netz.example/", None),
        ("ftp://netz.example/", None),
        ("javascript:alert(1)", None),
        ("https://netz.example/\nBcc: x@example.org", None),
    ],
)
def test_it_is_the_head_of_links_and_nothing_else(
    user: Any, client_of: Any, typed: str, kept: str | None
) -> None:
    answer = client_of(user("manager")).post("/settings/", SAID | {"public_address": typed})
    assert answer.status_code == (422 if kept is None else 302)
    row = Instance.objects.first()
    assert (row.public_address if row else None) == kept


@pytest.mark.django_db
def test_what_the_page_proposes_is_how_it_was_reached_where_that_may_be_stored(
    user: Any, client_of: Any, settings: Any
) -> None:
    settings.ALLOWED_HOSTS = ["netz.example", "netz", "localhost", "127.0.0.1", "[::1]"]
    manager = client_of(user("manager"))
    for host, shown in (
        ("netz.example", "http://netz.example/"), ("127.0.0.1:8000", ""), ("[::1]:80", ""), ("netz", "")
    ):  # fmt: skip
        form = manager.get("/settings/", headers={"host": host}).context["form"]
        assert (form["public_address"].value() or "") == shown
    describe_instance(public_address=HOME)
    form = manager.get("/settings/", headers={"host": "127.0.0.1"}).context["form"]
    assert form["public_address"].value() == HOME


@pytest.mark.django_db
def test_a_step_and_the_check_tell_where_it_is_missing() -> None:
    def state() -> tuple[bool, bool]:
        done = next(s.is_done for s in steps.first_steps() if s.step.name == "address")
        return done, next(sign.is_well for sign in readiness() if sign.code == "public.address")

    assert state() == (False, False)
    describe_instance(public_address="http://127.0.0.1:8000/")
    assert state() == (True, False)
    describe_instance(public_address=HOME)
    assert state() == (True, True)


@pytest.mark.django_db
def test_an_invitation_leads_to_it_whoever_asked_from_where(user: Any, client_of: Any) -> None:
    describe_instance(public_address=HOME)
    said = {"email": "neu@example.org", "name": "Neu", "role": "member", "language": "de"}
    client_of(user("manager")).post(reverse("accounts:invite"), said)
    assert f"\n{HOME}" in Mail.objects.get(to="neu@example.org").body


def test_no_action_and_no_mail_is_given_the_address_of_the_request() -> None:
    """`address_for` and `address_or` say it; what a page shows to be copied may take the request's."""
    head = re.compile(r"build_absolute_uri\(\"/\"\)")
    found = [
        path.relative_to(WEB).as_posix() for path in WEB.rglob("*.py") if head.search(path.read_text("utf-8"))
    ]
    assert sorted(found) == ["core/queries/public_address.py", "intersect/api.py"]
    stored = re.compile(r"(?<!def )(?<!address_or\()\b(?:event|campaign|row)\.(?:web_)?address\.rstrip")
    assert [p for p in WEB.rglob("*.py") if stored.search(p.read_text("utf-8"))] == [WEB / "meet/exports.py"]
