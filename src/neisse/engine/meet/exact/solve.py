"""Exact mode: fewest breaks, then fewest idle slots, each with its bound."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import numpy as np

from neisse.engine.meet.exact.encode import Encoding, encode
from neisse.engine.meet.exact.minimise import Minimiser
from neisse.engine.meet.exact.neighbourhood import Neighbourhood
from neisse.engine.meet.exact.oracle import Oracle, StoppedError
from neisse.engine.meet.grid import Grid
from neisse.engine.meet.instance import Instance
from neisse.engine.meet.large.report import schedule_of
from neisse.engine.meet.schedule import Progress, Schedule, Status, Stop


def silent(value: int, bound: int) -> None:
    """Tell nobody."""


class ExactSearch:
    """The two minimisations over one grid; `slots` is the best schedule so far, empty before the first."""

    def __init__(self, grid: Grid, fairness: int | None, stop: Stop, seed: int) -> None:
        self.grid, self.fairness, self.stop, self.seed = grid, fairness, stop, seed
        self.slots: list[int] = []

    def breaks(self, progress: Progress) -> Minimiser:
        """Fewest breaks."""
        encoding = encode(self.grid, self.fairness)
        return self._minimise(encoding, encoding.breaks, progress)

    def idle(self, breaks: int, known: int, progress: Progress) -> Minimiser:
        """Fewest idle slots among schedules of at most so many breaks; `known`: those of `slots`."""
        encoding = encode(self.grid, self.fairness)
        formula = encoding.formula
        count = formula.counter([v for unary in encoding.breaks for v in unary], breaks + 1)
        if len(count) > breaks:
            formula.add(-count[breaks])
        return self._minimise(encoding, encoding.idle(), progress, known)

    def _minimise(
        self, encoding: Encoding, groups: list[list[int]], progress: Progress, known: int | None = None
    ) -> Minimiser:
        def improved(model: list[int]) -> None:
            self.slots[:] = encoding.slots(model)

        search = Minimiser(Oracle(encoding.formula, self.stop), groups, improved, progress)
        with suppress(StoppedError):
            search.run(Neighbourhood(encoding, self.slots, self.seed), known)
        return search


def solve_exact(instance: Instance, *, stop: Stop, seed: int = 0, progress: Progress = silent) -> Schedule:
    """Place all requests with the fewest breaks, among those with the fewest idle slots.

    Status OPTIMAL: the breaks are proven minimal (the idle slots where `idle` == `idle_bound`); FEASIBLE:
    stopped before; UNKNOWN: stopped before a schedule was found; INFEASIBLE: proven, without a reason
    (`explain` finds it). The same seed and the same answers of `stop` give the same schedule.
    """
    grid = Grid.of(instance)
    search = ExactSearch(grid, instance.rules.fairness, stop, seed)
    breaks = search.breaks(progress)
    if breaks.impossible:
        return Schedule(instance.name, Status.INFEASIBLE)
    if not search.slots:
        return Schedule(instance.name, Status.UNKNOWN, bound=breaks.lower)
    schedule = _schedule(instance, grid, search.slots, breaks.lower)
    if not breaks.done:
        return schedule
    idle = search.idle(schedule.breaks, schedule.idle, progress)
    return replace(_schedule(instance, grid, search.slots, breaks.lower), idle_bound=idle.lower)


def _schedule(instance: Instance, grid: Grid, slots: list[int], bound: int) -> Schedule:
    return schedule_of(instance, grid, np.array(slots, np.int32) + 1, bound, int(grid.weight.sum()))
