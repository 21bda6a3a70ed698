"""Slots are times: sorted, apart, of the region's zone; requests of two people are one meeting."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from neisse.cli.meet import app
from neisse.engine.meet.check import check
from neisse.engine.meet.clock import days_of
from neisse.engine.meet.solve import solve
from neisse.engine.search.progress import Status
from neisse.engine.values import NeisseError
from neisse.formats.meet_json import parse_instance
from neisse.formats.meet_schedule import parse_claim, schedule_document
from neisse.formats.wire import instance_of, packed_instance

TIMES = {"s1": "09:00", "s2": "09:20", "s3": "09:40", "s4": "10:00"}


def slot(id_: str, **changes: Any) -> dict[str, Any]:
    return {"id": id_, "starts": f"2027-10-21T{TIMES[id_]}:00+02:00", **changes}


def document(**changes: Any) -> dict[str, Any]:
    people = [{"id": p} for p in "ABCD"]
    requests = [{"id": "r1", "a": "A", "b": "B"}, {"id": "r2", "a": "A", "b": "C"}]
    slots = [slot(id_) for id_ in TIMES]
    return {"slots": slots, "tables": 2, "participants": people, "requests": requests, **changes}


def solved(said: dict[str, Any], **changes: Any) -> tuple[Any, dict[str, Any]]:
    """The event and the schedule file of a document."""
    instance, _ = parse_instance({**said, **changes}, "file")
    return instance, schedule_document(instance, solve(instance, stop=lambda: False), 0)


@given(st.permutations(list(TIMES)))
def test_the_order_of_slots_in_the_file_does_not_matter(order: list[str]) -> None:
    instance, plain = solved(document())
    said = document(slots=[slot(id_) for id_ in order])
    mixed, schedule = solved(said)
    ids = [order[number - 1] for number in schedule["slots"]]
    assert ids == [instance.slots[number - 1].id for number in plain["slots"]]
    assert {k: v for k, v in schedule.items() if k != "slots"} == {
        k: v for k, v in plain.items() if k != "slots"
    }
    assert check(mixed, parse_claim(schedule, mixed, "file")) == []
    assert check(mixed, parse_claim({**schedule, "slots": ids}, mixed, "file")) == []
    assert instance_of(json.loads(json.dumps(packed_instance(mixed)))) == mixed


def test_sorting_is_told() -> None:
    _, findings = parse_instance(document(slots=[slot("s2"), slot("s1")]), "file")
    assert [f.code for f in findings] == ["meet.slots_sorted"]


@pytest.mark.parametrize(
    ("slots", "code", "named"),
    [
        ([slot("s1", ends="2027-10-21T08:59:00+02:00")], "meet.slot_time", ["s1"]),
        ([slot("s1", ends="2027-10-21T09:00:00+02:00")], "meet.slot_time", ["s1"]),
        ([{"id": "s1", "ends": "2027-10-21T09:00:00+02:00"}], "meet.slot_time", ["s1"]),
        ([slot("s2"), slot("s1", ends="2027-10-21T09:21:00+02:00")], "meet.slot_overlap", ["s1", "s2"]),
        ([slot("s1"), {**slot("s1"), "id": "s2"}], "meet.slot_overlap", ["s1", "s2"]),
        ([slot("s1", starts="2027-10-21T25:00:00+02:00")], "meet.json", ["s1"]),
    ],
)
def test_slots_that_are_no_times_are_refused_by_name(slots, code, named) -> None:
    with pytest.raises(NeisseError) as refusal:
        parse_instance(document(slots=slots), "file")
    assert refusal.value.code == code
    assert all(id_ in refusal.value.subject and id_ in refusal.value.text for id_ in named)


def test_a_slot_may_begin_when_the_one_before_ends() -> None:
    instance, findings = parse_instance(
        document(slots=[slot("s1", ends=slot("s2")["starts"]), slot("s2")]), "file"
    )
    assert (len(instance.slots), findings) == (2, [])


@pytest.mark.parametrize(
    ("zone", "said", "utc"),
    [
        (None, "2027-10-21 09:00", datetime(2027, 10, 21, 7, tzinfo=UTC)),
        (None, "2027-12-21T09:00", datetime(2027, 12, 21, 8, tzinfo=UTC)),
        ("Europe/London", "2027-10-21 09:00", datetime(2027, 10, 21, 8, tzinfo=UTC)),
    ],
)
def test_times_without_an_offset_are_the_region_s(zone, said, utc) -> None:
    instance, findings = parse_instance(document(slots=[{"id": "s1", "starts": said}], zone=zone), "file")
    assert instance.slots[0].starts == utc
    assert [f.code for f in findings] == ["meet.naive_time"]
    assert instance.zone in findings[0].text


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(NeisseError, match="Neverland"):
        parse_instance(document(zone="Neverland"), "file")


def test_a_day_ends_at_midnight_of_the_zone() -> None:
    late = ["2027-10-21T21:30:00Z", "2027-10-21T22:30:00Z", "2027-10-22T08:00:00Z"]
    slots = [{"id": f"s{i}", "starts": at} for i, at in enumerate(late)]
    assert days_of(parse_instance(document(slots=slots), "file")[0]) == [0, 1, 1]
    assert days_of(parse_instance(document(slots=slots, zone="UTC"), "file")[0]) == [0, 0, 1]
    assert days_of(parse_instance(document(slots=[{"id": "x"}, {"id": "y"}]), "file")[0]) == [0, 0]


MUTUAL = [
    {"id": "r1", "a": "A", "b": "B", "weight": 3},
    {"id": "r2", "a": "B", "b": "A", "weight": 4, "must": True},
    {"id": "r3", "a": "A", "b": "B", "weight": 2, "after": ["r4"]},
    {"id": "r4", "a": "A", "b": "C"},
    {"id": "r5", "a": "A", "b": "D", "after": ["r2"]},
]


def test_requests_of_two_people_are_one_meeting_and_all_their_ids_stay() -> None:
    said = document(requests=MUTUAL)
    instance, findings = parse_instance(said, "file")
    first = instance.requests[0]
    assert (first.id, first.also, first.weight, first.must, first.after) == (
        "r1",
        ("r2", "r3"),
        7,
        True,
        ("r4",),
    )
    assert instance.requests[-1].after == ("r1",)
    assert [f.code for f in findings] == ["meet.one_meeting"]
    _, schedule = solved(said)
    one, two, three, four, five = schedule["slots"]
    assert one == two == three
    assert four < one < five
    assert schedule["weight"] == 9
    assert check(instance, parse_claim(schedule, instance, "file")) == []
    parted = parse_claim({**schedule, "slots": [one, None, three, four, five]}, instance, "file")
    assert [f.code for f in check(instance, parted)] == ["meet.parted"]
    short = parse_claim({"slots": [1, 2, 3]}, instance, "file")
    assert [f.code for f in check(instance, short)] == ["meet.length"]


def test_unplaced_mutual_requests_are_both_told() -> None:
    _, schedule = solved(document(requests=[dict(r, must=False, after=[]) for r in MUTUAL[:3]], tables=[
        {"id": "t", "closed": list(TIMES)}]))  # fmt: skip
    assert schedule["slots"] == [None, None, None]
    assert [u["request"] for u in schedule["unplaced"]] == ["r1", "r2", "r3"]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ({"fixed": "s1"}, {"fixed": "s2"}),
        ({"session": "am"}, {"session": "pm"}),
        ({"session": "am"}, {"fixed": "s4"}),
        ({}, {"after": ["r1"]}),
        ({"interpreter": "de-pl"}, {"interpreter": "cs-de"}),
    ],
)
def test_mutual_requests_that_contradict_each_other_are_refused_by_both_names(one, two) -> None:
    sessions = [slot(id_, session="am" if id_ < "s3" else "pm") for id_ in TIMES]
    requests = [{"id": "r1", "a": "A", "b": "B", **one}, {"id": "r2", "a": "B", "b": "A", **two}]
    said = document(slots=sessions, requests=requests, interpreters={"de-pl": 1, "cs-de": 1})
    with pytest.raises(NeisseError) as refusal:
        parse_instance(said, "file")
    assert refusal.value.code == "meet.mutual"
    assert "r1" in refusal.value.subject and "r2" in refusal.value.subject  # noqa: PT018


def test_a_wish_of_nothing_is_met_where_there_is_room() -> None:
    wishes = [{"id": "r1", "a": "A", "b": "B", "weight": 0}, {"id": "r2", "a": "A", "b": "C", "weight": 1}]
    _, roomy = solved(document(requests=wishes))
    assert None not in roomy["slots"]
    _, tight = solved(document(requests=wishes, slots=[slot("s1")]))
    assert tight["slots"] == [None, 1]


FIELDS = [
    ("slots", "starts"), ("slots", "ends"), ("slots", "session"), ("participants", "unavailable"),
    ("participants", "max_meetings"), ("participants", "table"), ("participants", "organisation"),
    ("requests", "a"), ("requests", "weight"), ("requests", "must"), ("requests", "fixed"), ("requests", "session"),
    ("requests", "after"), ("requests", "interpreter"),
]  # fmt: skip


@given(
    st.sampled_from(FIELDS), st.sampled_from([{}, [{}], ["zzz"], "zzz", -3, 99, True, 1.5]), st.integers(0, 1)
)
def test_whatever_is_wrong_the_error_names_its_subject(field: tuple[str, str], value: Any, at: int) -> None:
    said = document()
    row = said[field[0]][at]
    row[field[1]] = value
    for error in refusals(said):
        assert error.subject.endswith(f" {row['id']}")
        assert row["id"] in str(error)
        assert error.hint


def refusals(said: dict[str, Any]) -> list[NeisseError]:
    try:
        parse_instance(said, "file")
    except NeisseError as error:
        return [error]
    return []


@pytest.mark.parametrize(("limit", "code"), [([], 1), (["--json"], 1)])
def test_no_schedule_is_no_success(limit, code, tmp_path) -> None:
    musts = [{"id": f"r{b}", "a": "A", "b": b, "must": True} for b in "BCD"]
    path = tmp_path / "event.json"
    path.write_text(json.dumps(document(requests=musts, slots=[slot("s1"), slot("s2")])))
    result = CliRunner().invoke(app, ["solve", str(path), *limit])
    assert result.exit_code == code
    assert "A is full: 3 requests for 2 free slots" in result.stdout
    instance, _ = parse_instance(json.loads(path.read_text()), "event")
    assert solve(instance, stop=lambda: False).status is Status.INFEASIBLE
