"""What people are told when not everything can be held."""

from __future__ import annotations

from dataclasses import replace

import pytest

from neisse.engine.meet.exact.conflict import smallest_conflict
from neisse.engine.meet.explain import count_reasons
from neisse.engine.meet.grid import Grid
from neisse.engine.meet.instance import Instance, Participant
from neisse.engine.meet.solve import solve
from neisse.engine.search.progress import Status


def never() -> bool:
    return False


def reasons(instance: Instance) -> tuple[str, ...]:
    found = solve(instance, stop=never)
    assert found.status is Status.INFEASIBLE
    return found.reasons


def test_too_few_tables(event) -> None:
    assert reasons(event("ab cd ef gh ij", slots=2, tables=2)) == (
        "tables (in all): 5 meetings need 3 slots at 2 tables, 2 are open",
    )


def test_a_person_is_full(event) -> None:
    absent = Participant("a", unavailable=frozenset({"s1"}))
    others = tuple(Participant(p) for p in "bcd")
    assert reasons(event("ab ac ad", slots=3, people=(absent, *others))) == (
        "a is full: 3 requests for 2 free slots",
    )
    few = event("ab ac", people=(Participant("a", max_meetings=1), *others))
    assert reasons(few) == ("a is full: 2 requests for 1 meetings wanted",)


def test_never_both_free(event) -> None:
    a = Participant("a", unavailable=frozenset({"s1", "s2"}))
    b = Participant("b", unavailable=frozenset({"s3", "s4"}))
    assert reasons(event("ab", people=(a, b))) == ("request r1: a and b are never both free",)


def test_a_session_is_full(event) -> None:
    morning = event("ab ac ad", slots=4)
    asked = tuple(replace(r, session="am") for r in morning.requests)
    assert reasons(replace(morning, requests=asked)) == (
        "a is full: 3 requests for 2 free slots in the session am",
    )


def test_fairness_alone(event) -> None:
    fixed = event("ab ac", fairness=0)
    first, second = fixed.requests
    apart = replace(fixed, requests=(replace(first, fixed="s1"), replace(second, fixed="s4")))
    assert reasons(apart) == (
        "fairness: the meetings fit, but not with the breaks of all people at most 0 apart",
    )


def test_the_smallest_set_of_meetings_that_clash(event) -> None:
    party = event("ab ac bc de df ef", slots=4)
    changes = {"r1": {"fixed": "s2"}, "r2": {"after": ("r1",)}, "r3": {"fixed": "s1"}}
    asked = [replace(r, **changes.get(r.id, {})) for r in party.requests]
    late = Participant("c", unavailable=frozenset({"s3", "s4"}))
    people = tuple(late if p.id == "c" else p for p in party.participants)
    stuck = replace(party, requests=tuple(asked), participants=people)
    grid = Grid.of(stuck)
    assert count_reasons(stuck, grid) == []
    assert smallest_conflict(grid, never).tolist() == [0, 1]
    assert reasons(stuck) == (
        "these 2 meetings cannot all be held: r1 (a and b; fixed to slot s2); "
        "r2 (a and c; after r1); c is away in s3, s4",
    )


def test_optional_requests_give_way_by_weight(event) -> None:
    party = event("ab ac ad bc", slots=2, all_requests=False)
    first, *rest = party.requests
    found = solve(replace(party, requests=(replace(first, weight=9), *rest)), stop=never)
    assert found.slots[0] is not None
    assert found.weight == found.weight_bound == 11
    assert [u.reason for u in found.unplaced] == ["a is full: 3 requests for 2 free slots"]


def test_musts_that_do_not_fit_are_infeasible(event) -> None:
    party = event("ab ac ad", slots=2, all_requests=False)
    assert reasons(replace(party, requests=tuple(replace(r, must=True) for r in party.requests))) == (
        "a is full: 3 requests for 2 free slots",
    )


@pytest.mark.shared
def test_reasons_of_real_events(shared) -> None:
    from neisse.formats.dzn import read_dzn

    folder = shared / "data" / "b2b"
    assert reasons(read_dzn(folder / "tic-12.forb0003.dzn")) == ("1 is full: 8 requests for 7 free slots",)
    (why,) = reasons(read_dzn(folder / "forum-13crafb.prec15.dzn"))
    assert why.startswith("these 3 meetings cannot all be held: 51 (30 and 22; session afternoon); 52")
