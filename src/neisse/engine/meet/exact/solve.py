"""Exact mode: fewest breaks, then fewest idle slots, each with its bound."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import numpy as np

from neisse.engine.meet.exact.encode import Encoding, encode
from neisse.engine.meet.exact.minimise import TURN, Minimiser
from neisse.engine.meet.exact.neighbourhood import Neighbourhood
from neisse.engine.meet.exact.oracle import StoppedError, Work
from neisse.engine.meet.grid import Grid
from neisse.engine.meet.instance import Instance
from neisse.engine.meet.large.report import schedule_of
from neisse.engine.meet.schedule import Schedule
from neisse.engine.search.progress import Progress, Status, Stop, silent

IDLE_WORK = 8_000  # conflicts spent on idle slots: about a second


class ExactSearch:
    """The minimisations over one grid; `slots` is the best schedule so far, empty before the first."""

    def __init__(self, grid: Grid, fairness: int | None, stop: Stop, seed: int) -> None:
        self.grid, self.fairness, self.stop, self.seed = grid, fairness, stop, seed
        self.slots: list[int] = []
        self.work = 0

    def breaks(self, progress: Progress, *, counted: bool, patience: int | None = None) -> Minimiser:
        """Fewest breaks; with `counted` False any schedule will do; `patience`: the most conflicts."""
        encoding = encode(self.grid, self.fairness)
        groups = encoding.breaks if counted else []
        return self._minimise(encoding, groups, progress, limit=patience, turn=TURN)

    def idle(self, breaks: int, known: int, progress: Progress, limit: int | None) -> Minimiser:
        """Fewest idle slots among schedules of at most so many breaks; `known`: those of `slots`."""
        encoding = encode(self.grid, self.fairness)
        formula = encoding.formula
        count = formula.counter([v for unary in encoding.breaks for v in unary], breaks + 1)
        if len(count) > breaks:
            formula.add(-count[breaks])
        turn = TURN if limit is None else limit // 4
        return self._minimise(encoding, encoding.idle(), progress, known=known, limit=limit, turn=turn)

    def _minimise(
        self,
        encoding: Encoding,
        groups: list[list[int]],
        progress: Progress,
        *,
        turn: int,
        known: int | None = None,
        limit: int | None = None,
    ) -> Minimiser:
        def improved(model: list[int]) -> None:
            self.slots[:] = encoding.slots(model)

        work = Work(self.stop, limit)
        search = Minimiser(encoding.formula, work, groups, improved, progress)
        with suppress(StoppedError):
            search.run(Neighbourhood(encoding, self.slots, self.seed), known, turn)
        self.work += work.conflicts
        return search


def solve_exact(
    instance: Instance,
    *,
    stop: Stop,
    seed: int = 0,
    progress: Progress = silent,
    prove_idle: bool = False,
    patience: int | None = None,
) -> Schedule:
    """Place all requests with the fewest breaks, among those with the fewest idle slots.

    Status OPTIMAL: the breaks are proven minimal (the idle slots where `idle` == `idle_bound`); FEASIBLE:
    stopped before; UNKNOWN: stopped before a schedule was found; INFEASIBLE: proven, without a reason
    (`explain` finds it). `patience`: the most conflicts that the breaks may take. Idle slots get a fixed
    amount of work, without end with `prove_idle`.
    The same seed and the same answers of `stop` give the same schedule.
    """
    grid = Grid.of(instance)
    search = ExactSearch(grid, instance.rules.fairness, stop, seed)
    counted = instance.rules.minimise == "breaks"
    breaks = search.breaks(progress, counted=counted, patience=patience)
    if breaks.impossible:
        return Schedule(instance.name, Status.INFEASIBLE)
    if not search.slots:
        return Schedule(instance.name, Status.UNKNOWN, bound=breaks.lower)
    schedule = _schedule(instance, grid, search.slots, breaks.lower)
    if not breaks.done or not counted:
        return schedule
    limit = None if prove_idle else IDLE_WORK
    idle = search.idle(schedule.breaks, schedule.idle, progress, limit) if schedule.idle else None
    schedule = _schedule(instance, grid, search.slots, breaks.lower)
    return replace(schedule, idle_bound=idle.lower if idle else 0)


def _schedule(instance: Instance, grid: Grid, slots: list[int], bound: int) -> Schedule:
    return schedule_of(instance, grid, np.array(slots, np.int32) + 1, bound, int(grid.weight.sum()))
