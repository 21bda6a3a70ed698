"""What a title tells beyond its meaning: edition, year, names, and the words that set it apart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

import numpy as np
import numpy.typing as npt

from neisse.engine.text.fold import fold, ngrams, words
from neisse.engine.text.institutions import is_own_word

Bits = npt.NDArray[np.uint64]
MONTHS = "jan|feb|mar|marz|mae|apr|mai|may|maj|jun|jul|aug|sep|okt|oct|nov|dez|dec|sty|lut|kwi|cze|lip|sie|wrz|paz|lis|gru"
ORDINAL = re.compile(rf"\b(\d{{1,3}})(?:\.|st|nd|rd|th)\s+(?!(?:{MONTHS})|\d)(?=\w)", re.IGNORECASE)
ROMAN = re.compile(r"\b([IVX]{2,6})\b\.?")
ROMAN_VALUE = {"I": 1, "V": 5, "X": 10}
YEAR = re.compile(r"\b(20\d\d)\b")
NAMED = re.compile(r"\b(?:[A-ZÄÖÜŁŚĆŻŹ]{2,}[\w-]*|[A-Z]\w*[a-z][A-Z]\w*|[A-Za-z]+\d+\w*|ISO \d+|\d{4,5})\b")
# What became of an action, before its title or in brackets or after a dash behind it.
_MARK = (
    r"(?:abgesagt|entfällt|verschoben|verlegt|ersatztermin|neuer termin|cancell?ed|postponed|moved|rescheduled|new date"
    r"|odwołan\w+|przełożon\w+|przesunięt\w+|przeniesion\w+|nowy termin)"
)
MARK_BEFORE = re.compile(rf"^\W*{_MARK}\b\W*", re.IGNORECASE)
MARK_BEHIND = re.compile(rf"\s*(?:[(\[]\s*{_MARK}\b[^)\]]*[)\]]|[–—,:-]\s*{_MARK}\b.*)\s*$", re.IGNORECASE)
STEM = 6
SHORTEST_WORD = 3
# Words that say nothing about what a measure is about, beside those of the format lexicon.
PLAIN = frozenset(
    fold(
        """
        und oder der die das den dem des ein eine einer eines einem einen für mit von vom zum zur bei aus auf
        im in am an ist sind wird werden wir sie über unter nach vor durch als auch wie was sich nicht mehr
        zwischen gegen ohne neue neuer neues neuen unsere unser alle rund thema themen gemeinsam gemeinsame
        i oraz lub dla do na w we z ze o po od przy nad pod przez się jest są jak co czy nie nowe nowy nowa
        temat wspólne wspólny nasz nasza the and or of for with from to in on at by an is are be we our new
        about into your their this that how what more via als also sowie bzw ihr ihre ihren kann können
        """
    ).split()
)


@dataclass(frozen=True, slots=True)
class TitleParts:
    """Edition and year (0 where none is named), and the names: acronyms, brands, standards."""

    edition: int
    year: int
    names: frozenset[str]


def title_parts(title: str, description: str = "") -> TitleParts:
    """Read edition and year from the title, names from title and description."""
    ordinal, year = ORDINAL.search(title), YEAR.search(title)
    roman = ROMAN.search(title)
    edition = int(ordinal[1]) if ordinal else _roman(roman[1]) if roman else 0
    shouted = title.isupper()
    names = {
        fold(name)
        for text in (("" if shouted else title), description)
        for name in NAMED.findall(text)
        if not ROMAN.fullmatch(name) and not YEAR.fullmatch(name)
    }
    return TitleParts(edition, int(year[1]) if year else 0, frozenset(names))


def stems(text: str) -> set[str]:
    """The first six letters of the words that carry meaning: crude, equal for most cases and plurals."""
    return {w[:STEM] for w in words(text) if len(w) >= SHORTEST_WORD and w not in PLAIN and not w.isdigit()}


def own_words(name: str) -> set[str]:
    """The stems of an organisation's own words: no institution, subject, region or large town (`biosaxony`, `AHK`)."""
    return {w[:STEM] for w in words(name) if len(w) >= SHORTEST_WORD and is_own_word(w)}


def title_grams(title: str) -> set[str]:
    """Character n-grams (3 to 4) of the title without years, edition numbers and marks of what became of it."""
    return ngrams(YEAR.sub(" ", unmarked(title)), 3, 4)


@lru_cache(maxsize=20_000)
def unmarked(title: str) -> str:
    """A title without what became of the action: `ABGESAGT: ...`, `... (verschoben vom 12. März)`."""
    return MARK_BEHIND.sub("", MARK_BEFORE.sub("", title)) or title


def long_grams(text: str) -> set[str]:
    """Five letters in a row of the words that carry meaning: finds `forum` in `Wirtschaftsforum`."""
    telling = [w for w in words(text) if w not in PLAIN and not w.isdigit()]
    return {word[i : i + 5] for word in telling for i in range(len(word) - 4)}


def signature(things: set[str] | frozenset[str], bits: int) -> Bits:
    """A set as a row of bits (a Bloom filter with one hash, CRC-32): sets compare by counting bits."""
    row = bytearray(bits // 8)
    for thing in things:
        at = crc32(thing.encode()) % bits
        row[at >> 3] |= 1 << (at & 7)
    return np.frombuffer(bytes(row), dtype="<u8")


def _roman(numeral: str) -> int:
    values = [ROMAN_VALUE[c] for c in numeral]
    return sum(-v if v < max(values[i:], default=0) else v for i, v in enumerate(values))
