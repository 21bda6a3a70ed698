"""One way in: a round in, its best plan out, with the proof of how good it is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from neisse.engine.agree.greedy import greedy
from neisse.engine.agree.model import Model, model_of, program_of
from neisse.engine.agree.plan import Plan
from neisse.engine.agree.round import Table
from neisse.engine.agree.words import settled
from neisse.engine.search.integer import Answer, Program, run_cp_sat_on, run_highs
from neisse.engine.search.progress import Progress, Status, Stop, never, silent

NODES = 50_000  # that HiGHS looks at before CP-SAT is asked; the same work on every machine
CP_SAT_WORK_S = 10.0


@dataclass(frozen=True, slots=True, eq=False)
class Solved:
    """The plan with what it was found by, for questions that build on it."""

    plan: Plan
    table: Table
    model: Model
    answer: Answer


def solve(table: Table, *, stop: Stop = never, seed: int = 0, progress: Progress = silent) -> Solved:
    """The plan of greatest value; where none is possible, one without groups (`Explainer.impossible` says why).

    Deterministic by seed where `stop` does not cut it short. Cost: a region's year of 150 plans well below two seconds.
    """
    model = model_of(table)
    empty = any(not pick for pick in model.picks)
    answer = Answer(Status.INFEASIBLE) if empty else search(program_of(model), stop, seed, progress)
    return Solved(plan_of(table, model, answer), table, model, answer)


def plan_of(table: Table, model: Model, answer: Answer) -> Plan:
    """The plan that an answer stands for."""
    if answer.x is None:
        return Plan(table.round.name, answer.status)
    return Plan(table.round.name, answer.status, settled(table, model, answer.x), answer.value, answer.bound)


def search(
    program: Program, stop: Stop, seed: int, progress: Progress = silent, nodes: int | None = NODES
) -> Answer:
    """HiGHS from a greedy start; where it ends without a proof, CP-SAT; the better plan and bound count."""
    if not len(program.value):
        return Answer(Status.OPTIMAL, np.zeros(0, np.int64), 0, 0)
    first = greedy(program)
    found = run_highs(program, stop=stop, seed=seed, progress=progress, start=first, nodes=nodes)
    if found.status in {Status.OPTIMAL, Status.INFEASIBLE} or stop():
        return found
    second = run_cp_sat_on(program, stop=stop, seed=seed, start=found.x, work_s=CP_SAT_WORK_S)
    return found.better(second)
