"""Names of organisations across languages: letters, place, meaning, and words of institutions in three languages.

`Uniwersytet Wrocławski` (Wrocław) and `University of Wrocław` are one: sentence vectors are weak for names, n-grams
are blind to translation, so both are combined with the town, with a dictionary that maps the words of
institutions and subjects to one key, and with acronyms (`Fraunhofer IML`: Material Flow and Logistics).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from neisse.engine.text.encoder import Vectors
from neisse.engine.text.fold import WORD, fold, ngrams, words
from neisse.engine.text.towns import find_town

Floats = npt.NDArray[np.float32]
# Chosen on one half of the ROR organisations (by hash of the id); the other half measures (docs/stages/intersect.md).
LETTERS, KEYS, MEANING, TOWN, SORT, ACRONYM = 0.2, 0.6, 0.7, 0.8, 0.15, 0.5
# Two names are compared within a town, so the town's name in them says less; so does an acronym of two letters.
TOWN_WEIGHT, SHORT_ACRONYM = 0.2, 0.25
STEM = 5
LARGE_TOWN = 50_000
LONGEST_ACRONYM = 8
SORTS = (
    "university", "applied", "academy", "school", "hospital", "institute", "centre", "laboratory", "museum", "library",
    "archive", "press", "foundation", "fund", "society", "council", "agency", "ministry", "company", "department",
    "station", "seminary",
)  # fmt: skip
# Acronyms are made of words in another language: Keramische and Ceramic begin alike to the ear.
SOUND = str.maketrans({"k": "c", "z": "c", "f": "p", "w": "v"})


@dataclass(frozen=True, slots=True)
class _Dictionary:
    whole: dict[str, frozenset[str]]
    begin: dict[str, frozenset[str]]
    inside: tuple[tuple[str, frozenset[str]], ...]


@lru_cache(maxsize=1)
def _dictionary() -> _Dictionary:
    table = files("neisse.engine.text").joinpath("data/institutions.tsv").read_text(encoding="utf-8")
    whole: dict[str, frozenset[str]] = {}
    begin: dict[str, frozenset[str]] = {}
    inside: list[tuple[str, frozenset[str]]] = []
    for line in table.splitlines():
        if not line or line.startswith("#"):
            continue
        names, patterns = line.split("\t")
        keys = frozenset(names.split("+")) - {"-"}
        for pattern in patterns.split(","):
            if pattern[0] == "*":
                inside.append((pattern[1:], keys))
            else:
                side = whole if pattern[0] == "=" else begin
                word = pattern.removeprefix("=")
                side[word] = side.get(word, frozenset()) | keys
    return _Dictionary(whole, begin, tuple(inside))


@lru_cache(maxsize=100_000)
def known_keys(word: str) -> frozenset[str] | None:
    """What a folded word means by the dictionary, whatever its language; empty for small words, None if unknown.

    German compounds mean several things: `universitatsklinikum` is a university and a hospital.
    """
    table = _dictionary()
    if word in table.whole:
        return table.whole[word]
    start = next((n for n in range(len(word), 2, -1) if word[:n] in table.begin), 0)
    keys = set(table.begin[word[:start]]) if start else set()
    for part, meaning in table.inside:
        at = word.find(part)
        if at > 0 or (at == 0 and start < len(part)):
            keys |= meaning
    if keys and not start:
        keys.add(word[:STEM])
    return frozenset(keys) or None


@lru_cache(maxsize=100_000)
def word_keys(word: str) -> frozenset[str]:
    """The meanings of a word, else its town, else its first letters."""
    known = known_keys(word)
    if known is not None:
        return known
    town = find_town(word) if len(word) > 3 else None
    return frozenset({f"town:{town.key}" if town and town.population > LARGE_TOWN else word[:STEM]})


def name_keys(name: str) -> frozenset[str]:
    """The keys of a name's words; legal forms and small words have none."""
    return frozenset(key for word in words(name) if len(word) > 1 for key in word_keys(word))


