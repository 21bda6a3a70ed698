"""Large mode: select and place, trade for weight, anneal for breaks; stopped at any time, with proven bounds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from neisse.engine.meet.grid import Grid
from neisse.engine.meet.instance import Instance
from neisse.engine.meet.large.anneal import anneal
from neisse.engine.meet.large.bounds import breaks_bound
from neisse.engine.meet.large.build import build, reset, slots_of
from neisse.engine.meet.large.insert import place_all
from neisse.engine.meet.large.report import schedule_of
from neisse.engine.meet.large.state import BREAK, State, total_price
from neisse.engine.meet.large.trade import trade_many
from neisse.engine.meet.schedule import Schedule
from neisse.engine.meet.selection import SHARE, Selection, select
from neisse.engine.search.progress import Progress, Spent, Status, Stop, silent

MUST = 1_000_000  # worth of a must, above all shares it could displace
CHOSEN = 0.5  # share in the relaxation from which a request is placed first
HOT, COLD = 0.35 * BREAK, 0.08 * BREAK  # temperatures between which breaks freeze out
REHEAT = 0.75  # share of HOT at which a second and later round starts
FIRST_ROUND = 50  # proposals per meeting in the first round; every round doubles
ROUNDS = 9  # in all about 25,000 proposals a meeting: five minutes at 30,000 meetings
STEP = 10  # proposals per meeting between two looks at the clock
STEPS = (20_000, 1_000_000)  # limits of a step, in proposals
TRADE_HEATS = (0.4, 0.05, 1.0)  # in turn, in units of weight, or of musts while one of them is waiting
TRADE_ROUNDS = 60

"""Share of the budget already used, in [0, 1]."""


@dataclass(frozen=True, slots=True)
class Budget:
    """When to stop, how far along we are (None: unknown), whom to tell."""

    stop: Stop
    spent: Spent | None
    progress: Progress


@dataclass(frozen=True, slots=True)
class Fairness:
    """The most breaks that people may be apart, and for whom that counts."""

    most: int | None
    people: NDArray[np.bool_]


def solve_large(
    instance: Instance,
    *,
    stop: Stop,
    seed: int = 0,
    progress: Progress = silent,
    spent: Spent | None = None,
) -> Schedule:
    """Place the most weight (musts, then a share for everybody, first), then fewest and fairest breaks.

    `stop` is asked every few ten thousand proposals. With `spent` the temperature falls along the budget and the
    whole of it is used; without, it falls in rounds of doubling length, so that stopping is good at any time. The
    same seed and the same answers of `stop` and `spent` give the same schedule. Memory: about 1 KB a meeting.
    Status UNKNOWN comes with the best schedule found and the rules that it does not keep.
    """
    grid = Grid.of(instance)
    must = grid.must | instance.rules.all_requests
    choice = select(grid, must)
    if not choice.feasible:
        return Schedule(
            instance.name, Status.INFEASIBLE, reasons=("the meetings that have to be held do not fit",)
        )
    budget = Budget(stop, spent, progress)
    state = build(grid, instance.rules.fairness, seed)
    fill(state, grid, choice, must, budget)
    placed = state.slot > 0
    bound = breaks_bound(grid, placed)
    if instance.rules.minimise == "breaks":
        cool(state, bound, Fairness(instance.rules.fairness, ~grid.rests), budget)
    served = int((state.held > 0).sum())
    return schedule_of(instance, grid, slots_of(grid, state), bound, choice.weight_bound(served))


def fill(state: State, grid: Grid, choice: Selection, must: NDArray[np.bool_], budget: Budget) -> None:
    """Place what the relaxation chose, busiest people first, then whatever still fits, then trade for weight."""
    chosen = choice.share > CHOSEN
    asked = np.bincount(state.people[chosen].ravel(), minlength=state.runs.size)
    load = (asked / np.maximum(1, state.limit))[state.people].sum(axis=1)
    order = np.lexsort((-load, np.where(chosen, 0, -grid.weight), ~chosen, ~must)).astype(np.int32)
    left = place_all(state, order)
    if left == 0:
        return
    worth = grid.weight + MUST * must.astype(np.int64)
    best = _worth(state, worth)
    slots = state.slot.copy()
    for turn in range(TRADE_ROUNDS):
        if best > choice.bound + MUST * must.sum() - 1 or budget.stop():
            break
        unit = MUST if (must & (state.slot == 0)).any() else 1
        trade_many(
            state, worth, SHARE, unit * TRADE_HEATS[turn % len(TRADE_HEATS)], 100 + state.slot.size // 8
        )
        value = _worth(state, worth)
        if value > best:
            best = value
            slots[:] = state.slot
    reset(state, slots)


def _worth(state: State, worth: NDArray[np.int64]) -> int:
    return int(worth[state.slot > 0].sum()) + SHARE * int((state.held > 0).sum())


def cool(state: State, bound: int, fairness: Fairness, budget: Budget) -> None:
    """Anneal the breaks of the placed meetings; leaves the state at the best schedule seen."""
    meetings = state.slot.size
    step = min(max(STEP * meetings, STEPS[0]), STEPS[1])
    best, slots = _rank(state, fairness), state.slot.copy()
    began = budget.spent() if budget.spent else 0.0
    done, turn = 0, 0
    while best > (0, bound, bound * BREAK) and turn < ROUNDS and not budget.stop():
        if budget.spent:
            along = min(1.0, (budget.spent() - began) / max(1e-9, 1.0 - began))
        else:
            along = done / (FIRST_ROUND * 2**turn * meetings)
        start = HOT if turn == 0 else REHEAT * HOT
        anneal(state, start * (COLD / start) ** along, step)
        done += step
        if not budget.spent and done >= FIRST_ROUND * 2**turn * meetings:
            done, turn = 0, turn + 1
        rank = _rank(state, fairness)
        if rank < best:
            best = rank
            slots[:] = state.slot
            budget.progress(best[1], bound)
    reset(state, slots)


def _rank(state: State, fairness: Fairness) -> tuple[int, int, int]:
    """What counts, in this order: breaks beyond the fairness limit, breaks, their spread over people."""
    breaks = np.maximum(state.runs - 1, 0)
    most = fairness.most
    beyond = 0 if most is None else int(np.maximum(breaks[fairness.people] - most, 0).sum())
    return beyond, int(breaks.sum()), total_price(state)
