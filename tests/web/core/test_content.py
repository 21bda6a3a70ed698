"""Content in the reader's language, and the tags that show it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.utils import translation

from neisse.web.core.content import content
from neisse.web.core.icons import icon_names, icon_svg
from neisse.web.core.templatetags.neisse import euro, number, page_numbers, percent


def plan(**texts: str) -> Any:
    empty = {"title": "", "language": "", "titles_de": "", "titles_pl": "", "titles_en": ""}
    return SimpleNamespace(**empty | texts)


def shown(source: str, **values: Any) -> str:
    return Template(source).render(Context(values))


def test_the_translation_comes_first() -> None:
    with translation.override("pl"):
        found = content(plan(title="Labortag", language="de", titles_pl="Dzień laboratorium"), "title")
    assert (found.text, found.language, found.is_untranslated) == ("Dzień laboratorium", "pl", False)


def test_another_language_is_marked() -> None:
    with translation.override("pl"):
        found = content(plan(title="Labortag", language="de"), "title")
        html = shown('{% text plan "title" %}', plan=plan(title="Labortag", language="de"))
    assert (found.text, found.language, found.is_untranslated) == ("Labortag", "de", True)
    assert '<span lang="de">Labortag</span>' in html
    assert "Brak tłumaczenia" in html


def test_a_text_of_unknown_language_is_not_accused() -> None:
    with translation.override("pl"):
        assert content(plan(title="BIO-Europe"), "title").is_untranslated is False


def test_texts_are_escaped() -> None:
    with translation.override("de"):
        html = shown('{% text plan "title" %}', plan=plan(title="<b>x</b>", language="de"))
    assert html == "&lt;b&gt;x&lt;/b&gt;"


@pytest.mark.parametrize(
    ("language", "cents", "expected"),
    [
        ("de", 1850000, "18.500\u00a0€"),
        ("pl", 1850000, "18\u00a0500\u00a0€"),
        ("en", 1850000, "€18,500"),
        ("de", 1999, "19,99\u00a0€"),
        ("de", None, ""),
    ],
)
def test_money_in_the_notation_of_the_language(language: str, cents: int | None, expected: str) -> None:
    with translation.override(language):
        assert euro(cents) == expected


def test_numbers_lose_empty_decimals() -> None:
    with translation.override("de"):
        assert (number("136.0000"), number("3.1400"), number(25000)) == ("136", "3,14", "25.000")
        assert percent(0.731) == "73\u202f%"


def test_years_are_never_grouped() -> None:
    with translation.override("de"):
        assert shown("{{ year|plain }}", year=2026) == "2026"


def test_pages_around_this_one_and_the_ends() -> None:
    page = Paginator(range(1000), 10).get_page(50)
    assert page_numbers(page) == [1, 0, 48, 49, 50, 51, 52, 0, 100]


def test_every_icon_is_drawn_and_silent() -> None:
    assert len(icon_names()) > 20
    assert all('aria-hidden="true"' in icon_svg(name) for name in icon_names())
    with pytest.raises(KeyError):
        icon_svg("no such icon")
