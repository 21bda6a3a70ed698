"""Calendars, cards and JSON as programs really write them: lines without indent, fixed zones, ends without end, last minutes."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neisse.formats.detect import read_any
from neisse.formats.nothing import says_nothing
from neisse.formats.reading import ReadResult
from neisse.formats.zones import zone_named

TODAY = date(2026, 11, 28)
WORDS = st.lists(
    st.text(st.sampled_from("abcäł ü"), min_size=1, max_size=12).map(str.strip).filter(bool),
    min_size=1,
    max_size=4,
)


def event(*lines: str) -> ReadResult:
    text = [
        "BEGIN:VCALENDAR",
        "BEGIN:VEVENT",
        "UID:1",
        "SUMMARY:Tag",
        *lines,
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]
    return read_any("x.ics", "\r\n".join(text).encode(), reference=TODAY)


@settings(deadline=None, max_examples=80)
@given(WORDS)
def test_lines_without_indent_belong_to_the_text_before(lines: list[str]) -> None:
    (found,) = event(
        "DTSTART:20270504T090000Z", f"DESCRIPTION:{lines[0]}", *lines[1:], "LOCATION:Leipzig"
    ).objects
    assert [line.split() for line in found["description"].split("\n")] == [line.split() for line in lines]
    assert found["place"]["city"] == "Leipzig"


@settings(deadline=None, max_examples=60)
@given(st.integers(-11, 11), st.sampled_from(["UTC{:+d}", "GMT{:+d}", "GMT{:+03d}00", "UTC{:+03d}:00"]))
def test_a_fixed_distance_is_no_summer_time(hours: int, form: str) -> None:
    zone = ZoneInfo(zone_named(form.format(hours)))
    assert datetime(2027, 7, 1, 12, tzinfo=zone).utcoffset() == timedelta(hours=hours)


@settings(deadline=None, max_examples=60)
@given(st.integers(2200, 9999), st.sampled_from(["{}1231T235959Z", "{}1231T235959", "{}0101T000000Z"]))
def test_an_end_that_never_comes_costs_the_end(year: int, form: str) -> None:
    result = event("DTSTART:20270504T090000Z", f"DTEND:{form.format(year)}")
    (found,) = result.objects
    assert (found["starts"], "ends" in found) == ("2027-05-04T11:00:00+02:00", False)
    assert "period.open_end" in {finding.code for finding in result.findings}


@settings(deadline=None, max_examples=60)
@given(
    st.dates(date(2027, 1, 2), date(2028, 12, 1)),
    st.integers(0, 9),
    st.sampled_from(["235900", "235959", "next"]),
)
def test_from_midnight_to_the_last_minute_are_days(day: date, more: int, last: str) -> None:
    end = day + timedelta(days=more + (last == "next"))
    until = f"{end:%Y%m%d}T{'000000' if last == 'next' else last}"
    zone = ";TZID=Europe/Warsaw"
    (found,) = event(f"DTSTART{zone}:{day:%Y%m%d}T000000", f"DTEND{zone}:{until}").objects
    assert found["starts"] == day.isoformat()
    assert found.get("ends", day.isoformat()) == (day + timedelta(days=more)).isoformat()


@settings(deadline=None, max_examples=60)
@given(st.dates(date(2027, 1, 2), date(2028, 12, 1)), st.integers(1, 9), st.integers(6, 20))
def test_a_series_until_a_day_has_that_day(day: date, more: int, hour: int) -> None:
    last = day + timedelta(days=more)
    start = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
    found = event(f"DTSTART:{start:%Y%m%dT%H%M%SZ}", f"RRULE:FREQ=DAILY;UNTIL={last:%Y%m%d}").objects
    assert len(found) == more + 1


def test_a_text_that_is_html_only_is_read_and_its_cells_stay_apart() -> None:
    html = "<html><body><p>Raum 3</p><table><tr><td>Leipzig</td><td>Labor</td></tr></table></body></html>"
    (found,) = event("DTSTART:20270504T090000Z", f"X-ALT-DESC;FMTTYPE=text/html:{html}").objects
    assert found["description"] == "Raum 3\nLeipzig Labor"


def test_a_company_card_says_where_it_is() -> None:
    card = [
        "BEGIN:VCARD",
        "VERSION:3.0",
        "ORG:Alfa GmbH",
        "ADR;WORK:;;Weg 1;Leipzig;;04103;Deutschland",
        "TEL:0341 1",
        "EMAIL:a@b.de",
    ]
    (found,) = read_any("x.vcf", "\r\n".join([*card, "END:VCARD", ""]).encode()).objects
    wanted = {
        "type": "organisation",
        "address": "Weg 1",
        "postcode": "04103",
        "city": "Leipzig",
        "phone": "0341 1",
        "mail": "a@b.de",
    }
    assert {key: found.get(key) for key in wanted} == wanted


def test_a_group_of_another_program_is_no_person() -> None:
    card = b"BEGIN:VCARD\r\nVERSION:3.0\r\nX-ADDRESSBOOKSERVER-KIND:group\r\nN:Beirat\r\nFN:Beirat\r\nEND:VCARD\r\n"
    result = read_any("x.vcf", card)
    assert (result.objects, {finding.code for finding in result.findings}) == ((), {"vcard.kind"})


@settings(deadline=None, max_examples=40)
@given(st.sampled_from(["WebSite", "WebPage", "Product", "BreadcrumbList", "Recipe", "ImageObject"]))
def test_other_things_of_schema_org_become_no_organisation(kind: str) -> None:
    result = read_any(
        "x.json", json.dumps({"@type": kind, "name": "X", "url": "https://example.org"}).encode()
    )
    assert (result.objects, {finding.code for finding in result.findings}) == ((), {"json.type"})
    (person,) = read_any(
        "x.json", json.dumps({"@type": "Person", "name": "Anna", "jobTitle": "Leitung"}).encode()
    ).objects
    assert (person["type"], person["office"]) == ("person", "Leitung")


@pytest.mark.parametrize("title", ["Fest", "Planung", "Open", "Soon", "Bekannt"])
def test_a_word_alone_is_something(title: str) -> None:
    assert not says_nothing(title)
