"""Sentences with holes: what findings and errors say, kept as template and values until a reader's language is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

Translate = Callable[[str], str]
PLAIN = {str, int, float}
LARGE = 10_000  # from here on numbers are grouped; years and most rows stay as they are
OF_WORDS = frozenset(
    {"key", "kind", "kinds", "status", "default", "part"}
)  # holes of the contract's own words
GROUPS = {"en": ",", "de": ".", "pl": "\N{NO-BREAK SPACE}"}


class Sentence(str):
    """An English sentence that knows its template (`%(name)s`) and the values in it.

    As a text it is the English sentence; `in_language` makes it anew. Values are texts, numbers, days, sentences again,
    or lists of texts. Equality is that of the English text.
    """

    __slots__ = ("data", "template")
    template: str
    data: Mapping[str, Any]

    def __new__(cls, template: str, data: Mapping[str, Any]) -> Sentence:
        """The sentence of a template; a value that a hole names must be there."""
        made = super().__new__(cls, _filled(template, data, str, "en"))
        made.template, made.data = template, data
        return made

    def __getnewargs__(self) -> tuple[str, Mapping[str, Any]]:  # type: ignore[override]
        return self.template, self.data


def say(template: str, /, **data: Any) -> Sentence:
    """A sentence with values; what is no text, number, day or sentence stands as its text."""
    return Sentence(template, {name: _plain(value) for name, value in data.items()})


def in_language(text: str, translate: Translate, language: str) -> str:
    """The sentence in a language: template and values are translated; a plain text is its own template."""
    if isinstance(text, Sentence):
        return _filled(text.template, text.data, translate, language)
    return translate(text) if text else ""


def values_of(*texts: str) -> dict[str, Any]:
    """What stands in the holes of sentences, as JSON values."""
    data: dict[str, Any] = {}
    for text in texts:
        for name, value in (text.data if isinstance(text, Sentence) else {}).items():
            data[name] = (
                value.isoformat()
                if isinstance(value, date)
                else value
                if type(value) in PLAIN
                else str(value)
            )
    return data


def packed(text: str) -> Any:
    """A sentence as JSON values; `unpacked` gives it back."""
    if not isinstance(text, Sentence):
        return str(text)
    return [text.template, {name: _packed(value) for name, value in text.data.items()}]


def unpacked(said: Any) -> str:
    """What `packed` made; anything else raises ValueError."""
    if isinstance(said, str):
        return said
    match said:
        case [str(template), dict(data)]:
            return Sentence(template, {str(name): _unpacked(value) for name, value in data.items()})
    raise ValueError("no sentence")


def _packed(value: Any) -> Any:
    if isinstance(value, Sentence):
        return packed(value)
    if isinstance(value, tuple):
        return {"all": [packed(part) for part in value]}
    return {"day": value.isoformat()} if isinstance(value, date) else value


def _unpacked(value: Any) -> Any:
    if isinstance(value, dict) and "all" in value:
        return tuple(unpacked(part) for part in value["all"])
    if isinstance(value, dict):
        return date.fromisoformat(str(value.get("day")))
    return unpacked(value) if isinstance(value, list) else value


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return tuple(part if isinstance(part, Sentence) else str(part) for part in value)
    if isinstance(value, Sentence) or type(value) in {str, int, float, date}:
        return value
    return str(value)


def _filled(template: str, data: Mapping[str, Any], translate: Translate, language: str) -> str:
    said = translate(template) if template else ""
    if not data:
        return said
    return said % {name: _spoken(name, value, translate, language) for name, value in data.items()}


def _spoken(hole: str, value: Any, translate: Translate, language: str) -> str:
    if isinstance(value, Sentence):
        return in_language(value, translate, language)
    if isinstance(value, tuple):
        return "; ".join(_spoken("", part, translate, language) for part in value)
    if hole in OF_WORDS:
        return " / ".join(translate(word) for word in str(value).split(" / "))
    if isinstance(value, date):
        return _day(value, language)
    if isinstance(value, int) and abs(value) >= LARGE:
        return f"{value:,}".replace(",", GROUPS.get(language, ","))
    return str(value)


def _day(day: date, language: str) -> str:
    return day.isoformat() if language not in GROUPS or language == "en" else f"{day:%d.%m.%Y}"
