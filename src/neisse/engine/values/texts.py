"""Texts in the three languages of the region."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Language = Literal["de", "pl", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


@dataclass(frozen=True, slots=True)
class Texts:
    """One text in up to three languages; an empty string is a translation that is missing."""

    de: str = ""
    pl: str = ""
    en: str = ""

    def get(self, language: Language) -> str:
        """The text in one language, empty where it is missing."""
        return {"de": self.de, "pl": self.pl, "en": self.en}[language]

    def best(self, language: Language) -> tuple[str, Language]:
        """The text for a reader and its language: the wanted one, else English, German, Polish."""
        for candidate in (language, "en", "de", "pl"):
            if text := self.get(candidate):
                return text, candidate
        return "", language

    def all(self) -> tuple[str, ...]:
        """The texts that exist, without repetition, in the order de, pl, en."""
        return tuple(dict.fromkeys(text for text in (self.de, self.pl, self.en) if text))
