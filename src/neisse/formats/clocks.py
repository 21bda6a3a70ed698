"""Clocks: a cell that says a time of day, alone or from one to another, whatever its type."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from neisse.engine.record.periods import read_period

Clock = tuple[int, int]
ANY_DAY = date(2001, 1, 1)
_ONE = (
    r"(?:um|ab|von|od|o|from|at|godz\.?|godzina)?\s*(\d{1,2})(?:[:.](\d{2}))?(?::\d{2}(?:\.\d+)?)?"
    r"\s*(uhr|h|a\.?m\.?|p\.?m\.?)?"
)
_CLOCK = re.compile(rf"{_ONE}(?:\s*(?:-|–|—|bis|do|to|until)\s*{_ONE})?\s*(?:[sc]\.?\s?t\.?)?", re.IGNORECASE)
# In sheets a time of day is a day before 1905: none of theirs is a plan.
ZERO_YEARS = range(1899, 1905)


@dataclass(frozen=True, slots=True)
class Clocks:
    """From when, and until when where it is said."""

    start: Clock | None = None
    end: Clock | None = None


def clocks_of(cell: Any, *, bare: bool = False) -> Clocks | None:
    """The time of day that a cell says and nothing else, None where it says something else.

    `bare`: a number alone ("10") is an hour, as in a column for times.
    """
    match cell:
        case datetime():
            found = Clocks((cell.hour, cell.minute)) if cell.year in ZERO_YEARS else None
        case time():
            found = Clocks((cell.hour, cell.minute))
        case timedelta():
            found = _of_minutes(cell.total_seconds() / 60)
        case date() | bool():
            found = None
        case float() if 0 < cell < 1:
            found = _of_minutes(cell * 1440)
        case int() | float():
            found = Clocks((int(cell), 0)) if bare and 0 < cell < 24 and cell == int(cell) else None
        case str():
            found = _of_text(cell, bare)
        case _:
            found = None
    return found


def _of_minutes(minutes: float) -> Clocks | None:
    whole = round(minutes)
    return Clocks((whole // 60, whole % 60)) if 0 <= whole < 1440 else None


def _of_text(text: str, bare: bool) -> Clocks | None:
    found = _CLOCK.fullmatch(" ".join(text.split()))
    if found is None and bare:
        return _in_words(text)
    if found is None or not (bare or found[2] or found[3] or found[5] or found[6]):
        return None
    if not bare and re.search(r"\d\.\d", text) and not (found[3] or found[6] or found[4]):
        return None  # 10.12 may be a day
    start = _clock(found[1], found[2], found[3] or "")
    end = _clock(found[4], found[5], found[6] or "") if found[4] else None
    if start is None or (found[4] and end is None):
        return None
    return Clocks(start, end)


def _in_words(text: str) -> Clocks | None:
    """What a column for times says in more words, as beside any day: "14h30", "ca. 10 Uhr", "0900", "0,375"."""
    said = text.strip()
    if re.fullmatch(r"0[.,]\d{2,}", said):
        return _of_minutes(float(said.replace(",", ".")) * 1440)
    said = re.sub(r"^([01]\d|2[0-3])([0-5]\d)\b", r"\1:\2", said)
    period = read_period(f"{ANY_DAY:%d.%m.%Y}, {said}", reference=ANY_DAY, zone="UTC").period
    if period is None or period.starts_at is None or period.start != ANY_DAY:
        return None
    ends = period.ends_at
    return Clocks(
        (period.starts_at.hour, period.starts_at.minute),
        (ends.hour, ends.minute) if ends is not None else None,
    )


def _clock(hour: str, minute: str | None, said: str) -> Clock | None:
    half = said.lower()[:1] if said.lower()[:1] in {"a", "p"} else ""
    hours = int(hour) % 12 + (12 if half == "p" else 0) if half else int(hour)
    minutes = int(minute or 0)
    if (hours, minutes) == (24, 0):
        return 23, 59
    return (hours, minutes) if hours < 24 and minutes < 60 else None
