"""Multiple-choice knapsacks with many limits: large-neighbourhood search by beams along the prices of the relaxation.

A round frees some groups, those in which a choice other than that of the relaxation costs little, and chooses for them
again, one after the other. A beam of partial choices is kept, by what they have lost against the relaxation and by how
likely the groups still to come are to meet what is left of each limit; the last groups are tried out in full.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from neisse.engine.search.integer import BIG, Ints, Program, relaxed

Floats = NDArray[np.float64]
MOST_LIMITS = 200  # more of them are days of houses, which the beam does not see through
BEAM = 1_000
WIDEST = 5  # doublings of the beam where nothing better is found
STALLED = 40  # rounds without a better plan for a doubling
ENOUGH = 6  # rounds for each group without a better plan, then beams find none
FREE = (8, 60)  # groups that are chosen anew in a round


@dataclass(frozen=True, slots=True, eq=False)
class Knapsack:
    """`use` (columns by limits), `loss` of a column against the relaxation, whose bound no choice exceeds.

    `groups`: the columns of each; `top`: what the relaxation takes; `second`: the loss of the next best column.
    """

    program: Program
    groups: list[Ints]
    limits: Ints
    use: Ints
    loss: Floats
    bound: float
    top: Ints
    second: Floats
    split: NDArray[np.bool_]


def knapsack_of(program: Program) -> Knapsack | None:
    """The programme as a knapsack with its relaxation; None where it is none (tied columns, too many limits)."""
    one = (program.low == 1) & (program.high == 1)
    matrix, rows = csr_array(program.matrix), np.flatnonzero(~one)
    groups = [matrix.indices[matrix.indptr[r] : matrix.indptr[r + 1]] for r in np.flatnonzero(one)]
    groups = [g[program.upper[g] > 0] for g in groups]
    in_groups = np.bincount(np.concatenate([*groups, np.zeros(0, int)]), minlength=len(program.value))
    open_ = program.upper > 0
    tied = (program.low[rows] > -BIG).any() or (in_groups[open_] != 1).any()
    if tied or not 0 < len(rows) <= MOST_LIMITS or any(not len(g) for g in groups):
        return None
    found = relaxed(program)
    if found is None:
        return None
    loss = np.maximum(found.loss, 0.0)
    groups = [g[np.argsort(loss[g], kind="stable")] for g in groups]
    top = np.array([g[np.argmax(found.x[g] - 1e-6 * loss[g])] for g in groups])
    second = np.array([loss[g[1]] if len(g) > 1 else np.inf for g in groups])
    split = np.array([found.x[g].max() < 1 - 1e-6 for g in groups])
    use = matrix[rows].toarray().T.astype(np.int64)
    return Knapsack(program, groups, program.high[rows], use, loss, found.value, top, second, split)


def narrowed(knapsack: Knapsack, value: int) -> Program:
    """The programme without the columns that lose more than any better answer than `value` may: its bound holds for all."""
    upper = knapsack.program.upper.copy()
    upper[knapsack.loss > knapsack.bound - value + 1e-6] = 0
    return replace(knapsack.program, upper=upper).at_least(value)


@dataclass(frozen=True, slots=True)
class _Tried:
    """How one round goes: which groups are free, how wide the beam, the scale of losses and their temperature."""

    free: Ints
    width: int
    most_loss: float
    warmth: float


def improved(
    knapsack: Knapsack,
    start: Ints | None,
    *,
    seed: int,
    rounds: int,
    stop: Callable[[], bool],
    told: Callable[[int], None] = lambda value: None,
) -> Ints | None:
    """A choice of columns (0/1) at least as good as `start`; None where none was found. The same seed, the same choice.

    Cost: a round some 30 milliseconds at ten limits, more where it stalls and the beam widens.
    """
    chance = np.random.default_rng(seed)
    at = None if start is None else np.array([g[np.argmax(start[g])] for g in knapsack.groups])
    value = -1 if at is None else int(knapsack.program.value[at].sum())
    near = np.sort(knapsack.loss[knapsack.loss > 1e-9])
    stalled = 0
    for _ in range(rounds):
        if stop() or not len(near) or value >= knapsack.bound - 1 or stalled > ENOUGH * len(knapsack.groups):
            break
        tried = _tried(knapsack, near, at is None, stalled, chance)
        base = at if at is not None and chance.random() < 0.6 else knapsack.top
        found = _beam(knapsack, base, tried, value)
        stalled += 1
        if found is not None:
            at, stalled = found, 0
            value = int(knapsack.program.value[at].sum())
            told(value)
    if at is None:
        return None
    x = np.zeros(len(knapsack.program.value), np.int64)
    x[at] = 1
    return x if knapsack.program.holds(x) else None


def _tried(
    knapsack: Knapsack, near: Floats, first: bool, stalled: int, chance: np.random.Generator
) -> _Tried:
    """A round by chance; the first plan of all is sought with wide losses around what the relaxation splits."""
    size = min(int(chance.integers(FREE[0] * 3 if first else FREE[0], FREE[1] + 1)), len(knapsack.groups))
    scale = float(near[min(len(near) - 1, int(size * chance.uniform(1, 6)))])
    spread = scale * chance.choice([0.3, 1.0, 2.0])
    key = np.minimum(knapsack.second, 1e9) + chance.exponential(spread, len(knapsack.groups))
    key = key - 1e9 * knapsack.split if first else key
    free = np.argsort(key, kind="stable")[:size]
    chance.shuffle(free)
    if chance.random() < 0.5:
        free = free[np.argsort(-knapsack.second[free], kind="stable")]
    width = int(BEAM * 2 ** chance.uniform(0, min(WIDEST, stalled / STALLED)))
    wide = 8 if first else 2
    return _Tried(free, width, wide * scale, scale * 2 ** chance.uniform(-4, 0))


def _beam(knapsack: Knapsack, base: Ints, tried: _Tried, value: int) -> Ints | None:
    """The best choice for the free groups that is worth more than `value`, with all others as in `base`."""
    use, worth = knapsack.use, knapsack.program.value
    held = np.ones(len(base), bool)
    held[tried.free] = False
    left = (knapsack.limits - use[base[held]].sum(axis=0)).astype(float)
    budget = knapsack.bound - value - knapsack.loss[base[held]].sum()
    picks = [_pick(knapsack, g, min(tried.most_loss, budget)) for g in tried.free]
    tail = len(picks)
    while tail > 0 and np.prod([float(len(p)) for p in picks[tail - 1 :]]) <= tried.width:
        tail -= 1
    states, past = _states(knapsack, picks, tail, left, tried, budget)
    ends, end_use = _ends(use, picks[tail:])
    total = worth[past].sum(axis=1)[:, None] + worth[ends].sum(axis=1)[None, :]
    i, j = np.nonzero(total > value - worth[base[held]].sum())
    room = np.rint(states).astype(np.int64)
    for limit in range(use.shape[1]):
        fits = end_use[j, limit] <= room[i, limit]
        i, j = i[fits], j[fits]
    if not len(i):
        return None
    best = np.argmax(total[i, j])
    found = base.copy()
    found[tried.free] = np.concatenate([past[i[best]], ends[j[best]]])
    return found


def _pick(knapsack: Knapsack, group: int, most_loss: float) -> Ints:
    """The columns of a group that lose little, the best of them always."""
    columns = knapsack.groups[group]
    return columns[: max(1, int(np.searchsorted(knapsack.loss[columns], most_loss, side="right")))]


def _states(
    knapsack: Knapsack, picks: Sequence[Ints], tail: int, left: Floats, tried: _Tried, budget: float
) -> tuple[Floats, Ints]:
    """Partial choices for the groups before `tail`: what they leave of each limit, and their columns."""
    means, spreads = _ahead(knapsack, picks, tried.warmth)
    states, losses, past = left[None, :], np.zeros(1), np.zeros((1, 0), np.int64)
    for n, pick in enumerate(picks[:tail]):
        weight = tried.warmth / (2 * (spreads[n + 1] + 1.0))
        away, use = states - means[n + 1], knapsack.use[pick].astype(float)
        score = (losses + (away * away) @ weight)[:, None] - 2 * ((away * weight) @ use.T)
        score = (score + (knapsack.loss[pick] + (use * use) @ weight)[None, :]).ravel()
        score[(losses[:, None] + knapsack.loss[pick][None, :]).ravel() > budget] = np.inf
        kept = (
            np.argpartition(score, tried.width)[: tried.width]
            if len(score) > tried.width
            else np.arange(len(score))
        )
        one, other = np.divmod(kept[np.isfinite(score[kept])], len(pick))
        states, losses = states[one] - use[other], losses[one] + knapsack.loss[pick[other]]
        past = np.column_stack([past[one], pick[other]])
    return states, past


def _ahead(knapsack: Knapsack, picks: Sequence[Ints], warmth: float) -> tuple[Floats, Floats]:
    """What the groups from each on are likely to use, and the variance of it, where small losses are likelier."""
    limits = knapsack.use.shape[1]
    means, spreads = np.zeros((len(picks) + 1, limits)), np.zeros((len(picks) + 1, limits))
    for n in range(len(picks) - 1, -1, -1):
        share = np.exp(-knapsack.loss[picks[n]] / warmth)
        share = share / share.sum() if share.sum() > 0 else np.full(len(share), 1 / len(share))
        mean = share @ knapsack.use[picks[n]]
        means[n] = means[n + 1] + mean
        spreads[n] = spreads[n + 1] + share @ (knapsack.use[picks[n]] - mean) ** 2
    return means, spreads


def _ends(use: Ints, picks: Sequence[Ints]) -> tuple[Ints, Ints]:
    """Every choice for the last groups, with what it uses."""
    ends, total = np.zeros((1, 0), np.int64), np.zeros((1, use.shape[1]), np.int64)
    for pick in picks:
        ends = np.column_stack([np.repeat(ends, len(pick), axis=0), np.tile(pick, len(ends))])
        total = (total[:, None, :] + use[pick][None, :, :]).reshape(-1, use.shape[1])
    return ends, total
