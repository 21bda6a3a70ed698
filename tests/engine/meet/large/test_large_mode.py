"""Laws of the large mode, judged by the independent checker, and small cases against brute force."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from neisse.engine.meet.check import Claim, check
from neisse.engine.meet.check_pauses import breaks_and_idle, dates_of
from neisse.engine.meet.exact import solve_exact
from neisse.engine.meet.grid import Grid
from neisse.engine.meet.instance import Instance, Participant, Request, Rules, Slot, Table
from neisse.engine.meet.large import solve_large
from neisse.engine.meet.large.bounds import breaks_bound
from neisse.engine.meet.solve import quality, solve
from neisse.engine.search.progress import Status


def best_by_trying(instance: Instance) -> tuple[int, int, int]:
    """(most people served, then most weight, then fewest breaks) over all assignments of slots or none."""
    grid = Grid.of(instance)
    best = (-1, -1, 0)
    for slots in product(range(-1, grid.n_slots), repeat=grid.n_meetings):
        agenda: dict[int, list[int]] = {p: [] for p in range(grid.n_participants)}
        for m, s in enumerate(slots):
            if s >= 0:
                agenda[int(grid.a[m])].append(s)
                agenda[int(grid.b[m])].append(s)
        if any(len(a) != len(set(a)) for a in agenda.values()):
            continue
        if any(s >= 0 and not grid.allowed[m, s] for m, s in enumerate(slots)):
            continue
        if any(slots.count(s) > grid.pool[s] for s in range(grid.n_slots)):
            continue
        weight = sum(int(w) for w, s in zip(grid.weight, slots, strict=True) if s >= 0)
        served = sum(bool(slots_of) for slots_of in agenda.values())
        best = max(
            best, (served, weight, -sum(breaks_and_idle(a, dates_of(instance))[0] for a in agenda.values()))
        )
    return best[0], best[1], -best[2]


@pytest.mark.parametrize("seed", range(12))
def test_no_rule_is_broken(congress, judge, looks, seed: int) -> None:
    instance = congress(seed, requests=40 + 20 * (seed % 4))
    schedule = solve_large(instance, stop=looks(60), seed=seed)
    codes = judge(instance, schedule)
    if schedule.status is Status.UNKNOWN:
        codes = [c for c in codes if c != "meet.unplaced"]
    elif schedule.status is Status.INFEASIBLE:
        return
    assert codes == []
    assert schedule.weight <= schedule.weight_bound
    assert schedule.bound <= schedule.breaks
    assert len(schedule.unplaced) == sum(s is None for s in schedule.slots)
    assert all(u.reason for u in schedule.unplaced)


def test_the_same_seed_gives_the_same_schedule(congress, looks) -> None:
    first, second = (solve_large(congress(3), stop=looks(30), seed=5) for _ in range(2))
    assert first == second
    spent = [iter(np.linspace(0, 1, 200).tolist()) for _ in range(2)]
    one, two = (solve_large(congress(3), stop=looks(20), seed=5, spent=lambda s=s: next(s)) for s in spent)
    assert one == two


def test_more_work_is_never_worse(congress, looks) -> None:
    short = solve_large(congress(4), stop=looks(1), seed=1)
    long = solve_large(congress(4), stop=looks(80), seed=1)
    assert long.weight >= short.weight
    assert (long.weight, -long.breaks) >= (short.weight, -short.breaks)


def test_progress_only_gets_better(congress, looks) -> None:
    told: list[int] = []
    event = congress(5, people=40, slots=16, requests=150)
    solve_large(event, stop=looks(40), seed=1, progress=lambda value, bound: told.append(value))
    assert told
    assert told == sorted(told, reverse=True)


@pytest.mark.parametrize("seed", range(6))
def test_small_events_reach_the_optimum(looks, seed: int) -> None:
    rng = np.random.default_rng(seed)
    pairs = sorted({tuple(sorted(rng.choice(5, 2, replace=False).tolist())) for _ in range(9)})[:6]
    away = [frozenset(f"s{s}" for s in range(4) if rng.random() < 0.2) for _ in range(5)]
    instance = Instance(
        "small",
        tuple(Slot(f"s{s}") for s in range(4)),
        (Table("t1"), Table("t2")) if seed % 2 else (Table("t1"),),
        tuple(Participant(f"p{p}", unavailable=away[p]) for p in range(5)),
        tuple(
            Request(f"r{i}", f"p{a}", f"p{b}", weight=int(rng.integers(1, 6)))
            for i, (a, b) in enumerate(pairs)
        ),
    )
    schedule = solve_large(instance, stop=looks(80), seed=seed)
    served, weight, breaks = best_by_trying(instance)
    held = [r for r, s in zip(instance.requests, schedule.slots, strict=True) if s is not None]
    assert (len({p for r in held for p in (r.a, r.b)}), schedule.weight) == (served, weight)
    assert weight <= schedule.weight_bound
    assert schedule.breaks >= breaks
    if schedule.status is Status.OPTIMAL:
        assert schedule.weight_bound == weight


def test_nobody_is_left_empty_handed_for_a_heavier_meeting(looks) -> None:
    """One slot, one table for each: the heavy pair shares a person with both light ones."""
    instance = Instance(
        "share",
        (Slot("s1"),),
        (Table("t1"), Table("t2")),
        tuple(Participant(p) for p in "abcd"),
        (Request("heavy", "b", "c", weight=10), Request("one", "a", "b"), Request("two", "c", "d")),
    )
    schedule = solve_large(instance, stop=looks(20), seed=1)
    assert schedule.slots == (None, 0, 0)
    assert schedule.weight == schedule.weight_bound == 2


def test_a_must_goes_before_weight(looks) -> None:
    requests = (Request("heavy", "a", "b", weight=10), Request("must", "a", "c", must=True))
    people = tuple(Participant(p) for p in "abc")
    instance = Instance("must", (Slot("s1"),), (Table("t1"),), people, requests)
    schedule = solve_large(instance, stop=looks(20), seed=1)
    assert schedule.slots == (None, 0)
    assert "full" in schedule.unplaced[0].reason


def test_musts_that_cannot_be_held_are_proven_infeasible(looks) -> None:
    requests = (Request("one", "a", "b", must=True), Request("two", "a", "c", must=True))
    instance = Instance("no", (Slot("s1"),), (Table("t1"),), tuple(Participant(p) for p in "abc"), requests)
    assert solve_large(instance, stop=looks(20), seed=1).status is Status.INFEASIBLE


def test_more_than_64_slots_and_no_spare_table(looks, judge) -> None:
    """A round robin of 12 in 66 slots with a single table: every slot is used."""
    pairs = [(a, b) for a in range(12) for b in range(a + 1, 12)]
    instance = Instance(
        "long",
        tuple(Slot(f"s{s}") for s in range(len(pairs))),
        (Table("t1"),),
        tuple(Participant(f"p{p}") for p in range(12)),
        tuple(Request(f"r{i}", f"p{a}", f"p{b}") for i, (a, b) in enumerate(pairs)),
        Rules(all_requests=True),
    )
    schedule = solve_large(instance, stop=looks(30), seed=1)
    assert judge(instance, schedule) == []
    assert sorted(s for s in schedule.slots if s is not None) == list(range(66))


def test_fairness_is_kept_or_said(congress, judge, looks) -> None:
    instance = replace(congress(6, requests=40), rules=Rules(fairness=1))
    schedule = solve_large(instance, stop=looks(100), seed=1)
    assert ("meet.fairness" in judge(instance, schedule)) == any("fairness" in r for r in schedule.reasons)


def test_the_bound_counts_absences() -> None:
    """Four meetings around an absence in the middle: one break; with room on one side: none."""
    people = tuple(Participant(f"p{i}", unavailable=frozenset({"s2"} if i == 0 else ())) for i in range(5))
    requests = tuple(Request(f"r{i}", "p0", f"p{i}") for i in range(1, 5))
    for slots, expected in ((5, 1), (7, 0)):
        instance = Instance(
            "gap", tuple(Slot(f"s{s}") for s in range(slots)), (Table("t"),), people, requests
        )
        assert breaks_bound(Grid.of(instance), np.ones(4, np.bool_)) == expected


def test_an_event_without_requests_or_without_a_hall(looks, judge) -> None:
    people = tuple(Participant(p, table="t1" if p == "a" else "") for p in "abc")
    empty = Instance("empty", (Slot("s1"),), (Table("t1"),), people, ())
    assert solve_large(empty, stop=looks(3)).status is Status.OPTIMAL
    booths = replace(empty, requests=(Request("one", "b", "a"), Request("two", "b", "c")))
    schedule = solve_large(booths, stop=looks(3))
    assert schedule.slots == (0, None)
    assert judge(booths, schedule) == []


def test_a_slot_without_the_shared_booth_is_not_used(looks, judge) -> None:
    """Two people share a booth that is closed in the first slot and takes one meeting in each other."""
    people = (*(Participant(p, table="booth") for p in "ab"), *(Participant(p) for p in "cd"))
    instance = Instance(
        "booth",
        tuple(Slot(f"s{s}") for s in range(3)),
        (Table("booth", closed=frozenset({"s0"})), Table("t1")),
        people,
        (Request("ca", "c", "a"), Request("db", "d", "b")),
        Rules(all_requests=True),
    )
    schedule = solve_large(instance, stop=looks(10), seed=1)
    assert sorted(s or 0 for s in schedule.slots) == [1, 2]
    assert schedule.tables == (0, 0)
    assert judge(instance, schedule) == []


def test_without_a_proof_in_time_the_better_of_both_modes_counts() -> None:
    """A round robin of 14 in 16 slots has no break-free schedule that is found at once."""
    people = tuple(Participant(f"p{i}") for i in range(14))
    pairs = [(a, b) for a in range(14) for b in range(a)]
    event = Instance(
        "round robin",
        tuple(Slot(f"s{i}") for i in range(16)),
        tuple(Table(f"t{i}") for i in range(7)),
        people,
        tuple(Request(f"r{k}", f"p{a}", f"p{b}", must=True) for k, (a, b) in enumerate(pairs)),
    )
    looks = iter(range(400))
    halves = iter([0.0] * 3 + [0.9] * 10_000)
    found = solve(event, stop=lambda: next(looks, None) is None, spent=lambda: next(halves, 1.0))
    hasty = solve_exact(event, stop=lambda: False, patience=1)
    assert found.status in {Status.FEASIBLE, Status.OPTIMAL}
    assert check(event, Claim(found.slots, found.tables, found.breaks, found.idle, found.weight)) == []
    assert not hasty.slots or quality(found) >= quality(hasty)
    assert found.bound >= hasty.bound
