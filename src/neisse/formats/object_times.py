"""The times of a measure object: `starts`, `ends`, `period` in any form become the contract's."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from neisse.engine.record.periods import PeriodReading, read_period
from neisse.engine.values import Period, Precision, Severity
from neisse.engine.values.period_code import format_period_code
from neisse.formats.fields import Fields
from neisse.formats.object_fields import ObjectFields

ZONES = {"PL": "Europe/Warsaw", "CZ": "Europe/Prague", "DE": "Europe/Berlin"}
TIME_KEYS = ("starts", "ends", "period")


def day_of(fields: Fields, key: str) -> str:
    """The first day of what a field says, "" where it says none."""
    read = _reading(fields, key, _reference(fields))
    return read.start.isoformat() if read else ""


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
    ends = _reading(fields, "ends", starts.start)
    return write_times(_joined(fields, starts, ends) if ends else starts, fields.zone)


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
        text = f"the end {fields.data.get('ends')} lies before the start {fields.data.get('starts')}"
        fields.remark("period.order", "ends", text, "swap start and end", Severity.ERROR)
        return starts
    if starts.precision.is_vague or ends.precision.is_vague:
        note = "a vague start or end is taken as lasting from its first to its last day"
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
        fields.remark("field.type", key, f"“{key}” is not a date", "", Severity.ERROR)
        return None
    zone, day_first = (
        ("Europe/Berlin", None) if not isinstance(fields, ObjectFields) else (fields.zone, fields.day_first)
    )
    read: PeriodReading = read_period(value, reference=reference, zone=zone, day_first=day_first)
    for finding in read.findings:
        fields.remark(finding.code, key, finding.text, finding.hint, finding.severity)
    return read.period


def _reference(fields: Fields) -> date:
    return fields.reference if isinstance(fields, ObjectFields) else date.min
