from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neisse.engine.values import Measure, NeisseError, Organisation, Period, Place, Precision, Severity, Texts
from neisse.engine.values.period_code import format_period_code, parse_period_code, parse_span
from neisse.formats.jsonl import measure_line, organisation_line, read_measures, read_organisations

FULL = Measure(
    id="m1", title="Reinraum-Workshop", owner="stadt", kind="training", description="Energie",
    language="de", partners=("port",), period=Period(date(2026, 10, 21), date(2026, 10, 23)),
    place=Place("Görlitz", "DE", 51.2, 15.0),
    topics=("Reinraum",), audience=("KMU",), cost_cents=120_000, staff_days=2.5, url="https://example.org/x",
)  # fmt: skip


def test_a_measure_survives_writing_and_reading() -> None:
    reading = read_measures([measure_line(FULL, {"invented": True})])
    assert reading.values == (FULL,)
    assert reading.records[0].extra == {"invented": True}
    assert [(f.code, f.severity) for f in reading.findings] == [("key.unknown", Severity.NOTE)]


def test_an_organisation_survives_writing_and_reading() -> None:
    organisation = Organisation(
        id="o1", name="PORT", kind="research", names=Texts(pl="Łukasiewicz – PORT"), aliases=("PORT",),
        place=Place("Wrocław", "PL"), sectors=("biotech",), offers=("biobank",), needs=("Kliniken",), nip="1",
    )  # fmt: skip
    assert read_organisations([organisation_line(organisation)]).values == (organisation,)


@pytest.mark.parametrize(
    ("line", "code", "column"),
    [
        ("{oops", "line.json", ""),
        ("[1]", "line.object", ""),
        ('{"title": "x"}', "field.missing", "id"),
        ('{"id": "a"}', "field.missing", "title"),
    ],
)
def test_a_line_that_cannot_be_read_is_refused_with_its_row(line: str, code: str, column: str) -> None:
    reading = read_measures(["", measure_line(FULL), line])
    errors = [f for f in reading.findings if f.severity is Severity.ERROR]
    assert reading.values == (FULL,)
    assert [(f.code, f.row, f.column) for f in errors] == [(code, 3, column)]


def test_a_repeated_id_names_the_first_line() -> None:
    reading = read_measures([measure_line(FULL), measure_line(FULL)])
    assert len(reading.values) == 1
    assert (reading.findings[0].code, reading.findings[0].row) == ("id.duplicate", 2)
    assert "line 1" in reading.findings[0].text


def test_wrong_types_are_left_out_and_reported() -> None:
    row = {
        "id": 7, "title": "t", "owner": "o", "kind": "congress", "cost_cents": "viel", "topics": ["a", 3],
        "starts": "31.02.2026", "place": {"city": "Leipzig", "lat": 512.0, "lon": 12.0}, "certainty": "maybe",
        "language": "cs",
    }  # fmt: skip
    reading = read_measures([json.dumps(row)])
    measure = reading.values[0]
    assert (measure.id, measure.kind, measure.known_kind) == ("7", "congress", "other")
    assert (measure.cost_cents, measure.topics, measure.period) == (None, ("a",), None)
    assert measure.place == Place("Leipzig")
    assert {f.column for f in reading.findings} == {
        "id", "kind", "cost_cents", "topics", "starts", "lat", "certainty", "language",
    }  # fmt: skip


LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
KEYS = st.sampled_from(["id", "title", "place", "topics", "starts", "cost_cents", "x"])


@given(st.recursive(LEAVES, lambda inner: st.lists(inner) | st.dictionaries(KEYS, inner)))
def test_no_json_value_raises(value: object) -> None:
    read_measures([json.dumps(value)])
    read_organisations([json.dumps({"id": "a", "name": "b", "names": value, "lat": value, "sectors": value})])


@pytest.mark.parametrize(
    "code", ["2026", "2026-H2", "2026-Q3", "2026-autumn", "2026-winter", "2026-09", "2026-W53"]
)
def test_period_codes_come_back(code: str) -> None:
    assert format_period_code(parse_period_code(code)) == code


def test_periods_mean_what_people_mean() -> None:
    assert parse_period_code("2026-winter") == Period(date(2026, 12, 1), date(2027, 3, 1), Precision.SEASON)
    assert parse_period_code("2026-W43").start == date(2026, 10, 19)
    assert parse_span("2026-10-21", "2026-10-22") == Period(date(2026, 10, 21), date(2026, 10, 23))
    timed = parse_span("2026-10-21T23:30:00+02:00")
    assert (timed.starts_at, timed.precision) == (datetime(2026, 10, 21, 21, 30, tzinfo=UTC), Precision.TIME)


@pytest.mark.parametrize("code", ["", "2026-13", "2026-02-30", "2025-W53", "next year", "2026-Q5"])
def test_an_unreadable_period_is_a_user_error(code: str) -> None:
    with pytest.raises(NeisseError, match="not a period"):
        parse_period_code(code)


def test_an_end_before_its_start_is_a_user_error() -> None:
    with pytest.raises(NeisseError, match="lies before"):
        parse_span("2026-10-21", "2026-10-20")
