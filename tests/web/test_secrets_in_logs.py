"""No line of a log holds the secret of a link, whoever writes it."""

from __future__ import annotations

import io
import logging
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import get_resolver
from hypothesis import given
from hypothesis import strategies as st

from neisse.web.core.links import without_secrets
from neisse.web.core.logs import WithoutSecrets

SECRET = "s3cr3t-of-a-link_0123456789abcdefghijklmnopq"
PARTS: dict[str, list[Any]] = {
    "slug": ["sample"],
    "pk": [1],
    "secret": [SECRET],
    "key": [SECRET],
    "uidb36": ["1"],
}
LOGGERS = ["", "django.request", "django.security.csrf", "neisse.request", "granian.access", "axes"]


@pytest.fixture
def secret_paths(addresses: Any) -> list[str]:
    found = [address for address in addresses(PARTS) if SECRET in address]
    assert len(found) > 15
    return found


@pytest.fixture
def written() -> Any:
    """What every logger writes at its most talkative, in the form that the instance gives it."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(WithoutSecrets())
    loggers = [logging.getLogger(name) for name in LOGGERS]
    before = [(logger.level, logger) for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
    logging.getLogger().addHandler(handler)
    yield stream
    logging.getLogger().removeHandler(handler)
    for level, logger in before:
        logger.setLevel(level)


def test_the_instance_writes_so() -> None:
    handlers = settings.LOGGING["handlers"].values()
    assert {handler["formatter"] for handler in handlers} == {"plain"}
    assert settings.LOGGING["formatters"]["plain"]["()"].endswith("WithoutSecrets")


def test_every_address_with_a_secret_is_hidden(secret_paths: list[str]) -> None:
    for path in secret_paths:
        for line in (
            path,
            f'"POST {path} HTTP/1.1" 500',
            f"Referer: https://a.example{path}?x=1",
            f"{path}x{path}",
        ):
            assert SECRET not in without_secrets(line), line
    assert without_secrets("GET /directory/sample/ 200") == "GET /directory/sample/ 200"


def test_requests_leave_no_secret(secret_paths: list[str], written: Any) -> None:
    client, strict = Client(raise_request_exception=False), Client(enforce_csrf_checks=True)
    for path in secret_paths:
        client.get(path, headers={"Referer": f"http://testserver{path}"})
        strict.post(path, headers={"Origin": "https://evil.example"})
    text = written.getvalue()
    assert "request" in text
    assert "Forbidden" in text, "the refusal of a forged form names its path"
    assert SECRET not in text


def test_a_bug_behind_a_link_leaves_no_secret(written: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(secret: str) -> Any:
        raise RuntimeError(f"at /intake/{secret}/")

    monkeypatch.setattr("neisse.web.record.views.intake.link_behind", broken)
    answer = Client(raise_request_exception=False).get(f"/intake/{SECRET}/")
    assert answer.status_code == 500
    assert "RuntimeError" in written.getvalue()
    assert f"/intake/{SECRET}" not in written.getvalue()


@given(st.text("abcXYZ0189-_.", min_size=1, max_size=60))
def test_whatever_a_secret_looks_like(secret: str) -> None:
    assert without_secrets(f"x /events/mine/{secret}/agenda/ y") == "x /events/mine/…/agenda/ y"


def test_addresses_of_secrets_use_the_converter() -> None:
    """A part named like a secret is declared as one."""

    def routes(patterns: Any, before: str = "") -> Any:
        for entry in patterns:
            if hasattr(entry, "url_patterns"):
                yield from routes(entry.url_patterns, before + str(entry.pattern))
            else:
                yield before + str(entry.pattern)

    names = ("<str:token>", "<str:secret>", "<str:key>", "<slug:token>", "<slug:secret>")
    assert [
        route for route in routes(get_resolver().url_patterns) if any(name in route for name in names)
    ] == []


@pytest.mark.parametrize("host", ["evil.test", "a b", "[::1", "x" * 500, "evil.test:99999"])
def test_a_wrong_host_writes_no_trace(host: str, written: io.StringIO, client: Client) -> None:
    logging.getLogger("django.security.DisallowedHost").setLevel(
        settings.LOGGING["loggers"]["django.security.DisallowedHost"]["level"]
    )
    assert client.get("/", HTTP_HOST=host).status_code == 400
    assert "Traceback" not in written.getvalue()
    assert "DisallowedHost" not in written.getvalue()
