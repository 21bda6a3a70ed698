"""No request speaks to the mail server, however sick it is: every mail of the product is a row when the page answers."""

from __future__ import annotations

import socket
from typing import Any

import pytest
from django.urls import reverse

from neisse.web.core.models import Mail, key_of


@pytest.fixture
def no_socket(silent: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mail server that hangs is named, and whoever opens a connection fails loudly."""
    silent("greeting")

    def refuse(*_args: Any, **_kwargs: Any) -> None:
        pytest.fail("a request opened a connection")

    for name in ("connect", "connect_ex"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def test_invitations_wait_in_the_outbox(no_socket: None, user: Any, client_of: Any) -> None:
    words = {"email": "anna@example.org", "name": "Anna", "role": "member", "language": "pl"}
    assert client_of(user("manager")).post(reverse("accounts:invite"), words).status_code == 302
    mail = Mail.objects.get()
    assert (mail.to, mail.language, mail.state, mail.purpose) == (
        "anna@example.org",
        "pl",
        "waiting",
        "invitation",
    )
    assert "http://testserver/account/" in mail.body


@pytest.mark.parametrize("language", ["de", "pl", "en"])
def test_mails_of_signing_in_wait_too_in_the_language_of_the_account(
    language: str, no_socket: None, user: Any, client_of: Any
) -> None:
    anna = user("member", language=language)
    client_of(None, headers={"accept-language": "en"}).post(
        reverse("account_reset_password"), {"email": anna.email}
    )
    mail = Mail.objects.get()
    assert (mail.to, mail.language, mail.purpose, mail.about) == (
        anna.email,
        language,
        "password_reset_key",
        key_of(anna),
    )
    assert mail.is_urgent
    assert "/account/password/reset/key/" in mail.body


def test_a_stranger_is_answered_the_same_way(no_socket: None, client_of: Any) -> None:
    client = client_of(None, headers={"accept-language": "pl"})
    answer = client.post(reverse("account_reset_password"), {"email": "nobody@example.org"})
    assert answer.status_code == 302
    assert Mail.objects.get().language == "pl"


def test_no_mail_is_left_of_a_refused_invitation(no_socket: None, user: Any, client_of: Any) -> None:
    taken = user("guest")
    words = {"email": taken.email, "name": "X", "role": "manager", "language": "de"}
    client_of(user("manager")).post(reverse("accounts:invite"), words)
    assert not Mail.objects.exists()
