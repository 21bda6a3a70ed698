"""JSON Lines, ROR records and cards read into objects; every kind of the contract."""

from __future__ import annotations

from datetime import date
from json import dumps
from pathlib import Path
from typing import Any
from unicodedata import category

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neisse.engine.record.diff import compare
from neisse.engine.values import NeisseError
from neisse.formats.answers import Answers, answered
from neisse.formats.detect import ReadResult, read_any
from neisse.formats.objects import KINDS, guess_kind, paths
from neisse.formats.vcard import write_vcards

TODAY = date(2026, 11, 22)


def read(*objects: object, **options: Any) -> ReadResult:
    lines = "\n".join(entry if isinstance(entry, str) else dumps(entry) for entry in objects)
    return read_any("a.jsonl", lines.encode("utf-8", "surrogatepass"), reference=TODAY, **options)


def codes(result: ReadResult) -> set[tuple[str, int]]:
    return {(f.code, f.row) for f in result.findings}


def test_lines_that_are_no_objects_are_refused_one_by_one() -> None:
    result = read(
        {"id": "a", "name": "A"}, "[1]", '{"id": "b", "na', {"name": "C"}, {"id": "d", "title": "D"}
    )
    assert [found.get("name") or found["title"] for found in result.objects] == ["A", "C", "D"]
    assert {("line.object", 2), ("line.json", 3)} <= codes(result)
    assert result.refused == {"line.object": 1, "line.json": 1}


def test_the_same_id_twice() -> None:
    result = read({"id": "a", "name": "A"}, {"id": "a", "name": "A"}, {"id": "a", "name": "B"})
    assert len(result.objects) == 1
    assert {("id.repeated", 2), ("id.duplicate", 3)} <= codes(result)


def test_unknown_keys_are_kept_and_told() -> None:
    result = read({"id": "a", "name": "A", "colour": {"hex": "\ud800#fff", "n": [1, None]}})
    assert result.objects[0]["colour"] == {"hex": "#fff", "n": [1, None]}
    assert ("key.unknown", 0) in codes(result)


def test_numbers_that_json_does_not_know() -> None:
    assert read('{"id": "a", "name": "A", "lat": NaN}').refused == {"line.json": 1}


def test_whole_documents_are_read_too() -> None:
    for text in (
        '[{"id": "a", "name": "A"}]',
        '{"items": [{"id": "a", "name": "A"}]}',
        '{\n "id": "a",\n "name": "A"\n}',
    ):
        assert [found["id"] for found in read(text).objects] == ["a"]
    with pytest.raises(NeisseError, match=r"json\.unreadable"):
        read('[{"id": "a", "name": "A"}, {"id"')


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        ({"name": "A"}, "organisation"), ({"title": "T", "owner": "o"}, "measure"), ({"name": "A", "office": "x"}, "person"),
        ({"network": "n", "organisation": "o"}, "membership"), ({"concept": "c", "value": 1}, "figure"),
        ({"name": "S", "network": "n"}, "section"), ({"name": "G", "section": "s"}, "topic_group"),
        ({"type": "network", "name": "N"}, "network"), ({"title": "T", "text": "x"}, "document"),
    ],
)  # fmt: skip
def test_kinds_are_told_by_their_keys(data: dict[str, Any], kind: str) -> None:
    assert guess_kind(data) == kind
    assert paths(kind) >= {"id", "source"}


def test_what_two_fields_together_get_wrong() -> None:
    order = {
        "type": "membership",
        "network": "n",
        "organisation": "o",
        "from": "2021-01-01",
        "until": "2020-01-01",
    }
    ends = {"title": "T", "owner": "o", "starts": "2026-10-22", "ends": "2026-10-21"}
    assert read(order).refused == {"membership.order": 1}
    assert read(ends).refused == {"period.order": 1}


def test_free_periods_in_json_become_codes() -> None:
    found = read(
        {"title": "T", "owner": "o", "period": "jesień 2026"},
        {"title": "U", "owner": "o", "starts": "Herbst 2027"},
    )
    assert [entry["period"] for entry in found.objects] == ["2026-autumn", "2027-autumn"]


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@settings(deadline=None)
@given(st.sampled_from(sorted(KINDS)), st.data())
def test_no_object_is_fatal_and_what_is_stored_is_a_fixed_point(kind: str, data: st.DataObject) -> None:
    keys = st.sampled_from(["id", *KINDS[kind].fields, "source", "invented"])
    raw = data.draw(st.dictionaries(keys, VALUES, max_size=8)) | {"type": kind}
    once = read_any(
        "a.json", dumps([raw]).replace("NaN", "0").replace("Infinity", "1").encode(), reference=TODAY
    ).objects
    again = read_any("b.json", dumps(once).encode(), reference=TODAY).objects if once else ()
    assert again == once


