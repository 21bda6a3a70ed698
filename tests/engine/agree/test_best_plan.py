"""The plan is the best one that there is, and keeps every rule: against trying all of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from neisse.engine.agree.check import Claim, check
from neisse.engine.agree.model import model_of, program_of
from neisse.engine.agree.round import Table
from neisse.engine.agree.solve import solve
from neisse.engine.search.integer import run_cp_sat_on, run_highs
from neisse.engine.search.progress import Status, never


@pytest.mark.parametrize("seed", range(60))
def test_small_rounds_equal_trying_all(
    seed: int, small: Callable[[int], Table], best_of: Callable[[Table], int | None]
) -> None:
    table = small(seed)
    best = best_of(table)
    plan = solve(table).plan
    if best is None:
        assert plan.status is Status.INFEASIBLE
        return
    assert (plan.status, plan.value, plan.bound) == (Status.OPTIMAL, best, best)
    assert check(table, Claim(plan.settled, plan.value)) == []


def test_the_rounds_by_chance_are_of_all_kinds(small: Callable[[int], Table]) -> None:
    tables = [small(seed) for seed in range(60)]
    found = [solve(table) for table in tables]
    kinds = {c.option.kind for t in tables for cs in t.choices for c in cs}
    assert len(kinds) == 5
    assert sum(s.plan.status is Status.INFEASIBLE for s in found) >= 1
    assert sum(s.plan.status is Status.OPTIMAL for s in found) >= 40
    assert any(s.model.ties for s in found), "some choice has two acts whose days are both free"
    assert any(s.model.locked for s in found)
    scarce = {kind for s in found for kind, _, _ in s.model.limits}
    assert scarce == {"budget", "team", "venue", "owner"}


@pytest.mark.parametrize("seed", range(0, 60, 6))
def test_both_engines_prove_the_same(seed: int, small: Callable[[int], Table]) -> None:
    program = program_of(model_of(small(seed)))
    one = run_highs(program, stop=never)
    other = run_cp_sat_on(program, stop=never)
    assert (one.status, one.value) == (other.status, other.value)


def test_same_seed_same_plan(small: Callable[[int], Table]) -> None:
    assert solve(small(3), seed=5).plan == solve(small(3), seed=5).plan
