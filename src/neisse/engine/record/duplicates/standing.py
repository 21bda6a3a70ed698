"""What a pair is compared by, and how it stands among all pairs of the list: whether another record is closer to either."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from neisse.engine.record.duplicates.frequencies import word_weights
from neisse.engine.record.duplicates.likeness import Likeness, likeness, weighted_names
from neisse.engine.record.duplicates.meaning import Meaning, best_meaning, closeness
from neisse.engine.record.duplicates.nearness import Nearness
from neisse.engine.record.duplicates.signatures import Signature

Pair = tuple[int, int]
# As close as the closest, by so much; the next one after those is far, from so much on; of so many one is still meant.
TIED, FAR, FEW = 0.2, 0.4, 3
UNKNOWN = -1
# A pair's standing by the two sides: 2 close and alone so, 1 close among others, 0 others are closer.
STANDINGS = {(2, 2): 5, (1, 2): 4, (0, 2): 3, (1, 1): 2, (0, 1): 1, (0, 0): 0}
NOT_HERE = 2.0
SAME_LETTERS = 0.97


@dataclass(frozen=True, slots=True)
class Compared:
    """Two positions (lower first), the likeness and meaning of their names, how many names an acronym of theirs may stand
    for, and the pair's standing (`STANDINGS`, `UNKNOWN`).
    """

    left: int
    right: int
    likeness: Likeness
    meaning: Meaning
    stands_for: int = 0
    standing: int = UNKNOWN


def compared(
    signatures: Sequence[Signature], pairs: Sequence[Pair], region: bool, nearness: Nearness
) -> list[Compared]:
    """The pairs with what their names say of each other; `region`: see `word_weights`. Cost: about 0.2 ms a pair."""
    of_words = word_weights(signatures, region)
    names = [weighted_names(found, of_words) for found in signatures]
    return [
        Compared(
            left,
            right,
            likeness(names[left], names[right]),
            best_meaning(signatures[left], signatures[right], nearness) or Meaning(),
        )
        for left, right in pairs
    ]


def ranked(
    signatures: Sequence[Signature], found: Sequence[Compared], sure: Iterable[Pair] = ()
) -> list[Compared]:
    """The same pairs with their standing among each other; pairs that are `sure`, and those of one name, count as one record."""
    one = [(pair.left, pair.right) for pair in found if _is_one_name(signatures, pair)]
    group = _grouped(len(signatures), [*one, *sure])
    fits: dict[int, set[int]] = defaultdict(set)
    near: dict[int, dict[int, float]] = defaultdict(dict)
    close = [_close(signatures, pair) for pair in found]
    for pair, value in zip(found, close, strict=True):
        left, right = group[pair.left], group[pair.right]
        for own, other in ((left, right), (right, left)):
            near[own][other] = max(value, near[own].get(other, value))
            if pair.meaning.short in ("exact", "spelt", "partly") and not _apart(signatures, pair):
                fits[own].add(other)
    values = {own: sorted(others.values(), reverse=True) for own, others in near.items()}
    placed = []
    for pair in found:
        left, right = group[pair.left], group[pair.right]
        sides = (_side(values[own], near[own][other]) for own, other in ((left, right), (right, left)))
        standing = max(STANDINGS.values()) if left == right else STANDINGS[_ordered(*sides)]
        placed.append(replace(pair, stands_for=max(len(fits[left]), len(fits[right])), standing=standing))
    return placed


def _grouped(size: int, pairs: Sequence[Pair]) -> list[int]:
    """The number of the group of each position, where pairs are one."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    if not pairs:
        return list(range(size))
    left, right = np.array(pairs).T
    graph = coo_matrix((np.ones(len(pairs)), (left, right)), shape=(size, size))
    return [int(label) for label in connected_components(graph, directed=False)[1]]


def _is_one_name(signatures: Sequence[Signature], pair: Compared) -> bool:
    same = pair.likeness.letters >= SAME_LETTERS and pair.meaning.legal != "differ"
    return same and not _apart(signatures, pair)


def _ordered(one: int, other: int) -> tuple[int, int]:
    return (one, other) if one <= other else (other, one)


def _side(values: Sequence[float], value: float) -> int:
    if values[0] - value > TIED:
        return 0
    below = next((n for n, other in enumerate(values) if other < value - TIED), len(values))
    lone = below == len(values) or value - values[below] >= FAR
    return 2 if lone and below <= FEW else 1


def _close(signatures: Sequence[Signature], pair: Compared) -> float:
    apart = NOT_HERE if _apart(signatures, pair) else 0.0
    return closeness(pair.meaning) + pair.likeness.letters / 2 - apart


def _apart(signatures: Sequence[Signature], pair: Compared) -> bool:
    one, other = signatures[pair.left].towns, signatures[pair.right].towns
    return bool(one and other) and one.isdisjoint(other)
