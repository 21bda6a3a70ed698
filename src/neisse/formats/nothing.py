"""What people write for "nothing": "k.A.", "n.n.", "-", "tbd", "brak", "wird noch bekannt gegeben"."""

from __future__ import annotations

import re

from neisse.engine.text.fold import words

MOST_LETTERS = 60
# As folded words; signs alone are nothing, too.
_PHRASES = frozenset(
    [
    "k a", "ka", "keine angabe", "keine angaben", "keine", "kein", "keiner", "keins", "n n", "nn", "n a", "na", "n d", "nd",
    "n v", "b d", "bd", "b a", "x x", "xx", "xxx", "tbd", "tba", "tbc", "t b d", "t b a", "brak", "brak danych", "entfallt",
    "entf", "nie dotyczy", "none", "null", "nil", "leer", "ohne", "ohne angabe", "not applicable", "not available",
    "nicht zutreffend", "trifft nicht zu", "nicht vorhanden", "bez danych", "nie podano", "ref", "siehe oben", "s o", "s u",
    "div", "neuveden", "neni"
]
)  # fmt: skip
# Words that together say that something comes later, and those of them without which they do not.
_LATER = frozenset(
    [
    "wird", "werden", "steht", "noch", "nicht", "bekannt", "zu", "in", "abstimmung", "to", "be", "yet", "not", "do", "w",
    "trakcie", "nie", "jeszcze", "bedzie", "zostanie", "ist", "is", "und", "termin", "ort", "rechtzeitig", "demnachst",
    "wkrotce", "soon", "bald"
]
)  # fmt: skip
_TELLING = frozenset(
    [
    "gegeben", "bekanntgegeben", "fest", "folgt", "folgen", "offen", "nachgereicht", "geklart", "klarung", "abstimmung",
    "announced", "confirmed", "determined", "defined", "decided", "known", "unknown", "unbekannt", "unklar", "open",
    "bekannt", "ustalenia", "ustalania", "ustalone", "ustalony", "uzgodnienia", "potwierdzenia", "podane", "podany",
    "nieznany", "nieznane", "nieznana", "follow", "follows", "planung", "bald", "soon", "wkrotce", "demnachst"
]
)  # fmt: skip
# A word of them that says so alone: "Fest" and "Planung" are something.
_ALONE = frozenset(
    ["folgt", "folgen", "offen", "unbekannt", "unknown", "unklar", "nieznany", "nieznane", "nieznana",
    "nachgereicht", "bekanntgegeben"]
)  # fmt: skip
_SIGNS = re.compile(r"[-‐‑‒–—−./…?*_xX ()\u00a0\u200b\u200e]*")
# Errors of spreadsheets.
_ERRORS = re.compile(
    r"#(?:ref|value|wert|bezug|name|div/0|n/a|nv|arg|nazwa|null|num|zahl)[!?]?", re.IGNORECASE
)


def says_nothing(text: str) -> bool:
    """Whether a text says that there is nothing to say, or not yet. Cost: linear; a long text says something."""
    if len(text) > MOST_LETTERS:
        return False
    bare = text.strip()
    said = words(bare)
    if not said:
        return _SIGNS.fullmatch(bare) is not None
    if _ERRORS.fullmatch(bare) or " ".join(said) in _PHRASES:
        return True
    if len(said) == 1:
        return said[0] in _ALONE
    return bool(_TELLING & set(said)) and set(said) <= _LATER | _TELLING
