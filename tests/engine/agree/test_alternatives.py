"""Other good plans: each keeps every rule, is nearly as good and clearly different; against trying all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import ceil

import pytest

from neisse.engine.agree.alternatives import APART, WITHIN, alternatives, counted, differing
from neisse.engine.agree.check import Claim, check
from neisse.engine.agree.plan import Plan, Settled
from neisse.engine.agree.round import Table
from neisse.engine.agree.solve import solve

Plans = Callable[[Table], Iterator[tuple[int, list[Settled]]]]


def others(table: Table, one: Plan | list[Settled], other: Plan | list[Settled]) -> int:
    """In how many of the groups that count another option was taken."""
    a, b = (plan.settled if isinstance(plan, Plan) else plan for plan in (one, other))
    return sum(a[g].option != b[g].option for g in counted(table))


@pytest.mark.parametrize("seed", range(40))
def test_alternatives_are_the_best_that_are_clearly_different(
    seed: int, small: Callable[[int], Table], plans_of: Plans
) -> None:
    table = small(seed)
    solved = solve(table)
    found = alternatives(solved)
    if not solved.plan.settled:
        assert found == []
        return
    least, need = ceil(solved.plan.value * (1 - WITHIN)), ceil(APART * len(counted(table)))
    good = [(v, p) for v, p in plans_of(table) if v >= least and not check(table, Claim(tuple(p)))]
    before = [solved.plan]
    for plan in found:
        assert check(table, Claim(plan.settled, plan.value)) == []
        assert plan.value >= least
        best = max((v for v, p in good if all(others(table, p, b) >= need for b in before)), default=None)
        assert best is None or plan.value == best
        assert all(len(differing(plan, b)) >= need for b in before)
        before.append(plan)
    if len(found) < 3:
        assert not any(all(others(table, p, b) >= need for b in before) for _, p in good)


def test_some_rounds_by_chance_have_several(small: Callable[[int], Table]) -> None:
    assert max(len(alternatives(solve(small(seed)))) for seed in range(40)) == 3
