"""Help: every page of the product has one, in each language, with the labels of the interface and no dead link."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import polib
import pytest
from django.conf import settings
from django.urls import resolve
from django.utils.translation import override
from tests.web.walks.parameters import views

from neisse.web.core import help_pages

ROOT = Path(__file__).parents[3]
LANGUAGES = [code for code, _ in settings.LANGUAGES]
ADDRESS = re.compile(r'href="([^"]+)"')
LABELS = re.compile(r"\[\[([^\]]+)\]\]")
# Files, and what the browser itself asks for.
NO_PAGES = {"core:logo", "core:colours", "accounts:metrics"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_stands_in_every_language(language: str) -> None:
    assert [(page.slug, page.language) for page in help_pages.pages(language)] == [
        (slug, language) for slug in help_pages.SLUGS
    ]
    assert {path.stem for path in (help_pages.FOLDER / language).iterdir()} == set(help_pages.SLUGS)


def test_every_view_of_the_product_is_explained() -> None:
    stages = {"core", "accounts", "record", "intersect", "agree", "meet", "publish"}
    ours = {name for name, *_ in views() if name.partition(":")[0] in stages}
    assert len(ours) > 100
    assert {name for name in ours - NO_PAGES if not help_pages.slug_for(name)} == set()


def test_every_page_explains_something_or_is_linked() -> None:
    used = {help_pages.slug_for(name) for name, *_ in views()}
    linked = {m for page in help_pages.pages("en") for m in re.findall(r"/help/([\w-]+)/", page.html)}
    assert set(help_pages.SLUGS) - used - linked == set()


@pytest.mark.parametrize("language", ["de", "pl"])
def test_labels_are_those_of_the_interface(language: str) -> None:
    known = {
        entry.msgid
        for path in (ROOT / "src/neisse/web").glob(f"*/locale/{language}/LC_MESSAGES/django.po")
        for entry in polib.pofile(str(path))
        if entry.msgstr
    }
    for code in LANGUAGES:
        for path in (help_pages.FOLDER / code).iterdir():
            assert set(LABELS.findall(path.read_text(encoding="utf-8"))) - known == set(), path


def test_no_link_of_a_page_is_dead() -> None:
    known = [page for code in LANGUAGES for page in help_pages.pages(code)] + help_pages.operators_pages()
    assert len(known) == len(LANGUAGES) * len(help_pages.SLUGS) + len(help_pages.OPERATORS)
    for page in known:
        for address in ADDRESS.findall(page.html):
            if not address.startswith(("https:", "http:", "mailto:", "#")):
                name = resolve(address)
                slug = name.kwargs["slug"]
                is_there = (
                    help_pages.page(slug, "en")
                    if name.url_name == "help_page"
                    else help_pages.operators_page(slug)
                )
                assert is_there, (page.slug, address)


@pytest.mark.parametrize(
    ("language", "query", "slug"),
    [("de", "VERDECKT", "who-sees-what"), ("pl", "niejawny", "who-sees-what"), ("pl", "wczytywanie", "import"),
     ("en", "schedule repair", "meetings"), ("de", "losch", "personal-data"), ("en", "NEISSE_DATA", "settings")],
)  # fmt: skip
def test_search_finds_however_typed(language: str, query: str, slug: str) -> None:
    with override(language):
        assert slug in {page.slug for page, _ in help_pages.search(query, language)}


def test_search_of_nothing_finds_nothing() -> None:
    assert list(help_pages.search("", "en")) == []
    assert list(help_pages.search("xyzzy", "en")) == []


@pytest.mark.django_db
def test_pages_are_for_everybody_and_unknown_ones_are_missing(client: Any) -> None:
    for path in ("/help/", "/help/?q=import", "/help/?q=<b>", "/help/import/", "/help/operators/settings/"):
        assert client.get(path).status_code == 200, path
    assert "<b>" not in client.get("/help/?q=<b>xyzzy").content.decode()
    for path in ("/help/nothing/", "/help/operators/nothing/", "/help/operators/import/"):
        assert client.get(path).status_code == 404, path


@pytest.mark.django_db
def test_a_page_leads_to_its_help(client: Any) -> None:
    assert "/help/plans/" in client.get("/plans/").content.decode()
    assert "/help/overlaps/" in client.get("/overlaps/").content.decode()
