"""A directory that texts are read against."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from neisse.engine.text.acronyms import acronyms
from neisse.engine.text.fold import WORD, fold, words
from neisse.engine.text.institutions import is_own_word
from neisse.engine.text.resolver.fitting import agreement
from neisse.engine.text.resolver.phrases import description_of, phrases
from neisse.engine.text.resolver.rows import ROW, row_of
from neisse.engine.values import Organisation, Place

How = Literal["name", "acronym", "description"]
BY_NAME, BY_ACRONYM = 1.0, 0.9
# The least agreement of a phrase, and how far ahead of the next one the best has to be.
LEAST, AHEAD = 0.6, 0.1
SHORTEST_ACRONYM = 3


@dataclass(frozen=True, slots=True)
class Mention:
    """A verbatim span of a text, the organisation that it speaks of, how sure that is, and by what it was found."""

    start: int
    end: int
    text: str
    organisation: str
    score: float
    how: How


class Directory:
    """Organisations by all their names, acronyms and descriptions; built once, about 0.2 ms an organisation."""

    def __init__(self, organisations: Iterable[Organisation]) -> None:
        self._ids: list[str] = []
        self._names: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self._acronyms: dict[str, set[str]] = {}
        rows = []
        for organisation in organisations:
            self._ids.append(organisation.id)
            said = description_of(" ".join(organisation.all_names), organisation.kind, organisation.place)
            rows.append(row_of(said))
            for name in organisation.all_names:
                self._add(organisation.id, name)
        self._rows = np.array(rows, dtype=np.int64).reshape(len(rows), ROW)

    def _add(self, key: str, name: str) -> None:
        said = tuple(words(name))
        # A name of one common word (Zentrum) is found by nothing but its description.
        if said and (len(said) > 1 or is_own_word(said[0])):
            self._names.setdefault(said[0], []).append((said, key))
        for word in WORD.findall(name):
            if len(word) >= SHORTEST_ACRONYM and acronyms(word):
                self._acronyms.setdefault(word, set()).add(key)

    def resolve(self, text: str, near: Place = Place()) -> list[Mention]:  # noqa: B008 - frozen
        """The organisations that a text speaks of, in its order; `near`: where what it tells of happens."""
        found = [*self._by_name(text), *self._by_acronym(text), *self._by_description(text, near)]
        kept: list[Mention] = []
        for mention in sorted(found, key=lambda m: (-m.score, m.start, -m.end, m.organisation)):
            if all(mention.end <= other.start or other.end <= mention.start for other in kept):
                kept.append(mention)
        return sorted(kept, key=lambda m: m.start)

    def _by_name(self, text: str) -> Iterable[Mention]:
        spans = list(WORD.finditer(text))
        said = [fold(span[0]) for span in spans]
        for at, word in enumerate(said):
            fitting = [
                (len(name), key) for name, key in self._names.get(word, ()) if _stands(name, said[at:])
            ]
            size = max((size for size, _ in fitting), default=0)
            keys = {key for length, key in fitting if length == size}
            if len(keys) == 1:
                start, end = spans[at].start(), spans[at + size - 1].end()
                yield Mention(start, end, text[start:end], keys.pop(), BY_NAME, "name")

    def _by_acronym(self, text: str) -> Iterable[Mention]:
        for span in WORD.finditer(text):
            keys = self._acronyms.get(span[0], set())
            if len(keys) == 1:
                yield Mention(span.start(), span.end(), span[0], next(iter(keys)), BY_ACRONYM, "acronym")

    def _by_description(self, text: str, near: Place) -> Iterable[Mention]:
        everybody = np.arange(len(self._ids))
        for phrase in phrases(text, near):
            row = np.array([row_of(phrase.says)])
            fits = agreement(row, np.zeros_like(everybody), self._rows, everybody)
            if not len(fits) or fits.max() < LEAST:
                continue
            best = np.flatnonzero(fits > fits.max() - AHEAD)
            if len(best) == 1:
                key, score = self._ids[best[0]], float(fits[best[0]])
                yield Mention(phrase.start, phrase.end, phrase.text, key, score * BY_ACRONYM, "description")


def _stands(name: Sequence[str], said: Sequence[str]) -> bool:
    return tuple(said[: len(name)]) == tuple(name)
