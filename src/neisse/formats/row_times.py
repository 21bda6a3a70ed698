"""The time of a row from the types of its cells: days and times of day in whatever columns they stand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from neisse.engine.record.periods import read_period
from neisse.engine.record.periods.spellings import SHORT_WEEKDAYS, WEEKDAYS
from neisse.engine.text.fold import words
from neisse.formats.clocks import Clock, Clocks, clocks_of
from neisse.formats.nothing import says_nothing

Pair = tuple[Clock | None, Clock | None]
MIDNIGHT = Clocks((0, 0))
ALL_DAY = frozenset(["true", "wahr", "ja", "yes", "tak", "x", "1", "prawda", "j", "y", "t"])
ROMAN_MONTHS = {
    name: n
    for n, name in enumerate(["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"], 1)
}
NAMES = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
]
MONTHS = {str(n): name for n, name in enumerate(NAMES, 1)}
_WEEKDAYS = frozenset(" ".join((*WEEKDAYS, *SHORT_WEEKDAYS)).split())
ANY_DAY = date(2000, 1, 1)
_WORD = re.compile(r"(?i)^(?:godz\.?|godzina|um|at|o|ab|od|von|from)\s*(\d{1,2}(?:[:.]\d{2})?)$")
_SHORT_DAY = re.compile(r"\d{1,2}\.?(?:\s*[-–]\s*\d{1,2}\.?)?")
_DAY_MONTH = re.compile(r"\d|[^\W\d_]{3}")


def take_clocks(data: dict[str, Any], unread: list[str]) -> Pair:
    """Take the times of day out of a row, and leave its days in `starts`, `ends`, `period`; what is no time goes to `unread`.

    A column called "Beginn" may hold a day or a time of day: the cell decides, the header is a hint.
    """
    has_time = data.get("time") not in (None, "")
    if (said := words(str(data.get("day") or ""))) and _WEEKDAYS.issuperset(said):
        del data["day"]  # "Tag" beside "Datum"
    start = _popped(data, "time", unread)
    end = _popped(data, "time_end", unread)
    _join_parts(data)
    for key in ("starts", "ends"):
        # "14" beside a day in another column is an hour.
        bare = has_time or start is not None if key == "ends" else bool(data.get("period"))
        if clocks_of(said := _spoken(data.get(key)), bare=bare) is None:
            continue
        found = clocks_of(data.pop(key) if said is None else said, bare=bare)
        data.pop(key, None)
        start, end = (start or found, end) if key == "starts" else (start, end or found)
    if str(data.pop("all_day", "") or "").strip().lower() in ALL_DAY:
        start, end = MIDNIGHT, MIDNIGHT
    if start is None:
        return None, None
    last = end.start if end else start.end
    if start.start == last == (0, 0):
        _whole_days(data)
        return None, None
    return start.start, last


def _spoken(said: Any) -> Any:
    """A time of day without the word before it: "godz. 9", "um 10"."""
    return _WORD.sub(r"\1 Uhr", said.strip()) if isinstance(said, str) else said


def _whole_days(data: dict[str, Any]) -> None:
    """From midnight to midnight: the days before the last one."""
    first, last = data.get("starts") or data.get("period"), data.get("ends")
    if first in (None, "") or last in (None, "") or first == last:
        return
    read = read_period(last, reference=ANY_DAY).period
    if read is not None and not read.precision.is_vague:
        data["ends"] = (read.start - timedelta(days=1)).isoformat()


def _popped(data: dict[str, Any], key: str, unread: list[str]) -> Clocks | None:
    said = data.pop(key, None)
    found = clocks_of(_spoken(said), bare=True)
    if found is None and isinstance(said, datetime) and (said.hour or said.minute):
        found = Clocks((said.hour, said.minute))
    elif found is None and (isinstance(said, date) or re.search(r"\d", str(said or ""))):
        # A day stands in a column for hours: it is the day.
        at = "ends" if key == "time_end" else "starts"
        if not data.get(at) and not (at == "starts" and data.get("period")):
            data[at] = said
        else:
            unread.append(str(said))
    elif found is None and said and not _says_no_clock(str(said)):
        unread.append(str(said))
    return found


def _says_no_clock(said: str) -> bool:
    """Whether a text says "all day", or that the time is not known yet."""
    if says_nothing(said):
        return True
    alone, beside = (read_period(text, reference=ANY_DAY) for text in (said, f"1.1.2000, {said}"))
    return any(f.code == "period.open" for f in alone.findings) or (
        beside.period is not None and not beside.findings
    )


def _join_parts(data: dict[str, Any]) -> None:
    """Year, half, quarter, month, week and day in columns of their own become one time."""
    year, month, day = (_number(data.pop(key, None)) for key in ("year", "month", "day"))
    kinds = {key: _counted(data.pop(key, None)) for key in ("half", "quarter", "week")}
    key = "starts" if data.get("starts") else "period"
    said = data.get(key)
    if isinstance(said, date):
        return
    if said not in (None, "") and clocks_of(said) is None:
        text = _number(said)
        if year and year not in text and not re.search(r"\d{4}", text) and _DAY_MONTH.search(text):
            data[key] = f"{text}.{year}" if text[-1:].isdigit() and "." in text else f"{text} {year}"
        return
    if said not in (None, ""):
        key = "period"
    if found := _in_words(year, month, day, kinds):
        data[key] = found


def _in_words(year: str, month: str, day: str, kinds: Mapping[str, str]) -> str:
    """One time of its parts, as people write it."""
    if day and not month and not _SHORT_DAY.fullmatch(day):
        return day if not year or re.search(r"\d{4}", day) else f"{day} {year}"
    if month:
        month = str(ROMAN_MONTHS.get(month.lower(), month))
        with_year = f"{month} {year}" if year and year not in month else month
        if not day:
            return f"{month}/{year}" if month.isdecimal() and year else MONTHS.get(month, with_year)
        return f"{day}.{month}.{year}" if month.isdecimal() else f"{day}. {with_year}"
    for key, sign in (("week", "KW "), ("quarter", "Q"), ("half", "H")):
        if said := kinds[key]:
            return f"{sign}{said} {year}".strip() if said.isdecimal() else said
    return year


def _counted(said: Any) -> str:
    """The number of a week, quarter or half ("III", "2. Quartal", 12); a text with a year as it stands."""
    text = _number(said)
    if re.search(r"\d{4}", text):
        return text
    digits = re.search(r"\d{1,2}", text)
    return digits[0] if digits else str(ROMAN_MONTHS.get(text.lower(), text))


def _number(said: Any) -> str:
    """A number without its point, or the text that stands there."""
    if isinstance(said, float) and said.is_integer():
        said = int(said)
    return str(said).strip().rstrip(".") if said not in (None, "") else ""
