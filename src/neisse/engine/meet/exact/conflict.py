"""A set of requests that cannot all be held and of which none can be left out."""

from __future__ import annotations

import numpy as np

from neisse.engine.meet.exact.encode import encode
from neisse.engine.meet.exact.oracle import Oracle, Work
from neisse.engine.meet.grid import Grid, Ints
from neisse.engine.search.progress import Stop

PROOF = 4_000  # conflicts after which a set counts as one that fits


def feasible(grid: Grid, stop: Stop, budget: int | None = None) -> bool | None:
    """Whether all requests can be held, fairness aside; None when the budget does not tell."""
    return Oracle(encode(grid, None).formula, Work(stop)).decide((), budget)


def smallest_conflict(grid: Grid, stop: Stop) -> Ints:
    """Deletion in halving portions (as in delta debugging, Zeller 1999); about k log M proofs for k requests left.

    The grid's requests must be infeasible. Ends early, with a larger set, where `stop` says so (never raises) and
    where a proof is too long. Rules that bind the requests that are left make the sentence around them.
    """
    kept: Ints = np.arange(grid.n_meetings, dtype=np.int32)
    portion = max(1, len(kept) // 2)
    while not stop():
        start = 0
        while start < len(kept) and not stop():
            rest = np.delete(kept, slice(start, start + portion))
            if feasible(grid.only(rest), _never, PROOF) is False:
                kept = rest
            else:
                start += portion
        if portion == 1:
            break
        portion = max(1, portion // 2)
    return kept


def _never() -> bool:
    return False
