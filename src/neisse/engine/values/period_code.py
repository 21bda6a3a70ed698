"""Periods in files: `2026`, `2026-H1`, `2026-Q3`, `2026-autumn`, `2026-09`, `2026-W43`, or a day."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from neisse.engine.values.errors import NeisseError
from neisse.engine.values.period import Period, Precision
from neisse.engine.values.sentence import say

# First month of each season; winter runs from December into the next year and is named after its December.
SEASON_MONTH = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
SEASON_ALIASES = {"fall": "autumn"}
FORM = re.compile(
    r"(?P<year>\d{4})(?:-(?:Q(?P<quarter>[1-4])|H(?P<half>[12])|W(?P<week>\d{1,2})"
    r"|(?P<season>spring|summer|autumn|fall|winter)|(?P<month>\d{2})(?:-(?P<day>\d{2}))?))?",
    re.IGNORECASE,
)


def parse_period_code(code: str) -> Period:
    """The period that a code of the file contract means; `period.code` if it is none or no real date."""
    match = FORM.fullmatch(code.strip())
    if match is None:
        raise _unreadable(code)
    parts = match.groupdict()
    try:
        return _period_of(parts)
    except ValueError as error:
        raise _unreadable(code) from error


def format_period_code(period: Period) -> str:
    """The code of a vague period, else the first day; `parse_period_code` gives a vague period back."""
    year, month = f"{period.start.year:04d}", period.start.month
    iso = period.start.isocalendar()
    seasons = {first: name for name, first in SEASON_MONTH.items()}
    codes = {
        Precision.YEAR: year,
        Precision.HALF: f"{year}-H{1 if month <= 6 else 2}",
        Precision.QUARTER: f"{year}-Q{(month + 2) // 3}",
        Precision.SEASON: f"{year}-{seasons.get(month, '')}",
        Precision.MONTH: f"{year}-{month:02d}",
        Precision.WEEK: f"{iso.year:04d}-W{iso.week:02d}",
    }
    return codes.get(period.precision, period.start.isoformat())


def parse_span(starts: str, ends: str = "") -> Period:
    """The period of `starts` and `ends`, each an ISO date or date-time; `ends` names the last day.

    Date-times without an offset are read as UTC. An end before its start is `period.order`.
    """
    first, last = _instant(starts), _instant(ends or starts)
    precision = Precision.TIME if isinstance(first, datetime) else Precision.DAY
    start_day, last_day = _day(first), _day(last)
    if last_day < start_day or (
        isinstance(first, datetime) and isinstance(last, datetime) and _utc(last) < _utc(first)
    ):
        raise NeisseError(
            "period.order",
            ends,
            say("the end %(ends)s lies before the start %(starts)s", ends=ends, starts=starts),
        )
    return Period(
        start_day,
        last_day + timedelta(days=1),
        precision,
        _utc(first) if isinstance(first, datetime) else None,
        _utc(last) if isinstance(last, datetime) and ends else None,
    )


def _period_of(parts: dict[str, str | None]) -> Period:
    year = _number(parts["year"])
    if parts["day"]:
        day = date(year, _number(parts["month"]), int(parts["day"]))
        return Period(day, day + timedelta(days=1))
    if parts["week"]:
        monday = date.fromisocalendar(year, int(parts["week"]), 1)
        return Period(monday, monday + timedelta(days=7), Precision.WEEK)
    season = (parts["season"] or "").lower()
    months = {
        Precision.SEASON: (SEASON_MONTH.get(SEASON_ALIASES.get(season, season), 0), 3),
        Precision.QUARTER: (3 * _number(parts["quarter"]) - 2, 3),
        Precision.HALF: (6 * _number(parts["half"]) - 5, 6),
        Precision.MONTH: (_number(parts["month"]), 1),
    }
    named = [p for p in months if parts[p]]
    first, count = months[named[0]] if named else (1, 12)
    return _months(year, first, count, named[0] if named else Precision.YEAR)


def _number(text: str | None) -> int:
    return int(text or "0")


def _months(year: int, month: int, count: int, precision: Precision) -> Period:
    years, last = divmod(month - 1 + count, 12)
    return Period(date(year, month, 1), date(year + years, last + 1, 1), precision)


def _instant(text: str) -> date | datetime:
    form = text.strip()
    try:
        return date.fromisoformat(form) if len(form) == len("2026-10-21") else datetime.fromisoformat(form)
    except ValueError as error:
        raise _unreadable(text) from error


def _day(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _unreadable(code: str) -> NeisseError:
    hint = say("write 2026, 2026-H1, 2026-Q3, 2026-autumn, 2026-09, 2026-W43 or 2026-10-21")
    return NeisseError("period.code", code, say("“%(code)s” is not a period", code=code), hint)
