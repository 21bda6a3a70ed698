"""Days, times and spans of days in the common notation."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

_DAY = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})(?:\.(?P<y>\d{4}|'?\d{2})?)?",
        r"(?P<d>\d{1,2})[. ]?m(?P<m>\d{1,2})m[,.]?(?P<y>\d{4}|'\d{2}|[23]\d)?\.?",
        r"m(?P<m>\d{1,2})m(?P<d>\d{1,2})(?:[., ]+(?P<y>\d{4}))?",
        r"(?P<y>\d{4})m(?P<m>\d{1,2})m(?P<d>\d{1,2})",
        r"(?P<y>\d{4})(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})",
        r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})",
        r"(?P<d>\d{1,2})-(?P<m>\d{1,2})-(?P<y>\d{4})",
        r"(?P<d>[01]?\d|3[01])-(?P<m>\d{1,2})-(?P<y>[23]\d)",  # 27-05-04 may begin with the year
        r"(?P<d>\d{1,2})-m(?P<m>\d{1,2})m-(?P<y>\d{4}|\d{2})",
        r"(?P<d>\d{1,2})\.m(?P<m>\d{1,2})m\.(?P<y>\d{4})",
    )
)
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})")
_PART_DAY = re.compile(r"(?P<d>\d{1,2})\.?(?:(?P<m>\d{1,2})\.?|m(?P<m2>\d{1,2})m)?")
_ONLY_DAY = re.compile(r"\d{1,2}")
_CLOCK = r"\d{1,2}(?:[:.]\d{2}(?::\d{2})?|(?=[uaph]))[uh]?[ap]?|u\d{1,2}(?:[:.]\d{2})?"
_TIME = re.compile(
    rf"[ ,-]?(?P<from>{_CLOCK}|\d{{1,2}}(?=-\d{{1,2}}u))(?:-(?P<to>{_CLOCK}|\d{{1,2}}))?$"
    r"| (?P<hour>\d{1,2})-(?P<until>\d{1,2})$"
)
# No clock, and no span of clocks, is longer.
_MOST_CLOCK = 28
_TIME_PARTS = re.compile(r"u?(\d{1,2})(?:[:.](\d{2}))?(?::\d{2})?[uh]?([ap])?")


@dataclass(frozen=True, slots=True)
class Day:
    """A day as written: parts may be missing; `slashes` marks 03/04/2026, which customs read differently."""

    day: int
    month: int | None = None
    year: int | None = None
    clock: tuple[int, int] | None = None
    slashes: bool = False


@dataclass(frozen=True, slots=True)
class Days:
    """First and last day as written; `loose` where they were joined by "and", not by "to"."""

    first: Day
    last: Day
    loose: bool = False


def read_days(notation: str) -> Days | None:
    """The day or the span of days of a notation, None where it is something else."""
    if single := _timed(notation):
        return single
    for position, sign in enumerate(notation):
        if sign in "-&/" and 0 < position < len(notation) - 1:
            left, right = notation[:position].strip(), notation[position + 1 :].strip()
            last = _timed(right)
            first = _timed(left) or _partial(left) if last else None
            if first and last:
                # "3.-5. Mai, 10-16 Uhr": from the first day's hour to the last one's.
                both = last.last.clock if first.first.clock is None and last.first.clock else None
                begins = replace(first.first, clock=last.first.clock) if both else first.first
                ends = replace(last.first, clock=both) if both else last.first
                return Days(_completed(begins, ends), ends, loose=sign == "&")
    if found := re.fullmatch(r"m(\d{1,2})m(\d{1,2})[-&](\d{1,2})(?:[, ]+(\d{4}))?", notation):
        month, year = int(found[1]), int(found[4]) if found[4] else None
        return Days(Day(int(found[2]), month, year), Day(int(found[3]), month, year), loose="&" in notation)
    return None


def _timed(notation: str) -> Days | None:
    if day := _day(notation):
        return Days(day, day)
    for at in range(max(1, len(notation) - _MOST_CLOCK), len(notation)):
        inside = notation[at - 1].isdigit() and notation[at].isdigit()
        found = None if inside else _TIME.match(notation, at)
        day = _day(notation[:at].rstrip(" ,-")) if found else None
        if found is None or day is None or (found["hour"] and (day.year is None or not _rises(found))):
            continue
        start, end = found["from"] or f"{found['hour']}u", found["to"] or found["until"]
        return Days(replace(day, clock=_clock(start)), replace(day, clock=_clock(end) if end else None))
    return None


def _rises(found: re.Match[str]) -> bool:
    """Whether the "10-12" behind a day can be hours."""
    return int(found["hour"]) < int(found["until"]) <= 24


def _day(notation: str) -> Day | None:
    for form in _DAY:
        if found := form.fullmatch(notation):
            return Day(int(found["d"]), int(found["m"]), _year(found["y"]))
    if found := _SLASHED.fullmatch(notation):
        return Day(int(found[1]), int(found[2]), _year(found[3]), slashes=True)
    return None


def _partial(notation: str) -> Days | None:
    found = _PART_DAY.fullmatch(notation) if not _ONLY_DAY.fullmatch(notation) else None
    if not found and not _ONLY_DAY.fullmatch(notation):
        return None
    month = (found["m"] or found["m2"]) if found else None
    day = Day(int(found["d"]) if found else int(notation), int(month) if month else None)
    return Days(day, day)


def _completed(first: Day, last: Day) -> Day:
    month = first.month if first.month is not None else last.month
    year = first.year
    if year is None and last.year is not None and month is not None and last.month is not None:
        year = last.year - (month > last.month)
    return replace(first, month=month, year=year)


def _year(text: str | None) -> int | None:
    if text is None:
        return None
    year = int(text.lstrip("'"))
    if len(text.lstrip("'")) == 4:
        return year
    return year + (1900 if year >= 70 else 2000)


def _clock(text: str) -> tuple[int, int]:
    found = _TIME_PARTS.fullmatch(text)
    if found is None:
        return 99, 0
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3]:
        hour = hour % 12 + (12 if found[3] == "p" else 0)
    return hour, minute
