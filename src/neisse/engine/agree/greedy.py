"""A first plan in a moment: each group takes the column with the best value for what is still there."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csc_array

from neisse.engine.search.integer import BIG, Ints, Program


def greedy(program: Program) -> Ints | None:
    """An answer that keeps every row, or None where this simple way finds none.

    Groups are the rows that ask for exactly one of their columns; the cheapest choice of each comes first, then
    they get better in the order of gain per share of what is left. Programmes with tied columns have none.
    """
    one = (program.low == 1) & (program.high == 1)
    scarce = np.flatnonzero(program.high < BIG) if not one.all() else np.zeros(0, np.int64)
    scarce = scarce[~one[scarce]]
    if ((program.low > -BIG) & ~one).any():
        return None
    limits = program.high[scarce].astype(float)
    use = (
        csc_array(program.matrix[scarce].astype(float)).toarray()
        if len(scarce)
        else np.zeros((0, len(program.value)))
    )
    share = (use / np.maximum(limits, 1.0)[:, None]).sum(axis=0)
    picks = [
        program.matrix.indices[program.matrix.indptr[r] : program.matrix.indptr[r + 1]]
        for r in np.flatnonzero(one)
    ]
    picks = [p[program.upper[p] > 0] for p in picks]
    if any(not len(p) for p in picks):
        return None
    chosen = np.array([p[np.lexsort((-program.value[p], share[p]))[0]] for p in picks], np.int64)
    left = limits - use[:, chosen].sum(axis=1)
    _improve(program, use, share, picks, chosen, left)
    x = np.zeros(len(program.value), np.int64)
    x[chosen] = 1
    return x if program.holds(x) else None


def _improve(
    program: Program,
    use: np.ndarray,
    share: np.ndarray,
    picks: list[np.ndarray],
    chosen: np.ndarray,
    left: np.ndarray,
) -> None:
    """Take the exchanges of one column for a better one, best ratio first, while they fit."""
    moves = [
        ((program.value[c] - program.value[chosen[g]]) / max(share[c] - share[chosen[g]], 1e-9), g, int(c))
        for g, pick in enumerate(picks)
        for c in pick
        if program.value[c] > program.value[chosen[g]]
    ]
    for _, g, c in sorted(moves, key=lambda m: (-m[0], m[1], m[2])):
        more = use[:, c] - use[:, chosen[g]]
        if program.value[c] > program.value[chosen[g]] and (more <= left + 1e-9).all():
            left -= more
            chosen[g] = c
