"""Who is proposed to whom: a b-matching of greatest worth over all at once, with a fair share for everybody.

The worth of a proposal is its score; the first proposals of an organisation are worth a little more than its later
ones, so that what is scarce goes to those who have few. As a linear programme (HiGHS) with a concave bonus per
organisation; its optimum is whole but for odd circles, where it may be halves (Edmonds 1965); halves are rounded by
score. The cap falls until nobody has more than three times the median of those who can have any.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Rows = npt.NDArray[np.intp]
FAIR = 0.05
MOST_TIMES_MEDIAN = 3
CANDIDATES_PER_PLACE = 4
WHOLE = 1 - 1e-6


@dataclass(frozen=True, slots=True)
class Spread:
    """The chosen pairs (rows and columns of the scores, a < b), the cap that was kept, worth and its upper bound."""

    pairs: tuple[tuple[int, int], ...]
    cap: int
    worth: float
    bound: float


def spread(scores: Floats, cap: int, least: float) -> Spread:
    """Choose pairs among those that score at least `least`; nobody in more than `cap`, nor 3 x the median.

    Cost: one linear programme over the 4 x cap best candidates of each organisation, rarely two or three.
    """
    a, b = _candidates(scores, cap, least)
    if not len(a):
        return Spread((), cap, 0.0, 0.0)
    while True:
        found = _solve(scores[a, b].astype(float), a, b, len(scores), cap)
        counts = np.bincount(np.array(found.pairs, dtype=np.intp).ravel(), minlength=len(scores))
        able = np.bincount(np.concatenate([a, b]), minlength=len(scores)) > 0
        fair = max(1, int(MOST_TIMES_MEDIAN * np.median(counts[able])))
        if counts.max() <= fair:
            return found
        cap = min(cap - 1, fair)


def _candidates(scores: Floats, cap: int, least: float) -> tuple[Rows, Rows]:
    """Pairs that score enough and are among the best of one of their sides."""
    enough = np.triu(scores, 1) >= max(least, 1e-6)
    most = CANDIDATES_PER_PLACE * cap
    if len(scores) > most:
        bar = np.partition(scores, -most, axis=1)[:, -most]
        enough &= (scores >= bar[:, None]) | (scores >= bar[None, :])
    a, b = np.nonzero(enough)
    return a, b


def _solve(worth: npt.NDArray[np.float64], a: Rows, b: Rows, count: int, cap: int) -> Spread:
    from scipy.optimize import linprog
    from scipy.sparse import coo_array, csr_array, hstack

    edges = np.arange(len(a))
    ends = csr_array(
        coo_array(
            (np.ones(2 * len(a)), (np.concatenate([a, b]), np.concatenate([edges, edges]))), (count, len(a))
        )
    )
    # places[i, k]: the k-th place of organisation i; what stands in it counts once as an end of a pair.
    places = coo_array(
        (-np.ones(count * cap), (np.repeat(np.arange(count), cap), np.arange(count * cap))),
        (count, count * cap),
    )
    bonus = np.tile(FAIR * np.linspace(1, 0, cap, endpoint=False), count)
    solved = linprog(
        -np.concatenate([worth, bonus]),
        A_eq=hstack([ends, places], format="csc"),
        b_eq=np.zeros(count),
        bounds=(0, 1),
        method="highs",
    )
    kept = _rounded(np.asarray(solved.x[: len(a)]), worth, a, b, count, cap)
    counts = np.bincount(np.concatenate([a[kept], b[kept]]), minlength=count)
    gained = np.concatenate([[0.0], np.cumsum(bonus[:cap])])[counts].sum()
    pairs = tuple((int(i), int(j)) for i, j in zip(a[kept], b[kept], strict=True))
    return Spread(pairs, cap, float(worth[kept].sum() + gained), float(-solved.fun))


def _rounded(
    share: npt.NDArray[np.float64], worth: npt.NDArray[np.float64], a: Rows, b: Rows, count: int, cap: int
) -> Rows:
    """Whole pairs: those the programme takes whole, then others by share and worth while both sides have room."""
    used = np.zeros(count, dtype=int)
    kept = []
    for k in np.lexsort((b, a, -worth, -np.where(share > WHOLE, 1.0, np.ceil(share - 1e-6) / 2))):
        if used[a[k]] < cap and used[b[k]] < cap:
            used[a[k]] += 1
            used[b[k]] += 1
            kept.append(k)
    return np.sort(np.array(kept, dtype=np.intp))
