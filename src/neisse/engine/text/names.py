"""Names of organisations across languages: letters, place, meaning, and words of institutions in three languages.

`Uniwersytet Wrocławski` (Wrocław) and `University of Wrocław` are one: sentence vectors are weak for names, n-grams
are blind to translation, so both are combined with the town and with a lexicon that maps institution words of
the three languages to one key.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from neisse.engine.text.encoder import Vectors
from neisse.engine.text.fold import ngrams, words
from neisse.engine.text.towns import find_town

Floats = npt.NDArray[np.float32]
LETTERS, KEYS, MEANING, TOWN = 0.2, 0.4, 0.9, 0.8
DIMENSIONS = 2**18


@lru_cache(maxsize=1)
def institution_words() -> tuple[tuple[str, str], ...]:
    """(prefix of a folded word, key of its meaning), longest prefix first."""
    table = files("neisse.engine.text").joinpath("data/institutions.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in table.splitlines() if line and not line.startswith("#")]
    pairs = [(prefix.strip(), key) for key, prefixes in rows for prefix in prefixes.split(",")]
    return tuple(sorted(pairs, key=lambda p: (-len(p[0]), p)))


@lru_cache(maxsize=100_000)
def word_key(word: str) -> str:
    """What a word of a name means whatever its language: an institution word, a town, or its first letters."""
    for prefix, key in institution_words():
        if word.startswith(prefix):
            return key
    town = find_town(word) if len(word) > 3 else None
    return f"town:{town.key}" if town and town.population > 50_000 else word[:5]


def name_keys(name: str) -> frozenset[str]:
    """The keys of a name's words; legal forms and small words have none."""
    return frozenset(key for word in words(name) if len(word) > 1 and (key := word_key(word)) != "-")


def name_similarity(
    names: Sequence[str],
    others: Sequence[str],
    vectors: tuple[Vectors, Vectors],
    towns: tuple[Sequence[str], Sequence[str]],
) -> Floats:
    """Names x others: letters + meaning of words + sentence vectors + same town; about 2 for the same name."""
    letters = _cosine([ngrams(n) for n in names], [ngrams(o) for o in others])
    keys = _cosine([set(name_keys(n)) for n in names], [set(name_keys(o)) for o in others])
    meaning = np.clip(vectors[0] @ vectors[1].T, 0, 1)
    keys_a, keys_b = ([_town_key(t) for t in side] for side in towns)
    same = np.array(keys_a)[:, None] == np.array(keys_b)[None, :]
    return np.asarray(LETTERS * letters + KEYS * keys + MEANING * meaning + TOWN * same, dtype=np.float32)


@lru_cache(maxsize=50_000)
def _town_key(name: str) -> str:
    town = find_town(name) if name else None
    return str(town.key) if town else name or "?"


def _cosine(a: Sequence[set[str]], b: Sequence[set[str]]) -> Floats:
    """Cosine of sets weighed by rarity (smoothed inverse frequency over both sides)."""
    ids: dict[str, int] = {}
    rows = [_matrix(side, ids) for side in (a, b)]
    width = len(ids) or 1
    one, two = (csr_matrix((np.ones(len(c)), (r, c)), shape=(n, width)) for r, c, n in rows)
    count = np.asarray(one.sum(axis=0) + two.sum(axis=0)).ravel()
    rarity = np.log((1 + len(a) + len(b)) / (1 + count)) + 0.1
    return np.asarray(
        (_unit(one.multiply(rarity)) @ _unit(two.multiply(rarity)).T).toarray(), dtype=np.float32
    )


def _matrix(sets: Sequence[set[str]], ids: dict[str, int]) -> tuple[list[int], list[int], int]:
    rows: list[int] = []
    columns: list[int] = []
    for k, things in enumerate(sets):
        for thing in sorted(things):
            rows.append(k)
            columns.append(ids.setdefault(thing, len(ids)))
    return rows, columns, len(sets)


def _unit(rows: csr_matrix) -> csr_matrix:
    norms = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1))).ravel()
    return csr_matrix(rows.multiply((1 / np.where(norms > 0, norms, 1))[:, None]))
