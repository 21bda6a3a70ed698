"""Names of organisations across languages: letters, place, meaning, words of institutions, acronyms.

`Uniwersytet Wrocławski` (Wrocław) and `University of Wrocław` are one: sentence vectors are weak for names, n-grams
are blind to translation, so both are combined with the town, with the words of institutions and subjects in three
languages (`institutions.py`), and with acronyms (`Fraunhofer IML`: Material Flow and Logistics).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from neisse.engine.text.acronyms import spelt_similarity
from neisse.engine.text.encoder import Vectors
from neisse.engine.text.fold import fold, ngrams, words
from neisse.engine.text.institutions import large_town, word_keys
from neisse.engine.text.towns import find_town

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Floats = npt.NDArray[np.float32]
# Fitted (conditional logit over the nearest names) on one half of the ROR organisations, by hash of the id; the other
# half measures (docs/stages/intersect.md).
LETTERS, KEYS, MEANING, TOWN, ACRONYM = 0.1, 0.65, 0.35, 0.8, 0.4
# A word that is rare by chance in a short list of names must not outweigh all others.
DAMPING = 0.7
# Towns of others in a name say less than its other words.
TOWN_WEIGHT = 0.2


def name_keys(name: str, town: str = "") -> frozenset[str]:
    """The keys of a name's words; legal forms and small words have none, nor has the organisation's own town."""
    own = large_town(fold(town))
    found = {key for word in words(name) if len(word) > 1 for key in word_keys(word)}
    return frozenset(found - {f"town:{own.key}"} if own else found)


def name_similarity(
    names: Sequence[str],
    others: Sequence[str],
    vectors: tuple[Vectors, Vectors],
    towns: tuple[Sequence[str], Sequence[str]],
) -> Floats:
    """Names x others: letters, meaning of words, vectors, same town, acronyms; about 2 for the same name."""
    sides = (list(zip(names, towns[0], strict=True)), list(zip(others, towns[1], strict=True)))
    letters = _cosine(*([ngrams(_without_town(n, t)) for n, t in side] for side in sides))
    keys = _cosine(*([name_keys(n, t) for n, t in side] for side in sides))
    meaning = np.clip(vectors[0] @ vectors[1].T, 0, 1)
    towns_a, towns_b = ([_town_key(t) for t in side] for side in towns)
    same = np.array(towns_a)[:, None] == np.array(towns_b)[None, :]
    spelt = spelt_similarity(names, others, same)
    found = LETTERS * letters + KEYS * keys + MEANING * meaning + TOWN * same + ACRONYM * spelt
    return np.asarray(found, dtype=np.float32)


def _without_town(name: str, town: str) -> str:
    """The folded words of a name, without its own town's: two names of one town are alike in it by chance."""
    bare = fold(town)
    own = large_town(bare)
    return " ".join(w for w in words(name) if w != bare and (own is None or large_town(w) != own))


@lru_cache(maxsize=50_000)
def _town_key(name: str) -> str:
    town = find_town(name) if name else None
    return str(town.key) if town else name or "?"


def _cosine(a: Sequence[Collection[str]], b: Sequence[Collection[str]]) -> Floats:
    """Cosine of sets weighed by rarity (smoothed inverse frequency over both sides)."""
    from scipy.sparse import csr_matrix

    ids: dict[str, int] = {}
    rows = [_matrix(side, ids) for side in (a, b)]
    width = len(ids) or 1
    one, two = (csr_matrix((np.ones(len(c)), (r, c)), shape=(n, width)) for r, c, n in rows)
    count = np.asarray(one.sum(axis=0) + two.sum(axis=0)).ravel()
    rarity = (np.log((1 + len(a) + len(b)) / (1 + count)) + 0.1) ** DAMPING
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
    from scipy.sparse import csr_matrix

    norms = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1))).ravel()
    return csr_matrix(rows.multiply((1 / np.where(norms > 0, norms, 1))[:, None]))
