"""Series of a calendar: their dates one after the other, counted, and no rule that never ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from math import prod
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events

from neisse.engine.values import say

TOO_FREQUENT = frozenset({"SECONDLY", "MINUTELY", "HOURLY"})
MOST_A_DAY = 24
MOST_RULES = 10
MOST_LISTED = 2_000
LAST_MINUTE = time(23, 59)
MOST_DATES = 2_000
# A series that has several dates a day is followed piece by piece.
PIECE_DAYS = 31


def repeats(event: Any) -> bool:
    """Whether an event stands for several dates."""
    return event.get("RRULE") is not None or event.get("RDATE") is not None


def rules_of(event: Any) -> list[Any]:
    """The rules of a series."""
    said = event.get("RRULE")
    return said if isinstance(said, list) else [] if said is None else [said]


def refusal(event: Any) -> tuple[str, str]:
    """(code, what is wrong) of a series that is not followed, else empty texts."""
    rules = rules_of(event)
    if len(rules) > MOST_RULES:
        return "calendar.rule", say("it has more than %(most)s rules of repetition", most=MOST_RULES)
    for rule in rules:
        if len(rule.get("FREQ", [])) != 1:
            return "calendar.rule", say("it repeats without a frequency")
        if set(rule["FREQ"]) & TOO_FREQUENT or _a_day(rule) > MOST_A_DAY:
            return "calendar.too_frequent", say("it repeats more than daily")
        for key in ("INTERVAL", "COUNT"):
            if any(int(number) < 1 for number in rule.get(key, [])):
                return "calendar.rule", say("it repeats with %(rule)s below 1", rule=key)
    for key in ("RDATE", "EXDATE"):
        if _listed(event.get(key)) > MOST_LISTED:
            return "calendar.rule", say("it lists more than %(most)s dates", most=MOST_LISTED)
    return "", ""


def ends_before_start(event: Any) -> bool:
    """Whether every rule of a series ends before its first date: then only the first date is left."""
    start = _day(event["DTSTART"].dt)
    ends = [_day(until) for rule in rules_of(event) for until in rule.get("UNTIL", [])[:1]]
    return bool(ends) and len(ends) == len(rules_of(event)) and all(end < start for end in ends)


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def whole_days(starts: datetime, ends: datetime | None, home: str) -> tuple[date, date] | None:
    """First and last day of what lasts from midnight to midnight, on its own wall clock or at home; else None."""
    if ends is None or ends <= starts:
        return None
    for zone in (starts.tzinfo, ZoneInfo(home)):
        first, last = starts.astimezone(zone), ends.astimezone(zone)
        if first.time() == time() and (zone is not UTC or home == "UTC"):
            if last.time() == time():
                return first.date(), last.date() - timedelta(days=1)
            if last.time().replace(second=0) == LAST_MINUTE:
                return first.date(), last.date()
    return None


def dates_of(event: Any, moved: Sequence[Any], horizon: tuple[date, date]) -> Iterator[Any]:
    """The occurrences of a series in the half-open horizon, in order, found as they are asked for.

    What the libraries raise for a rule that cannot be followed goes on to the caller.
    """
    calendar = icalendar.Calendar()
    for component in (event, *moved):
        calendar.add_component(component)
    query = recurring_ical_events.of(calendar)
    dense = any(_a_day(rule) > 1 for rule in rules_of(event)) or len(rules_of(event)) > 1
    start, end = horizon
    step = timedelta(days=PIECE_DAYS) if dense else end - start
    seen: set[str] = set()
    while start < end:
        for found in query.between(start, min(start + step, end)):
            key = str(found["DTSTART"].dt)
            if key not in seen:  # one that lasts over the border of two pieces is found in both
                seen.add(key)
                yield found
        start += step


def _a_day(rule: Any) -> int:
    return prod(max(1, len(rule.get(key, []))) for key in ("BYHOUR", "BYMINUTE", "BYSECOND"))


def _listed(said: Any) -> int:
    return sum(len(getattr(part, "dts", ())) for part in (said if isinstance(said, list) else [said]))
