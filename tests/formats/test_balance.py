"""Nothing of a calendar vanishes without a word: each of its events is a record, or a remark names it."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from neisse.formats.detect import read_any

TODAY = date(2026, 11, 28)
LINES = st.sampled_from(
    ["DTSTART:20270504T090000Z", "DTSTART;VALUE=DATE:20270504", "DTSTART:broken", "DTSTART:20000101T090000Z",
     "DTEND:20270504T100000Z", "DTEND:20260101T100000Z", "DURATION:PT1H", "SEQUENCE:0", "SEQUENCE:3", "STATUS:CANCELLED",
     "RRULE:FREQ=WEEKLY;COUNT=3", "RRULE:FREQ=DAILY;UNTIL=20000101", "RRULE:FREQ=DAILY;INTERVAL=0", "RRULE:FREQ=HOURLY",
     "RECURRENCE-ID:20270511T090000Z", "RECURRENCE-ID:20280511T090000Z", "RDATE:20270601T090000Z", "EXDATE:20270504T090000Z",
     "LAST-MODIFIED:20260101T000000Z", "SUMMARY:A", "SUMMARY:B", "SUMMARY:", "LOCATION:Leipzig", "BEGIN:VALARM\nEND:VALARM",
     "DTSTART;TZID=Nowhere/Else:20270504T090000", "RDATE;VALUE=PERIOD:20270601T090000Z/PT1H", "GEO:x;y"]
)  # fmt: skip
EVENTS = st.lists(
    st.tuples(st.sampled_from(["a", "b", ""]), st.lists(LINES, max_size=7)), min_size=1, max_size=7
)
OTHERS = st.lists(st.sampled_from(["VTODO", "VJOURNAL", "VFREEBUSY", "X-MINE"]), max_size=3)


def calendar(events: list[tuple[str, list[str]]], others: list[str], around: bool) -> bytes:
    parts = [
        ["BEGIN:VEVENT", f"UID:{uid}" if uid else "TRANSP:OPAQUE", *lines, "END:VEVENT"]
        for uid, lines in events
    ]
    parts += [[f"BEGIN:{what}", "SUMMARY:x", f"END:{what}"] for what in others]
    text = "\r\n".join(line for part in parts for said in part for line in said.split("\n")) + "\r\n"
    return (f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{text}END:VCALENDAR\r\n" if around else text).encode()


@settings(deadline=None, max_examples=300)
@given(EVENTS, OTHERS, st.booleans())
def test_events_are_records_or_remarks(
    events: list[tuple[str, list[str]]], others: list[str], around: bool
) -> None:
    result = read_any("x.ics", calendar(events, others, around), reference=TODAY)
    told = {*result.rows, *(finding.row for finding in result.findings)}
    assert set(range(1, len(events) + 1)) <= told
    told_of = " ".join(str(finding.text) for finding in result.findings if finding.code == "calendar.other")
    assert all(what in told_of for what in others)


@settings(deadline=None, max_examples=100)
@given(EVENTS, st.integers(1, 200))
def test_a_file_that_breaks_off_says_so(events: list[tuple[str, list[str]]], cut: int) -> None:
    whole = calendar(events, [], around=True)
    part = whole[: max(20, len(whole) - cut)].rstrip()
    if part == whole.rstrip():
        return
    assert "file.cut_off" in {finding.code for finding in read_any("x.ics", part, reference=TODAY).findings}


def test_a_calendar_without_events_says_so() -> None:
    for data in (
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n",
        b"BEGIN:VTIMEZONE\nTZID:X\nEND:VTIMEZONE\n",
    ):
        assert {finding.code for finding in read_any("x.ics", data).findings} == {"calendar.empty"}


def test_an_event_that_somebody_saved_alone_is_read() -> None:
    alone = b"BEGIN:VEVENT\nUID:1\nSUMMARY:A\nDTSTART:20270504T090000Z\nEND:VEVENT\n"
    result = read_any("x.ics", alone, reference=TODAY)
    assert [thing["title"] for thing in result.objects] == ["A"]
    assert "file.cut_off" not in {finding.code for finding in result.findings}


def test_whatever_ends_its_lines() -> None:
    whole = calendar([("a", ["DTSTART:20270504T090000Z", "SUMMARY:A"])], ["VTODO"], around=True)
    for ending in (b"\r\n", b"\n", b"\r", b"\r\r\n"):
        result = read_any("x.ics", whole.replace(b"\r\n", ending), reference=TODAY)
        assert [thing["title"] for thing in result.objects] == ["A"]
        assert "file.cut_off" not in {finding.code for finding in result.findings}
