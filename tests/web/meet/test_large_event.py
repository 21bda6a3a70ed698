"""What the page of a large event weighs on the wire: sizes, which are the same on every machine."""

from __future__ import annotations

import gzip
import importlib.util
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

SESSIONS = 1000
MOST_BYTES = 60_000
GZIP = {"HTTP_ACCEPT_ENCODING": "gzip"}


def programme(*args: Any) -> Any:
    """The invented programme of the benchmark."""
    place = Path(__file__).parents[3] / "bench" / "large_event.py"
    spec = importlib.util.spec_from_file_location("large_event", place)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.programme(*args)


@pytest.fixture
def large(event: Any) -> Any:
    from neisse.web.meet.models import ProgrammeVersion

    row = event()
    ProgrammeVersion.objects.create(event=row, number=1, content=programme(SESSIONS, row.starts_at))
    return row


@pytest.mark.parametrize("language", ["de", "pl", "en"])
def test_a_thousand_sessions_are_light(large: Any, language: str) -> None:
    for name in ("event", "calendar"):
        answer = Client(HTTP_ACCEPT_LANGUAGE=language, **GZIP).get(reverse(f"meet:{name}", args=[large.slug]))
        assert len(answer.content) <= MOST_BYTES, name
        assert gzip.decompress(answer.content).count(b" 999" if name == "event" else b"BEGIN:VEVENT")


def test_a_missing_translation_is_explained_once(large: Any) -> None:
    page = Client(HTTP_ACCEPT_LANGUAGE="en").get(reverse("meet:event", args=[large.slug])).content.decode()
    assert page.count("Translation missing") == 2  # for the eye, and for who listens
    assert len(re.findall(r'class="foreign" lang="de"', page)) >= SESSIONS - 1


def test_who_holds_it_gets_nothing(large: Any) -> None:
    for name in ("event", "calendar"):
        browser = Client(**GZIP)
        address = reverse(f"meet:{name}", args=[large.slug])
        held = browser.get(address)["ETag"]
        assert held.startswith('W/"')
        answer = browser.get(address, headers={"If-None-Match": held, "Sec-Fetch-Site": "same-origin"})
        assert (answer.status_code, len(answer.content)) == (304, 0)
