"""Pages that refuse: in the product's look, in the reader's language, as JSON for programs."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, RequestFactory

from neisse.web.core.views import errors

LANGUAGES = {"de": "Zur Startseite", "pl": "Do strony głównej", "en": "To the start page"}
PLAIN = {
    400: errors.bad_request,
    403: errors.forbidden,
    404: errors.not_found,
}


def answers(client: Client) -> dict[int, Any]:
    too_large = {"CONTENT_LENGTH": str(settings.UPLOAD_LIMIT_BYTES + 1)}
    return {
        404: client.get("/nothing/at/all/"),
        405: client.post("/events/delegations/"),
        413: client.post("/import/", **too_large),
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_refusals_speak_to_the_reader(language: str) -> None:
    client = Client(headers={"accept-language": language})
    for status, answer in answers(client).items():
        page = answer.content.decode()
        assert answer.status_code == status, status
        assert f'<html lang="{language}">' in page, status
        assert LANGUAGES[language] in page, status
        assert 'class="brand"' in page, status
    assert "GET" in answers(client)[405]["Allow"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_without_its_secret(language: str) -> None:
    answer = Client(enforce_csrf_checks=True, headers={"accept-language": language}).post("/search/")
    assert answer.status_code == 403
    assert f'<html lang="{language}">' in answer.content.decode()


@pytest.mark.parametrize("status", PLAIN)
def test_programs_get_json(status: int, rf: RequestFactory) -> None:
    answer = PLAIN[status](rf.get("/api/v1/organisations"))
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/json")
    assert set(json.loads(answer.content)) == {"code", "subject", "text", "hint", "data"}


def test_programs_get_json_for_what_is_too_large_and_for_bugs(
    client: Client, rf: RequestFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    too_large = client.post("/api/v1/organisations", CONTENT_LENGTH=str(settings.UPLOAD_LIMIT_BYTES + 1))
    assert (too_large.status_code, too_large.json()["code"]) == (413, "request.too_large")
    failed = errors.failed(rf.get("/api/v1/organisations"))
    assert (failed.status_code, json.loads(failed.content)["code"]) == (500, "api.failed")


def test_a_bug_is_told_without_the_database(
    rf: RequestFactory, django_assert_num_queries: Any, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    with django_assert_num_queries(0):
        assert errors.failed(rf.get("/")).status_code == 500

    def broken(*_args: Any, **_rest: Any) -> None:
        raise KeyError("a bug")

    monkeypatch.setattr("neisse.web.publish.views.render", broken)
    client.raise_request_exception = False
    answer = client.get("/")
    assert answer.status_code == 500
    assert "KeyError" not in answer.content.decode()
