"""Moments as machines write them: stamps of databases, mail headers, seconds since 1970."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from neisse.engine.values import Period, Precision

_STAMP = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})[t ](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?\s*(z|utc|gmt|[+-]\d{2}(?::?\d{2})?)?",
    re.IGNORECASE,
)
_MAIL = re.compile(
    r"(?:[a-z]{3},\s*)?\d{1,2} [a-z]{3} \d{4} \d{2}:\d{2}(?::\d{2})?\s+(?:gmt|utc|[+-]\d{4})", re.IGNORECASE
)
_EPOCH = re.compile(r"\d{10}|\d{13}")
# Seconds since 1970 of the years 2000 to 2100: no other number that people write as a time has ten digits.
EPOCHS = range(946_684_800, 4_102_444_800)


def read_stamp(text: str, zone: ZoneInfo) -> Period | None:
    """The moment of a stamp, as a day of the zone's wall clock; None where it is none.

    Midnight without an offset is the day: databases have no other way to write one. Cost: small.
    """
    moment = _moment(text.strip(), zone)
    if moment is None:
        return None
    local = moment.astimezone(zone)
    if moment.tzinfo is None and moment.time() == time():
        return Period(moment.date(), moment.date() + timedelta(days=1))
    local = moment.replace(tzinfo=zone) if moment.tzinfo is None else local
    return moment_period(local)


def moment_period(local: datetime) -> Period:
    """The period of one aware moment, on the day of its own wall clock."""
    return Period(local.date(), local.date() + timedelta(days=1), Precision.TIME, local.astimezone(UTC))


def _moment(text: str, zone: ZoneInfo) -> datetime | None:
    try:
        if found := _STAMP.fullmatch(text):
            year, month, day, hour, minute = (int(found[n]) for n in range(1, 6))
            said = datetime(year, month, day, hour % 24, minute, int(found[6] or 0))  # noqa: DTZ001 - zone follows
            said += timedelta(days=hour // 24)
            return (
                said.replace(tzinfo=datetime.strptime(_offset(found[7]), "%z").tzinfo) if found[7] else said
            )
        if _MAIL.fullmatch(text):
            return parsedate_to_datetime(re.sub(r"(?i)utc$", "GMT", text))
    except (ValueError, OverflowError):
        return None
    return epoch(int(text)) if _EPOCH.fullmatch(text) else None


def epoch(number: int) -> datetime | None:
    """The moment of seconds (or thousandths) since 1970, None where the number is none."""
    seconds = number // 1000 if number >= EPOCHS.stop else number
    return datetime.fromtimestamp(seconds, UTC) if seconds in EPOCHS else None


def _offset(said: str) -> str:
    if said[0] not in "+-":
        return "+0000"
    digits = said.replace(":", "")
    return digits if len(digits) == 5 else f"{digits}00"


def far(day: date) -> bool:
    """Whether a day is so far away that it means "never": 31.12.9999 and its like."""
    return day.year > 2100
