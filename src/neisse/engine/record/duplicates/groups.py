"""From pairs to groups: records that are one organisation together, not only two by two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from scipy.spatial.distance import squareform

from neisse.engine.record.duplicates.candidates import Pair

# Below this a pair does not connect two records at all; it keeps the matrices small.
FAINT = 0.05


def group(size: int, probabilities: Mapping[Pair, float], least: float) -> list[list[int]]:
    """Positions 0..size-1 in groups of two or more, by average linkage: a chain alone joins nobody.

    Two groups are joined while the mean probability over all their cross pairs (0 for pairs that were not
    looked at, or that a veto forbids) is at least `least`. Cost: cubic only within connected components.
    """
    strong = [(pair, p) for pair, p in probabilities.items() if p >= FAINT]
    if not strong:
        return []
    left, right = np.array([pair for pair, _ in strong]).T
    graph = coo_matrix((np.ones(len(strong)), (left, right)), shape=(size, size))
    _, component = connected_components(graph, directed=False)
    members: dict[int, list[int]] = {}
    for position, label in enumerate(component):
        members.setdefault(int(label), []).append(position)
    near: dict[int, list[tuple[Pair, float]]] = {}
    for pair, p in strong:
        near.setdefault(int(component[pair[0]]), []).append((pair, p))
    return [
        found for label in near for found in _within(members[label], near[label], least) if len(found) > 1
    ]


def _within(members: Sequence[int], pairs: Sequence[tuple[Pair, float]], least: float) -> list[list[int]]:
    at = {position: index for index, position in enumerate(members)}
    distance = np.ones((len(members), len(members)))
    np.fill_diagonal(distance, 0.0)
    for (left, right), p in pairs:
        distance[at[left], at[right]] = distance[at[right], at[left]] = 1.0 - p
    labels = fcluster(linkage(squareform(distance, checks=False), "average"), 1.0 - least, "distance")
    found: dict[int, list[int]] = {}
    for position, label in zip(members, labels, strict=True):
        found.setdefault(int(label), []).append(position)
    return list(found.values())
