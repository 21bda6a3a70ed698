"""What else one could run: first fit, edge colouring (rustworkx), a plain CP-SAT model. 1-based slots, 0 = left out."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import rustworkx as rx
from ortools.sat.python import cp_model

from neisse.engine.meet.grid import Grid

Solver = Callable[[Grid, float], np.ndarray]


def first_fit(grid: Grid, seconds: float) -> np.ndarray:
    """Heaviest first, each into the first slot that is free: what people do by hand."""
    free, room = grid.available.copy(), grid.pool.copy()
    slots = np.zeros(grid.n_meetings, np.int32)
    for m in np.argsort(-grid.weight, kind="stable").tolist():
        a, b = grid.a[m], grid.b[m]
        open_slots = np.flatnonzero(grid.allowed[m] & free[a] & free[b] & (room > 0))
        if len(open_slots):
            s = open_slots[0]
            slots[m] = s + 1
            free[a, s] = free[b, s] = False
            room[s] -= 1
    return slots


def edge_colouring(grid: Grid, seconds: float) -> np.ndarray:
    """Misra and Gries' colouring (at most one colour above the optimum) with the largest classes as slots.

    It knows neither absences nor tables: a meeting that its slot cannot hold is left out.
    """
    graph = rx.PyGraph(multigraph=False)
    graph.add_nodes_from(range(grid.n_participants))
    graph.add_edges_from([(int(a), int(b), None) for a, b in zip(grid.a, grid.b, strict=True)])
    colours = rx.graph_misra_gries_edge_color(graph)
    colour = np.array([colours[m] for m in range(grid.n_meetings)])
    largest = np.argsort(-np.bincount(colour), kind="stable")[: grid.n_slots]
    slots = np.zeros(grid.n_meetings, np.int32)
    for s, c in enumerate(largest):
        members = np.flatnonzero((colour == c) & grid.allowed[:, s])
        members = members[np.argsort(-grid.weight[members], kind="stable")]
        slots[members[: grid.pool[s]]] = s + 1
    return slots


def plain_cp_sat(grid: Grid, seconds: float) -> np.ndarray:
    """A Boolean per meeting and slot, weight first, then breaks; two workers, no other help."""
    model = cp_model.CpModel()
    x = {(m, s): model.new_bool_var("") for m, s in np.argwhere(grid.allowed).tolist()}
    by_person: dict[tuple[int, int], list] = {}
    by_slot: dict[int, list] = {}
    by_meeting: dict[int, list] = {}
    for (m, s), v in x.items():
        by_meeting.setdefault(m, []).append(v)
        by_slot.setdefault(s, []).append(v)
        for p in (int(grid.a[m]), int(grid.b[m])):
            by_person.setdefault((p, s), []).append(v)
    for literals in (*by_meeting.values(), *by_person.values()):
        model.add_at_most_one(literals)
    for s, literals in by_slot.items():
        model.add(sum(literals) <= int(grid.pool[s]))
    runs = []
    for p in range(grid.n_participants):
        before = 0
        for s in range(grid.n_slots):
            busy = sum(by_person.get((p, s), ()))
            start = model.new_bool_var("")
            model.add(start >= busy - before)
            runs.append(start)
            before = busy
    model.maximize(sum(1_000 * int(grid.weight[m]) * v for (m, _), v in x.items()) - sum(runs))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = 2
    slots = np.zeros(grid.n_meetings, np.int32)
    if solver.solve(model) in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        for (m, s), v in x.items():
            if solver.boolean_value(v):
                slots[m] = s + 1
    return slots


RIVALS: dict[str, tuple[Solver, int]] = {
    "first fit": (first_fit, 10**9),
    "edge colouring": (edge_colouring, 30_000),
    "plain CP-SAT": (plain_cp_sat, 3_000),
}
"""Name -> (solver, size up to which it is run)."""
