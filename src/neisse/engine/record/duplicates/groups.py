"""From pairs to groups: records that are one organisation together, not only two by two."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from neisse.engine.record.duplicates.candidates import Pair
from neisse.engine.record.duplicates.signatures import contradict

# Below this a pair does not connect two records at all; it keeps the matrices small.
FAINT = 0.05
# The distance of a veto: no mean with it in it comes near the cut.
VETO = 1e6


@dataclass(frozen=True, slots=True)
class Group:
    """Positions that are one organisation, and for each pair (lower first) how probable its joining was.

    That is the mean probability over the cross pairs of the two parts that the pair's joining brought
    together; for a group of two it is the probability of the pair itself.
    """

    members: tuple[int, ...]
    joined: Mapping[Pair, float]


def group(
    identifiers: Sequence[frozenset[str]], probabilities: Mapping[Pair, float], least: float
) -> list[Group]:
    """Positions 0..n-1 in groups of two or more, by average linkage: a chain alone joins nobody.

    Two groups are joined while the mean probability over all their cross pairs (0 for pairs that were not
    looked at) is at least `least`, and never where `identifiers` of two members contradict each other.
    Cost: cubic only within connected components.
    """
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    strong = [(pair, p) for pair, p in probabilities.items() if p >= FAINT]
    if not strong:
        return []
    left, right = np.array([pair for pair, _ in strong]).T
    size = len(identifiers)
    graph = coo_matrix((np.ones(len(strong)), (left, right)), shape=(size, size))
    _, component = connected_components(graph, directed=False)
    members: dict[int, list[int]] = {}
    for position, label in enumerate(component):
        members.setdefault(int(label), []).append(position)
    near: dict[int, list[tuple[Pair, float]]] = {}
    for pair, p in strong:
        near.setdefault(int(component[pair[0]]), []).append((pair, p))
    return [
        found
        for label, pairs in near.items()
        for found in _within(members[label], _distances(members[label], pairs, identifiers), least)
    ]


def _distances(
    members: Sequence[int], pairs: Iterable[tuple[Pair, float]], identifiers: Sequence[frozenset[str]]
) -> NDArray[np.float64]:
    at = {position: index for index, position in enumerate(members)}
    distance = np.ones((len(members), len(members)))
    np.fill_diagonal(distance, 0.0)
    for (left, right), p in pairs:
        distance[at[left], at[right]] = distance[at[right], at[left]] = 1.0 - p
    identified = [position for position in members if identifiers[position]]
    for one, other in combinations(identified, 2):
        if contradict(identifiers[one], identifiers[other]):
            distance[at[one], at[other]] = distance[at[other], at[one]] = VETO
    return distance


def _within(members: Sequence[int], distance: NDArray[np.float64], least: float) -> Iterable[Group]:
    from scipy.cluster.hierarchy import cophenet, fcluster, linkage
    from scipy.spatial.distance import squareform

    tree = linkage(squareform(distance, checks=False), "average")
    joined = 1.0 - squareform(cophenet(tree))
    of_label: dict[int, list[int]] = {}
    for index, label in enumerate(fcluster(tree, 1.0 - least, "distance")):
        of_label.setdefault(int(label), []).append(index)
    for found in of_label.values():
        if len(found) > 1:
            yield Group(
                tuple(members[index] for index in found),
                {(members[i], members[j]): float(joined[i, j]) for i, j in combinations(found, 2)},
            )
