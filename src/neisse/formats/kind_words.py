"""A kind in somebody's own words: known words, their compounds, and the head of a phrase, in three languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from neisse.engine.text.fold import fold, words
from neisse.formats.spoken_values import KINDS, ORGANISATION_KINDS, SECTORS

# Shorter words are parts of others by chance.
LEAST_HEAD, LEAST_TITLE, MOST_WORDS = 5, 6, 8
_APART = re.compile(r"[/,;|()]|\s(?:und|oder|and|or|oraz|lub|i)\s")
# What a title calls after something else more often than it names what it is.
_WEAK = frozenset({"fair", "project", "publication", "marketing", "other"})
# Words that say a kind in a column for kinds, but not in a title.
_NOT_IN_TITLES = frozenset(
    ["event", "call", "projekt", "project", "forum", "besuch", "vortrag", "training", "marketing", "raport", "bericht", "studie",
    "messe",
    "gala", "aufruf", "vorhaben", "meeting", "newsletter", "report", "veranstaltung", "wydarzenie"]
)  # fmt: skip


def spoken_kind(said: str, known: Mapping[str, str]) -> str:
    """The kind that a cell means ("Fachtagung", "szpital kliniczny", "GmbH / AG"), "" where it means none.

    German compounds and English phrases end in what they are, Polish phrases begin with it.
    """
    for part in (said, *_APART.split(said)):
        listed = words(part)
        if found := known.get(" ".join(listed)) or known.get(fold(part)):
            return found
        ends = (" ".join(listed[at:]) for at in range(1, min(len(listed), MOST_WORDS)))
        starts = (" ".join(listed[:size]) for size in range(min(len(listed), MOST_WORDS), 1, -1))
        if found := next((known[phrase] for phrase in (*ends, *starts) if phrase in known), ""):
            return found
        for word in (*listed[-1:], *listed[:1]):
            if found := known.get(word) or _head(word, known, LEAST_HEAD):
                return found
    return ""


def _head(word: str, known: Mapping[str, str], least: int) -> str:
    """The kind of the longest known word that a compound ends in."""
    return next((known[word[at:]] for at in range(1, len(word) - least + 1) if word[at:] in known), "")


def measure_kind_of(said: str) -> str:
    """A kind of plan, "" where none is meant."""
    return spoken_kind(said, KINDS)


def organisation_kind_of(said: str) -> str:
    """A kind of organisation, or its legal form."""
    return spoken_kind(said, ORGANISATION_KINDS)


@lru_cache(maxsize=2048)
def kind_in_title(title: str) -> str:
    """The kind that the title of a plan names ("Workshop KI", "targi branżowe"): the first one that is no side matter."""
    found = []
    for word in words(title):
        kind = KINDS.get(word, "") if word not in _NOT_IN_TITLES else ""
        if kind := kind or _head(word, KINDS, LEAST_TITLE):
            found.append(kind)
    if not found and "messe" in words(title):
        found.append("fair")
    return next((kind for kind in found if kind not in _WEAK), found[0] if found else "")


def sector_of(said: str) -> str:
    """The code of a sector under its words in three languages; another sector as it is written."""
    return SECTORS.get(fold(said), SECTORS.get(" ".join(words(said)), said))
