"""Content in the reader's language, with an honest fallback: another language, and which one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from neisse.web.core.bridge import town_in

FALLBACKS = {"de": ("en", "pl"), "pl": ("en", "de"), "en": ("de", "pl")}


@dataclass(frozen=True, slots=True)
class Content:
    """A text, the language it is in (empty: unknown), and whether that is not the reader's."""

    text: str
    language: str
    is_untranslated: bool


def reader_language() -> str:
    """The two letters of the language in which the page is written."""
    return (get_language() or "de")[:2]


def town_label(city: str, country: str = "") -> str:
    """A town by its name in the language of the page, where it is certain which one is meant; else as it is written."""
    return town_in(city, country, reader_language())


def content(record: Any, field: str) -> Content:
    """`field` of a record: its translation (`<field>s_de`), else as given, else in another language."""
    language = reader_language()
    if text := getattr(record, f"{field}s_{language}", ""):
        return Content(text, language, False)
    if text := getattr(record, field, ""):
        given = getattr(record, "language", "") or _language_of(record, field, text)
        return Content(text, given, bool(given) and given != language)
    for other in FALLBACKS[language]:
        if text := getattr(record, f"{field}s_{other}", ""):
            return Content(text, other, True)
    return Content("", "", False)


def _language_of(record: Any, field: str, text: str) -> str:
    """The language whose translation equals the text as given, where there is one."""
    same = (code for code in FALLBACKS if getattr(record, f"{field}s_{code}", "") == text)
    return next(same, "")
