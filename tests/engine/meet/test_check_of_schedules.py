"""Every hard rule: a schedule that keeps it, one that breaks it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from neisse.engine.meet.check import Claim, Held, check
from neisse.engine.meet.check_pauses import breaks_and_idle
from neisse.engine.meet.instance import Instance, Participant, Rules, Table
from neisse.engine.values import Finding


def codes(
    instance: Instance, *slots: int | None, tables: tuple[int | None, ...] = (), **claims: int
) -> list[str]:
    return [finding.code for finding in check(instance, Claim(slots, tables, **claims))]


def with_request(instance: Instance, **changes: object) -> Instance:
    first, *rest = instance.requests
    return replace(instance, requests=(replace(first, **changes), *rest))


def with_person(instance: Instance, **changes: object) -> Instance:
    people = tuple(replace(p, **changes) if p.id == "a" else p for p in instance.participants)
    return replace(instance, participants=people)


def test_nobody_twice_in_a_slot(event) -> None:
    assert codes(event("ab ac"), 0, 1) == []
    assert codes(event("ab ac"), 0, 0) == ["meet.twice"]


def test_everything_held(event) -> None:
    optional = event("ab ac", all_requests=False)
    assert codes(event("ab ac"), 0, None) == ["meet.unplaced"]
    assert codes(optional, 0, None) == []
    assert codes(with_request(optional, must=True), None, 0) == ["meet.unplaced"]


def test_away(event) -> None:
    absent = with_person(event("ab"), unavailable=frozenset({"s2"}))
    assert codes(absent, 0) == []
    assert codes(absent, 1) == ["meet.away"]


@pytest.mark.parametrize(
    ("wish", "code"), [({"fixed": "s3"}, "meet.fixed"), ({"session": "pm"}, "meet.session")]
)
def test_fixed_slot_and_session(event, wish, code) -> None:
    assert codes(with_request(event("ab"), **wish), 2) == []
    assert codes(with_request(event("ab"), **wish), 0) == [code]


def test_order(event) -> None:
    ordered = with_request(event("ab cd"), after=("r2",))
    assert codes(ordered, 1, 0) == []
    assert codes(ordered, 1, 1) == ["meet.order"]
    assert codes(replace(ordered, rules=Rules()), 1, None) == []


def test_most_meetings(event) -> None:
    limited = with_person(event("ab ac"), max_meetings=1)
    assert codes(replace(limited, rules=Rules()), 0, None) == []
    assert codes(limited, 0, 1) == ["meet.max_meetings"]


def test_tables_of_a_slot(event) -> None:
    assert codes(event("ab cd", tables=2), 0, 0) == []
    assert codes(event("ab cd", tables=1), 0, 0) == ["meet.tables"]
    half = replace(event("ab cd"), tables=(Table("t1"), Table("t2", closed=frozenset({"s1"}))))
    assert codes(half, 1, 1) == []
    assert codes(half, 0, 0) == ["meet.tables"]


def test_named_tables(event) -> None:
    two = replace(event("ab cd"), tables=(Table("t1"), Table("t2", closed=frozenset({"s1"}))))
    assert codes(two, 1, 1, tables=(0, 1)) == []
    assert codes(two, 1, 1, tables=(0, 0)) == ["meet.table_twice"]
    assert codes(two, 0, 1, tables=(1, 1)) == ["meet.closed"]
    assert codes(two, 0, 1, tables=(None, 1)) == ["meet.no_table"]


def test_own_booths(event) -> None:
    booth = with_person(event("ab cd"), table="t2")
    assert codes(booth, 0, 0, tables=(1, 0)) == []
    assert codes(booth, 0, 0, tables=(0, 1)) == ["meet.booth", "meet.booth"]


def test_a_booth_takes_one_meeting_also_without_names(event) -> None:
    people = (Participant("a", table="t1"), Participant("c", table="t1"), Participant("b"), Participant("d"))
    shared_booth = replace(event("ab cd"), participants=people)
    assert codes(shared_booth, 0, 1) == []
    assert codes(shared_booth, 0, 0) == ["meet.table_twice"]
    closed = replace(shared_booth, tables=(Table("t1", closed=frozenset({"s1"})), Table("t2")))
    assert codes(closed, 0, 1) == ["meet.closed"]


def test_interpreters(event) -> None:
    pair = replace(event("ab cd"), interpreters=(("de-pl", 1),))
    both = replace(pair, requests=tuple(replace(r, interpreter="de-pl") for r in pair.requests))
    assert codes(both, 0, 1) == []
    assert codes(both, 0, 0) == ["meet.interpreters"]


def test_fairness(event) -> None:
    assert codes(event("ab ac", fairness=1), 0, 2) == []
    assert codes(event("ab ac", fairness=0), 0, 2) == ["meet.fairness"]


def test_claims(event) -> None:
    party = event("ab ac")
    assert codes(party, 0, 3, breaks=1, idle=2, weight=2) == []
    assert codes(party, 0, 3, breaks=0, idle=1, weight=3) == ["meet.claim"] * 3


def test_shape(event) -> None:
    assert codes(event("ab"), 0, 1) == ["meet.length"]
    assert codes(event("ab"), 9) == ["meet.unknown"]
    assert codes(event("ab"), 0, tables=(7,)) == ["meet.unknown"]


def test_breaks_are_groups_of_idle_slots() -> None:
    one_day = [""] * 8
    assert breaks_and_idle([], one_day) == (0, 0)
    assert breaks_and_idle([4], one_day) == (0, 0)
    assert breaks_and_idle([7, 0, 1, 4], one_day) == (2, 4)
    assert breaks_and_idle([7, 0, 1, 4], ["Monday"] * 3 + ["Tuesday"] * 5) == (1, 2)
    assert breaks_and_idle([1, 2, 3], one_day) == (0, 0)


def test_a_claim_does_not_change_and_claims_nothing_by_itself(event) -> None:
    claim = Claim((0,))
    assert (claim.tables, claim.breaks, claim.idle, claim.weight, claim.wrong) == ((), None, None, None, ())
    with pytest.raises(AttributeError):
        claim.breaks = 1  # type: ignore[misc]
    held = Held(event("ab").requests[0], 0, None)
    with pytest.raises(AttributeError):
        held.slot = 1  # type: ignore[misc]
    assert not hasattr(claim, "__dict__")
    assert not hasattr(held, "__dict__")


def subjects(
    instance: Instance, *slots: int | None, tables: tuple[int | None, ...] = ()
) -> list[tuple[str, str]]:
    return [(f.subject, f.text) for f in check(instance, Claim(slots, tables))]


def test_a_finding_says_of_whom_it_speaks_and_counts_from_one(event) -> None:
    assert subjects(event("ab"), 9) == [("meeting 1", "meeting 1 is at an unknown slot")]
    assert subjects(event("ab", tables=2), 0, tables=(2,)) == [
        ("meeting 1", "meeting 1 is at an unknown table")
    ]
    assert subjects(event("ab ac"), 0, 0) == [("participant a", "a has 2 meetings in slot s1")]
    assert subjects(event("ab ac"), 0, None) == [
        ("request r2", "request r2 (a, c) has to be held and is not")
    ]


@pytest.mark.parametrize(("slot", "known"), [(-1, False), (0, True), (3, True), (4, False), (None, True)])
def test_the_slots_of_an_event_are_known_and_no_others(event, slot, known) -> None:
    assert ("meet.unknown" in codes(event("ab", all_requests=False), slot)) is not known


@pytest.mark.parametrize(("table", "known"), [(-1, False), (0, True), (1, True), (2, False)])
def test_the_tables_of_an_event_are_known_and_no_others(event, table, known) -> None:
    assert ("meet.unknown" in codes(event("ab", tables=2), 0, tables=(table,))) is not known


def test_as_many_answers_as_requests(event) -> None:
    assert codes(event("ab ac"), 0) == ["meet.length"]
    assert codes(event("ab ac"), 0, 1, tables=(0,)) == ["meet.length"]
    assert codes(event("ab ac"), 0, 1, tables=(0, 0, 0)) == ["meet.length"]


def test_three_in_one_slot_and_three_meetings_are_too_many_as_well(event) -> None:
    assert codes(event("ab ac ad", tables=9), 0, 0, 0) == ["meet.twice"]
    limited = with_person(event("ab ac ad"), max_meetings=2)
    assert codes(limited, 0, 1, 2) == ["meet.max_meetings"]
    assert codes(with_person(event("ab ac"), max_meetings=2), 0, 1) == []
    assert codes(with_person(event("ab", all_requests=False), max_meetings=0), 0) == ["meet.max_meetings"]


def test_the_asked_ones_booth_comes_before_the_asking_ones(event) -> None:
    people = (Participant("a", table="t1"), Participant("b", table="t2"))
    both = replace(event("ab"), participants=people)
    assert codes(both, 0, tables=(1,)) == []
    assert codes(both, 0, tables=(0,)) == ["meet.booth"]
    asking = replace(event("ab"), participants=(Participant("a", table="t1"), Participant("b")))
    assert codes(asking, 0, tables=(0,)) == []
    assert codes(asking, 0, tables=(1,)) == ["meet.booth"]


def test_one_table_in_two_slots_and_two_tables_in_one_are_right(event) -> None:
    assert codes(event("ab cd"), 0, 1, tables=(0, 0)) == []
    assert codes(event("ab cd"), 0, 0, tables=(0, 1)) == []
    assert codes(event("ab cd ef"), 0, 0, 0, tables=(0, 0, 0)) == ["meet.table_twice"] * 2


def test_a_booth_is_no_table_of_the_hall(event) -> None:
    people = tuple(Participant(p, table="t1" if p == "a" else "") for p in "abcdef")
    one_left = replace(event("ab cd ef", tables=2), participants=people)
    assert codes(one_left, 0, 0, 1) == []
    assert codes(one_left, 1, 0, 0) == ["meet.tables"]


@pytest.mark.parametrize(("there", "wrong"), [(0, True), (1, True), (2, False), (3, False)])
def test_as_many_interpreters_as_meetings_need(event, there, wrong) -> None:
    pair = replace(event("ab cd ef"), interpreters=(("de-pl", there),))
    first, second, third = pair.requests
    asked = replace(
        pair, requests=(replace(first, interpreter="de-pl"), replace(second, interpreter="de-pl"), third)
    )
    assert (codes(asked, 0, 0, 0) == ["meet.interpreters"]) is wrong
    assert wrong or codes(asked, 0, 0, 0) == []


def test_fairness_is_the_distance_between_most_and_least_breaks(event) -> None:
    # a: slots 0, 2, 4 (2 breaks), b: 0 and 4 (1 break), c and d without.
    uneven = event("ab ac ab", slots=5, fairness=1)
    assert codes(uneven, 0, 2, 4) == ["meet.fairness"]
    assert codes(replace(uneven, rules=Rules(all_requests=True, fairness=2)), 0, 2, 4) == []
    everybody = event("ab ab", slots=3, fairness=0)
    assert codes(everybody, 0, 2) == [], "both have one break"
    (finding,) = check(event("ab ac", fairness=0), Claim((0, 2)))
    assert finding.subject == "participant a"
    assert finding.text == "a has 1 breaks, b 0: more than 0 apart"


@pytest.mark.parametrize("claim", ["breaks", "idle", "weight"])
@pytest.mark.parametrize("off", [-1, 0, 1])
def test_each_claim_is_counted_anew(event, claim, off) -> None:
    party = with_request(event("ab ac", slots=5), weight=4)
    right = {"breaks": 1, "idle": 3, "weight": 5}[claim]
    assert (codes(party, 0, 4, **{claim: right + off}) == ["meet.claim"]) is bool(off)


def test_what_the_reader_found_wrong_comes_alone(event) -> None:
    wrong = Finding("meet.file", "line 3", "two answers")
    assert check(event("ab ac"), Claim((0, 0), wrong=(wrong,))) == [wrong]


def test_order_holds_for_each_request_before(event) -> None:
    third = event("ab cd ef")
    ordered = replace(third, requests=(*third.requests[:2], replace(third.requests[2], after=("r1", "r2"))))
    assert codes(ordered, 0, 1, 2) == []
    assert codes(ordered, 2, 1, 2) == ["meet.order"]
    assert codes(ordered, 3, 3, 2) == ["meet.order"] * 2
