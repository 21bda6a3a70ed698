"""The times of a measure object: `starts`, `ends`, `period` in any form become the contract's."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from neisse.engine.record.periods import PeriodReading, read_period
from neisse.engine.text.fold import words
from neisse.engine.values import HOME_ZONE, Period, Precision, Severity, say
from neisse.engine.values.period_code import format_period_code
from neisse.formats.clocks import Clock
from neisse.formats.fields import Fields
from neisse.formats.object_fields import ObjectFields

TIME_KEYS = ("starts", "ends", "period")


def day_of(fields: Fields, key: str) -> str:
    """The first day of what a field says, "" where it says none."""
    read = _reading(fields, key, _reference(fields))
    return read.start.isoformat() if read else ""


# An end that says that there is none: "laufend", "bezterminowo", or a day in a far century.
OPEN_ENDS = frozenset(
    ["laufend", "fortlaufend", "offen", "unbefristet", "unbegrenzt", "heute", "bis heute", "bis auf weiteres", "dauerhaft",
    "auf dauer", "aktiv", "ohne ende", "ongoing", "open", "open end", "open ended", "present", "today", "now", "permanent",
    "unlimited", "indefinite", "until further notice", "active", "nadal", "obecnie", "bezterminowo", "na czas nieokreslony",
    "czas nieokreslony", "nieokreslony", "stale", "do odwolania", "otwarte", "teraz", "dzis", "trwa", "w toku", "na stale"]
)  # fmt: skip
# The last day of the century is what programs write for no end.
NEVER = (2099, 12, 31)
NEVER_SAID = frozenset(["31 12 2099", "2099 12 31", "00 00 0000", "0000 00 00"])
_FAR_YEAR = re.compile(r"\b(?:2[2-9]|[3-9]\d)\d{2}\b")


def ends_never(value: object) -> bool:
    """Whether an end says that it is open."""
    if isinstance(value, date):
        return value.year > 2199 or (value.year, value.month, value.day) == NEVER
    return isinstance(value, str) and (
        " ".join(words(value)) in OPEN_ENDS | NEVER_SAID
        or (_FAR_YEAR.search(value) is not None and len(value) <= 30)
    )


def last_day_of(fields: Fields, key: str) -> str:
    """The first day after the last one that a field names; "" with a remark where it names none."""
    return _end_of(fields, key, exclusive=fields.last_days if isinstance(fields, ObjectFields) else False)


def _end_of(fields: Fields, key: str, *, exclusive: bool) -> str:
    if ends_never(value := fields.data.get(key)):
        fields.remark(
            "period.open_end", key, say("“%(value)s” is taken as no end", value=value), "", Severity.NOTE
        )
        return ""
    read = _reading(fields, key, _reference(fields))
    return "" if read is None else (read.end if exclusive else read.start).isoformat()


def measure_times(fields: ObjectFields) -> dict[str, str]:
    """`starts` and `ends` (last day) of exact times, `period` of vague ones, from whatever is given.

    A missing year of the end is the first one after the start. Errors: `period.*`, among them
    `period.order` for an end before the start.
    """
    starts = _reading(fields, "starts", fields.reference) or _reading(fields, "period", fields.reference)
    if starts is None:
        if fields.data.get("ends") and not fields.data.get("starts"):
            fields.remark("period.start", "ends", "an end without a start is left out")
        return {}
    ends = None
    if ends_never(said := fields.data.get("ends")):
        fields.remark(
            "period.open_end", "ends", say("“%(said)s” is taken as no end", said=said), "", Severity.NOTE
        )
    else:
        ends = _reading(fields, "ends", starts.start)
    period = _joined(fields, starts, ends) if ends else starts
    return write_times(_clocked(fields, period), fields.zone)


def _clocked(fields: ObjectFields, period: Period) -> Period:
    """The period with the times of day that stand in columns of their own."""
    start, end = fields.clocks
    if start is None or period.precision.is_vague or period.starts_at is not None:
        return period
    starts_at = _instant(period.start, start, fields.zone)
    ends_at = _instant(period.last_day, end, fields.zone) if end is not None else None
    if ends_at is not None and ends_at < starts_at:
        ends_at += timedelta(days=1)
    return Period(period.start, period.end, Precision.TIME, starts_at, ends_at)


def _instant(day: date, clock: Clock, zone: str) -> datetime:
    return datetime.combine(day, time(*clock), ZoneInfo(zone)).astimezone(UTC)


def write_times(period: Period | None, zone: str) -> dict[str, str]:
    """The contract's fields of a period; instants as wall-clock time of the zone with its offset."""
    if period is None:
        return {}
    if period.precision.is_vague:
        return {"period": format_period_code(period)}
    if period.starts_at is None:
        last = {"ends": period.last_day.isoformat()} if period.days > 1 else {}
        return {"starts": period.start.isoformat()} | last
    wall = ZoneInfo(zone)
    written = {"starts": period.starts_at.astimezone(wall).isoformat()}
    if period.ends_at:
        written["ends"] = period.ends_at.astimezone(wall).isoformat()
    elif period.days > 1:
        written["ends"] = period.last_day.isoformat()
    return written


def _joined(fields: ObjectFields, starts: Period, ends: Period) -> Period:
    if starts == ends and starts.precision.is_vague:
        return starts
    if ends.end <= starts.start or (
        starts.starts_at and ends.starts_at and ends.starts_at < starts.starts_at
    ):
        text = say(
            "the end %(end)s lies before the start %(start)s",
            end=fields.data.get("ends"),
            start=fields.data.get("starts"),
        )
        severity = Severity.WARNING if _is_lenient(fields) else Severity.ERROR
        fields.remark("period.order", "ends", text, "swap start and end", severity)
        return starts
    if starts.precision.is_vague or ends.precision.is_vague:
        note = say("a vague start or end is taken as lasting from its first to its last day")
        fields.remark("period.span", "starts", note, "", Severity.NOTE)
        return Period(starts.start, ends.end)
    end_instant = ends.ends_at or ends.starts_at
    precision = Precision.TIME if starts.starts_at else Precision.DAY
    return replace(
        starts, end=ends.end, precision=precision, ends_at=end_instant if starts.starts_at else None
    )


def _reading(fields: Fields, key: str, reference: date) -> Period | None:
    value: Any = fields.data.get(key)
    if value is not None and not isinstance(value, str | date | int | float):
        severity = Severity.WARNING if _is_lenient(fields) else Severity.ERROR
        fields.remark("field.type", key, say("“%(key)s” is not a date", key=key), "", severity)
        return None
    zone, day_first = (
        (HOME_ZONE, None) if not isinstance(fields, ObjectFields) else (fields.zone, fields.day_first)
    )
    read: PeriodReading = read_period(value, reference=reference, zone=zone, day_first=day_first)
    for finding in read.findings:
        # In a file one bad value costs one field; what somebody types into a form is asked for again.
        mild = finding.severity is Severity.ERROR and _is_lenient(fields)
        fields.remark(
            finding.code, key, finding.text, finding.hint, Severity.WARNING if mild else finding.severity
        )
    return read.period


def _is_lenient(fields: Fields) -> bool:
    return isinstance(fields, ObjectFields) and fields.lenient


def _reference(fields: Fields) -> date:
    return fields.reference if isinstance(fields, ObjectFields) else date.min
