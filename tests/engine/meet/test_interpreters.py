"""Interpreters are scarce: every way to a schedule keeps to them, and says so where they do not suffice."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from neisse.engine.meet import repair as repairing
from neisse.engine.meet.changes import LateArrival, RequestAdded
from neisse.engine.meet.check import Claim, check
from neisse.engine.meet.instance import Instance, Request
from neisse.engine.meet.repair import repair
from neisse.engine.meet.schedule import Schedule
from neisse.engine.meet.solve import solve
from neisse.engine.search.progress import Status
from neisse.formats.meet_json import parse_instance


def never() -> bool:
    return False


def apart(event, people: int, slots: int, **rules: bool) -> Instance:
    """Three pairs without a common language: only interpreters keep them from meeting at once."""
    plain = event("ab cd ef", slots=slots, **rules)
    requests = tuple(replace(r, interpreter="de-pl") for r in plain.requests)
    return replace(plain, requests=requests, interpreters=(("de-pl", people),))


def most_at_once(instance: Instance, schedule: Schedule) -> int:
    held = zip(instance.requests, schedule.slots, strict=True)
    return max(Counter(s for r, s in held if r.interpreter and s is not None).values(), default=0)


@pytest.mark.parametrize("mode", ["exact", "large"])
@pytest.mark.parametrize("people", [1, 2])
def test_no_slot_needs_more_than_there_are(mode, people, event) -> None:
    instance = apart(event, people, slots=3)
    found = solve(instance, stop=never, mode=mode)
    assert None not in found.slots
    assert most_at_once(instance, found) <= people
    assert check(instance, Claim(found.slots, found.tables)) == []


@pytest.mark.parametrize("mode", ["exact", "large"])
def test_too_few_leave_a_request_out_and_say_why(mode, event) -> None:
    instance = apart(event, 1, slots=2, all_requests=False)
    found = solve(instance, stop=never, mode=mode)
    assert (len(found.unplaced), found.weight_bound) == (1, 2)
    assert "interpreter" in found.unplaced[0].reason
    assert check(instance, Claim(found.slots, found.tables)) == []


def test_too_few_for_all_is_a_reason_to_count(event) -> None:
    found = solve(apart(event, 1, slots=2), stop=never)
    assert found.status is Status.INFEASIBLE
    assert found.reasons == ("interpreters: 3 meetings need de-pl, 1 can help in each of 2 slots",)


def test_a_conflict_names_the_interpreter(event) -> None:
    """Two of three meetings are tied to one slot, so that counting over the day finds nothing."""
    instance = apart(event, 1, slots=3)
    first, second, third = instance.requests
    tied = replace(instance, requests=(replace(first, fixed="s1"), replace(second, fixed="s1"), third))
    found = solve(tied, stop=never)
    assert found.status is Status.INFEASIBLE
    assert "r1 (a and b; fixed to slot s1; interpreter de-pl)" in found.reasons[0]
    assert "r3" not in found.reasons[0]


@pytest.mark.parametrize("pairs", [0, repairing.EXACT_PAIRS], ids=["local", "exact"])
def test_repair_keeps_to_them(pairs, event, monkeypatch) -> None:
    monkeypatch.setattr(repairing, "EXACT_PAIRS", pairs)
    instance = apart(event, 1, slots=4, all_requests=False)
    before = Schedule("event", Status.FEASIBLE, slots=(0, 1, 2), tables=(0, 0, 0))
    late = repair(instance, before, [LateArrival("a", "s2")])
    assert None not in late.schedule.slots
    assert most_at_once(late.instance, late.schedule) == 1
    new = Request("new", "a", "d", interpreter="de-pl")
    more = repair(instance, before, [RequestAdded(new)])
    assert more.placed == ("new",)
    assert most_at_once(more.instance, more.schedule) == 1


@pytest.mark.parametrize(("people", "rules"), [(2, []), (1, ["meet.interpreters"])])
def test_from_the_file_to_the_checker(people, rules) -> None:
    document = {
        "slots": [{"id": "s1"}, {"id": "s2"}],
        "tables": 2,
        "participants": [{"id": p} for p in "abcd"],
        "requests": [{"id": p, "a": p[0], "b": p[1], "interpreter": "de-pl"} for p in ("ab", "cd")],
        "interpreters": {"de-pl": people},
    }
    instance, findings = parse_instance(document, "file")
    assert (findings, instance.interpreters) == ([], (("de-pl", people),))
    assert [f.code for f in check(instance, Claim((0, 0)))] == rules