def name_similarity(
    names: Sequence[str],
    others: Sequence[str],
    vectors: tuple[Vectors, Vectors],
    towns: tuple[Sequence[str], Sequence[str]],
) -> Floats:
    """Names x others: letters, meaning of words, vectors, same town, sort, acronyms; about 2.5 for the same name."""
    letters = _cosine([ngrams(n) for n in names], [ngrams(o) for o in others])
    keys_a, keys_b = [name_keys(n) for n in names], [name_keys(o) for o in others]
    keys = _cosine(keys_a, keys_b)
    meaning = np.clip(vectors[0] @ vectors[1].T, 0, 1)
    towns_a, towns_b = ([_town_key(t) for t in side] for side in towns)
    same = np.array(towns_a)[:, None] == np.array(towns_b)[None, :]
    sorts = _sorts(keys_a) @ _sorts(keys_b).T
    spelt = np.maximum(_spelt(names, others), _spelt(others, names).T)
    found = LETTERS * letters + KEYS * keys + MEANING * meaning + TOWN * same + SORT * sorts + ACRONYM * spelt
    return np.asarray(found, dtype=np.float32)


def acronyms(name: str) -> list[str]:
    """The words of a name in capitals (`IML`, `DFKI`) as they sound; none where all is in capitals."""
    if name.isupper() and " " in name.strip():
        return []
    found = [w for w in WORD.findall(name) if 2 <= len(w) <= LONGEST_ACRONYM]
    capital = [w for w in found if sum(c.isupper() for c in w) >= max(2, len(w) - 2)]
    return [fold(w).translate(SOUND) for w in capital if fold(w) not in _dictionary().whole]


def _spelt(names: Sequence[str], others: Sequence[str]) -> Floats:
    """1 where an acronym of the name runs, with gaps, through the initials of the other; less for two letters."""
    found = np.zeros((len(names), len(others)), dtype=np.float32)
    lines = ["".join(w[0] for w in words(o) if known_keys(w) != frozenset()).translate(SOUND) for o in others]
    for i, name in enumerate(names):
        for acronym in acronyms(name):
            gap = "" if len(acronym) == 2 else ".*"
            pattern = re.compile(gap.join(map(re.escape, acronym)))
            hit = np.array([pattern.search(line) is not None for line in lines], dtype=np.float32)
            found[i] = np.maximum(found[i], hit * (1.0 if gap else SHORT_ACRONYM))
    return found


def _sorts(keys: Sequence[Collection[str]]) -> Floats:
    rows = np.array([[sort in k for sort in SORTS] for k in keys], dtype=np.float32).reshape(-1, len(SORTS))
    return np.asarray(rows / np.maximum(1, np.linalg.norm(rows, axis=1, keepdims=True)), dtype=np.float32)


@lru_cache(maxsize=50_000)
def _town_key(name: str) -> str:
    town = find_town(name) if name else None
    return str(town.key) if town else name or "?"


def _cosine(a: Sequence[Collection[str]], b: Sequence[Collection[str]]) -> Floats:
    """Cosine of sets weighed by rarity (smoothed inverse frequency over both sides)."""
    ids: dict[str, int] = {}
    rows = [_matrix(side, ids) for side in (a, b)]
    width = len(ids) or 1
    one, two = (csr_matrix((np.ones(len(c)), (r, c)), shape=(n, width)) for r, c, n in rows)
    count = np.asarray(one.sum(axis=0) + two.sum(axis=0)).ravel()
    rarity = np.log((1 + len(a) + len(b)) / (1 + count)) + 0.1
    rarity[[at for key, at in ids.items() if key.startswith("town:")]] *= TOWN_WEIGHT
    return np.asarray(
        (_unit(one.multiply(rarity)) @ _unit(two.multiply(rarity)).T).toarray(), dtype=np.float32
    )


def _matrix(sets: Sequence[Collection[str]], ids: dict[str, int]) -> tuple[list[int], list[int], int]:
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
