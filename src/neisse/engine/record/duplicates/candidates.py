"""Which pairs are looked at: neighbours by letters and by words, and everything that shares a telling key."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations, product
from typing import TYPE_CHECKING

import numpy as np

from neisse.engine.record.duplicates.meaning import PARTLY
from neisse.engine.record.duplicates.nearness import Nearness
from neisse.engine.record.duplicates.signatures import Signature
from neisse.engine.text.acronyms import spelling
from neisse.engine.text.encoder import Vectors

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

NEIGHBOURS = 30
LEAST_SIMILARITY = 0.25
LARGEST_BLOCK = 60
LARGEST_NAME = 200
ROWS_AT_ONCE = 1000
WORD = r"\S+"
# All of a town with so few records are compared; of a larger one so many neighbours by vector, so many acronyms.
SMALL_TOWN, NEAREST_VECTORS, MOST_SHORT = 60, 15, 500
Pair = tuple[int, int]


def candidate_pairs(signatures: Sequence[Signature], nearness: Nearness | None = None) -> list[Pair]:
    """Pairs of positions (lower first) that may be one organisation.

    The nearest 30 of each name by the cosine of its words and 2-4-grams, and all that share an identifier, a
    domain, or an acronym with its long form (keys that more than 60 share tell nothing). Cost: near-linear
    in names x shared n-grams; exhaustive comparison is what it saves.
    """
    found: set[Pair] = set()
    for left, right in _near(signatures):
        if left != right:
            found.add((min(left, right), max(left, right)))
    for block in _blocks(signatures):
        found.update(combinations(sorted(block), 2))
    if nearness is not None:
        found.update(_by_meaning(signatures, nearness))
    return sorted(found)


def _by_meaning(signatures: Sequence[Signature], nearness: Nearness) -> Iterable[Pair]:
    """Within a town, and among those without one: all of a small town, else the nearest by vectors of the names,
    and each acronym with the names whose words it may stand for.
    """
    places: dict[str, list[int]] = defaultdict(list)
    for position, found in enumerate(signatures):
        for town in found.towns or ("",):
            places[town].append(position)
    for members in places.values():
        if len(members) <= SMALL_TOWN:
            yield from combinations(members, 2)
            continue
        rows = [(position, said) for position in members for said in signatures[position].facets]
        yield from _near_vectors(
            [position for position, _ in rows], nearness.of_names([said for _, said in rows])
        )
        short = [(position, said) for position, said in rows if said.acronyms]
        for position, said in short[:MOST_SHORT]:
            for other, long in rows:
                if other != position and any(spelling(a, long.name) >= PARTLY for a in said.acronyms):
                    yield min(position, other), max(position, other)


def _near_vectors(owners: Sequence[int], rows: Vectors) -> Iterable[Pair]:
    for start in range(0, len(owners), ROWS_AT_ONCE):
        products = rows[start : start + ROWS_AT_ONCE] @ rows.T
        size = min(NEAREST_VECTORS + 1, products.shape[1])
        nearest = np.argpartition(-products, size - 1, axis=1)[:, :size]
        for row, others in enumerate(nearest):
            for other in others:
                one, two = owners[start + row], owners[int(other)]
                if one != two:
                    yield min(one, two), max(one, two)


def _blocks(signatures: Sequence[Signature]) -> Iterable[set[int]]:
    keys: dict[str, set[int]] = defaultdict(set)
    for position, found in enumerate(signatures):
        for key in (*found.identifiers, f"domain {found.domain}" if found.domain else ""):
            keys[key].add(position)
        for short in (*found.short, *found.initials):
            keys[f"short {short}"].add(position)
    return [block for key, block in keys.items() if key and 1 < len(block) <= LARGEST_BLOCK]


def _near(signatures: Sequence[Signature]) -> Iterable[Pair]:
    from scipy.sparse import csr_matrix

    owners: dict[str, list[int]] = defaultdict(list)
    for position, found in enumerate(signatures):
        for name in found.names:
            owners[" ".join(name)].append(position)
    texts = list(owners)
    for text in texts:
        yield from combinations(owners[text][:LARGEST_NAME], 2)
    if len(texts) < 2:
        return
    from sklearn.feature_extraction.text import TfidfVectorizer

    by_letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True)
    by_words = TfidfVectorizer(analyzer="word", sublinear_tf=True, token_pattern=WORD)
    for vectorizer in (by_letters, by_words):
        for left, right in _neighbours(csr_matrix(vectorizer.fit_transform(texts), dtype=np.float32)):
            yield from product(owners[texts[left]][:LARGEST_NAME], owners[texts[right]][:LARGEST_NAME])


def _neighbours(matrix: csr_matrix) -> Iterable[Pair]:
    """Positions of the nearest rows of each row, both ways, by cosine."""
    from scipy.sparse import csr_matrix

    for start in range(0, matrix.shape[0], ROWS_AT_ONCE):
        products = csr_matrix(matrix[start : start + ROWS_AT_ONCE] @ matrix.T)
        for row in range(products.shape[0]):
            begin, end = products.indptr[row], products.indptr[row + 1]
            values, columns = products.data[begin:end], products.indices[begin:end]
            if len(values) > NEIGHBOURS:
                nearest = np.argpartition(-values, NEIGHBOURS)[:NEIGHBOURS]
                values, columns = values[nearest], columns[nearest]
            for column in columns[values >= LEAST_SIMILARITY]:
                yield start + row, int(column)
