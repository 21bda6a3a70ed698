"""What a newcomer stumbled over: languages inside sentences, towns in the reader's words, mails that were tried."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core import mail as outbox
from django.test import Client
from django.urls import reverse
from django.utils.translation import get_language_info, override

from neisse.web import core
from neisse.web.core.actions.mail import post
from neisse.web.core.actions.mail.sending import send_due
from neisse.web.core.models import Mail

WEB = Path(core.__file__).parents[1]
RAW_TOWN = re.compile(r"\{\{[^}]*\.city\s*\}\}|\{% firstof [\w.]+\.city\b")


def test_no_template_shows_a_town_as_it_was_typed() -> None:
    """`{{ row|town }}` says it in the reader's language; a form keeps what was typed by its own field."""
    templates = list(WEB.rglob("templates/**/*.html"))
    assert len(templates) > 100
    assert [str(path) for path in templates if RAW_TOWN.search(path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize("code", ["de", "pl", "en", "cs"])
def test_names_of_languages_are_small_in_polish_and_capital_elsewhere(code: str) -> None:
    with override("pl"):
        assert get_language_info(code)["name_translated"].islower()
    for other in ("de", "en"):
        with override(other):
            assert get_language_info(code)["name_translated"][0].isupper()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "shown"), [("de", "Breslau"), ("pl", "Wrocław"), ("en", "Wrocław")], ids=["de", "pl", "en"]
)
def test_a_page_calls_a_town_as_its_reader_does_and_the_form_as_it_was_typed(
    organisation: Any, measure: Any, user: Any, client_of: Any, language: str, shown: str
) -> None:
    house = organisation(city="Breslau", country="PL", visibility="public")
    plan = measure(house, title="Messe", place={"city": "Breslau", "country": "PL"}, starts="2099-05-01")
    client = client_of(user("manager", language=language))
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    for view, slug in (("record:organisation", house.slug), ("record:measure", plan.slug)):
        assert f">{shown}</a>" in client.get(reverse(view, args=[slug])).content.decode()
    for view in ("record:directory", "record:plans"):
        page = client.get(reverse(view)).content.decode()
        assert f"<td>{shown}" in page
        assert f">{shown} (1)</option>" in page
    form = client.get(reverse("record:organisation_edit", args=[house.slug])).content.decode()
    assert 'value="Breslau"' in form


@pytest.mark.django_db
def test_a_mail_that_went_out_at_once_was_tried_once() -> None:
    post("test", "a@example.org", language="en", subject="Hello", body="Text")
    assert send_due().sent == len(outbox.outbox) == 1
    assert Mail.objects.get().attempts == 1


@pytest.mark.django_db
def test_the_name_of_the_network_stands_at_the_head_of_every_width(client: Client) -> None:
    """Where there is no room for both, the network's name stays and the product's goes."""
    sheet = (WEB / "core" / "static" / "core" / "page.css").read_text(encoding="utf-8")
    assert re.search(r"\.brand-of \{[^}]*display: none", sheet) is None
