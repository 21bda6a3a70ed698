"""Every hard rule: a schedule that keeps it, one that breaks it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from neisse.engine.meet.check import Claim, check
from neisse.engine.meet.check_pauses import breaks_and_idle
from neisse.engine.meet.instance import Instance, Participant, Rules, Table


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
