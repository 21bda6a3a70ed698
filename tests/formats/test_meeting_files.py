"""The literature's .dzn, our JSON of an event, and schedule files."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from neisse.engine.meet.schedule import Schedule
from neisse.engine.search.progress import Status
from neisse.engine.values import NeisseError
from neisse.formats.dzn import parse_dzn
from neisse.formats.meet_json import parse_instance, read_instance
from neisse.formats.meet_schedule import parse_claim, schedule_document

DZN = """
nBusiness = 3; nMeetings = 2; nTables = 2; nTotalSlots = 4; nMorningSlots = 3;
requested = [|1, 2,1,
|1, 3,3,
|];
meetingsxBusiness = [{1,2,3},{1,2},{1,3}]; nMeetingsBusiness = [2,1,1];
forbidden = [{0},{0,4},{}];
fixed = [0,2];
precedences = [{},{1}]; % the first before the second
"""


def event(**changes: Any) -> dict[str, Any]:
    return {
        "name": "forum",
        "slots": [{"id": 1, "starts": "2026-10-21T09:00:00+02:00", "session": "am"}, {"id": "s2"}],
        "tables": 2,
        "participants": [{"id": "a"}, {"id": "b", "unavailable": ["s2"]}, {"id": "c", "table": "1"}],
        "requests": [
            {"id": "r1", "a": "a", "b": "b", "fixed": 1},
            {"id": "r2", "a": "a", "b": "c", "after": ["r1"]},
        ],
        **changes,
    }


def test_dzn_is_one_based_and_drops_dummies() -> None:
    instance = parse_dzn(DZN, "tiny")
    assert [slot.session for slot in instance.slots] == ["morning"] * 3 + ["afternoon"]
    assert [sorted(p.unavailable) for p in instance.participants] == [[], ["4"], []]
    first, second = instance.requests
    assert (first.a, first.b, first.session, first.fixed, first.after) == ("1", "2", "morning", "", ())
    assert (second.session, second.fixed, second.after) == ("", "2", ("1",))
    assert instance.rules.all_requests
    assert instance.rules.fairness == 2


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("nTables = 2;", ""),
        ("fixed = [0,2]", "fixed = [0]"),
        ("|1, 3,3", "|1, 3"),
        ("{0,4},", ""),
        ("2,1,\n", "2,9,\n"),
        ("nSlots", ""),
    ],
)
def test_damaged_dzn(old, new) -> None:
    if old not in DZN:
        assert parse_dzn(DZN.replace("fixed = [0,2];", ""), "tiny").requests[1].fixed == ""
        return
    with pytest.raises(NeisseError) as refusal:
        parse_dzn(DZN.replace(old, new), "tiny")
    assert refusal.value.code == "meet.dzn"


def test_json_reads_every_kind_of_field() -> None:
    instance, findings = parse_instance(event(colour="red"), "file")
    assert instance.slots[0].starts == datetime(2026, 10, 21, 7, tzinfo=UTC)
    assert instance.slots[0].id == instance.requests[0].fixed == "1"
    assert [t.id for t in instance.tables] == ["1", "2"]
    assert instance.participants[1].unavailable == {"s2"}
    assert instance.requests[1].after == ("r1",)
    assert [(f.code, f.severity.value) for f in findings] == [("meet.unknown_key", "warning")]


@pytest.mark.parametrize(
    ("changes", "subject"),
    [
        ({"slots": [{}]}, "slot no. 1"),
        ({"tables": "many"}, "file"),
        ({"requests": [{"id": "r", "a": "a"}]}, "request r"),
        ({"requests": [{"id": "r", "a": "a", "b": "b", "weight": True}]}, "request r"),
        ({"participants": ["a"]}, "participant no. 1"),
        ({"rules": {"minimise": "tears"}}, "rules"),
        ({"slots": [{"id": "s", "starts": "noon"}]}, "slot s"),
        ({"interpreters": {"de-pl": "two"}}, "interpreters de-pl"),
    ],
)
def test_json_of_the_wrong_shape(changes, subject) -> None:
    with pytest.raises(NeisseError) as refusal:
        parse_instance(event(**changes), "file")
    assert (refusal.value.code, refusal.value.subject) == ("meet.json", subject)


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe", b"[]"])
def test_files_that_are_not_json(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "event.json"
    path.write_bytes(content)
    with pytest.raises(NeisseError) as refusal:
        read_instance(path)
    assert refusal.value.code == "meet.json"


def test_a_schedule_file_comes_back_as_it_went() -> None:
    instance, _ = parse_instance(event(), "file")
    schedule = Schedule("forum", Status.OPTIMAL, (0, 1), (1, 0), breaks_by_participant=(0, 0, 0), weight=2)
    document = json.loads(json.dumps(schedule_document(instance, schedule, 0.2)))
    assert list(document)[:6] == ["instance", "status", "breaks", "bound", "seconds", "slots"]
    assert (document["slots"], document["tables"], document["seconds"]) == ([1, 2], ["2", "1"], 1)
    claim = parse_claim(document, instance, "file")
    assert (tuple(claim.slots), tuple(claim.tables), claim.breaks, claim.weight) == ((0, 1), (1, 0), 0, 2)


@pytest.mark.parametrize(
    "document",
    [[], {}, {"slots": ["one"]}, {"slots": [1, 2], "breaks": "none"}, {"slots": [1, 2], "tables": 3}],
)
def test_files_that_are_no_schedule(document: Any) -> None:
    instance, _ = parse_instance(event(), "file")
    with pytest.raises(NeisseError) as refusal:
        parse_claim(document, instance, "file")
    assert refusal.value.code == "meet.schedule"
