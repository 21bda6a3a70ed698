"""iCalendar (RFC 5545) read into measure objects: series, time zones that are broken, all-day, cancelled."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
from icalendar.prop.broken import vBroken

from neisse.engine.values import HOME_ZONE, Finding, NeisseError, Severity, say
from neisse.formats.blocks import Blocks, blocks_of
from neisse.formats.calendar_event import (
    CERTAINTIES,
    SEVERAL,
    SINGLE,
    SLIPS,
    calendar_name,
    categories_of,
    organiser_of,
    own_id,
    place_of,
    visibility_of,
    website_of,
)
from neisse.formats.calendar_versions import versions_of
from neisse.formats.encoding import decode
from neisse.formats.event_lines import put_right
from neisse.formats.limits import Limits
from neisse.formats.object_times import ends_never
from neisse.formats.owners import OWNER_HINT, is_nobody
from neisse.formats.pace import SILENT, Pace
from neisse.formats.patience import TookTooLongError, patience
from neisse.formats.series import MOST_DATES, dates_of, ends_before_start, refusal, repeats, whole_days
from neisse.formats.zones import zone_named

_BEGINS = re.compile(r"^\s*BEGIN:(?!VCARD)[A-Z-]+\s*$", re.IGNORECASE | re.MULTILINE)
MOST_ZONES = 100
SERIES_SECONDS = 0.5
YEARS = range(1900, 2200)


@dataclass(frozen=True, slots=True)
class CalendarReading:
    """Raw measure objects with the number of their event in the file (from 1), and the remarks."""

    objects: tuple[tuple[int, dict[str, Any]], ...]
    findings: tuple[Finding, ...]


def is_calendar(text: str) -> bool:
    """Whether a text begins as iCalendar does, or as one of its components that somebody saved alone."""
    return _BEGINS.search(text[:4096].replace("\r", "\n")) is not None


def read_calendar(
    name: str, data: bytes, horizon: tuple[date, date], limits: Limits, pace: Pace = SILENT
) -> CalendarReading:
    """The events of a calendar; a series becomes one measure for each date in the half-open `horizon`.

    Of several versions of an event the highest SEQUENCE counts. A time in an unknown zone, or in none, is
    taken as the wall clock of Europe/Berlin, with a finding. Single bad events are refused; the rest is read.
    Of a very long calendar the first `limits.events` dates are read, and the rest is counted (`calendar.too_many`).
    User errors: `calendar.unreadable`.
    """
    decoded = decode(name, data)
    reader = _Reader(name, horizon, limits)
    events = reader.events(decoded.text, pace)
    objects: list[tuple[int, dict[str, Any]]] = []
    versions = versions_of(events, reader.remark)
    reader.moved, reader.shared, latest = versions.moved, versions.shared, versions.events
    for done, (number, event) in enumerate(latest, 1):
        pace.told(done, len(latest))
        room = limits.events - len(objects)
        found = list(islice(reader.objects_of(number, event), room + 1))
        objects += [(number, one) for one in found[:room]]
        if len(found) > room or (len(found) == room and done < len(latest)):
            reader.stopped(done, len(latest))
            break
    return CalendarReading(tuple(objects), (*decoded.findings, *reader.findings))


class _Reader:
    def __init__(self, name: str, horizon: tuple[date, date], limits: Limits) -> None:
        self.name, self.horizon, self.limits = name, horizon, limits
        self.findings: dict[Finding, None] = {}
        self.moved: dict[str, list[Any]] = {}
        self.owner = self.zone = ""
        self.is_cancelled = False
        self.shared: set[str] = set()

    def remark(
        self, code: str, text: str, row: int, column: str = "", severity: Severity = Severity.WARNING
    ) -> None:
        self.findings[Finding(code, self.name, text, "", severity, row, column)] = None

    def stopped(self, done: int, count: int) -> None:
        """Say what of a long calendar is not read any more."""
        text = say(
            "of %(name)s %(done)s events are read, the %(left)s after them are left out",
            name=self.name,
            done=done,
            left=count - done,
        )
        hint = say("export a shorter span of time")
        self.findings[Finding("calendar.too_many", self.name, text, hint, Severity.WARNING)] = None

    def events(self, text: str, pace: Pace) -> list[tuple[int, Any]]:
        """All events with their numbers, each read on its own: a broken one costs nobody else."""
        if not is_calendar(text):
            hint = say("export it as iCalendar (.ics)")
            raise NeisseError(
                "calendar.unreadable", self.name, say("%(name)s is no calendar", name=self.name), hint
            )
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        parts = blocks_of(text, "VCALENDAR")
        self._tell_of(parts, text)
        for _, zone in parts.found.get("VTIMEZONE", [])[:MOST_ZONES]:
            # Reading a zone makes it known to the events after it; a broken one is an unknown one.
            with suppress(*SLIPS):
                icalendar.Calendar.from_ical(f"BEGIN:VCALENDAR\n{zone}END:VCALENDAR\n")
        self._know(parts.head)
        events: list[tuple[int, Any]] = []
        for number, block in parts.found.get("VEVENT", []):
            pace.told(number, parts.begun["VEVENT"])
            try:
                right = put_right(block, self.zone, partial(self._left_out, number))
                events.append((number, self._readable(number, icalendar.Event.from_ical(right))))
            except SLIPS as error:
                self._refuse(number, error)
        return events

    def _know(self, head: Sequence[str]) -> None:
        """What the calendar says of itself: its zone, that it cancels, and whose it may be."""
        self.is_cancelled = any(re.match(r"METHOD:\s*CANCEL\s*$", line, re.IGNORECASE) for line in head)
        said = next(
            (line.partition(":")[2] for line in head if line[:14].upper().startswith("X-WR-TIMEZONE")), ""
        )
        self.zone = zone_named(said) if said else ""
        named = calendar_name(head)
        if named and not is_nobody(named):
            self.owner = named

    def _left_out(self, number: int, key: str, said: str) -> None:
        text = say(
            "%(key)s of event %(number)s cannot be read; it is left out: %(said)s",
            key=key,
            number=number,
            said=said,
        )
        self.remark("calendar.property", text, number, key)

    def _tell_of(self, parts: Blocks, text: str) -> None:
        """What of the file is not read at all."""
        is_whole = re.search(r"^END:(?!VCARD)[A-Z-]+\s*\Z", text[-200:], re.MULTILINE | re.IGNORECASE)
        is_bare = not re.search(r"^BEGIN:VCALENDAR", text, re.MULTILINE | re.IGNORECASE)
        if parts.is_cut_off or not is_whole or not (is_bare or "VCALENDAR" in is_whole[0].upper()):
            self.remark(
                "file.cut_off",
                say("%(name)s breaks off before its end; complete events are read", name=self.name),
                0,
            )
        if unclosed := parts.unclosed["VEVENT"]:
            self.remark(
                "calendar.unclosed",
                say("%(unclosed)s events have no end; they are left out", unclosed=unclosed),
                0,
            )
        if not parts.begun["VEVENT"]:
            self.remark("calendar.empty", say("%(name)s holds no events", name=self.name), 0)
        for what, count in parts.begun.items():
            if what not in {"VEVENT", "VTIMEZONE"}:
                self.remark(
                    "calendar.other",
                    say(
                        "%(count)s components %(what)s are no events; they are left out",
                        count=count,
                        what=what[:40],
                    ),
                    0,
                )

    def _refuse(self, number: int, error: Exception) -> None:
        said = " ".join(str(error).split())[:200] or type(error).__name__
        self.remark(
            "calendar.event",
            say("event %(number)s cannot be read: %(said)s", number=number, said=said),
            number,
            "",
            Severity.ERROR,
        )

    def _readable(self, number: int, event: Any) -> Any:
        """The event with one value for each property that has one, without those that cannot be read."""
        for key in SINGLE:
            said = event.get(key)
            if isinstance(said, list):
                text = say(
                    "%(key)s of event %(number)s stands there %(count)s times; the first is taken",
                    key=key,
                    number=number,
                    count=len(said),
                )
                self.remark("calendar.doubled", text, number, key)
                event[key] = said[0]
        for key in {*SINGLE, *SEVERAL} - {"DTSTART"}:
            said = event.get(key)
            if any(isinstance(part, vBroken) for part in (said if isinstance(said, list) else [said])):
                text = say(
                    "%(key)s of event %(number)s cannot be read; it is left out", key=key, number=number
                )
                self.remark("calendar.property", text, number, key)
                del event[key]
        return event

    def objects_of(self, number: int, event: Any) -> Iterator[dict[str, Any]]:
        """The measures that an event becomes; none where it cannot be read, with a remark that says why."""
        try:
            for occurrence in self.occurrences(number, event):
                yield self.object(number, occurrence, series=occurrence is not event)
        except SLIPS as error:
            self._refuse(number, error)
        except TookTooLongError:
            text = say("the dates of event %(number)s take too long to find; it is left out", number=number)
            self.remark("calendar.rule", text, number, "RRULE", Severity.ERROR)

    def occurrences(self, number: int, event: Any) -> Sequence[Any]:
        """The event itself, or the dates of its series in the horizon."""
        start = event.get("DTSTART")
        day = None if isinstance(start, vBroken) else getattr(start, "dt", None)
        if not isinstance(day, date) or day.year not in YEARS:
            title = str(event.get("SUMMARY", ""))[:80]
            text = say("event %(number)s (%(title)s) has no readable start", number=number, title=title)
            self.remark("calendar.start", text, number, "DTSTART", Severity.ERROR)
            return []
        if not repeats(event):
            return [event]
        code, why = refusal(event)
        if code:
            text = say("event %(number)s: %(what)s", number=number, what=why)
            self.remark(code, text, number, "RRULE", Severity.ERROR)
            return []
        if ends_before_start(event):
            text = say(
                "the series of event %(number)s ends before it starts; its first date is read", number=number
            )
            self.remark("calendar.rule", text, number, "RRULE")
            return [event]
        with patience(SERIES_SECONDS):
            moved = self.moved.get(str(event.get("UID")), [])
            found = list(islice(dates_of(event, moved, self.horizon), MOST_DATES + 1))
        if not found:
            days = dict(zip(("since", "until"), self.horizon, strict=True))
            text = say("event %(number)s has no date between %(since)s and %(until)s", number=number, **days)
            self.remark("calendar.no_dates", text, number, "RRULE")
        if len(found) > MOST_DATES:
            last = found[MOST_DATES - 1]["DTSTART"].dt
            text = say(
                "of event %(number)s the first %(most_dates)s dates are read, up to %(last)s; later ones are left out",
                number=number,
                most_dates=MOST_DATES,
                last=last,
            )
            self.remark("calendar.series_cut", text, number, "RRULE")
        return found[:MOST_DATES]

    def object(self, number: int, event: Any, *, series: bool) -> dict[str, Any]:
        """The raw measure object of one event."""
        start = event["DTSTART"].dt
        uid = own_id(event) or str(event.get("UID") or "")
        day = start.date() if isinstance(start, datetime) else start
        place, venue = place_of(event)
        found: dict[str, Any] = {
            "id": self._id(uid, number, day, series=series),
            "title": str(event.get("SUMMARY") or ""),
            "description": str(event.get("DESCRIPTION") or event.get("X-ALT-DESC") or ""),
            "owner": str(event.get("X-NEISSE-OWNER") or ""),
            OWNER_HINT: organiser_of(event) or self.owner,
            "kind": str(event.get("X-NEISSE-KIND") or ""),
            "certainty": self._certainty(event),
            "place": place,
            "venue": venue,
            "topics": categories_of(event),
            "url": website_of(event),
            "visibility": visibility_of(event),
            **self._times(number, event, start),
        }
        return {key: value for key, value in found.items() if value not in ("", [], {})}

    def _id(self, uid: str, number: int, day: date, *, series: bool) -> str:
        if uid in self.shared:
            return f"{uid}/{day.isoformat()}/{number}"
        return f"{uid}/{day.isoformat()}" if series else uid

    def _times(self, number: int, event: Any, start: date) -> dict[str, str]:
        if period := str(event.get("X-NEISSE-PERIOD") or ""):
            return {"period": period}
        end = event["DTEND"].dt if event.get("DTEND") is not None else None
        if end is not None and ends_never(end):
            text = say(
                "“%(value)s” is taken as no end", value=end.date() if isinstance(end, datetime) else end
            )
            self.remark("period.open_end", text, number, "DTEND", Severity.NOTE)
            end = None
        elif end is None and event.get("DURATION") is not None:
            end = start + event["DURATION"].dt
        if not isinstance(start, datetime):
            last = (
                end.date() if isinstance(end, datetime) else end or start + timedelta(days=1)
            ) - timedelta(days=1)
            return {"starts": start.isoformat(), "ends": last.isoformat() if last > start else ""}
        starts = self._zoned(number, event, "DTSTART", start)
        if end is not None and not isinstance(end, datetime):
            # From an hour to a day: the day before the one that ends it is the last one.
            last = end - timedelta(days=1)
            return {"starts": starts.isoformat(), "ends": last.isoformat() if last > starts.date() else ""}
        ends = self._zoned(number, event, "DTEND", end) if isinstance(end, datetime) else None
        if not own_id(event) and (whole := whole_days(starts, ends, self.zone or HOME_ZONE)):
            return {
                "starts": whole[0].isoformat(),
                "ends": whole[1].isoformat() if whole[1] > whole[0] else "",
            }
        return {"starts": starts.isoformat(), "ends": ends.isoformat() if ends and ends != starts else ""}

    def _zoned(self, number: int, event: Any, key: str, moment: datetime) -> datetime:
        if moment.tzinfo is not None:
            return moment
        said = event[key].params.get("TZID", "") if event.get(key) is not None else ""
        if said:
            self.remark(
                "calendar.time_zone",
                say(
                    "the time zone “%(said)s” is not known; taken as %(home_zone)s",
                    said=said,
                    home_zone=HOME_ZONE,
                ),
                number,
                key,
            )
        else:
            self.remark(
                "calendar.no_zone",
                say("a time without a zone is taken as %(home_zone)s", home_zone=HOME_ZONE),
                number,
                key,
                Severity.NOTE,
            )
        return moment.replace(tzinfo=ZoneInfo(HOME_ZONE))

    def _certainty(self, event: Any) -> str:
        """The status; Neisse's own word where nobody has confirmed or cancelled the event since."""
        if self.is_cancelled:
            return "cancelled"
        said = CERTAINTIES.get(str(event.get("STATUS") or "").upper(), "")
        return str(event.get("X-NEISSE-CERTAINTY") or "") or said if said in {"", "planned"} else said
