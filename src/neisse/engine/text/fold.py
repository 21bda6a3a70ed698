"""Folding: what search and matching compare, so that Wroclaw is Wrocław and Strasse is Straße."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Letters that Unicode does not decompose into a base letter and a mark.
LETTERS = str.maketrans(
    {
        "ł": "l", "Ł": "l", "ß": "ss", "ẞ": "ss", "ø": "o", "Ø": "o", "đ": "d", "Đ": "d", "ð": "d", "Ð": "d",
        "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "þ": "th", "Þ": "th", "ı": "i", "ħ": "h", "Ħ": "h",
        "‐": "-", "‑": "-", "–": "-", "—": "-", "−": "-", "’": "'", "‘": "'", "“": '"', "”": '"', "„": '"',
    }
)  # fmt: skip
WORD = re.compile(r"[^\W_]+")


@lru_cache(maxsize=16_384)
def fold(text: str) -> str:
    """Lower case without marks, one blank between words: `fold("Wrocław") == "wroclaw"`; idempotent."""
    if text.isascii():
        return " ".join(text.lower().split())
    caseless = unicodedata.normalize("NFKD", text.translate(LETTERS)).casefold()
    decomposed = unicodedata.normalize("NFKD", caseless)
    bare = "".join(c for c in decomposed if not unicodedata.combining(c)).translate(LETTERS)
    return " ".join(bare.split())


def words(text: str) -> list[str]:
    """The folded words (letters and digits) of a text, in order."""
    return list(_words(text))


@lru_cache(maxsize=1024)
def _words(text: str) -> tuple[str, ...]:
    return tuple(WORD.findall(fold(text)))


def ngrams(text: str, low: int = 2, high: int = 4) -> set[str]:
    """The character n-grams of the folded words, each word framed by blanks."""
    framed = [f" {word} " for word in words(text)]
    return {w[i : i + n] for w in framed for n in range(low, high + 1) for i in range(len(w) - n + 1)}


def flat(text: str) -> str:
    """Lower case without marks, letter for letter: places in it are places in the text; Straße is `strase`. Cost: linear.

    All quotes are `"`, all dashes `-`, all blanks but ends of lines a blank.
    """
    table = {sign: _flat_sign(sign) for sign in set(text)}
    return "".join(table[sign] for sign in text)


@lru_cache(maxsize=4096)
def _flat_sign(sign: str) -> str:
    if sign in '\n"':
        return sign
    if sign in "»«“”„":
        return '"'
    if sign.isspace() or not sign.isprintable():
        return " "
    return fold(sign)[:1] or sign
