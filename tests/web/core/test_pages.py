"""The frame of all pages: languages, errors, health, the content policy."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client, RequestFactory

from neisse.web.core.actors import SYSTEM
from neisse.web.core.navigation import entries
from neisse.web.core.views.errors import failed

PAGES = (
    "/",
    "/directory/",
    "/plans/",
    "/plans/timeline/",
    "/plans/month/",
    "/networks/",
    "/figures/",
    "/search/?q=a",
)
SkipIn = Callable[[Any], Client]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("language", "words"), [("de", "Verzeichnis"), ("pl", "Katalog"), ("en", "Directory")]
)
def test_pages_speak_three_languages(page: str, language: str, words: str, measure: Any) -> None:
    measure()
    client = Client(headers={"accept-language": language})
    answer = client.get(page)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert f'<html lang="{language}">' in html
    assert words in html


@pytest.mark.parametrize("page", PAGES)
def test_pages_need_no_inline_style_or_script(page: str, measure: Any) -> None:
    measure()
    answer = Client().get(page)
    html = answer.content.decode()
    assert not re.search(r"<style|<script>|\sstyle=|\son[a-z]+=", html)
    assert "unsafe" not in answer["Content-Security-Policy"]


def test_the_language_switch_stays_on_the_page() -> None:
    client = Client()
    answer = client.post("/language/", {"language": "pl", "next": "/plans/?kind=event"})
    assert answer["Location"] == "/plans/?kind=event"
    assert '<html lang="pl">' in client.get("/plans/").content.decode()


def test_what_is_missing_is_said_in_words() -> None:
    answer = Client(headers={"accept-language": "de"}).get("/nowhere/")
    assert answer.status_code == 404
    assert "Hier ist nichts" in answer.content.decode()


def test_the_page_of_a_bug_needs_nothing(rf: RequestFactory, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        answer = failed(rf.get("/"))
    assert answer.status_code == 500
    assert all(f'lang="{language}"' in answer.content.decode() for language in ("de", "pl", "en"))


def test_health_tells_that_the_database_answers() -> None:
    assert Client().get("/health/").json()["status"] in {"ok", "degraded"}


def test_metrics_ask_for_a_right(people: dict[str, Any], client_of: SkipIn) -> None:
    from neisse.web.accounts.actions import issue_token

    assert Client().get("/metrics").status_code == 401
    assert client_of(people["circle"]).get("/metrics").status_code == 403
    assert b"python_info" in client_of(people["manager"]).get("/metrics").content
    for role, status in (("manager", 200), ("circle", 403)):
        _token, secret = issue_token(people[role], "monitor", "read", actor=SYSTEM)
        answer = Client().get("/metrics", headers={"Authorization": f"Bearer {secret}"})
        assert answer.status_code == status
    assert Client().get("/metrics", headers={"Authorization": "Bearer x"}).status_code == 401


def test_navigation_marks_where_the_reader_is(rf: RequestFactory) -> None:
    found = {str(entry.url): entry.is_current for entry in entries(rf.get("/plans/month/"))}
    assert found["/plans/"] is True
    assert found["/directory/"] is False
