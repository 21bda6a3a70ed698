"""Other good plans: nearly as much worth, and clearly different, for a body that wants a choice."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import ceil

import numpy as np

from neisse.engine.agree.model import Model, program_of
from neisse.engine.agree.plan import Plan
from neisse.engine.agree.round import Table
from neisse.engine.agree.solve import Solved, plan_of
from neisse.engine.search.integer import BIG, Answer, Ints, Program, run_highs
from neisse.engine.search.progress import Stop, never

MOST = 3
WITHIN = 0.01  # of the value of the plan
APART = 0.2  # of the groups
NODES = 2_000
Alike = Callable[[Model, Ints, int], list[int]]


def alternatives(solved: Solved, *, stop: Stop = never, seed: int = 0, most: int = MOST) -> list[Plan]:
    """Up to `most` plans of at least 99 % of the value, each apart from the plan and from each other.

    Two plans are apart where a fifth of the groups of several measures (of all, where there are none) take another
    option; where no such plan is left or found, another option or another time. The best of those comes first, so
    fewer than `most` means that there are no more, unless `stop` or the limit of work ended the search. Cost: as a
    few solutions of the round.
    """
    if solved.answer.x is None or not solved.table.groups:
        return []
    floor = ceil(solved.answer.value * (1 - WITHIN))
    program = program_of(solved.model).at_least(floor)
    taken, found = [solved.answer.x], list[Plan]()
    while len(found) < most and not stop():
        answer = next(_other(solved, program, taken, stop, seed), None)
        if answer is None or answer.x is None:
            break
        taken.append(answer.x)
        found.append(plan_of(solved.table, solved.model, answer))
    return found


def differing(one: Plan, other: Plan) -> list[str]:
    """The groups that two plans settle otherwise, by option or by day."""
    pairs = zip(one.settled, other.settled, strict=True)
    return [a.group for a, b in pairs if (a.option, a.acts) != (b.option, b.acts)]


def counted(table: Table) -> list[int]:
    """The groups in which plans have to differ: those of several measures, or all where each has one."""
    of_several = [g for g, group in enumerate(table.groups) if len(group.measures) > 1]
    return of_several or list(range(len(table.groups)))


def _other(
    solved: Solved, program: Program, taken: Sequence[Ints], stop: Stop, seed: int
) -> Iterator[Answer]:
    for alike in (_same_option, _same_column):
        held = program
        for x in taken:
            held = _apart(held, solved, x, alike)
        answer = run_highs(held, stop=stop, seed=seed, nodes=NODES)
        if answer.x is not None:
            yield answer


def _apart(program: Program, solved: Solved, x: Ints, alike: Alike) -> Program:
    """The programme with a row more: in enough groups something else than in `x`."""
    groups = counted(solved.table)
    row = np.zeros(len(program.value), np.int64)
    for g in groups:
        row[alike(solved.model, x, g)] = 1
    return program.with_row(row, -BIG, len(groups) - ceil(APART * len(groups)))


def _same_option(model: Model, x: Ints, g: int) -> list[int]:
    choices = {model.columns[i].choice for i in _same_column(model, x, g)}
    return [i for i in model.picks[g] if model.columns[i].choice in choices]


def _same_column(model: Model, x: Ints, g: int) -> list[int]:
    return [i for i in model.picks[g] if x[i]]
