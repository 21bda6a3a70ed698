"""Exact mode against brute force, and its laws."""

from __future__ import annotations

from itertools import count

import pytest

from neisse.engine.meet.check import Claim, check
from neisse.engine.meet.exact import solve_exact
from neisse.engine.search.progress import Status
from neisse.formats.dzn import read_dzn


def never() -> bool:
    return False


@pytest.mark.parametrize("seed", range(80))
def test_equals_brute_force(seed, random_event, best_of) -> None:
    event = random_event(seed)
    found = solve_exact(event, stop=never, seed=seed, prove_idle=True)
    best = best_of(event)
    if best is None:
        assert found.status is Status.INFEASIBLE
    else:
        assert (found.status, found.breaks, found.idle) == (Status.OPTIMAL, *best)
        assert (found.bound, found.idle_bound) == best
        assert check(event, Claim(found.slots, found.tables, found.breaks, found.idle, found.weight)) == []


def test_the_oracle_sees_both_kinds(random_event, best_of) -> None:
    worths = [best_of(random_event(seed)) for seed in range(80)]
    assert None in worths
    assert (0, 0) in worths
    assert any(worth and worth[1] > worth[0] > 0 for worth in worths)


def test_same_seed_and_work_same_schedule(event) -> None:
    party = event("ab ac ad bc bd cd ae be ce de", slots=7, tables=2)
    one, two = (solve_exact(party, stop=never, seed=5) for _ in range(2))
    assert one == two
    assert one.status is Status.OPTIMAL


def test_more_slots_never_cost_breaks(event) -> None:
    """A longer day holds every schedule of a shorter one."""
    few, many = (solve_exact(event("ab ac ad bc bd cd", n, 1), stop=never) for n in (6, 8))
    assert (few.status, many.status) == (Status.OPTIMAL, Status.OPTIMAL)
    assert many.breaks <= few.breaks


def test_infeasible_by_pigeons(event) -> None:
    assert solve_exact(event("ab cd ef gh", slots=1, tables=3), stop=never).status is Status.INFEASIBLE


def test_any_schedule_will_do_when_breaks_do_not_count(event) -> None:
    party = event("ab ac ad", slots=6, minimise="unplaced")
    found = solve_exact(party, stop=never)
    assert found.status is Status.OPTIMAL
    assert check(party, Claim(found.slots, found.tables, found.breaks)) == []


def test_stopped_at_once_knows_nothing(event) -> None:
    assert solve_exact(event("ab"), stop=lambda: True).status is Status.UNKNOWN


@pytest.mark.shared
@pytest.mark.parametrize("looks", [3, 6, 12])
def test_whenever_it_is_stopped_the_best_so_far_is_valid(looks, shared) -> None:
    forum = read_dzn(shared / "data" / "b2b" / "forumt-14.original.dzn")
    asked = count()
    found = solve_exact(forum, stop=lambda: next(asked) >= looks)
    assert found.bound <= 5
    if found.slots:
        assert found.breaks >= 5
        assert check(forum, Claim(found.slots, found.tables, found.breaks, found.idle)) == []
