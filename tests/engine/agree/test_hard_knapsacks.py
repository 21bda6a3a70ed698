"""Hard knapsacks by beams: never over-spent, never worse than where they begin, equal to all tries where they are small."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from neisse.engine.agree.model import program_from
from neisse.engine.agree.solve import search
from neisse.engine.search import integer
from neisse.engine.search.integer import BIG, Program, run_highs
from neisse.engine.search.knapsack import improved, knapsack_of
from neisse.engine.search.progress import Status, never

LIMITS = 5


def knapsack(seed: int, groups: int, items: int = 4) -> Program:
    """Groups whose items are worth about what they weigh, and just over half of the room that all would need."""
    random = np.random.default_rng(seed)
    use = random.integers(0, 20, (groups * items, LIMITS))
    value = use.sum(axis=1) + random.integers(0, 12, groups * items)
    picks = [(dict.fromkeys(range(g * items, g * items + items), 1), 1, 1) for g in range(groups)]
    limits = [
        ({i: int(a) for i, a in enumerate(use[:, k]) if a}, -BIG, groups * 10 + int(random.integers(5)))
        for k in range(LIMITS)
    ]
    return program_from(value.astype(np.int64), picks + limits, np.ones(len(value), np.int64))


def best_of_all(program: Program, groups: int, items: int = 4) -> int | None:
    best = None
    for picked in product(range(items), repeat=groups):
        x = np.zeros(len(program.value), np.int64)
        x[[g * items + c for g, c in enumerate(picked)]] = 1
        if program.holds(x):
            best = max(program.worth(x), best or 0)
    return best


@pytest.mark.parametrize("seed", range(20))
def test_small_ones_equal_all_tries(seed: int) -> None:
    program = knapsack(seed, 5)
    best = best_of_all(program, 5)
    found = search(program, never, seed)
    assert found.status is (Status.INFEASIBLE if best is None else Status.OPTIMAL)
    assert best is None or found.value == best
    held = knapsack_of(program)
    if held is not None and best is not None:
        x = improved(held, None, seed=seed, rounds=30, stop=never)
        assert x is not None
        assert program.holds(x)
        assert program.worth(x) <= best <= held.bound + 1e-6


@pytest.mark.parametrize("seed", range(4))
def test_beams_never_lose_and_never_overspend(seed: int) -> None:
    program = knapsack(seed, 60, 8)
    held = knapsack_of(program)
    assert held is not None
    first = improved(held, None, seed=seed, rounds=4, stop=never)
    assert first is not None
    assert program.holds(first)
    more = improved(held, first, seed=seed + 1, rounds=12, stop=never)
    assert more is not None
    assert program.holds(more)
    assert program.worth(first) <= program.worth(more) <= held.bound + 1e-6
    again = improved(held, first, seed=seed + 1, rounds=12, stop=never)
    assert again is not None
    assert (again == more).all()


def test_what_is_no_knapsack_is_left_alone() -> None:
    program = knapsack(0, 3)
    assert knapsack_of(program.at_least(1)) is None
    doubled = program.with_row(np.array([1] * 4 + [0] * 8), 1, 1)
    assert knapsack_of(doubled) is None


def test_a_solver_that_does_not_run_proves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    program = knapsack(1, 5)
    honest = integer._highs_model

    def broken(program: Program) -> object:
        model = honest(program)
        model.a_matrix_.start_ = [*model.a_matrix_.start_[:-1], 10**6]  # refused by HiGHS
        return model

    monkeypatch.setattr(integer, "_highs_model", broken)
    found = run_highs(program, stop=never)
    assert found.status is Status.UNKNOWN
    assert found.bound == BIG
