"""Repair of a forum, exact, by CP-SAT with one Boolean per meeting and open slot.

A first repair by ejection chains is given. That it places all that can be placed follows from the linear relaxation
or else is searched for; that it moves fewest follows when no schedule moves 0, 1, 2, ... less than it did: each such
question is small, because it holds almost every meeting fast. Last the breaks are minimised among such repairs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from neisse.engine.meet.grid import Grid
from neisse.engine.meet.selection import select
from neisse.engine.search.cp_sat import run_cp_sat
from neisse.engine.search.progress import Status, Stop

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
UNFAIR = 1_000  # price of a break beyond the fairness limit
WORK = 0.4  # deterministic seconds of each solve, about as many of the clock
Literal = cp_model.IntVar
Places = dict[tuple[int, int], Literal]


@dataclass(frozen=True, slots=True)
class Search:
    """How models are solved: reproducibly, within a bounded amount of work."""

    stop: Stop
    seed: int

    def run(
        self, model: cp_model.CpModel, places: Places, slots: Ints, aim: cp_model.LinearExprT | None
    ) -> tuple[Ints, bool]:
        """The slots found (`slots` itself: nothing better) and whether that is proven; the model keeps the aim."""
        _hint(model, places, slots)
        if aim is not None:
            model.minimize(aim)
        run = run_cp_sat(model, stop=self.stop, seed=self.seed, work_s=WORK)
        if not run.found:
            return slots, run.status is Status.INFEASIBLE
        found = np.zeros_like(slots)
        for (m, s), v in places.items():
            if run.solver.boolean_value(v):
                found[m] = s + 1
        if aim is not None:
            model.add(aim <= round(run.solver.objective_value))
        return found, run.status is Status.OPTIMAL


def repair_exactly(
    grid: Grid, old: Ints, first: Ints, worth: Longs, fairness: int | None, search: Search
) -> tuple[Ints, bool]:
    """The new 1-based slots (0 = not placed) and whether all aims are proven.

    `old`: 1-based slots so far, 0 = none; a slot that is no longer allowed counts as none. `first`: the repair to
    start from. `worth`: of having the request placed; 0 = it only fills what stays free. For up to some ten
    thousand pairs of meeting and open slot; at most four or five solves.
    """
    model = cp_model.CpModel()
    places: Places = {(m, s): model.new_bool_var("") for m, s in np.argwhere(grid.allowed).tolist()}
    _rules(model, grid, places)
    value = sum(int(worth[m]) * v for (m, _), v in places.items())
    stays = [places[m, s - 1] for m, s in enumerate(old.tolist()) if (m, s - 1) in places]
    slots, proven = first, True
    relaxation = select(
        replace(grid, weight=worth.astype(np.int32)), np.zeros(grid.n_meetings, np.bool_), each=0
    )
    if worth[first > 0].sum() < relaxation.weight_bound(0):
        slots, proven = search.run(model, places, slots, -value)
    model.add(value >= int(worth[slots > 0].sum()))
    for fewer in range(_moves(grid, old, slots)):
        trial = model.clone()
        trial.add(sum(stays) >= len(stays) - fewer)
        found, decided = search.run(trial, places, slots, None)
        proven &= decided
        if not decided or found is not slots:
            slots = found
            break
    model.add(sum(stays) >= len(stays) - _moves(grid, old, slots))
    aims = [sum(_breaks(model, grid, places, fairness))]
    if not (slots > 0).all():
        nothing = int((grid.weight == 0).sum())  # requests of no weight count less than any weight together
        each = grid.weight * (nothing + 1) + (grid.weight == 0)
        aims.insert(0, -sum(int(each[m]) * v for (m, _), v in places.items()))
    for aim in aims:
        slots, decided = search.run(model, places, slots, aim)
        proven &= decided
    return slots, proven


def _moves(grid: Grid, old: Ints, slots: Ints) -> int:
    """Meetings that could have stayed in their slot and did not."""
    could = np.flatnonzero(old > 0)
    could = could[grid.allowed[could, old[could] - 1]]
    return int((slots[could] != old[could]).sum())


def _hint(model: cp_model.CpModel, x: Places, slots: Ints) -> None:
    """Start the solver from these slots."""
    model.proto.clear_solution_hint()
    for (m, s), v in x.items():
        model.add_hint(v, int(slots[m]) == s + 1)


def _rules(model: cp_model.CpModel, grid: Grid, x: Places) -> None:
    """Once per meeting; once per person and slot; halls, booths, interpreters; limits; orders."""
    of_meeting: list[list[Literal]] = [[] for _ in range(grid.n_meetings)]
    of_person: dict[tuple[int, int], list[Literal]] = {}
    of_place: dict[tuple[int, int], list[Literal]] = {}
    of_interpreter: dict[tuple[int, int], list[Literal]] = {}
    for (m, s), v in x.items():
        of_meeting[m].append(v)
        for p in (int(grid.a[m]), int(grid.b[m])):
            of_person.setdefault((p, s), []).append(v)
        of_place.setdefault((int(grid.booth[m]), s), []).append(v)
        if grid.interpreter[m] >= 0:
            of_interpreter.setdefault((int(grid.interpreter[m]), s), []).append(v)
    for literals in (*of_meeting, *of_person.values()):
        model.add_at_most_one(literals)
    for (booth, s), literals in of_place.items():
        model.add(sum(literals) <= (int(grid.pool[s]) if booth < 0 else 1))
    for (pair, _), literals in of_interpreter.items():
        model.add(sum(literals) <= int(grid.interpreters[pair]))
    _limits(model, grid, of_person)
    for early, late in grid.before.tolist():
        for (m, s), v in x.items():
            if m == early:
                model.add_at_most_one([v, *(w for (k, t), w in x.items() if k == late and t <= s)])


def _limits(model: cp_model.CpModel, grid: Grid, of_person: dict[tuple[int, int], list[Literal]]) -> None:
    """At most so many meetings a person, and of the slots of each pause one without."""
    for p in range(grid.n_participants):
        mine = [v for s in range(grid.n_slots) for v in of_person.get((p, s), ())]
        if len(mine) > grid.max_meetings[p]:
            model.add(sum(mine) <= int(grid.max_meetings[p]))
        for slots in grid.patterns[grid.pattern[p]]:
            model.add(sum(v for s in slots for v in of_person.get((p, s), ())) <= len(slots) - 1)


def _breaks(
    model: cp_model.CpModel, grid: Grid, x: Places, fairness: int | None
) -> list[cp_model.LinearExpr]:
    """Breaks per person (runs - 1), and what exceeds the fairness limit at a high price.

    A run starts in a slot that is busy while the one before on that day is not; unplaced people have no runs to save.
    """
    costs: list[cp_model.LinearExpr] = []
    unfair = model.new_int_var(0, grid.n_slots, "") if fairness is not None else None
    people: dict[int, list[int]] = {}
    for m in range(grid.n_meetings):
        for p in (int(grid.a[m]), int(grid.b[m])):
            people.setdefault(p, []).append(m)
    days = [np.flatnonzero(grid.day == day).tolist() for day in range(int(grid.day[-1]) + 1)]
    for p, meetings in people.items():
        busy = [sum(x[m, s] for m in meetings if (m, s) in x) for s in range(grid.n_slots)]
        breaks = [_breaks_of_day(model, [busy[s] for s in day]) for day in days]
        costs += breaks
        if unfair is not None and fairness is not None and not grid.rests[p]:
            model.add(unfair >= sum(breaks) - fairness)
    return costs + ([UNFAIR * unfair] if unfair is not None else [])


def _breaks_of_day(model: cp_model.CpModel, busy: list[Any]) -> cp_model.IntVar:
    """Runs of busy slots less one, at least 0; `busy` holds 0 or a sum of Booleans a slot."""
    starts = [model.new_bool_var("") for _ in busy]
    for s, start in enumerate(starts):
        model.add(start >= busy[s] - (busy[s - 1] if s else 0))
    breaks = model.new_int_var(0, len(busy), "")
    model.add(breaks >= sum(starts) - 1)
    return breaks
