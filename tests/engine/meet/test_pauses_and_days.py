"""Avoided people, breaks, lunch, rows and nights: against brute force, and each planted violation is found."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from neisse.engine.meet.check import Claim, check
from neisse.engine.meet.check_pauses import breaks_and_idle
from neisse.engine.meet.exact import solve_exact
from neisse.engine.meet.grid import Grid
from neisse.engine.meet.instance import Instance, Participant, Slot
from neisse.engine.meet.large.bounds import breaks_bound
from neisse.engine.meet.repair import repair
from neisse.engine.meet.schedule import Schedule
from neisse.engine.meet.solve import solve
from neisse.engine.search.progress import Status


def claim(found: Schedule) -> Claim:
    return Claim(found.slots, found.tables, found.breaks, found.idle, found.weight)


@pytest.mark.parametrize("seed", range(80))
def test_exact_equals_brute_force(seed, random_event, best_of, with_pauses) -> None:
    event = with_pauses(random_event(seed), seed)
    found = solve_exact(event, stop=lambda: False, seed=seed, prove_idle=True)
    best = best_of(event)
    if best is None:
        assert found.status is Status.INFEASIBLE
        assert solve(event, stop=lambda: False).reasons
    else:
        assert (found.status, found.breaks, found.idle) == (Status.OPTIMAL, *best)
        assert (found.bound, found.idle_bound) == best
        assert check(event, claim(found)) == []
        grid = Grid.of(event)
        assert breaks_bound(grid, np.ones(grid.n_meetings, np.bool_)) <= best[0]


def test_the_oracle_sees_both_kinds(random_event, best_of, with_pauses) -> None:
    worths = [best_of(with_pauses(random_event(seed), seed)) for seed in range(80)]
    assert 10 < worths.count(None) < 70
    assert any(worth and worth[0] > 0 for worth in worths)


def test_what_was_held_before_a_rule_stays(event) -> None:
    """The past is not judged: two meetings side by side, then somebody asks for breaks."""
    party = event("ab ac ad", slots=4, all_requests=False)
    before = solve(party, stop=lambda: False)
    past = [party.slots[s].id for s in sorted(s for s in before.slots if s is not None)[:2]]
    resting = replace(party, participants=tuple(replace(p, min_break=1) for p in party.participants))
    result = repair(resting, before, [], frozen_slots=past)
    held = [s for s in result.schedule.slots if s is not None]
    assert {party.slots[s].id for s in held} >= set(past)


PLANTED: dict[str, tuple[Participant, list[int]]] = {
    "meet.avoid": (Participant("a", avoid=frozenset("c")), [0, 2, 4]),
    "meet.min_break": (Participant("a", min_break=2), [0, 3, 5]),
    "meet.lunch": (Participant("a", lunch=frozenset({"s1", "s3", "s5"})), [0, 2, 4]),
    "meet.max_in_a_row": (Participant("a", max_in_a_row=2), [0, 1, 2]),
}


@pytest.mark.parametrize("who", ["a", "everybody"])
@pytest.mark.parametrize("code", PLANTED)
def test_check_finds_each_planted_violation_and_no_other(code, who, event) -> None:
    person, slots = PLANTED[code]
    people = (person, *(Participant(p) for p in "bcd"))
    party = event("ab ac ad", slots=6, people=people)
    if who == "everybody" and code != "meet.avoid":
        rules = {
            k: v for k in ("min_break", "lunch", "max_in_a_row") if (v := getattr(person, k)) is not None
        }
        party = event("ab ac ad", slots=6, **rules)
    assert [f.code for f in check(party, Claim(slots))] == [code]
    assert [f.code for f in check(party, Claim(slots)) if "a" not in f.text] == []
    moved = {
        "meet.avoid": None,
        "meet.min_break": [0, 3, None],
        "meet.lunch": [0, 1, 4],
        "meet.max_in_a_row": [0, 1, 3],
    }
    if moved[code]:
        optional = replace(party, rules=replace(party.rules, all_requests=False))
        assert check(optional, Claim(moved[code])) == []


@pytest.mark.parametrize("code", ["meet.min_break", "meet.max_in_a_row"])
def test_a_night_ends_rows_and_breaks(code, event, on_days) -> None:
    person, _ = PLANTED[code]
    party = event("ab ac ad", slots=6, people=(person, *(Participant(p) for p in "bcd")))
    side_by_side = Claim([0, 1, 2] if code == "meet.max_in_a_row" else [1, 2, 5])
    assert check(party, side_by_side) != []
    assert check(on_days(party, 2), side_by_side) == []


def test_a_night_is_no_break(event, on_days) -> None:
    party = on_days(event("ab ac", slots=6, people=(Participant("a", unavailable=frozenset({"s2", "s5"})),
        Participant("b"), Participant("c"))), 3)  # fmt: skip
    assert check(party, Claim([0, 3], breaks=0, idle=0)) == []
    assert [f.code for f in check(party, Claim([0, 2], breaks=0))] == ["meet.claim"]
    found = solve(party, stop=lambda: False)
    assert (found.breaks, found.idle, found.status) == (0, 0, Status.OPTIMAL)
    assert breaks_and_idle([0, 2, 5], ["x", "x", "x", "y", "y", "y"]) == (1, 1)


def test_who_rests_by_a_rule_is_left_out_of_fairness(event) -> None:
    people = (Participant("a", min_break=1), *(Participant(p) for p in "bcd"))
    party = event("ab ac ad", slots=5, people=people, fairness=0)
    found = solve(party, stop=lambda: False)
    assert (found.status, found.breaks) == (Status.OPTIMAL, 2)
    assert check(party, claim(found)) == []


@pytest.mark.parametrize(
    ("person", "said"),
    [
        (Participant("a", min_break=1), "a is full: 3 requests for 2 slots beside the pauses"),
        (
            Participant("a", lunch=frozenset({"s1", "s2"}), max_in_a_row=1),
            "3 requests for 2 slots beside the pauses",
        ),
        (Participant("a", avoid=frozenset("b")), "one of a and b never meets the other"),
    ],
)
def test_why_nobody_fits(person, said, event) -> None:
    party = event("ab ac ad", slots=3, people=(person, *(Participant(p) for p in "bcd")))
    found = solve(party, stop=lambda: False)
    assert found.status is Status.INFEASIBLE
    assert said in "; ".join(found.reasons)


def test_pauses_that_cannot_be_counted_are_named(event) -> None:
    """Both pairs have slots enough; that a rests between the two fixed meetings is what fails."""
    party = event(
        "ab ac", slots=4, people=(Participant("a", min_break=1), Participant("b"), Participant("c"))
    )
    fixed = tuple(replace(r, fixed=s) for r, s in zip(party.requests, ("s2", "s3"), strict=True))
    found = solve(replace(party, requests=fixed), stop=lambda: False)
    assert found.status is Status.INFEASIBLE
    assert "a keeps 1 slots free after each meeting" in found.reasons[0]


def test_nobody_is_told_who_avoids_whom(event) -> None:
    party = event("ab ac", slots=3, people=(Participant("a", avoid=frozenset("b")), Participant("b"), Participant("c")),
        all_requests=False)  # fmt: skip
    found = solve(party, stop=lambda: False)
    assert found.slots[0] is None
    assert found.slots[1] is not None
    assert (found.status, [(u.request, u.code) for u in found.unplaced]) == (
        Status.OPTIMAL,
        [("r1", "avoid")],
    )
    assert found.unplaced[0].reason == "the meeting could not be arranged"
    both = event(
        "ab", slots=3, people=(Participant("a"), Participant("b", avoid=frozenset("a"))), all_requests=False
    )
    assert solve(both, stop=lambda: False).slots == (None,)


@pytest.mark.parametrize("seed", range(10))
def test_counted_room_is_never_too_little(seed, random_event, with_pauses) -> None:
    """Against every set of slots of one person."""
    party = with_pauses(random_event(seed), seed, 0.6)
    grid = Grid.of(party)
    for p, person in enumerate(party.participants):
        sets = grid.patterns[grid.pattern[p]]
        most = 0
        for chosen in range(2**grid.n_slots):
            busy = {s for s in range(grid.n_slots) if chosen >> s & 1}
            if all(grid.available[p][s] for s in busy) and not any(set(s) <= busy for s in sets):
                most = max(most, len(busy))
        assert most <= grid.max_meetings[p] <= grid.available[p].sum(), person


def test_slots_without_times_are_one_day() -> None:
    assert Grid.of(Instance("e", (Slot("x"), Slot("y")), (), (), ())).day.tolist() == [0, 0]
