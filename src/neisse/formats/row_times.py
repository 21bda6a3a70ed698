"""The time of a row from the types of its cells: days and times of day in whatever columns they stand."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from neisse.formats.clocks import Clock, Clocks, clocks_of

Pair = tuple[Clock | None, Clock | None]


def take_clocks(data: dict[str, Any]) -> Pair:
    """Take the times of day out of a row, and leave its days in `starts`, `ends`, `period`.

    A column called "Beginn" may hold a day or a time of day: the cell decides, the header is a hint.
    """
    start = _popped(data, "time", bare=True)
    end = _popped(data, "time_end", bare=True)
    if clocks_of(data.get("starts")) is not None:
        start = start or _popped(data, "starts")
    if clocks_of(data.get("ends")) is not None:
        end = end or _popped(data, "ends")
    _join_parts(data)
    if start is None:
        return None, None
    return start.start, end.start if end else start.end


def _popped(data: dict[str, Any], key: str, *, bare: bool = False) -> Clocks | None:
    said = data.pop(key, None)
    found = clocks_of(said, bare=bare)
    if found is None and isinstance(said, datetime) and (said.hour or said.minute):
        found = Clocks((said.hour, said.minute))
    if (
        found is None
        and said not in (None, "")
        and not isinstance(said, date | time)
        and data.get("starts", data.get("period"))
    ):
        found = None
    return found


def _join_parts(data: dict[str, Any]) -> None:
    """Day, month and year in columns of their own become one day; a month (or day) beside a year becomes its own."""
    day, year = _number(data.pop("day", None)), _number(data.pop("year", None))
    said = data.get("starts") or data.get("period")
    if not (day or year) or isinstance(said, date):
        return
    key = "starts" if data.get("starts") else "period"
    month = _number(said)
    if not month:
        data[key] = year
    elif day:
        data[key] = f"{day}.{month}.{year}" if month.isdecimal() else f"{day}. {month} {year}"
    elif year and year not in month:
        data[key] = f"{month}/{year}" if month.isdecimal() else f"{month} {year}"


def _number(said: Any) -> str:
    """A number without its point, or the text that stands there."""
    if isinstance(said, float) and said.is_integer():
        said = int(said)
    return str(said).strip().rstrip(".") if said not in (None, "") else ""
