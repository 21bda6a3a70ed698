"""Words of institutions in three languages: `Forschung`, `badawczy` and `research` have one key.

`data/institutions.tsv` (kinds, subjects, levels) and `data/words.tsv` (others, given names) lead from stems of folded words
to keys. German compounds are cut into the stems they hold; the adjective of a large town (Stuttgarter, wrocławski) leads to
the town; other words are told by their first letters as they sound: Masovian and Masowisch are one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from neisse.engine.text.countries import BORDER
from neisse.engine.text.towns import Town, find_town

TABLES = ("institutions", "words")
STEM = 5
LARGE_TOWN = 50_000
# A stem this short means something only at the end of a compound: `Stadtrat`, but not `Corporation`.
SHORT = 4
ENDINGS = frozenset({"", "s", "es", "e", "en", "er", "n"})
# Beginnings of words also count within compounds (Humangenetik), if they are long enough not to stand there by chance.
LEAST_BEGIN, AFTER_STEM, AFTER_OTHER = 3, 5, 6
# Shorter patterns are abbreviations themselves (TU), and say nothing about the letters of others.
LONGEST_WORD = 80
SHORTEST_WORD = 4
SPELT = (
    ("sch", "s"), ("sz", "s"), ("cz", "c"), ("rz", "z"), ("ph", "f"), ("th", "t"), ("ck", "c"), ("ae", "a"),
    ("oe", "o"), ("ue", "u"),
)  # fmt: skip
SOUND = str.maketrans({"k": "c", "z": "s", "w": "v", "y": "i", "j": "i"})
POLISH_ADJECTIVE = re.compile(r"k(?:i|a|ie|iego|iej|im|ich|imi)$")
# Stems of Polish adjectives that are not their town's name with an ending cut off.
POLISH_TOWN = {
    "lubels": "lublin", "bialostoc": "bialystok", "kielec": "kielce", "bydgos": "bydgoszcz", "elblas": "elblag",
    "zielonogors": "zielona gora", "jeleniogors": "jelenia gora", "walbrzys": "walbrzych",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Dictionary:
    """Keys by whole word, by beginning and by a stem anywhere (longest first); first letters by key."""

    whole: dict[str, frozenset[str]]
    begin: dict[str, frozenset[str]]
    inside: tuple[tuple[str, frozenset[str]], ...]
    letters: dict[str, frozenset[str]]


@lru_cache(maxsize=2)
def _dictionary(*tables: str) -> _Dictionary:
    whole: dict[str, frozenset[str]] = {}
    begin: dict[str, frozenset[str]] = {}
    inside: dict[str, frozenset[str]] = {}
    letters: dict[str, frozenset[str]] = {}
    for line in (line for table in tables for line in _lines(table)):
        names, patterns = line.split("\t")
        keys = frozenset(names.split("+")) - {"-"}
        for pattern in patterns.split(","):
            side = {"=": whole, "*": inside}.get(pattern[0], begin)
            word = pattern.lstrip("=*")
            side[word] = side.get(word, frozenset()) | keys
            if len(word) >= SHORTEST_WORD:
                letters |= {key: letters.get(key, frozenset()) | {word[0]} for key in keys}
    longest_first = tuple(sorted(inside.items(), key=lambda entry: -len(entry[0])))
    return _Dictionary(whole, begin, longest_first, letters)


def _lines(table: str) -> list[str]:
    text = files("neisse.engine.text").joinpath(f"data/{table}.tsv").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")]


@lru_cache(maxsize=100_000)
def known_keys(word: str, *, tables: tuple[str, ...] = TABLES) -> frozenset[str] | None:
    """What a folded word means by the dictionary, whatever its language; empty for small words, None if unknown.

    German compounds mean several things: `universitatsklinikum` is a university and a hospital. What stands before the
    first known stem is told by its first letters. What is longer than any word of these languages is unknown: the cost
    of a word grows with the square of its length.
    """
    if len(word) > LONGEST_WORD:
        return None
    table = _dictionary(*tables)
    if word in table.whole:
        return table.whole[word]
    start = _longest(table, word, 0, LEAST_BEGIN)
    keys = set(table.begin[word[:start]]) if start else set()
    rest = word[start:]
    for part, meaning in table.inside:
        at = rest.find(part)
        if at >= 0 and (len(part) > SHORT or rest[at + len(part) :] in ENDINGS):
            keys |= meaning
            rest = rest[:at] + " " * len(part) + rest[at + len(part) :]
    for at in range(0 if start else 1, len(rest)):
        size = _longest(table, rest, at, AFTER_STEM if start else AFTER_OTHER)
        keys |= table.begin[rest[at : at + size]] if size else set()
        rest = rest[:at] + " " * size + rest[at + size :]
    before = rest.split(" ")[0]
    if keys and not start and before:
        keys.add(stem(before))
    return frozenset(keys) or None


def _longest(table: _Dictionary, word: str, at: int, least: int) -> int:
    """The length of the longest stem that stands at a place of a word; 0 for none."""
    return next((n for n in range(len(word) - at, least - 1, -1) if word[at : at + n] in table.begin), 0)


@lru_cache(maxsize=100_000)
def word_keys(word: str) -> frozenset[str]:
    """The meanings of a word, or `town:` and the key of a large town, else its first letters."""
    whole = _dictionary(*TABLES).whole
    if word in whole:
        return whole[word]
    town, known = large_town(word), known_keys(word)
    if town is not None and (known is None or town.country in BORDER):
        return frozenset({f"town:{town.key}"})
    return frozenset({stem(word)}) if known is None else known


def is_small(word: str) -> bool:
    """Whether a folded word is an article, a preposition or their like."""
    return known_keys(word) == frozenset()


def is_own_word(word: str) -> bool:
    """Whether a folded word may be an organisation's own: no institution, subject, level or large town (`Alliance` may)."""
    return known_keys(word, tables=TABLES[:1]) is None and large_town(word) is None


def stem(word: str) -> str:
    """The first five letters as they sound; a short word loses the vowel of a Polish case."""
    for one, other in SPELT:
        word = word.replace(one, other)
    word = word.translate(SOUND)
    return word[:-1] if 3 < len(word) <= STEM and word[-1] in "aeiou" else word[:STEM]


@lru_cache(maxsize=100_000)
def large_town(word: str) -> Town | None:
    """The large town that a folded word names, in an adjective too if it lies in Germany, Poland or Czechia."""
    if len(word) < SHORTEST_WORD:
        return None
    for name in (word, *_bases(word)):
        town = find_town(name)
        if town and town.population > LARGE_TOWN and (name == word or town.country in BORDER):
            return town
    return None


def _bases(word: str) -> list[str]:
    """The names that a word may be an adjective of: Bremer, Dresdner; gdański, warszawski, katowicki, opolski."""
    if len(word) > 5 and word.endswith("er"):
        return [word[:-2], word[:-2] + "en", *([word[:-3] + "en"] if word.endswith("ner") else [])]
    match = POLISH_ADJECTIVE.search(word)
    if match is None:
        return []
    bare = word[: match.start()]
    if bare in POLISH_TOWN:
        return [POLISH_TOWN[bare]]
    name = bare.removesuffix("s")
    return [bare, name, name + "a", name + "e", bare + "k"]


def initials(word: str) -> frozenset[str]:
    """The letters that a word or a translation of it may begin with: `health` gives g and z too."""
    letters = _dictionary(*TABLES).letters
    keys = known_keys(word) or frozenset()
    return frozenset({word[0]}).union(*(letters.get(key, frozenset()) for key in keys))
