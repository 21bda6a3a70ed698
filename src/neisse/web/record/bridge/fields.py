"""Single fields between a row and its contract object; empty fields are left out of objects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from neisse.engine.values import LANGUAGES, NeisseError, say

Object = dict[str, Any]
EMPTY: tuple[Any, ...] = (None, "", [], {}, ())


def sparse(pairs: Iterable[tuple[str, Any]]) -> Object:
    """The object without its empty fields; False and 0 are not empty."""
    return {key: value for key, value in pairs if value not in EMPTY}


def texts_out(row: Any, field: str) -> Object:
    """`names_de`, `names_pl`, `names_en` of a row as `{de, pl, en}` without the empty ones."""
    return sparse((language, getattr(row, f"{field}_{language}")) for language in LANGUAGES)


def texts_in(row: Any, field: str, value: Any) -> None:
    """Set the three columns of a translated field from `{de, pl, en}`."""
    given = value if isinstance(value, Mapping) else {}
    for language in LANGUAGES:
        setattr(row, f"{field}_{language}", str(given.get(language) or ""))


def day_out(day: date | None) -> str:
    """ISO day, empty where there is none."""
    return day.isoformat() if day else ""


def day_in(value: Any, field: str) -> date | None:
    """A day from an ISO text; `object.date` where it is none."""
    if value in EMPTY:
        return None
    try:
        return value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError as error:
        raise NeisseError(
            "object.date", field, say("“%(value)s” is not a day", value=value), "write it as 2026-10-21"
        ) from error


def number_in(value: Any, field: str) -> float | None:
    """A number or nothing; `object.number` where it is something else."""
    if value in EMPTY:
        return None
    try:
        return float(value)
    except (TypeError, ValueError) as error:
        raise NeisseError("object.number", field, say("“%(value)s” is not a number", value=value)) from error


def whole_in(value: Any, field: str) -> int | None:
    """A whole number or nothing; `object.number` where it is something else."""
    number = number_in(value, field)
    return None if number is None else round(number)


def list_in(value: Any) -> list[str]:
    """A list of texts without empty ones and repetitions; one text is a list of one."""
    given = [value] if isinstance(value, str) else (value or [])
    return list(dict.fromkeys(str(item).strip() for item in given if str(item).strip()))


def index_of(values: Iterable[str], limit: int) -> str:
    """`|a|b|`, for filters; whole values only, up to `limit` characters."""
    text = "|"
    for value in values:
        if len(text) + len(value) + 1 <= limit:
            text += f"{value}|"
    return text if len(text) > 1 else ""


def differing(before: Object, after: Object) -> Iterator[str]:
    """The fields whose values differ; an empty field is like none."""
    for name in {**before, **after}:
        old, new = before.get(name), after.get(name)
        if old != new and not (old in EMPTY and new in EMPTY):
            yield name
