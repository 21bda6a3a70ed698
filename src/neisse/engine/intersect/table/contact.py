"""What chosen rows of two tables share in their wide columns (vectors, bits), without copying a row.

A pair reads four rows of 1 kB and some of 128 to 512 bytes; gathering them first would cost more than comparing them.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

from neisse.engine.intersect.table.measures import UNIT, Column, Table
from neisse.engine.intersect.words.weights import WORD

SQUARED_UNIT = float(UNIT) ** 2
Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.intp]


class Side:
    """One side of pairs: rows of a table. A narrow column is gathered when it is first asked for; wide ones never are."""

    def __init__(self, table: Table, rows: Rows) -> None:
        self.table, self.rows = table, rows
        self._sizes: dict[str, Floats] = {}

    def __len__(self) -> int:
        return len(self.rows)

    def __getattr__(self, name: str) -> Column:
        column: Column = getattr(self.table, name)[self.rows]
        setattr(self, name, column)
        return column

    def wide(self, name: str) -> tuple[Column, Rows]:
        """A column of the whole table, and which of its rows are meant."""
        return getattr(self.table, name), self.rows

    def size(self, name: str) -> Floats:
        """How many bits of a column are set; counted once."""
        if name not in self._sizes:
            self._sizes[name] = shared(self, name, self, name)
        return self._sizes[name]


def shared(a: Side, left: str, b: Side, right: str) -> Floats:
    """How many bits a column of one side and a column of the other share, by pair; about 1 ns a word of 64."""
    return np.asarray(_shared(*a.wide(left), *b.wide(right)))


def cosines(a: Side, b: Side, one: str, other: str) -> tuple[Floats, Floats, Floats, Floats]:
    """The products of two unit vectors of each side, by pair: one-one, other-other, one-other, other-one.

    About 0.3 µs a pair: each vector is read once, because reading it costs more than the products.
    """
    (ones_a, i), (others_a, _) = a.wide(one), a.wide(other)
    (ones_b, j), (others_b, _) = b.wide(one), b.wide(other)
    found = _cosines(ones_a, others_a, i, ones_b, others_b, j)
    return found[0], found[1], found[2], found[3]


def weighed_bits(a: Side, left: str, b: Side, right: str, weights: Floats) -> tuple[Floats, Floats]:
    """The summed and the greatest weight of the bits that both have, by pair."""
    found = _weighed(*a.wide(left), *b.wide(right), weights)
    return found[:, 0], found[:, 1]


def meet(a: Side, left: str, b: Side, right: str) -> npt.NDArray[np.bool_]:
    """Whether the number in a column of one side is among those of a wider column of the other, 0 being none, by pair."""
    return np.asarray(_meet(*a.wide(left), *b.wide(right)))


@njit(cache=True, nogil=True)
def _meet(left: Any, i: Any, right: Any, j: Any) -> Any:
    found = np.zeros(len(i), dtype=np.bool_)
    for k in range(len(i)):
        wanted = left[i[k]]
        for at in range(right.shape[1] if wanted else 0):
            found[k] |= right[j[k], at] == wanted
    return found


@njit(cache=True, nogil=True)
def _shared(left: Any, i: Any, right: Any, j: Any) -> Any:
    found = np.zeros(len(i))
    for k in range(len(i)):
        count = 0
        for word in range(left.shape[1]):
            count += ones(left[i[k], word] & right[j[k], word])
        found[k] = count
    return found


@njit(cache=True, nogil=True)
def _cosines(ones_a: Any, others_a: Any, i: Any, ones_b: Any, others_b: Any, j: Any) -> Any:
    found = np.empty((4, len(i)))
    for k in range(len(i)):
        found[0, k] = cosine(ones_a, i[k], ones_b, j[k])
        found[1, k] = cosine(others_a, i[k], others_b, j[k])
        found[2, k] = cosine(ones_a, i[k], others_b, j[k])
        found[3, k] = cosine(others_a, i[k], ones_b, j[k])
    return found


@njit(cache=True, nogil=True)
def _weighed(left: Any, i: Any, right: Any, j: Any, weights: Any) -> Any:
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
def ones(bits: Any) -> Any:
    """How many bits of a whole number are set; the compiler makes one instruction of it."""
    count = 0
    while bits:
        bits &= bits - 1
        count += 1
    return count


@njit(cache=True, nogil=True)
def cosine(one: Any, i: Any, other: Any, j: Any) -> Any:
    """The product of two rows of whole numbers; exact, so that the order of its terms decides nothing."""
    total = np.int32(0)
    for k in range(one.shape[1]):
        total = np.int32(total + np.int32(np.int32(one[i, k]) * np.int32(other[j, k])))
    return total / SQUARED_UNIT