def test_cards_of_every_version() -> None:
    cards = (
        "BEGIN:VCARD\nVERSION:3.0\nN:Müller;Anna;;;\nFN:Anna Müller\nORG:WFS;Dept\nTITLE:Leiterin\nEMAIL:a@b.de\nEND:VCARD\n"
        "BEGIN:VCARD\nVERSION:4.0\nKIND:org\nFN:ACME\nADR:;;;Leipzig;;;DE\nEND:VCARD\n"
        "BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;Hans\nEND:VCARD\nBEGIN:VCARD\nFN:x"
    )
    result = read_any("a.vcf", cards.encode(), reference=TODAY)
    assert [(found["type"], found["name"]) for found in result.objects] == [
        ("person", "Anna Müller"), ("organisation", "ACME"), ("person", "Hans Müller"),
    ]  # fmt: skip
    assert ("file.cut_off", 0) in codes(result)  # whose consent there is is asked once for the file


def test_cards_come_back_as_they_were_written() -> None:
    person = {
        "type": "person", "id": "p;1", "name": "Ähm, Żółć " + "x" * 90, "office": "Leiterin; Vorstand", "organisation": "wfs",
        "languages": ["de", "pl"], "email": "a@example.org", "consent": {"purpose": "invitations"},
    }  # fmt: skip
    written = write_vcards([person], {"wfs": "Wirtschaftsförderung"})
    assert all(len(line) <= 75 for line in written.split(b"\r\n"))
    result = read_any("a.vcf", written, reference=TODAY)
    (back,) = answered(result.name, result.records(), Answers(consent=person["consent"])).objects
    assert back == {**person, "organisation": "Wirtschaftsförderung"}


def test_ror_records_in_the_schema_of_their_registry() -> None:
    record = {
        "id": "https://ror.org/03s7gtk40", "status": "active", "types": ["education"], "established": 1409,
        "names": [
            {"value": "Leipzig University", "lang": "en", "types": ["label", "ror_display"]},
            {"value": "Universität Leipzig", "lang": "de", "types": ["label"]},
            {"value": "UL", "lang": None, "types": ["acronym"]},
        ],
        "locations": [{"geonames_details": {"name": "Leipzig", "country_code": "DE", "lat": 51.34, "lng": 12.37}}],
        "links": [
            {"type": "wikipedia", "value": "http://en.wikipedia.org/x"},
            {"type": "website", "value": "https://uni-leipzig.de"},
        ],
    }  # fmt: skip
    result = read(record, {**record, "id": "https://ror.org/001w7jn25", "status": "withdrawn"})
    (found,) = result.objects
    assert (found["names"], found["aliases"]) == (
        {"de": "Universität Leipzig", "en": "Leipzig University"},
        ["UL"],
    )
    assert (found["city"], found["url"], found["kind"]) == ("Leipzig", "https://uni-leipzig.de", "university")
    assert result.refused == {"ror.withdrawn": 1}


@pytest.mark.shared
def test_the_registry_is_read_and_read_again_without_a_change(shared: Path) -> None:
    registry = shared / "data" / "ror_de_pl_cz.jsonl"
    result = read_any(registry.name, registry.read_bytes(), reference=TODAY)
    assert (len(result.objects), result.refused) == (2758, {"ror.withdrawn": 123})
    existing = {"organisation": {found["id"]: found for found in result.objects}}
    assert compare(result.objects, existing, result.rows).counts["unchanged"] == 2758


FOREIGN = "A\nB\r\nC\x85D\u2028E\u202eF\u200fG\tH\x1bI\x9bJ\u061cK\x0bL"
SEVERAL_LINES = {"description", "descriptions", "text"}


def lines_of(value: Any, name: str = "") -> list[str]:
    """Every text that is one line, and every name of a part."""
    if isinstance(value, dict):
        return [line for key, part in value.items() for line in lines_of(part, name or str(key))]
    if isinstance(value, list):
        return [line for part in value for line in lines_of(part, name)]
    return [value] if isinstance(value, str) and name not in SEVERAL_LINES else []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("shape", [FOREIGN, [FOREIGN], {"de": FOREIGN, "purpose": FOREIGN, "city": FOREIGN}])
def test_a_line_of_a_file_is_one_line(kind: str, shape: Any) -> None:
    required = dict.fromkeys(KINDS[kind].required, FOREIGN) | ({"value": 1} if kind == "figure" else {})
    for field in KINDS[kind].fields:
        given_ = {"type": kind, **required, "id": FOREIGN} | ({} if field in required else {field: shape})
        for found in read(given_).objects:
            for line in lines_of(found):
                assert not [s for s in line if category(s) in {"Cc", "Zl", "Zp"} or s in "\u202e\u200f\u061c"]
                assert "A" not in line or line.startswith("A B C D E")


def test_longer_texts_keep_their_lines() -> None:
    plan = {"type": "measure", "id": "a", "title": "T", "owner": "o", "description": FOREIGN}
    assert read(plan).objects[0]["description"] == "A\nB\nC\nD\u2028EFG\tHIJK\nL"
