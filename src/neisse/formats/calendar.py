"""iCalendar (RFC 5545) read into measure objects: series, time zones that are broken, all-day, cancelled."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events
from icalendar.prop.broken import vBroken

from neisse.engine.text.towns import find_town, towns_in
from neisse.engine.values import Finding, NeisseError, Severity
from neisse.formats.encoding import decode
from neisse.formats.limits import Limits
from neisse.formats.pace import SILENT, Pace

CERTAINTIES = {"CONFIRMED": "confirmed", "TENTATIVE": "planned", "CANCELLED": "cancelled"}
EVENT = re.compile(r"^BEGIN:VEVENT\r?$.*?^END:VEVENT\r?$", re.DOTALL | re.MULTILINE | re.IGNORECASE)
ZONE = re.compile(r"^BEGIN:VTIMEZONE\r?$.*?^END:VTIMEZONE\r?$", re.DOTALL | re.MULTILINE | re.IGNORECASE)
ONLINE = re.compile(r"https?://|\b(zoom|teams|webex|online|jitsi|bigbluebutton)\b", re.IGNORECASE)
TOO_FREQUENT = frozenset({"SECONDLY", "MINUTELY", "HOURLY"})
HOME = "Europe/Berlin"


@dataclass(frozen=True, slots=True)
class CalendarReading:
    """Raw measure objects with the number of their event in the file (from 1), and the remarks."""

    objects: tuple[tuple[int, dict[str, Any]], ...]
    findings: tuple[Finding, ...]


def is_calendar(text: str) -> bool:
    """Whether a text begins as iCalendar does."""
    return text.lstrip()[:40].upper().startswith("BEGIN:VCALENDAR")


def read_calendar(
    name: str, data: bytes, horizon: tuple[date, date], limits: Limits, pace: Pace = SILENT
) -> CalendarReading:
    """The events of a calendar; a series becomes one measure for each date in the half-open `horizon`.

    Of several versions of an event the highest SEQUENCE counts. A time in an unknown zone, or in none, is
    taken as the wall clock of Europe/Berlin, with a finding. Single bad events are refused; the rest is read.
    User errors: `calendar.unreadable`, `calendar.too_many`.
    """
    decoded = decode(name, data)
    reader = _Reader(name, horizon)
    events = reader.events(decoded.text)
    objects: list[tuple[int, dict[str, Any]]] = []
    latest = reader.latest(events)
    for done, (number, event) in enumerate(latest, 1):
        pace.told(done, len(latest))
        for occurrence in reader.occurrences(number, event):
            objects.append((number, reader.object(number, occurrence, series=occurrence is not event)))
            if len(objects) > limits.events:
                text = f"{name} becomes more than {limits.events:,} events"
                raise NeisseError("calendar.too_many", name, text, "export a shorter span of time")
    return CalendarReading(tuple(objects), (*decoded.findings, *reader.findings))


class _Reader:
    def __init__(self, name: str, horizon: tuple[date, date]) -> None:
        self.name, self.horizon = name, horizon
        self.findings: list[Finding] = []
        self.owner = ""

    def remark(
        self, code: str, text: str, row: int, column: str = "", severity: Severity = Severity.WARNING
    ) -> None:
        finding = Finding(code, self.name, text, "", severity, row, column)
        if finding not in self.findings:
            self.findings.append(finding)

    def events(self, text: str) -> list[tuple[int, Any]]:
        """All events; where the file as a whole is broken, each event is read on its own."""
        if not is_calendar(text):
            hint = "export it as iCalendar (.ics)"
            raise NeisseError("calendar.unreadable", self.name, f"{self.name} is no calendar", hint)
        if re.search(r"^END:VCALENDAR\s*\Z", text, re.MULTILINE | re.IGNORECASE):
            try:
                calendars = icalendar.Calendar.from_ical(text, multiple=True)
            except (ValueError, IndexError, KeyError):
                return list(self._single_events(text))
            self.owner = next((str(c["X-WR-CALNAME"]) for c in calendars if c.get("X-WR-CALNAME")), "")
            return list(enumerate((event for c in calendars for event in c.walk("VEVENT")), 1))
        self.remark("file.cut_off", f"{self.name} breaks off before its end; complete events are read", 0)
        return list(self._single_events(text))

    def _single_events(self, text: str) -> Iterator[tuple[int, Any]]:
        zones = "\n".join(found[0] for found in ZONE.finditer(text))
        for number, found in enumerate(EVENT.finditer(text), 1):
            shell = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Neisse//\n{zones}\n{found[0]}\nEND:VCALENDAR\n"
            try:
                yield number, icalendar.Calendar.from_ical(shell).walk("VEVENT")[0]
            except (ValueError, IndexError, KeyError) as error:
                self.remark(
                    "calendar.event", f"event {number} cannot be read: {error}", number, "", Severity.ERROR
                )

    def latest(self, events: list[tuple[int, Any]]) -> list[tuple[int, Any]]:
        """One event for each UID (and moved date of a series): the one with the highest SEQUENCE."""
        chosen: dict[tuple[str, str], tuple[int, Any]] = {}
        for number, event in events:
            moved = event.get("RECURRENCE-ID")
            key = (str(event.get("UID", f"#{number}")), moved.to_ical().decode() if moved is not None else "")
            if key not in chosen or self._sequence(event) >= self._sequence(chosen[key][1]):
                chosen[key] = (number, event)
        series = {uid for (uid, moved), (_, event) in chosen.items() if not moved and self._repeats(event)}
        self.moved = {
            uid: [event for (other, moved), (_, event) in chosen.items() if other == uid and moved]
            for uid in series
        }
        return [entry for (uid, moved), entry in chosen.items() if not moved or uid not in series]

    @staticmethod
    def _sequence(event: Any) -> int:
        said = str(event.get("SEQUENCE", 0))
        return int(said) if said.isdigit() else 0

    @staticmethod
    def _repeats(event: Any) -> bool:
        return event.get("RRULE") is not None or event.get("RDATE") is not None

    def occurrences(self, number: int, event: Any) -> list[Any]:
        """The event itself, or the dates of its series in the horizon; none where it cannot be read."""
        if event.get("DTSTART") is None or isinstance(event.get("DTSTART"), vBroken):
            said = f"event {number} ({event.get('SUMMARY', '')}) has no readable start"
            self.remark("calendar.start", said, number, "DTSTART", Severity.ERROR)
            return []
        for key in ("DTEND", "DURATION", "RRULE", "RDATE", "EXDATE"):
            if isinstance(event.get(key), vBroken):
                self.remark(
                    "calendar.property",
                    f"{key} of event {number} cannot be read; it is left out",
                    number,
                    key,
                )
                del event[key]
        if not self._repeats(event):
            return [event]
        rules = event.get("RRULE")
        for rule in rules if isinstance(rules, list) else [rules] if rules is not None else []:
            if set(rule.get("FREQ", [])) & TOO_FREQUENT:
                self.remark(
                    "calendar.too_frequent",
                    f"event {number} repeats more than daily",
                    number,
                    "RRULE",
                    Severity.ERROR,
                )
                return []
        calendar = icalendar.Calendar()
        for component in (event, *self.moved.get(str(event.get("UID")), [])):
            calendar.add_component(component)
        return list(recurring_ical_events.of(calendar, skip_bad_series=True).between(*self.horizon))

    def object(self, number: int, event: Any, *, series: bool) -> dict[str, Any]:
        """The raw measure object of one event."""
        start = event["DTSTART"].dt
        uid = str(event.get("UID") or "")
        day = start.date() if isinstance(start, datetime) else start
        found: dict[str, Any] = {
            "id": (f"{uid}/{day.isoformat()}" if series else uid),
            "title": str(event.get("SUMMARY") or ""),
            "description": str(event.get("DESCRIPTION") or ""),
            "owner": str(event.get("X-NEISSE-OWNER") or "") or self._organiser(event) or self.owner,
            "kind": str(event.get("X-NEISSE-KIND") or ""),
            "certainty": self._certainty(event),
            "place": self._place(event),
            "topics": self._categories(event),
            "url": str(event.get("URL") or ""),
            "visibility": "" if str(event.get("CLASS") or "PUBLIC").upper() == "PUBLIC" else "circle",
            **self._times(number, event, start),
        }
        return {key: value for key, value in found.items() if value not in ("", [], {})}

    def _times(self, number: int, event: Any, start: date) -> dict[str, str]:
        if period := str(event.get("X-NEISSE-PERIOD") or ""):
            return {"period": period}
        end = event["DTEND"].dt if event.get("DTEND") is not None else None
        if end is None and event.get("DURATION") is not None:
            end = start + event["DURATION"].dt
        if not isinstance(start, datetime):
            last = (
                end.date() if isinstance(end, datetime) else end or start + timedelta(days=1)
            ) - timedelta(days=1)
            return {"starts": start.isoformat(), "ends": last.isoformat() if last > start else ""}
        starts = self._zoned(number, event, "DTSTART", start)
        ends = self._zoned(number, event, "DTEND", end) if isinstance(end, datetime) else None
        return {"starts": starts.isoformat(), "ends": ends.isoformat() if ends and ends != starts else ""}

    def _zoned(self, number: int, event: Any, key: str, moment: datetime) -> datetime:
        if moment.tzinfo is not None:
            return moment
        said = event[key].params.get("TZID", "") if event.get(key) is not None else ""
        if said:
            self.remark(
                "calendar.time_zone", f"the time zone “{said}” is not known; taken as {HOME}", number, key
            )
        else:
            self.remark(
                "calendar.no_zone", f"a time without a zone is taken as {HOME}", number, key, Severity.NOTE
            )
        return moment.replace(tzinfo=ZoneInfo(HOME))

    @staticmethod
    def _certainty(event: Any) -> str:
        """The status; Neisse's own word where nobody has confirmed or cancelled the event since."""
        said = CERTAINTIES.get(str(event.get("STATUS") or "").upper(), "")
        return str(event.get("X-NEISSE-CERTAINTY") or "") or said if said in {"", "planned"} else said

    @staticmethod
    def _organiser(event: Any) -> str:
        organiser = event.get("ORGANIZER")
        if organiser is None:
            return ""
        return str(
            organiser.params.get("CN", "") or re.sub(r"^mailto:", "", str(organiser), flags=re.IGNORECASE)
        )

    @staticmethod
    def _categories(event: Any) -> list[str]:
        listed = event.get("CATEGORIES") or []
        return [
            str(c)
            for part in (listed if isinstance(listed, list) else [listed])
            for c in getattr(part, "cats", [part])
        ]

    @staticmethod
    def _place(event: Any) -> dict[str, Any]:
        said = str(event.get("LOCATION") or "").strip()
        place: dict[str, Any] = {"online": True} if ONLINE.search(said) else {}
        if not place and said:
            known = find_town(said) or next(iter(towns_in(said)), None)
            place = {"city": known.name, "country": known.country} if known else {"city": said[:120]}
        geo = event.get("GEO")
        if geo is not None and not isinstance(geo, vBroken):
            place |= {"lat": geo.latitude, "lon": geo.longitude}
        return place
