"""Bad input: refused with a code, a subject and a hint."""

from __future__ import annotations

from dataclasses import replace

import pytest

from neisse.engine.meet.instance import Participant, Rules, Slot
from neisse.engine.meet.solve import solve
from neisse.engine.meet.validate import validate, validate_wishes
from neisse.engine.values import NeisseError

CASES = {
    "meet.slots": lambda e: replace(e, slots=(), requests=()),
    "meet.tables": lambda e: replace(e, tables=()),
    "meet.duplicate_id": lambda e: replace(e, slots=(Slot("s1"), Slot("s1"))),
    "meet.unknown": lambda e: replace(e, participants=e.participants[:1]),
    "meet.self_request": lambda e: replace(e, requests=(replace(e.requests[0], b="a"),)),
    "meet.range": lambda e: replace(e, rules=Rules(fairness=-1)),
    "meet.cycle": lambda e: replace(
        e, requests=(replace(e.requests[0], after=("r2",)), replace(e.requests[1], after=("r1",)))
    ),
}


@pytest.mark.parametrize("code", CASES)
def test_refused(code, event) -> None:
    with pytest.raises(NeisseError) as refusal:
        solve(CASES[code](event("ab ac")), stop=lambda: False)
    assert refusal.value.code == code
    assert refusal.value.subject
    assert refusal.value.hint


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"weight": 11}, "request r1 has the weight 11"),
        ({"fixed": "s9"}, "the slot s9 is unknown"),
        ({"session": "night"}, "the session night is unknown"),
        ({"after": ("r9",)}, "the request r9 is unknown"),
        ({"after": ("r1",)}, "requests wait for each other: r1 after r1"),
        ({"interpreter": "de-pl"}, "the interpreter pair de-pl is unknown"),
    ],
)
def test_requests_that_make_no_sense(change, sentence, event) -> None:
    wrong = event("ab ac")
    with pytest.raises(NeisseError, match=sentence):
        validate(replace(wrong, requests=(replace(wrong.requests[0], **change), wrong.requests[1])))


def test_people_who_make_no_sense(event) -> None:
    for person in (
        Participant("a", max_meetings=-1),
        Participant("a", table="t9"),
        Participant("a", unavailable=frozenset({"x"})),
    ):
        with pytest.raises(NeisseError):
            validate(event("ab", people=(person, Participant("b"))))


def test_the_same_pair_twice(event) -> None:
    with pytest.raises(NeisseError, match="b and a already meet in request r1"):
        validate_wishes(event("ab ba"))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"fixed": "s1"}, {"fixed": "s1"}),
        ({"fixed": "s3", "session": "am"}, {}),
        ({"fixed": "s4"}, {}),
        ({"fixed": "s2"}, {"fixed": "s1", "after": ("r1",)}),
    ],
)
def test_fixed_meetings_that_contradict_each_other(first, second, event) -> None:
    people = (Participant("a", unavailable=frozenset({"s4"})), Participant("b"), Participant("c"))
    wrong = event("ab ac", people=people)
    one, two = wrong.requests
    changed = replace(wrong, requests=(replace(one, **first), replace(two, **second)))
    validate(changed)
    with pytest.raises(NeisseError) as refusal:
        validate_wishes(changed)
    assert refusal.value.code == "meet.fixed"
