"""The pauses of one person, counted by hand: what the check says, rule by rule. Nothing is solved here."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from neisse.engine.meet.check_pauses import breaks_and_idle, dates_of, too_close
from neisse.engine.meet.instance import Instance, Participant, Rules, Slot

ONE_DAY, TWO_DAYS = ["d"] * 6, ["d"] * 3 + ["e"] * 3
NOON_IN_AUCKLAND = datetime(2027, 10, 20, 23, tzinfo=UTC)


def said(slots: list[int], dates: list[str] = ONE_DAY, person: Any = None, **rules: Any) -> list[str]:
    party = Instance(
        name="event",
        slots=tuple(Slot(f"s{k + 1}") for k in range(6)),
        tables=(),
        participants=(),
        requests=(),
        rules=Rules(**rules),
    )
    return [f"{rule}: {text}" for rule, text in too_close(party, person or Participant("a"), slots, dates)]


def test_slots_that_stay_free_after_a_meeting_are_counted() -> None:
    wanted = "min_break: a has %d free slots between s%d and s%d, %d are wanted"
    assert said([0, 1, 2]) == []
    assert said([1, 0], min_break=1) == [wanted % (0, 1, 2, 1)]
    assert said([0, 2], min_break=1) == []
    assert said([0, 2, 5], min_break=2) == [wanted % (1, 1, 3, 2)]
    assert said([2, 3], TWO_DAYS, min_break=1) == [], "a night lies between them"
    assert said([3, 4], TWO_DAYS, min_break=1) == [wanted % (0, 4, 5, 1)]
    assert said([1, 1], min_break=1) == [], "twice in a slot is another fault"


def test_one_slot_of_lunch_stays_free_on_each_day() -> None:
    lunch = frozenset({"s1", "s3", "s4"})
    assert said([0, 2], lunch=lunch) == []
    assert said([3, 0, 2], lunch=lunch) == ["lunch: a has meetings in all of s1, s3, s4"]
    assert said([0, 2, 3], TWO_DAYS, lunch=lunch) == [
        "lunch: a has meetings in all of s1, s3",
        "lunch: a has meetings in all of s4",
    ]
    assert said([3, 4, 5], TWO_DAYS, lunch=frozenset({"s1"})) == [], "no slot of lunch on the second day"
    assert said([], lunch=lunch) == []


def test_meetings_that_follow_each_other_are_counted() -> None:
    row = "max_in_a_row: a has %d meetings in a row from s%d to s%d, at most %d are wanted"
    assert said([0, 1], max_in_a_row=2) == []
    assert said([2, 0, 1], max_in_a_row=2) == [row % (3, 1, 3, 2)]
    assert said([0, 1, 3, 4], max_in_a_row=1) == [row % (2, 1, 2, 1), row % (2, 4, 5, 1)]
    assert said([1, 2, 3, 4], TWO_DAYS, max_in_a_row=2) == []
    assert said([2], max_in_a_row=0) == [row % (1, 3, 3, 0)]


@pytest.mark.parametrize(
    ("own", "of_all", "slots"),
    [
        ({"min_break": 0}, {"min_break": 1}, [0, 1]),
        ({"lunch": frozenset()}, {"lunch": frozenset({"s1"})}, [0]),
        ({"max_in_a_row": 9}, {"max_in_a_row": 1}, [0, 1]),
    ],
)
def test_what_somebody_has_of_their_own_comes_before_what_holds_for_all(own, of_all, slots) -> None:
    assert len(said(slots, **of_all)) == 1
    assert said(slots, person=Participant("a", **own), **of_all) == []
    assert len(said(slots, person=Participant("a", **of_all))) == 1


def test_breaks_are_groups_of_free_slots_and_idle_is_how_many() -> None:
    assert breaks_and_idle([5, 0, 2], ONE_DAY) == (2, 3)
    assert breaks_and_idle([0, 1], ONE_DAY) == (0, 0)
    assert breaks_and_idle([0, 2, 5], TWO_DAYS) == (1, 1)


def slots_at(*hours: int | None) -> Instance:
    times = [None if hour is None else NOON_IN_AUCKLAND + timedelta(hours=hour) for hour in hours]
    slots = tuple(Slot(f"s{k + 1}", starts=time) for k, time in enumerate(times))
    return Instance(name="e", slots=slots, tables=(), participants=(), requests=(), zone="Pacific/Auckland")


def test_dates_are_those_of_the_place_and_a_slot_without_time_has_that_of_the_one_before() -> None:
    assert dates_of(slots_at(0, 11, 12, 13)) == ["2027-10-21", "2027-10-21", "2027-10-22", "2027-10-22"]
    assert dates_of(slots_at(None, 0, None, 12, None)) == ["2027-10-21"] * 3 + ["2027-10-22"] * 2
    assert dates_of(slots_at(None, None)) == ["", ""]
