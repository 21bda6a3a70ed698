"""iCalendar: series, broken time zones, all-day, cancelled, halves; measures written and read back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar
from hypothesis import given, settings
from hypothesis import strategies as st

from neisse.formats.answers import Answers, answered
from neisse.formats.calendar_writing import write_calendar
from neisse.formats.detect import ReadResult, read_any

TODAY = date(2026, 11, 22)
STAMP = datetime(2026, 11, 22, 12, tzinfo=UTC)


def read(*events: str, tail: str = "END:VCALENDAR\n") -> ReadResult:
    body = "".join(f"BEGIN:VEVENT\nSUMMARY:Event\n{event}\nEND:VEVENT\n" for event in events)
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{body}{tail}"
    result = read_any("a.ics", text.encode(), reference=TODAY)
    said = answered(
        result.name, result.records(), Answers(owner="wfs", visibility=""), {"AHK Polen": "ahk"}.get
    )
    other = tuple(f for f in result.findings if f.code != "import.owner")
    return replace(result, objects=said.objects, findings=other)


def only(*events: str) -> dict[str, Any]:
    (found,) = read(*events).objects
    return found


def codes(result: ReadResult) -> list[tuple[str, int]]:
    return [(f.code, f.row) for f in result.findings]


def test_all_day_events_end_on_their_last_day() -> None:
    found = only("UID:a\nDTSTART;VALUE=DATE:20261021\nDTEND;VALUE=DATE:20261023\nSTATUS:CANCELLED")
    assert (found["starts"], found["ends"], found["certainty"]) == ("2026-10-21", "2026-10-22", "cancelled")


def test_zones_under_windows_names_are_known() -> None:
    found = only("UID:a\nDTSTART;TZID=W. Europe Standard Time:20261021T140000\nDURATION:PT2H")
    assert (found["starts"], found["ends"]) == ("2026-10-21T14:00:00+02:00", "2026-10-21T16:00:00+02:00")


def test_a_broken_zone_is_berlin_with_a_warning_and_a_floating_time_with_a_note() -> None:
    result = read("UID:a\nDTSTART;TZID=Custom/Nowhere:20261021T140000", "UID:b\nDTSTART:20261021T140000")
    assert [found["starts"] for found in result.objects] == ["2026-10-21T14:00:00+02:00"] * 2
    assert codes(result) == [("calendar.time_zone", 1), ("calendar.no_zone", 2)]


def test_a_series_becomes_its_dates_within_the_horizon() -> None:
    result = read(
        "UID:s\nDTSTART;TZID=Europe/Berlin:20261001T100000\nRRULE:FREQ=MONTHLY;COUNT=4\n"
        "EXDATE;TZID=Europe/Berlin:20261101T100000",
        "UID:s\nRECURRENCE-ID;TZID=Europe/Berlin:20261201T100000\nDTSTART;TZID=Europe/Berlin:20261202T110000",
    )
    assert sorted(found["starts"] for found in result.objects) == [
        "2026-10-01T10:00:00+02:00", "2026-12-02T11:00:00+01:00", "2027-01-01T10:00:00+01:00",
    ]  # fmt: skip
    assert len({found["id"] for found in result.objects}) == 3
    endless = read("UID:d\nDTSTART;VALUE=DATE:20200101\nRRULE:FREQ=YEARLY")
    assert [found["starts"][:4] for found in endless.objects] == ["2026", "2027", "2028", "2029"]


def test_a_series_more_frequent_than_daily_is_refused() -> None:
    assert codes(read("UID:a\nDTSTART:20261021T140000Z\nRRULE:FREQ=SECONDLY")) == [
        ("calendar.too_frequent", 1)
    ]


def test_dates_that_do_not_exist_refuse_their_event_only() -> None:
    result = read("UID:a\nDTSTART:20260231T140000", "UID:b\nDTSTART;VALUE=DATE:20261021\nRRULE:FREQ=FOO")
    assert [found["id"] for found in result.objects] == ["b"]
    assert result.refused == {"calendar.start": 1}
    assert ("calendar.property", 2) in codes(result)


def test_the_highest_sequence_counts() -> None:
    event = "UID:a\nDTSTART;VALUE=DATE:202610{}\nSEQUENCE:{}"
    assert only(event.format(22, 2), event.format(21, 1))["starts"] == "2026-10-22"


def test_half_a_calendar_gives_its_complete_events() -> None:
    result = read("UID:a\nDTSTART;VALUE=DATE:20261021", tail="BEGIN:VEVENT\nSUMMARY:Cut")
    assert [found["id"] for found in result.objects] == ["a"]
    assert ("file.cut_off", 0) in codes(result)


def test_places_organisers_and_privacy() -> None:
    found = only(
        "UID:a\nDTSTART;VALUE=DATE:20261021\nLOCATION:Neue Messe\\, Leipzig\nCLASS:PRIVATE\n"
        "ORGANIZER;CN=AHK Polen:mailto:a@example.org\nCATEGORIES:KMU,Messe"
    )
    assert (found["place"], found["owner"]) == ({"city": "Leipzig", "country": "DE"}, "ahk")
    assert (found["visibility"], found["topics"]) == ("circle", ["KMU", "Messe"])
    assert only("UID:b\nDTSTART;VALUE=DATE:20261021\nLOCATION:Zoom")["place"] == {"online": True}


MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)).map(  # noqa: DTZ001
    lambda moment: moment.replace(second=0, microsecond=0, tzinfo=UTC)
)
TIMES = st.one_of(
    st.builds(lambda day, length: {"starts": day.isoformat()} | ({"ends": str(day + timedelta(days=length))} if length else {}),
              st.dates(date(2020, 1, 1), date(2035, 1, 1)), st.integers(0, 30)),
    st.builds(lambda start, hours: {"starts": start.isoformat(), "ends": (start + timedelta(hours=hours)).isoformat()},
              MOMENTS, st.integers(1, 60)),
    st.sampled_from([{"period": code} for code in ("2026", "2026-Q3", "2026-autumn", "2026-09", "2026-W43", "2026-H1")]),
)  # fmt: skip
MEASURES = st.builds(
    lambda times, country, certainty: {
        "type": "measure", "id": "m", "title": "T", "owner": "o", "kind": "event", "certainty": certainty,
        "place": {"city": "Görlitz", "country": country}, **times,
    },
    TIMES, st.sampled_from(["DE", "PL"]), st.sampled_from(["idea", "planned", "confirmed", "cancelled"]),
)  # fmt: skip


@settings(deadline=None, max_examples=50)
@given(MEASURES)
def test_measures_come_back_as_they_were_written(measure: dict[str, Any]) -> None:
    from json import dumps

    (clean,) = read_any("m.json", dumps([measure]).encode(), reference=TODAY).objects
    written = write_calendar([clean], stamp=STAMP)
    assert written == write_calendar([clean], stamp=STAMP)
    (back,) = read_any("m.ics", written, reference=TODAY).objects
    assert {**back, "place": clean["place"]} == clean


def test_times_carry_a_zone_that_the_file_defines() -> None:
    measure = {"id": "m", "title": "T", "starts": "2026-10-21T12:00:00+00:00", "place": {"country": "PL"}}
    calendar = icalendar.Calendar.from_ical(
        write_calendar([measure, {"id": "n", "title": "no time"}], stamp=STAMP)
    )
    (event,) = calendar.walk("VEVENT")
    assert event["DTSTART"].params["TZID"] == "Europe/Warsaw"
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/Warsaw"]
