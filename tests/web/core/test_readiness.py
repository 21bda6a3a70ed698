"""Whether an instance is ready for the public: each thing is noticed, alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from neisse.cli.root import app
from neisse.web.core.models import Instance
from neisse.web.core.queries.readiness import readiness

ROOT = Path(__file__).parents[3]
READY = {
    "ALLOWED_HOSTS": ["netzwerk.example.org", "localhost"],
    "BEHIND_HTTPS": True,
    "CSRF_TRUSTED_ORIGINS": ["https://netzwerk.example.org"],
    "PROXIES": "127.0.0.1",
    "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "DEFAULT_FROM_EMAIL": "netz@example.org",
    "BACKUP_FOLDER": "/srv/backups",
    "DEBUG": False,
    "DEMO": False,
}
OPEN = {
    "public.hosts": ("ALLOWED_HOSTS", ["localhost", "127.0.0.1"]),
    "public.https": ("BEHIND_HTTPS", False),
    "public.origins": ("CSRF_TRUSTED_ORIGINS", ["http://netzwerk.example.org"]),
    "public.proxy": ("PROXIES", ""),
    "public.mail": ("EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend"),
    "public.sender": ("DEFAULT_FROM_EMAIL", "neisse@localhost"),
    "public.backup": ("BACKUP_FOLDER", ""),
    "public.closed": ("DEBUG", True),
}
TEXTS = {
    "public.name": "name_pl", "public.imprint": "imprint_de", "public.contact": "contact", "public.privacy": "privacy_contact",
    "public.address": "public_address",
}  # fmt: skip


@pytest.fixture
def ready(settings: Any) -> Instance:
    """An instance to which nothing is lacking."""
    for name, value in READY.items():
        setattr(settings, name, value)
    row = Instance(**dict.fromkeys(TEXTS.values(), "a@example.org"))
    row.public_address = "https://netz.example/"
    row.save()
    return row


def missing() -> set[str]:
    return {sign.code for sign in readiness() if not sign.is_well}


def test_nothing_is_missing_where_everything_is_there(ready: Instance) -> None:
    assert missing() == set()
    assert {sign.code for sign in readiness()} == OPEN.keys() | TEXTS.keys()


@pytest.mark.parametrize("code", OPEN)
def test_each_setting_is_noticed_alone(ready: Instance, settings: Any, code: str) -> None:
    setattr(settings, *OPEN[code])
    assert missing() == {code}


@pytest.mark.parametrize("code", TEXTS)
def test_each_text_is_noticed_alone(ready: Instance, code: str) -> None:
    setattr(ready, TEXTS[code], "")
    ready.save()
    assert missing() == {code}


def test_managers_read_it_and_the_command_says_it(user: Any, client_of: Any) -> None:
    for role, status in (("manager", 200), ("circle", 403), ("member", 403)):
        answer = client_of(user(role)).get("/health/details/")
        assert (answer.status_code, b"public.https" in answer.content) == (status, status == 200)
    said = CliRunner().invoke(app, ["check", "--public"])
    assert said.exit_code == 1
    assert "public.https" in said.output
    assert "public.https" not in CliRunner().invoke(app, ["check"]).output


def test_every_code_stands_in_the_document() -> None:
    page = (ROOT / "docs" / "how-to" / "run-an-instance.md").read_text(encoding="utf-8")
    assert {code for code in (*OPEN, *TEXTS) if f"`{code}`" not in page} == set()
