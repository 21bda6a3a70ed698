"""One line of text: no line breaks, no control signs, no signs that turn the direction of writing.

Such a line may stand in the subject of a mail, in a list of names or in a log without looking like another one.
"""

from __future__ import annotations

import unicodedata

BREAKS = {"\u2028", "\u2029"}
DIRECTIONS = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
MOST_DIGITS = 18
OF_LONG_TEXTS = {"\n", "\r", "\t"}


def foreign_sign(text: str, *, is_long: bool = False) -> str:
    """The first sign that a line (or a longer text, which may have several lines) must not hold; empty if none."""
    allowed = OF_LONG_TEXTS if is_long else frozenset[str]()
    for sign in text:
        if sign in DIRECTIONS or (sign in BREAKS and not is_long):
            return sign
        if unicodedata.category(sign) == "Cc" and sign not in allowed:
            return sign
    return ""


def number_of(text: str) -> int:
    """The number of a row that somebody sent; 0, which no row has, for everything else (`²` is a digit, too)."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else 0


def one_line(text: str) -> str:
    """A text from elsewhere (the name of a file) as one line: what must not be in it is left out."""
    return " ".join("".join(sign if not foreign_sign(sign) else " " for sign in text).split())


def said_of(sign: str) -> str:
    """A sign in words that can be shown: `U+202E`."""
    return f"U+{ord(sign):04X}"
