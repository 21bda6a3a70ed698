"""Libraries speak to people as the product does: with Sie and Państwo."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import allauth
import django
import polib
import pytest
from django.conf import settings
from django.utils import translation

FAMILIAR = {
    "de": re.compile(
        r"\b(du|dein\w*|dir|dich|hast|kannst|bist|habe geduld|gib|klicke?|vergiss)\b", re.IGNORECASE
    ),
    "pl": re.compile(
        r"\b(two(ja|je|jej|jego|im|ich|imi|ją)|twój|ci|cię|ty|tobie|ciebie|\w+łeś|\w+łaś|możesz|masz|jesteś|musisz|"
        r"chcesz|używasz|otrzymasz|otrzymujesz|swoj\w+|swój)\b",
        re.IGNORECASE,
    ),
}
LIBRARIES = [
    *(Path(allauth.__file__).parent.glob("locale")),
    Path(django.__file__).parent / "contrib" / "auth" / "locale",
]
# Parts of the libraries that this product does not show.
UNUSED = re.compile(
    r"admin/|usersessions|idp/|headless|openid/|humanize|sitemaps|views/csrf|default_urlconf|debug"
)


def said(language: str) -> Iterator[polib.POEntry]:
    for folder in LIBRARIES:
        for entry in polib.pofile(str(folder / language / "LC_MESSAGES" / "django.po")):
            places = [place for place, _line in entry.occurrences if not UNUSED.search(place)]
            if (places or not entry.occurrences) and "fuzzy" not in entry.flags and not entry.obsolete:
                yield entry


@pytest.mark.parametrize("language", ["de", "pl"])
def test_no_library_is_on_familiar_terms(language: str) -> None:
    familiar = FAMILIAR[language]
    with translation.override(language):
        heard = {
            entry.msgid: translation.ngettext(entry.msgid, entry.msgid_plural, 5)
            if entry.msgid_plural
            else translation.gettext(entry.msgid)
            for entry in said(language)
            if not entry.msgctxt
        }
    assert len(heard) > 200
    assert {text: words for text, words in heard.items() if familiar.search(words)} == {}


@pytest.mark.parametrize("language", ["de", "pl"])
def test_what_is_said_instead_keeps_the_places_of_words(language: str) -> None:
    """And stands for something that a library still says."""
    (folder,) = settings.LOCALE_PATHS
    theirs = {entry.msgid for entry in said(language)}
    for entry in polib.pofile(str(Path(folder) / language / "LC_MESSAGES" / "django.po")):
        assert entry.msgid in theirs, entry.msgid
        for text in [entry.msgstr] if entry.msgstr else entry.msgstr_plural.values():
            assert set(places(text)) == set(places(entry.msgid)), text
            assert re.findall(r"</?\w+", text) == re.findall(r"</?\w+", entry.msgid), text


def places(text: str) -> list[str]:
    return re.findall(r"%(?:\(\w+\))?[sd]", text)
