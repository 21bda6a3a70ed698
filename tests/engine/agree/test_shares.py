"""Equal shares: never over-spent, nobody who can pay alone goes without, and the plan from it keeps every rule."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neisse.engine.agree.check import Claim, check
from neisse.engine.agree.round import Table
from neisse.engine.agree.shares import equal_shares, organisations_vote, shared_plan
from neisse.engine.agree.solve import solve

COSTS = st.dictionaries(st.sampled_from("abcdefg"), st.integers(0, 1_000), min_size=1)
VOTES = st.lists(
    st.dictionaries(st.sampled_from("abcdefg"), st.integers(1, 9).map(float)), min_size=1, max_size=8
)


@given(COSTS, VOTES, st.integers(0, 4_000))
def test_never_over_spent_and_nobody_is_passed_over(
    cents: dict[str, int], votes: list[dict[str, float]], budget: int
) -> None:
    votes = [{p: g for p, g in vote.items() if p in cents} for vote in votes]
    bought = equal_shares(cents, votes, budget)
    assert sum(cents[p] for p in bought) <= budget
    assert len(set(bought)) == len(bought)
    assert all(any(p in vote for vote in votes) for p in bought)
    for vote in votes:
        affordable = [p for p in vote if cents[p] * len(votes) < budget]
        assert not affordable or any(p in bought for p in vote), (
            "a share that buys a plan alone buys something"
        )
    left = budget - sum(cents[p] for p in bought)
    assert all(cents[p] > left for vote in votes for p in vote if p not in bought)


def test_a_small_group_gets_what_its_share_pays() -> None:
    votes = [{"big": 1.0, "large": 1.0}] * 3 + [{"small": 1.0}]
    assert set(equal_shares({"big": 50, "large": 50, "small": 25}, votes, 100)) == {"big", "small"}


@pytest.mark.parametrize("seed", range(25))
def test_the_plan_from_shares_keeps_every_rule(seed: int, small: Callable[[int], Table]) -> None:
    table = small(seed)
    solved = solve(table)
    plan, bought = shared_plan(solved)
    assert set(bought) <= {m.id for m in table.round.measures}
    if not solved.plan.settled:
        assert plan == solved.plan
        return
    assert check(table, Claim(plan.settled, plan.value)) == []
    assert plan.value <= solved.plan.value == plan.bound
    votes = organisations_vote(table)
    assert all(votes[m.owner][m.id] == table.worth[m.id] for m in table.round.measures)
