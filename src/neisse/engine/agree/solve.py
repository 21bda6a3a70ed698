"""One way in: a round in, its best plan out, with the proof of how good it is."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor

import numpy as np

from neisse.engine.agree.greedy import greedy
from neisse.engine.agree.model import Model, model_of, program_of
from neisse.engine.agree.plan import Plan
from neisse.engine.agree.round import Table
from neisse.engine.agree.words import settled
from neisse.engine.search.integer import BIG, ROUNDING, Answer, Ints, Program, run_cp_sat_on, run_highs
from neisse.engine.search.knapsack import Knapsack, improved, knapsack_of, narrowed
from neisse.engine.search.progress import Progress, Spent, Status, Stop, never, silent

NODES = 50_000  # that HiGHS looks at before CP-SAT is asked; the same work on every machine
FEW_NODES = 300  # after which a knapsack is hard
ROUNDS = 400  # of beams where no time is named
PROOF = 0.2  # of the time for a proof before beams, and as much after them
CP_SAT_WORK_S = 10.0


@dataclass(frozen=True, slots=True, eq=False)
class Solved:
    """The plan with what it was found by, for questions that build on it."""

    plan: Plan
    table: Table
    model: Model
    answer: Answer


def solve(
    table: Table,
    *,
    stop: Stop = never,
    seed: int = 0,
    progress: Progress = silent,
    spent: Spent | None = None,
) -> Solved:
    """The plan of greatest value; where none is possible, one without groups (`Explainer.impossible` says why).

    Deterministic by seed where no clock (`stop`, `spent`) cuts it short. Cost: a year of 150 plans below two seconds.
    """
    model = model_of(table)
    empty = any(not pick for pick in model.picks)
    answer = (
        Answer(Status.INFEASIBLE) if empty else search(program_of(model), stop, seed, progress, spent=spent)
    )
    return Solved(plan_of(table, model, answer), table, model, answer)


def plan_of(table: Table, model: Model, answer: Answer) -> Plan:
    """The plan that an answer stands for."""
    if answer.x is None:
        return Plan(table.round.name, answer.status)
    return Plan(table.round.name, answer.status, settled(table, model, answer.x), answer.value, answer.bound)


def search(
    program: Program,
    stop: Stop,
    seed: int,
    progress: Progress = silent,
    nodes: int | None = NODES,
    spent: Spent | None = None,
) -> Answer:
    """HiGHS from a greedy start; a knapsack that is hard by beams; CP-SAT where no proof is found; the best of all counts.

    `spent` tells how much of a limit of time is gone: then the beams have what is between two shares for proofs.
    """
    if not len(program.value):
        return Answer(Status.OPTIMAL, np.zeros(0, np.int64), 0, 0)
    first = greedy(program)
    knapsack = knapsack_of(program)
    if knapsack is None:
        found = run_highs(program, stop=stop, seed=seed, progress=progress, start=first, nodes=nodes)
    else:
        found = _hard(program, knapsack, first, stop, seed, progress, nodes, spent)
    if found.status in {Status.OPTIMAL, Status.INFEASIBLE} or stop():
        return found
    second = run_cp_sat_on(program, stop=stop, seed=seed, start=found.x, work_s=CP_SAT_WORK_S)
    return found.better(second)


def _hard(
    program: Program,
    knapsack: Knapsack,
    first: Ints | None,
    stop: Stop,
    seed: int,
    progress: Progress,
    nodes: int | None,
    spent: Spent | None,
) -> Answer:
    """A few nodes, then beams, then the rest of the nodes from their plan on."""

    def later(share: float) -> Stop:
        return stop if spent is None else lambda: stop() or spent() > share

    found = run_highs(
        program,
        stop=later(PROOF),
        seed=seed,
        progress=progress,
        start=first,
        nodes=min(nodes or FEW_NODES, FEW_NODES),
    )
    if found.status in {Status.OPTIMAL, Status.INFEASIBLE} or stop():
        return found
    bound = min(found.bound, floor(knapsack.bound + ROUNDING))
    rounds, until = ROUNDS if spent is None else BIG, later(1 - PROOF)
    x = improved(knapsack, found.x, seed=seed, rounds=rounds, stop=until, told=lambda v: progress(v, bound))
    if x is not None:
        value = program.worth(x)
        found = found.better(Answer(Status.FEASIBLE, x, value, bound))
    if stop() or found.status is Status.OPTIMAL:
        return found
    narrow = program if found.x is None else narrowed(knapsack, found.value)
    last = run_highs(narrow, stop=stop, seed=seed, progress=progress, start=found.x, nodes=nodes)
    return found.better(last)
