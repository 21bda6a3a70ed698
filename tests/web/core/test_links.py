"""Secret links: what the database keeps opens nothing, one secret serves one purpose, ends are ends."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.test import override_settings
from django.urls import resolve
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

import neisse.web
from neisse.web.core.actions.links import revoke
from neisse.web.core.actors import SYSTEM
from neisse.web.core.links import behind, digest_of, is_signed, new_secret, secret_from, secrets_in, signed
from neisse.web.core.models.links import SecretLink


@pytest.fixture
def links(user: Any, organisation: Any) -> list[tuple[SecretLink, str]]:
    """One link of every kind that has a row of its own, with its secret."""
    from neisse.web.accounts.actions import issue_token
    from neisse.web.record.actions.intake import make_link

    manager = user("manager")
    asked = {"addressee": "Anna", "language": "pl", "days": 7, "actor": manager}
    return [issue_token(manager, "program", "write", actor=SYSTEM), make_link(organisation(), **asked)]


def test_a_row_opens_nothing(links: list[tuple[SecretLink, str]]) -> None:
    for link, secret in links:
        assert behind(type(link).objects.all(), secret) == link
        assert behind(type(link).objects.all(), link.digest) is None
        assert secret not in str([getattr(link, field.attname) for field in link._meta.concrete_fields])


def test_ends_are_ends(links: list[tuple[SecretLink, str]]) -> None:
    now = timezone.now()
    for link, _secret in links:
        assert link.is_valid(now)
        assert not link.is_valid(link.expires_at)  # type: ignore[attr-defined]
        revoke(link, actor=SYSTEM)
        link.refresh_from_db()
        first = link.revoked_at
        revoke(link, actor=SYSTEM)
        link.refresh_from_db()
        assert (link.is_valid(now), link.revoked_at) == (False, first)


def test_every_row_with_a_digest_is_a_link_or_derived() -> None:
    derived = {"meet.Registration", "meet.MeetingRequest"}  # made again for every mail from a seed
    of_contents = {"intersect.TextVector", "core.SearchShape", "record.Subscription"}
    with_digest = {
        model._meta.label
        for model in apps.get_models()
        if any(field.name == "digest" for field in model._meta.fields) and not issubclass(model, SecretLink)
    }
    assert with_digest <= derived | of_contents, "a new secret is a SecretLink"


def test_secrets_are_made_in_one_place() -> None:
    folder = Path(neisse.web.__file__).parent
    own = {
        str(path.relative_to(folder))
        for path in folder.rglob("*.py")
        for word in ("token_urlsafe", "signing.", "compare_digest", "urlsafe_b64encode")
        if word in path.read_text(encoding="utf-8")
    }
    assert own == {"core/links.py", "places.py"}  # places makes the key of the instance


@given(st.text(min_size=1, max_size=40), st.text(max_size=40), st.text(max_size=40))
def test_a_seed_opens_for_one_purpose_and_one_instance(salt: str, a: str, b: str) -> None:
    assert secret_from(salt, a) == secret_from(salt, a)
    assert (secret_from(salt, a) == secret_from(salt, b)) == (a == b)
    assert secret_from(salt, a) != secret_from(f"{salt}x", a)
    with override_settings(SECRET_KEY="another"):
        other = secret_from(salt, a)
    assert other != secret_from(salt, a)


def test_secrets_are_long_and_never_the_same() -> None:
    made = [new_secret() for _ in range(100)]
    assert len(set(made)) == 100
    assert {len(secret) for secret in made} == {43}
    assert digest_of("\ud800") != digest_of("x"), "what a browser sends never breaks the look-up"


def test_signed_links_end_and_have_one_purpose(monkeypatch: pytest.MonkeyPatch) -> None:
    secret = signed("door")
    assert is_signed(secret, "door", 60)
    assert not is_signed(secret, "window", 60)
    assert not is_signed(f"{secret}x", "door", 60)
    assert not is_signed(secret, "door", -1)


def test_secrets_of_an_address_are_known() -> None:
    for path, expected in (
        ("/intake/abc/", {"secret": "abc"}),
        ("/setup/abc/", {"secret": "abc"}),
        ("/events/mine/abc/participants/7/wish/", {"secret": "abc"}),
        ("/events/feed/abc.ics", {"secret": "abc"}),
        ("/account/password/reset/key/1-abc/", {"key": "abc"}),
        ("/directory/abc/", {}),
    ):
        assert secrets_in(resolve(path)) == expected


def test_a_token_makes_none_that_outlives_it(client: Any, user: Any) -> None:
    from neisse.web.accounts.actions import issue_token
    from neisse.web.accounts.actions.tokens import revoke_token
    from neisse.web.accounts.models import ApiToken

    parent, secret = issue_token(user("member"), "parent", "write", 2, actor=SYSTEM)
    asked = {"data": {"label": "child", "scope": "write", "days": 365}, "content_type": "application/json"}
    made = client.post("/api/v1/me/tokens", **asked, headers={"Authorization": f"Bearer {secret}"}).json()
    child = ApiToken.objects.get(pk=made["id"])
    assert child.expires_at <= parent.expires_at < timezone.now() + timedelta(days=3)
    headers = {"Authorization": f"Bearer {made['token']}"}
    grandchild = client.post("/api/v1/me/tokens", **asked, headers=headers).json()
    revoke_token(parent, actor=SYSTEM)
    for token in (made["token"], grandchild["token"]):
        refused = client.get("/api/v1/me", headers={"Authorization": f"Bearer {token}"})
        assert refused.status_code == 401


def test_a_token_that_reads_makes_none_that_writes(user: Any) -> None:
    from neisse.web.accounts.actions import issue_token

    parent, _secret = issue_token(user("member"), "parent", "read", actor=SYSTEM)
    child, _secret = issue_token(user("member"), "child", "write", made_by=parent, actor=SYSTEM)
    assert child.scope == "read"
