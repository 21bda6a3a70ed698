"""What is kept about a person: listed, handed out, erased, forgotten in time, and never logged."""

from __future__ import annotations

import json
import logging
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from neisse.web.accounts.actions import erase_user, issue_token
from neisse.web.accounts.models import ApiToken, User
from neisse.web.core.actions.personal import forget_everything_due
from neisse.web.core.actors import SYSTEM
from neisse.web.core.models import SearchDocument
from neisse.web.record.actions import store
from neisse.web.record.models import ImportBatch, ImportChange, Organisation, Person


@pytest.fixture
def anna(user: Any, organisation: Any) -> Any:
    """A member who changed something and has a token."""
    port = organisation(id="port", name="PORT")
    person = user("member", speaks_for=port, name="Anna Muster", email="anna@example.org")
    store("organisation", [{"id": "port", "city": "Wrocław"}], actor=person, reason="moved")
    issue_token(person, "calendar", "read", actor=SYSTEM)
    return person


def test_my_data_are_complete(anna: Any, client_of: Any) -> None:
    data = json.loads(client_of(anna).get(reverse("accounts:my_data")).content)
    assert data["account"]["email"] == "anna@example.org"
    assert data["people"][0]["organisation"] == "port"
    assert data["tokens"][0]["label"] == "calendar"
    assert [d["reason"] for d in data["decisions"]] == ["moved"]
    assert ApiToken.objects.get().digest not in json.dumps(data)


def test_erasing_leaves_the_decisions_without_the_name(
    anna: Any, django_capture_on_commit_callbacks: Any
) -> None:
    key = Person.objects.get().key
    batch = ImportBatch.objects.create(
        file_name="f",
        kind="person",
        objects_read=[{"type": "person", "id": key, "name": "Anna"}, {"id": "other"}],
    )
    ImportChange.objects.create(batch=batch, kind="person", key=key, after={"name": "Anna"})
    with django_capture_on_commit_callbacks(execute=True):
        erase_user(anna, actor=SYSTEM)
    assert not User.objects.exists()
    assert not ApiToken.objects.exists()
    assert not Person.objects.exists()
    assert not Person.history.exists()
    assert not SearchDocument.objects.filter(kind="person").exists()
    assert not ImportChange.objects.exists()
    assert ImportBatch.objects.get().objects_read == [{"id": "other"}]
    versions = Organisation.history.filter(history_change_reason="moved")
    assert [version.history_user for version in versions] == [None]


def test_mail_that_waits_is_erased_too(
    anna: Any, settings: Any, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    settings.EMAIL_FILE_PATH = str(tmp_path)
    (tmp_path / "a.log").write_text("To: Anna@example.org\n\nHello")
    (tmp_path / "b.log").write_text("To: someone@example.org\n\nHello")
    with django_capture_on_commit_callbacks(execute=True):
        erase_user(anna, actor=SYSTEM)
    assert [path.name for path in tmp_path.iterdir()] == ["b.log"]


def test_deleting_oneself_asks_for_the_address(anna: Any, client_of: Any) -> None:
    client = client_of(anna)
    client.post(reverse("accounts:delete_me"), {"email": "other@example.org"})
    assert User.objects.filter(pk=anna.pk).exists()
    client.post(reverse("accounts:delete_me"), {"email": "Anna@example.org"})
    assert not User.objects.filter(pk=anna.pk).exists()
    assert client.get(reverse("accounts:settings")).status_code == 302


def test_the_last_manager_cannot_leave(user: Any, client_of: Any) -> None:
    manager = user("manager")
    client_of(manager).post(reverse("accounts:delete_me"), {"email": manager.email})
    assert User.objects.filter(pk=manager.pk).exists()


def test_what_is_over_is_forgotten(anna: Any) -> None:
    from axes.models import AccessLog

    long_ago = timezone.now() - timedelta(days=91)
    ApiToken.objects.update(expires_at=long_ago)
    fresh, _secret = issue_token(anna, "new", "read", actor=SYSTEM)
    for days in (10, 100):
        log = AccessLog.objects.create(username="x", ip_address="192.0.2.1", path_info="/")
        AccessLog.objects.filter(pk=log.pk).update(attempt_time=timezone.now() - timedelta(days=days))
    counts = forget_everything_due(timezone.now())
    assert (counts["tokens"], counts["sign_ins"]) == (1, 1)
    assert ApiToken.objects.get() == fresh


def test_the_log_says_nothing_about_people(
    anna: Any, client_of: Any, caplog: pytest.LogCaptureFixture
) -> None:
    client: Client = client_of(anna)
    with caplog.at_level(logging.INFO, logger="neisse.request"):
        client.get("/setup/secret-of-a-link/", {"q": "Anna Muster"})
    line = json.loads(caplog.messages[-1])
    assert (line["method"], line["status"], line["role"]) == ("GET", 404, "member")
    assert line["route"] == "setup/<secret:secret>/"
    for private in ("secret-of-a-link", "Anna", "127.0.0.1", "example.org"):
        assert private not in caplog.text
