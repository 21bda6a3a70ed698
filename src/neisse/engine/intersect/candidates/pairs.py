"""Which pairs are worth comparing: near in time, in reach, and alike in something. Knows the two measures only.

The rule adds up evidence that costs some nanoseconds; `rule.py` holds what it is worth, `screening.py` the compiled loops.
They read two rows, the same for one new measure, for a region and for a federation, so that none of them finds a pair that
another one misses. The sweep looks only where a partner can be: cells of the map one reach wide, days within the horizon.
Recall against comparing everything and the cost from 1,000 to 1,000,000 measures: bench/results/intersect_scale.md.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from neisse.engine.intersect.candidates.rule import HORIZON_DAYS, NUMBERS, REACH_KM, shipped_rule
from neisse.engine.intersect.candidates.sweep import Run, partner_runs, swept_order
from neisse.engine.intersect.table.contact import Rows
from neisse.engine.intersect.table.measures import Column, Table
from neisse.engine.intersect.words.weights import weight_levels

BLOCK = 64
# Rows of which a block fits the cache of a core.
CACHED = 1024
# Pairs for which a block has room at first; what is not used costs nothing, and too little means searching twice.
ROOM = 2**18
# What the rule reads of a table: `screen` and `text_vector`.
Read = tuple[Column, Column]


def candidate_pairs(table: Table, first_day: int = 0, eased: float = 0.0) -> Iterator[tuple[Rows, Rows]]:
    """Candidate pairs of a table, block by block, each pair once, as positions (i, j) with i != j.

    Those of which both sides start before `first_day` may be missing. `eased`: how much lower the bar lies, in
    log-odds, for who asks what is alike rather than what overlaps.

    Cost: the pairs within the horizon and the reach of each other, about 17 ns each; memory: one
    sorted copy of the columns that the rule reads.
    """
    order = swept_order(table, REACH_KM)
    side, scale = (table.screen[order.rows], table.text_vector[order.rows]), _scale(table, eased)
    runs = partner_runs(order, table, HORIZON_DAYS, BLOCK, first_day)
    for run in runs:
        i, j = _pairs(side, side, run, True, scale)
        yield order.rows[i], order.rows[j]


def candidates(a: Table, b: Table, eased: float = 0.0) -> npt.NDArray[np.bool_]:
    """Whether each row of `a` and each row of `b` is a candidate pair, as a matrix; fast where `a` has few rows.

    `eased`: see `candidate_pairs`.
    """
    matrix, scale = np.zeros((len(a), len(b)), dtype=np.bool_), _scale(a, eased)
    one, other = ((side.screen, side.text_vector) for side in (a, b))
    for first in range(0, len(b), CACHED):
        run = Run(first, min(first + CACHED, len(b)), np.array([[0, len(a)]]))
        j, i = _pairs(other, one, run, False, scale)
        matrix[i, j] = True
    return matrix


def _pairs(a: Read, b: Read, run: Run, once: bool, scale: tuple[Column, ...]) -> tuple[Rows, Rows]:
    from neisse.engine.intersect.candidates.screening import search  # loads the compiler

    room = ROOM
    while True:
        found = np.empty((room, 2), dtype=np.int64)
        count = search(a, b, (run.first, run.last), run.partners, once, scale, found)
        if count <= room:
            return found[:count, 0], found[:count, 1]
        room = count


def _scale(table: Table, eased: float) -> tuple[Column, ...]:
    """The rule, the distinct weights of concepts, and for each the bits of the concepts that have it."""
    numbers, places, kinds = shipped_rule()
    lowered = numbers + eased * (np.array(NUMBERS) == "base")
    return lowered, places, kinds, *weight_levels(table.topics.shape[1])
