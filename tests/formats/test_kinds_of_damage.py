"""Kinds of damage that real files have, hunted for: one bad value costs one field, and nothing vanishes unsaid."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neisse.engine.record.status_words import status_of
from neisse.engine.text.locations import read_location
from neisse.formats.clocks import Clocks, clocks_of
from neisse.formats.detect import ReadResult, read_any
from neisse.formats.encoding import decode
from neisse.formats.markup import has_markup, without_markup
from neisse.formats.zones import zone_named

TODAY = date(2026, 11, 22)
TOWNS = ["Leipzig", "Görlitz", "Zgorzelec", "Chemnitz", "Gliwice", "Liberec", "Zittau", "Opole"]
VENUES = [
    "Raum Berlin",
    "Hotel Breslau",
    "Sala Warszawa",
    "Halle 7",
    "Saal Essen",
    "Dresdner Straße 9",
    "ul. Opolska 4",
    "Foyer",
]
WORDS = ["Żółta łąka w Łodzi", "Süße Öfen für Straße", "Świętokrzyski ośrodek", "Über größere Äcker"]


def read(name: str, text: str | bytes) -> ReadResult:
    return read_any(name, text if isinstance(text, bytes) else text.encode(), reference=TODAY)


def calendar(*events: str, head: str = "X-WR-CALNAME:Klaster Nysa") -> ReadResult:
    body = "\r\n".join(f"BEGIN:VEVENT\r\n{event}\r\nEND:VEVENT" for event in events)
    return read("a.ics", f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{head}\r\n{body}\r\nEND:VCALENDAR\r\n")


LINES = [
    "DTSTART:20270504T090000Z", "DTSTART;VALUE=TIME:090000", "DTEND:", "DTEND;TZID=Nowhere/At All:20270504T110000", "GEO:x;y",
    "RDATE;VALUE=TIME:083000", "RRULE:FREQ=DAILY;INTERVAL=0", "RRULE:FREQ=WEEKLY;UNTIL=19990101", "EXDATE:", "SEQUENCE:zwei",
    "ORGANIZER:mailto:x@example.org", "ORGANIZER;CN=:", "DURATION:PT", "STATUS:VIELLEICHT", "CLASS:", "RECURRENCE-ID:heute",
]  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(LINES), max_size=5), st.integers(0, 3))
def test_doubled_and_emptied_properties_cost_their_event_at_most(lines: list[str], copies: int) -> None:
    events = [f"UID:{n}\r\nSUMMARY:Gut {n}\r\nDTSTART;VALUE=DATE:2027050{n + 1}" for n in range(copies)]
    bad = "UID:bad\r\nSUMMARY:Schlecht\r\nDTSTART:20270504T090000Z\r\n" + "\r\n".join(lines)
    result = calendar(*events, bad)
    titles = [found["title"] for found in result.objects]
    assert [title for title in titles if title != "Schlecht"] == [f"Gut {n}" for n in range(copies)]
    assert "Schlecht" in titles or any(f.row == copies + 1 for f in result.findings)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.sampled_from(["VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY"]), min_size=1, max_size=6))
def test_every_component_is_a_record_or_a_remark(kinds: list[str]) -> None:
    parts = [
        f"BEGIN:{kind}\nUID:{n}\nSUMMARY:S{n}\nDTSTART:20270504T090000Z\nEND:{kind}"
        for n, kind in enumerate(kinds)
    ]
    result = read(
        "a.ics", "BEGIN:VCALENDAR\nX-WR-CALNAME:Klaster Nysa\n" + "\n".join(parts) + "\nEND:VCALENDAR\n"
    )
    told = {kind for kind in kinds if any(kind in f.text for f in result.findings)}
    assert len(result.objects) == kinds.count("VEVENT")
    assert told == set(kinds) - {"VEVENT"}


def test_events_that_share_a_uid_are_each_their_own() -> None:
    result = calendar(
        *(f"UID:same\r\nSUMMARY:{t}\r\nDTSTART:202705{n:02}T090000Z" for n, t in enumerate("XYZ", 1))
    )
    assert [found["title"] for found in result.objects] == ["X", "Y", "Z"]
    assert len({found["id"] for found in result.objects}) == 3


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("tzone://Microsoft/Utc", "UTC"), ("/citadel.org/20210210_1/Europe/Prague", "Europe/Prague"), ("MESZ", "Europe/Berlin"),
        ("(UTC+01:00) Prague, Vienna", "Europe/Prague"), ("Romance Standard Time", "Europe/Paris"), ("Nirgendwo", ""),
    ],
)  # fmt: skip
def test_zones_under_the_names_of_programs(name: str, zone: str) -> None:
    assert zone_named(name) == zone


def test_midnight_to_midnight_is_whole_days_and_floating_times_are_the_calendars() -> None:
    whole = "UID:a\r\nSUMMARY:A\r\nDTSTART;TZID=Europe/Warsaw:20270501T000000\r\nDTEND;TZID=Europe/Warsaw:20270503T000000"
    floating = "UID:b\r\nSUMMARY:B\r\nDTSTART:20270501T100000"
    first, second = calendar(
        whole, floating, head="X-WR-CALNAME:Klaster Nysa\r\nX-WR-TIMEZONE:Europe/Lisbon"
    ).objects
    assert (first["starts"], first["ends"]) == ("2027-05-01", "2027-05-02")
    assert second["starts"] == "2027-05-01T11:00:00+02:00"


@settings(deadline=None)
@given(st.sampled_from(TOWNS), st.lists(st.sampled_from(VENUES), max_size=2, unique=True))
def test_the_town_after_venues_and_streets_is_the_town(town: str, venues: list[str]) -> None:
    assert read_location(", ".join([*venues, town])).city == town
    assert read_location(", ".join([*venues, f"12345 {town}"])).city == town


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 23), st.integers(0, 59), st.booleans())
def test_the_cell_says_whether_it_is_a_day_or_a_time_of_day(hour: int, minute: int, swapped: bool) -> None:
    head = "Titel;Beginn;Ende;Datum;Träger" if swapped else "Titel;Uhrzeit;Uhrzeit bis;Datum;Träger"
    (found,) = read("a.csv", f"{head}\nA;{hour}:{minute:02};23:59;04.05.2027;KNW\n").objects
    assert found["starts"] == f"2027-05-04T{hour:02}:{minute:02}:00+02:00"
    assert clocks_of(f"{hour}:{minute:02} Uhr") == Clocks((hour, minute))


@settings(deadline=None)
@given(st.sampled_from(["Lp.", "Nr.", "No.", "Lfd. Nr.", "ID"]), st.integers(2, 6))
def test_a_running_number_is_no_id(header: str, count: int) -> None:
    rows = "".join(f"{n};Werk {n * 7};Zittau\n" for n in range(1, count + 1))
    result = read("a.csv", f"{header};Firma;Ort\n{rows}")
    assert len(result.objects) == count
    assert not {found["id"] for found in result.objects} & {str(n) for n in range(count + 1)}


@settings(deadline=None)
@given(st.sampled_from(WORDS), st.sampled_from(["cp1250", "cp1252", "cp852", "cp850", "utf-8", "utf-16"]))
def test_letters_of_the_region_are_read_in_every_usual_encoding(words: str, encoding: str) -> None:
    text = f"Firma;Ort\n{words};{words}\n"
    try:
        data = text.encode(encoding)
    except UnicodeEncodeError:
        return
    assert decode("a.csv", data).text == text


def test_one_damaged_letter_and_letters_encoded_twice() -> None:
    damaged = decode("a.csv", "Größe łąka Öl ".encode() + b"M\x96ck")
    assert (damaged.text, damaged.encoding) == ("Größe łąka Öl M\ufffdck", "utf-8")
    assert decode("a.csv", "Größe łąka".encode().decode("cp1252", "replace").encode()).findings
    twice = "Größere Süße".encode().decode("cp1252").encode()
    assert decode("a.csv", twice).text == "Größere Süße"


@settings(deadline=None)
@given(st.text(st.sampled_from("ab <>/&;=\"'!-?.@:"), max_size=60))
def test_what_is_left_of_html_is_never_html(text: str) -> None:
    assert not has_markup(without_markup(text))


def test_addresses_and_comparisons_are_text() -> None:
    said = "Anna <anna@example.org>, p<0.01 <Entwurf>\n<https://example.org/x>"
    assert not has_markup(said)
    assert without_markup(f"<p>{said}</p><ul><li>eins</li><li>zwei</li></ul>") == f"{said}\neins\nzwei"


@pytest.mark.parametrize(
    ("title", "status", "rest"),
    [
        ("Absage: Messe Neiße", "cancelled", "Messe Neiße"), ("Messe (odwołana)", "cancelled", "Messe"),
        ("POSTPONED – Forum", "postponed", "Forum"), ("Umgang mit abgesagten Messen", "", "Umgang mit abgesagten Messen"),
    ],
)  # fmt: skip
def test_a_status_in_the_title(title: str, status: str, rest: str) -> None:
    said = status_of(title)
    assert (said.name, said.title) == (status, rest)


@settings(deadline=None)
@given(st.text(max_size=20))
def test_a_word_that_is_no_visibility_is_never_public(word: str) -> None:
    row = {"type": "measure", "id": "a", "title": "A", "owner": "K", "visibility": f"zz{word}"}
    for found in read("a.jsonl", json.dumps(row)).objects:
        assert found["visibility"] == "circle"
