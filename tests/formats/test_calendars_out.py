"""Calendars that leave: entries are the same ones for life, and come back as they were, whoever reads them."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest

from neisse.formats.calendar_writing import Kept, location_of, uid_of, write_calendar
from neisse.formats.detect import read_any

BORN = datetime(2026, 1, 5, 8, 30, 0, 123456, UTC)
STAMP = datetime(2026, 11, 22, 12, tzinfo=UTC)
TODAY = date(2026, 11, 22)
PAGE = "https://netz.example.org/measures/m/"
WORDS = [
    "Görlitz",
    "Forum; Tag",
    "a, b",
    "Żółw\nzwei",
    "\\n",
    "100 %",
    "“Zitat”",
    "Halle 3",
    "🙂",
    "X:Y",
    "  ",
    "é" * 90,
]
NODE = shutil.which("node")
ICAL_JS = Path(__file__).parent / "ical_js.mjs"


def edited(numbers: random.Random, measure: dict[str, Any]) -> dict[str, Any]:
    """The measure after an edit of something that a calendar shows."""
    text = " ".join(numbers.sample(WORDS, 3)).strip()
    day = date(2026, 1, 1) + timedelta(days=numbers.randrange(3000))
    begins = datetime(
        day.year, day.month, day.day, numbers.randrange(24), numbers.choice([0, 15, 59]), tzinfo=UTC
    )
    length = timedelta(minutes=numbers.randrange(1, 3000))
    times: list[dict[str, str]] = [
        {"starts": day.isoformat()},
        {"starts": day.isoformat(), "ends": (day + timedelta(days=numbers.randrange(1, 20))).isoformat()},
        {"starts": begins.isoformat(), "ends": (begins + length).isoformat()},
        {"starts": begins.isoformat()},
        {"period": numbers.choice(["2027", "2027-Q2", "2027-W07", "2027-winter", "2027-05"])},
    ]
    city = numbers.choice(["Görlitz", "Zgorzelec", "Kleinst-Dorf", "Český Těšín", ""])
    place = {
        "city": city,
        "country": numbers.choice(["DE", "PL", "GB", ""]),
        "online": numbers.random() < 0.4,
    }
    change: dict[str, Any] = numbers.choice(
        [
            {"title": text or "T"},
            {"description": text},
            {"starts": "", "ends": "", "period": ""} | numbers.choice(times),
            {"place": {name: value for name, value in place.items() if value}},
            {"venue": numbers.choice(["", "Rathaus, Saal 2", "Halle 3", text])},
            {"certainty": numbers.choice(["idea", "planned", "confirmed", "cancelled"])},
            {"topics": [text, "Optik"]},
            {"url": numbers.choice(["", "https://example.org/a?b=1,2;c"])},
            {"visibility": numbers.choice(["public", "circle", "blind"])},
        ]
    )
    return {key: value for key, value in (measure | change).items() if value not in ("", {})}


def edits() -> list[dict[str, Any]]:
    """A hundred versions of one plan."""
    numbers = random.Random(20261122)
    measure = {"id": "m", "title": "T", "owner": "o", "kind": "event", "starts": "2027-03-01", "certainty": "planned",
               "visibility": "public"}  # fmt: skip
    found = []
    for _ in range(100):
        measure = edited(numbers, measure)
        found.append(measure)
    return found


def written(measure: dict[str, Any], edit: int) -> bytes:
    kept = {"m": Kept(BORN, edit, BORN + timedelta(minutes=edit), PAGE)}
    return write_calendar([measure], stamp=STAMP, kept=kept)


def clean(measure: dict[str, Any]) -> dict[str, Any]:
    """The object as Neisse keeps it."""
    (found,) = read_any("m.json", json.dumps([measure]).encode(), reference=TODAY).objects
    return found


def moments(measure: dict[str, Any]) -> list[str]:
    """Times of a measure, instants in UTC."""
    said = [str(measure.get(name) or "") for name in ("starts", "ends", "period")]
    return [
        datetime.fromisoformat(t).astimezone(UTC).isoformat() if len(t) > 10 and "T" in t else t for t in said
    ]


def test_neisse_reads_back_what_it_wrote() -> None:
    for number, measure in enumerate(edits(), 1):
        before = clean(measure)
        (after,) = read_any("m.ics", written(before, number), reference=TODAY).objects
        place, back = ({**found.get("place", {})} for found in (before, after))
        for parts in (place, back):
            parts.pop("lat", None), parts.pop("lon", None)
        left = {
            name: value for name, value in before.items() if name not in {"starts", "ends", "period", "place"}
        }
        assert {name: after.get(name) for name in left} == left, number
        assert (moments(after), back) == (moments(before), place), number


def test_an_entry_is_the_same_for_life_and_each_edit_makes_it_newer() -> None:
    seen = []
    for number, measure in enumerate(edits(), 1):
        (event,) = icalendar.Calendar.from_ical(written(clean(measure), number)).walk("VEVENT")
        seen.append((str(event["UID"]), int(event["SEQUENCE"]), event["LAST-MODIFIED"].dt))
        assert str(event["SUMMARY"]) == clean(measure)["title"]
        assert str(event["URL"]) == PAGE
        assert str(event.get("LOCATION") or "") == location_of(clean(measure))
        is_day = not isinstance(event["DTSTART"].dt, datetime)
        assert (event.get("TRANSP") == "TRANSPARENT") is is_day
        assert event["DTSTART"].params.get("VALUE") == ("DATE" if is_day else None)
        assert (event["STATUS"] == "CANCELLED") is (measure["certainty"] == "cancelled")
    assert {uid for uid, *_ in seen} == {uid_of("m", BORN)}
    assert seen == sorted(seen, key=lambda entry: entry[1:])
    assert len({entry[1:] for entry in seen}) == 100


def test_a_uid_is_unique_in_the_world_and_a_foreign_one_stays() -> None:
    other = BORN + timedelta(microseconds=1)
    assert len({uid_of("m", BORN), uid_of("m", other), uid_of("n", BORN)}) == 3
    assert uid_of("abc@google.com", BORN) == "abc@google.com"


def test_a_place_that_another_program_changed_is_read_anew() -> None:
    text = written(
        {"id": "m", "title": "T", "starts": "2027-03-01", "place": {"city": "Görlitz"}}, 1
    ).decode()
    (found,) = read_any(
        "m.ics", text.replace("LOCATION:Görlitz", "LOCATION:Wrocław").encode(), reference=TODAY
    ).objects
    assert found["place"]["city"] == "Wrocław"


def modules() -> Path | None:
    """Where npm has put ical.js (NODE_PATH, or beside the sources); tests do not fetch it."""
    places = [Path(os.environ["NODE_PATH"])] if os.environ.get("NODE_PATH") else []
    places += [folder / "node_modules" for folder in (Path.cwd(), *Path.cwd().parents)]
    return next((p for p in places if NODE and (p / "ical.js").is_dir()), None)


@pytest.mark.skipif(
    modules() is None,
    reason="another's reader, which Neisse never needs: npm install ical.js, and say where in NODE_PATH",
)
def test_ical_js_reads_the_same(tmp_path: Path) -> None:
    files = [written(clean(measure), number).decode() for number, measure in enumerate(edits(), 1)]
    (tmp_path / "calendars.json").write_text(json.dumps(files), encoding="utf-8")
    assert NODE is not None
    run = subprocess.run(
        [NODE, str(ICAL_JS), str(modules()), str(tmp_path / "calendars.json")],
        capture_output=True, check=True, timeout=120,
    )  # fmt: skip
    for text, theirs in zip(files, json.loads(run.stdout), strict=True):
        (event,) = icalendar.Calendar.from_ical(text).walk("VEVENT")
        ends = event["DTEND"].dt if "DTEND" in event else None
        ours = [str(event[name]) for name in ("UID", "SUMMARY", "STATUS", "URL", "SEQUENCE")]
        ours += [str(event.get("LOCATION") or ""), str(event.get("DESCRIPTION") or "")]
        assert theirs == [*ours, *(instant(t) if t else "" for t in (event["DTSTART"].dt, ends))]


def instant(moment: date) -> str:
    return (
        f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if isinstance(moment, datetime) else moment.isoformat()
    )
