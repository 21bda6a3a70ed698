"""What chosen rows of two tables share in their wide columns (vectors, bits), without copying a row.

A pair reads four rows of 1 kB and some of 128 to 512 bytes; gathering them first would cost more than comparing them. The
compiled loops, and the compiler with them, are loaded when pairs are first compared: pages are shown without.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from neisse.engine.intersect.table.measures import Column, Table

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
    from neisse.engine.intersect.table.loops import shared_bits

    return np.asarray(shared_bits(*a.wide(left), *b.wide(right)))


def cosines(a: Side, b: Side, one: str, other: str) -> tuple[Floats, Floats, Floats, Floats]:
    """The products of two unit vectors of each side, by pair: one-one, other-other, one-other, other-one.

    About 0.3 µs a pair: each vector is read once, because reading it costs more than the products.
    """
    from neisse.engine.intersect.table.loops import four_cosines

    (ones_a, i), (others_a, _) = a.wide(one), a.wide(other)
    (ones_b, j), (others_b, _) = b.wide(one), b.wide(other)
    found = four_cosines(ones_a, others_a, i, ones_b, others_b, j)
    return found[0], found[1], found[2], found[3]


def weighed_bits(a: Side, left: str, b: Side, right: str, weights: Floats) -> tuple[Floats, Floats]:
    """The summed and the greatest weight of the bits that both have, by pair."""
    from neisse.engine.intersect.table.loops import weighed

    found = weighed(*a.wide(left), *b.wide(right), weights)
    return found[:, 0], found[:, 1]


def meet(a: Side, left: str, b: Side, right: str) -> npt.NDArray[np.bool_]:
    """Whether the number in a column of one side is among those of a wider column of the other, 0 being none, by pair."""
    from neisse.engine.intersect.table.loops import holds

    return np.asarray(holds(*a.wide(left), *b.wide(right)))
