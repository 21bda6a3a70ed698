"""The loops behind `contact`, compiled when they are first called."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from neisse.engine.arrays.bits import ones
from neisse.engine.intersect.table.measures import UNIT
from neisse.engine.intersect.words.weights import WORD

SQUARED_UNIT = float(UNIT) ** 2


@njit(cache=True, nogil=True)
def holds(left: Any, i: Any, right: Any, j: Any) -> Any:
    """Whether a number of one column is among those of another, by pair; 0 is none."""
    found = np.zeros(len(i), dtype=np.bool_)
    for k in range(len(i)):
        wanted = left[i[k]]
        for at in range(right.shape[1] if wanted else 0):
            found[k] |= right[j[k], at] == wanted
    return found


@njit(cache=True, nogil=True)
def shared_bits(left: Any, i: Any, right: Any, j: Any) -> Any:
    """How many bits two columns share, by pair."""
    found = np.zeros(len(i))
    for k in range(len(i)):
        count = 0
        for word in range(left.shape[1]):
            count += ones(left[i[k], word] & right[j[k], word])
        found[k] = count
    return found


@njit(cache=True, nogil=True)
def four_cosines(ones_a: Any, others_a: Any, i: Any, ones_b: Any, others_b: Any, j: Any) -> Any:
    """The products of two vectors of each side, by pair."""
    found = np.empty((4, len(i)))
    for k in range(len(i)):
        found[0, k] = cosine(ones_a, i[k], ones_b, j[k])
        found[1, k] = cosine(others_a, i[k], others_b, j[k])
        found[2, k] = cosine(ones_a, i[k], others_b, j[k])
        found[3, k] = cosine(others_a, i[k], ones_b, j[k])
    return found


@njit(cache=True, nogil=True)
def weighed(left: Any, i: Any, right: Any, j: Any, weights: Any) -> Any:
    """The summed and the greatest weight of the bits that two columns share, by pair."""
    found = np.zeros((len(i), 2))
    for k in range(len(i)):
        for word in range(left.shape[1]):
            both = left[i[k], word] & right[j[k], word]
            while both:
                weight = weights[WORD * word + ones((both & -both) - 1)]
                found[k, 0] += weight
                found[k, 1] = max(found[k, 1], weight)
                both &= both - 1
    return found


@njit(cache=True, nogil=True)
def cosine(one: Any, i: Any, other: Any, j: Any) -> Any:
    """The product of two rows of whole numbers; exact, so that the order of its terms decides nothing."""
    total = np.int32(0)
    for k in range(one.shape[1]):
        total = np.int32(total + np.int32(np.int32(one[i, k]) * np.int32(other[j, k])))
    return total / SQUARED_UNIT
