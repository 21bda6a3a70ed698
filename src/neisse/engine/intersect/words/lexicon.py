"""The own vocabulary: concepts, audiences and formats with their words in three languages.

A pattern is folded words. A word of the text matches when it begins with the pattern's word; `=word`
wants the whole word, `*word` finds it anywhere inside (German compounds: `*reinraum` in
`Grossreinraumtechnik`); a blank stands for the next word of the text. A word cut short by a full stop
(`Telemed.`) that nothing matches finds the patterns of one word that begin with it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import islice, takewhile

from neisse.engine.text.fold import fold, words
from neisse.engine.values import Language, Texts

SHORTEST_PREFIX = 2
# A position among the concepts, and the words that have to follow the first one.
Entry = tuple[int, tuple[str, ...]]
CUT_SHORT = re.compile(r"\b[a-z]{5,}(?=\.)")


@dataclass(frozen=True, slots=True)
class Concept:
    """One entry: a stable key, its group (empty for audiences and formats), labels, patterns."""

    key: str
    labels: Texts
    patterns: tuple[str, ...]
    group: str = ""

    def label(self, language: Language = "en") -> str:
        """The label for a reader."""
        return self.labels.best(language)[0]


# A shorter part of a pattern stands in too many words to be looked for by itself.
SHORTEST_PART = 4


class Lexicon:
    """Finds the concepts that a text mentions; words are looked up once and remembered."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        self.concepts = tuple(concepts)
        self.position = {concept.key: i for i, concept in enumerate(self.concepts)}
        self._begin: dict[str, list[Entry]] = {}
        self._whole: dict[str, list[Entry]] = {}
        self._inside: list[tuple[str, Entry]] = []
        self._known: dict[str, tuple[frozenset[int], list[Entry]]] = {}
        for at, concept in enumerate(self.concepts):
            for pattern in concept.patterns:
                self._compile(at, pattern)
        alone = [*self._begin.items(), *((part, [entry]) for part, entry in self._inside)]
        self._alone = sorted((word, at) for word, entries in alone for at, rest in entries if not rest)

    def __len__(self) -> int:
        return len(self.concepts)

    def find(self, text: str) -> dict[int, int]:
        """Positions of the concepts in a text, each with how often it is mentioned."""
        found: dict[int, int] = {}
        tokens = words(text)
        for i, token in enumerate(tokens):
            alone, longer = self._starting(token)
            here = set(alone)
            here.update(at for at, rest in longer if self._continues(tokens, i + 1, rest))
            for at in here:
                found[at] = found.get(at, 0) + 1
        for short in CUT_SHORT.findall(fold(text)):
            if not any(self._starting(short)):
                found.update((at, 1) for at in self._completing(short) if at not in found)
        return found

    def synonyms(self, text: str) -> list[tuple[str, ...]]:
        """How the concepts that a text names are written in any language: folded parts of words that stand in a text together.

        A text that names no concept, or whose concepts leave some of its words unsaid, has none.
        """
        asked = words(text)
        found: list[tuple[str, ...]] = []
        for at in self.find(text):
            concept = self.concepts[at]
            written = [tuple(part.lstrip("=*") for part in pattern.split()) for pattern in concept.patterns]
            if all(any(part in word for parts in written for part in parts) for word in asked):
                found += [parts for parts in written if all(len(part) >= SHORTEST_PART for part in parts)]
        return found

    def extended(self, concepts: Iterable[Concept]) -> Lexicon:
        """The lexicon with a user's own concepts; an entry with a known key replaces it."""
        merged = {concept.key: concept for concept in (*self.concepts, *concepts)}
        return Lexicon(merged.values())

    def _compile(self, at: int, pattern: str) -> None:
        first, *rest = pattern.split()
        entry = (at, tuple(rest))
        if first.startswith("="):
            self._whole.setdefault(first[1:], []).append(entry)
        elif first.startswith("*"):
            self._inside.append((first[1:], entry))
        else:
            self._begin.setdefault(first, []).append(entry)

    def _starting(self, token: str) -> tuple[frozenset[int], list[Entry]]:
        """What a word finds by itself, and the entries that want more words after it."""
        if token not in self._known:
            entries = list(self._whole.get(token, ()))
            for end in range(SHORTEST_PREFIX, len(token) + 1):
                entries += self._begin.get(token[:end], ())
            entries += [entry for part, entry in self._inside if part in token]
            alone = frozenset(at for at, rest in entries if not rest)
            self._known[token] = alone, [entry for entry in entries if entry[1] and entry[0] not in alone]
        return self._known[token]

    def _completing(self, short: str) -> set[int]:
        """The concepts with a pattern that begins with a word cut short."""
        first = bisect_left(self._alone, (short, -1))
        return {at for _, at in takewhile(lambda e: e[0].startswith(short), islice(self._alone, first, None))}

    @staticmethod
    def _continues(tokens: list[str], at: int, rest: tuple[str, ...]) -> bool:
        if at + len(rest) > len(tokens):
            return False
        for k, part in enumerate(rest, start=at):
            token = tokens[k]
            if token != part[1:] if part[0] == "=" else not token.startswith(part):
                return False
        return True


def parse_lexicon(table: str, *, grouped: bool) -> Lexicon:
    """The lexicon of a tab-separated table: key, group (if grouped), German, Polish, English, patterns."""
    concepts = []
    for line in table.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        key, *middle, patterns = line.split("\t")
        group = middle.pop(0) if grouped else ""
        found = tuple(p.strip() for p in patterns.split(",") if p.strip())
        concepts.append(Concept(key, Texts(*middle), found, group))
    return Lexicon(concepts)


def _shipped(name: str, *, grouped: bool) -> Lexicon:
    table = files("neisse.engine.intersect").joinpath(f"data/{name}.tsv").read_text(encoding="utf-8")
    return parse_lexicon(table, grouped=grouped)


@lru_cache(maxsize=1)
def topic_lexicon() -> Lexicon:
    """The life-science topics that ship with the product."""
    return _shipped("topics", grouped=True)


@lru_cache(maxsize=1)
def audience_lexicon() -> Lexicon:
    """Who measures are for."""
    return _shipped("audiences", grouped=False)


@lru_cache(maxsize=1)
def format_lexicon() -> Lexicon:
    """What measures are: workshop, conference, delegation, call ..."""
    return _shipped("formats", grouped=False)


@lru_cache(maxsize=1)
def region_lexicon() -> Lexicon:
    """Whose plan it is, where a text says so: the regions around the border, their key country and first division."""
    return _shipped("regions", grouped=False)
