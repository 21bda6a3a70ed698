"""Contacts and events as programs of all kinds export them: the record that a careful person would write down, or a remark."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neisse.formats.detect import read_any
from neisse.formats.limits import Limits
from neisse.formats.reading import ReadResult

TODAY = date(2026, 11, 28)
START, END = "2027-03-03T18:00:00+01:00", "2027-03-03T20:00:00+01:00"
HOURS = {
    "Europe/Berlin": ("18:00:00", "20:00:00"),
    "UTC": ("17:00:00", "19:00:00"),
    "Central European Standard Time": ("18:00:00", "20:00:00"),
}


def read(data: Any, name: str = "x.json") -> ReadResult:
    """What a program wrote as a file."""
    text = data if isinstance(data, str) else json.dumps(data)
    return read_any(name, text.encode(), reference=TODAY)


def zoned(day: str, clock: str, zone: str) -> list[Any]:
    """A moment in the forms in which services write one; their keys follow."""
    return [
        {"dateTime": f"{day}T{clock}.0000000", "timeZone": zone}, {"date": day, "time": clock, "tz": zone},
        {"local": f"{day}T{clock}", "timezone": zone},
    ]  # fmt: skip


@given(
    st.sampled_from(["title", "name", "summary", "subject"]),
    st.sampled_from([("start", "end"), ("startDate", "endDate"), ("start_time", "end_time"), ("startsAt", "endsAt"),
    ("beginsOn", "endsOn"), ("date_from", "date_to"), ("startsOn", "ends_on")]),
    st.sampled_from(sorted(HOURS)), st.integers(0, 2),
    st.sampled_from([{"location": "Görlitz"}, {"venue": {"name": "TGZ", "city": "Görlitz"}},
        {"place": {"address": "Am Markt 1, 02826 Görlitz"}},
        {"location": {"displayName": "Rathaus, Görlitz"}}, {"location": {"de": "Rathaus Görlitz", "pl": "Ratusz"}}]),
    st.sampled_from([{"organizer": "TGZ"}, {"organizers": [{"name": "TGZ"}]},
        {"group": {"name": "TGZ"}}, {"host": {"displayName": "TGZ"}}]),
    st.sampled_from([[], ["events"], ["results"], ["items"], ["value"], ["data", "events"]]),
    st.sampled_from([{}, {"type": "conference"}, {"kind": "calendar#event"}]),
)  # fmt: skip
def test_an_event_is_read_whatever_its_keys_are_called(
    title: str,
    keys: tuple[str, str],
    zone: str,
    form: int,
    place: Any,
    owner: Any,
    wrapped: list[str],
    extra: Any,
) -> None:
    """One event under the names of keys, the forms of moments and the wrappings of many services."""
    moments = [zoned("2027-03-03", clock, zone)[form] for clock in HOURS[zone]]
    document: Any = {
        "id": 7,
        title: "Infoabend",
        **dict(zip(keys, moments, strict=True)),
        **place,
        **owner,
        **extra,
    }
    for key in reversed(wrapped):
        document = {key: [document] if key == wrapped[-1] else document}
    (found,) = read(document).objects
    assert (found["type"], found["title"], found["owner"]) == ("measure", "Infoabend", "TGZ")
    assert (found["starts"], found["ends"], found["place"]["city"]) == (START, END, "Görlitz")


@pytest.mark.parametrize(
    ("said", "right"),
    [
        ({"isCancelled": True}, "cancelled"), ({"status": "canceled"}, "cancelled"), ({"status": "postponed"}, "postponed"),
        ({"eventStatus": "https://schema.org/EventCancelled"}, "cancelled"), ({"status": "live"}, ""),
        ({"state": "CANCELLED"}, "cancelled"),
    ],
)  # fmt: skip
def test_what_does_not_take_place_is_said(said: Any, right: str) -> None:
    (found,) = read({"title": "A", "start": "2027-03-03", **said}).objects
    assert found.get("certainty", "") == right


def test_moments_that_last_and_days() -> None:
    rows = [{"title": "A", "start": 1804093200000, "duration": 7200000},
        {"title": "B", "dateTime": "2027-03-03T18:00+01:00", "duration": "PT2H"},
        {"title": "C", "local_date": "2027-03-03", "local_time": "18:00", "timezone": "Europe/Berlin", "duration": "02:00"},
        {"title": "D", "start_date": "2027-03-03 00:00:00", "end_date": "2027-03-04 23:59:59", "all_day": True}]  # fmt: skip
    found = read(rows).objects
    assert [(o["starts"], o["ends"]) for o in found[:3]] == [(START, END)] * 3
    assert (found[3]["starts"], found[3]["ends"]) == ("2027-03-03", "2027-03-04")


@pytest.mark.parametrize("duration", [1e300, -1e300, 10**30, "P99999999999999D", "99:99", "", [], True])
def test_no_length_costs_the_event(duration: Any) -> None:
    said = {"title": "Kolloquium", "start": "2027-04-14T10:00:00+02:00", "duration": duration}
    assert [obj["title"] for obj in read([said]).objects] == ["Kolloquium"]


def test_parts_of_an_event_schedules_and_maps_are_records_of_their_own() -> None:
    week = {"@type": "Festival", "name": "Woche", "startDate": "2027-03-01",
        "location": {"address": {"addressLocality": "Legnica"}},
        "subEvent": [{"@type": "Event", "name": "Tag", "startDate": "2027-03-02"}]}  # fmt: skip
    assert [(o["title"], o["place"]["city"]) for o in read(week).objects] == [
        ("Woche", "Legnica"),
        ("Tag", "Legnica"),
    ]
    talk = {"id": 1, "title": "T", "date": START, "duration": "02:00"}
    plan = {
        "schedule": {
            "conference": {"title": "K", "days": [{"date": "2027-03-03", "rooms": {"Saal 1": [talk]}}]}
        }
    }
    (found,) = read(plan).objects
    assert (found["starts"], found["ends"], found["venue"]) == (START, END, "Saal 1")
    point = {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [14.98, 51.15]},
        "properties": {"name": "Klinikum"},
    }
    (place,) = read({"type": "FeatureCollection", "features": [point]}).objects
    assert (place["name"], place["lat"], place["lon"]) == ("Klinikum", 51.15, 14.98)


def card(*lines: str) -> str:
    """A card of version 3.0."""
    return "\n".join(["BEGIN:VCARD", "VERSION:3.0", *lines, "END:VCARD", ""])


@given(st.permutations(["TYPE=HOME", "TYPE=WORK", "TYPE=WORK,FAX"]), st.sampled_from(["EMAIL", "TEL"]))
def test_what_is_for_work_is_taken_before_what_is_private(kinds: list[str], key: str) -> None:
    lines = [f"{key};{kind}:{kind[5:].lower().replace(',', '')}@example.org" for kind in kinds]
    (found,) = read(card("N:Kern;Max;;;", "FN:Max Kern", *lines), "x.vcf").objects
    assert found["email" if key == "EMAIL" else "phone"] == "work@example.org"


@given(st.sampled_from(["AGENT:\nBEGIN:VCARD\nVERSION:3.0\nN:Roth;Lea;;;\nFN:Lea Roth\nEND:VCARD",
    "AGENT:BEGIN:VCARD\\nVERSION:3.0\\nN:Roth\\;Lea\\;\\;\\;\\nFN:Lea Roth\\nEND:VCARD\\n"]), st.integers(0, 3))  # fmt: skip
def test_the_assistant_on_a_card_is_a_person_of_her_own(agent: str, at: int) -> None:
    lines = ["N:Kern;Max;;;", "FN:Max Kern", "EMAIL:max@example.org"]
    lines.insert(at, agent)
    result = read(card(*lines) + card("N:C;D;;;", "FN:D C"), "x.vcf")
    assert {o["name"] for o in result.objects} == {"Max Kern", "Lea Roth", "D C"}
    assert next(o for o in result.objects if o["name"] == "Max Kern")["email"] == "max@example.org"
    assert not [f for f in result.findings if f.code == "file.cut_off"]


@given(
    st.sampled_from(
        ["NOTE:x", "BDAY:1980-01-01", "ADR:;;Ring 4;Leipzig;;04109;DE", "item1.URL:https://x.example"]
    )
)
def test_what_of_a_card_is_not_read_is_said(line: str) -> None:
    result = read(card("N:Neumann;Petra;;;", "FN:Neumann\\, Petra", line), "x.vcf")
    (note,) = [f for f in result.findings if f.code == "vcard.unread"]
    assert line.split(":", maxsplit=1)[0].removeprefix("item1.") in str(note.text)
    assert result.objects[0]["name"] == "Petra Neumann"


@pytest.mark.parametrize(
    "line",
    [
        "DTSTART:2027-03-03T18:00:00+01:00",
        "DTSTART:20270303T180000+0100",
        "DTSTART:2027-03-03T17:00:00.000Z",
        "DTSTART;TZID=CET:2027-03-03 18:00",
    ],
)
def test_stamps_with_signs_are_moments_of_a_calendar(line: str) -> None:
    event = f"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\n{line}\nSUMMARY;ENCODING=QUOTED-PRINTABLE:Gr=C3=BC=\n=C3=9Fe\nEND:VEVENT\n"
    event += "END:VCALENDAR\n"
    (found,) = read(event, "x.ics").objects
    assert (found["starts"], found["title"]) == (START, "Grüße")


@given(st.integers(1, 12), st.integers(1, 12))
def test_of_a_long_calendar_the_first_events_are_read_and_the_others_counted(events: int, most: int) -> None:
    listed = "".join(
        f"BEGIN:VEVENT\nUID:{n}\nDTSTART;VALUE=DATE:202703{n + 1:02}\nSUMMARY:T{n}\nEND:VEVENT\n"
        for n in range(events)
    )
    text = f"BEGIN:VCALENDAR\n{listed}END:VCALENDAR\n"
    result = read_any("x.ics", text.encode(), reference=TODAY, limits=Limits(events=most))
    assert [o["title"] for o in result.objects] == [f"T{n}" for n in range(min(events, most))]
    told = [str(f.text) for f in result.findings if f.code == "calendar.too_many"]
    assert bool(told) == (events > most)
    assert not told or str(events - most) in told[0]
