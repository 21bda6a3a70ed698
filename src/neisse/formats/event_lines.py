"""The lines of one event, put right before a library reads them: zones under their names, days as days."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime

from neisse.formats.quoted import logical_lines, unquoted
from neisse.formats.zones import zone_named

_TIMES = re.compile(
    r"^(DTSTART|DTEND|RECURRENCE-ID|EXDATE|RDATE|DUE)((?:;.*?)?):([\dTZtz,/PWDHMSpwdhms:. +-]*)\s*$",
    re.IGNORECASE,
)
_PARAMETER = re.compile(r";([A-Za-z-]+)=(\"[^\"]*\"|[^;]*)")
_DAY = re.compile(r"\d{8}")
_LONG = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:?\d{2})?)?", re.IGNORECASE)
_MOMENT = re.compile(r"\d{8}T\d{4}(?:\d{2})?Z?", re.IGNORECASE)
# What is read of an event; parsing the rest takes longer than all of it.
_READ = frozenset(
    ["BEGIN", "END", "UID", "DTSTART", "DTEND", "DURATION", "SUMMARY", "DESCRIPTION", "LOCATION", "ORGANIZER", "STATUS", "CLASS",
    "GEO", "URL", "SEQUENCE", "RECURRENCE-ID", "RRULE", "RDATE", "EXDATE", "EXRULE", "CATEGORIES", "LAST-MODIFIED", "DTSTAMP",
    "X-ALT-DESC"]
)  # fmt: skip
_PROPERTY = re.compile(r"([A-Za-z0-9-]+)[;:]")
_TEXT = re.compile(r"(?:DESCRIPTION|SUMMARY|LOCATION|X-ALT-DESC)[;:]", re.IGNORECASE)
_STARTS_AT = re.compile(r"DTSTART[^:]*:\d{8}T", re.IGNORECASE)
_UNTIL_DAY = re.compile(r"(UNTIL=\d{8})(?=;|\s*$)", re.IGNORECASE)
Remark = Callable[[str, str], None]


def put_right(block: str, calendar_zone: str, remark: Remark) -> str:
    """The text of an event with times that a library reads as they are meant; `remark(key, said)` where one is left out.

    A zone without a known name is left to the library: the file may describe it. A time without
    a zone is one of the calendar's. Cost: linear.
    """
    listed = _joined(_of_event(list(map(unquoted, logical_lines(block.split("\n"))))), remark)
    has_hours = any(_STARTS_AT.match(line) for line in listed)
    found = (_line(said, calendar_zone, remark) for said in listed)
    kept = [_until(line) if has_hours else line for line in found if line is not None]
    return "\n".join([*kept, ""])


def _until(line: str) -> str:
    """A series of hours until a day goes on to the end of that day."""
    return _UNTIL_DAY.sub(r"\1T235959Z", line) if line[:5].upper() == "RRULE" else line


def _joined(lines: Iterable[str], remark: Remark) -> list[str]:
    """The lines with those that a program did not indent put back to the text before them."""
    found: list[str] = []
    for line in lines:
        if line[:1] in {" ", "\t"} or _name(line) != "?":
            found.append(line)
        elif found and line.strip() and _TEXT.match(found[-1]):
            found[-1] += f"\\n{line.strip()}"
        elif line.strip():
            remark("?", line[:80])
    return found


def _of_event(lines: Sequence[str]) -> Iterator[str]:
    """The lines of the properties that are read, with their folded parts; alarms and other parts inside are not."""
    depth, is_read = 0, False
    for line in lines:
        if line[:1] not in {" ", "\t"}:
            name = _name(line)
            depth += name == "BEGIN"
            is_read = depth == 1 and (
                name in _READ or name.startswith("X-NEISSE-") or (name == "?" and is_read)
            )
            depth -= name == "END"
        if is_read:
            yield line


def _name(line: str) -> str:
    """The property of a line, "?" where it begins none: "Ort: Saal 3" is a line of a text."""
    found = _PROPERTY.match(line)
    name = found[1].upper() if found else "?"
    return name if found and (found[1] == name or name in _READ) else "?"


def _line(line: str, calendar_zone: str, remark: Remark) -> str | None:
    found = _TIMES.match(line)
    if found is None:
        return line
    key, parameters, value = found[1].upper(), dict(_PARAMETER.findall(found[2])), found[3].upper()
    parameters = {name.upper(): said.strip('"') for name, said in parameters.items()}
    zone = parameters.pop("TZID", "")
    kind = parameters.pop("VALUE", "").upper()
    parts = [_basic(part.strip()) for part in value.split(",") if part.strip()]
    if kind == "PERIOD" or any("/" in part for part in parts):
        if key == "RDATE":
            return line
        parts = [part.partition("/")[0] for part in parts]
    if parts and kind == "DATE":
        parts = [part[:8] for part in parts]
    days = all(_DAY.fullmatch(part) for part in parts)
    if not parts or not (days or all(_MOMENT.fullmatch(part) for part in parts)):
        if key in {"RDATE", "EXDATE"}:
            remark(key, line[:80])
            return None
        return line
    rest = "".join(f";{name}={said}" for name, said in parameters.items() if name != "X-VOBJ-ORIGINAL-TZID")
    return f"{key}{rest}{';VALUE=DATE' if days else _zone(zone, calendar_zone, parts)}:{','.join(map(_full, parts))}"


def _basic(part: str) -> str:
    """A stamp of ISO 8601 in the short form of calendars, one with an offset as its instant; anything else as it is."""
    short = re.sub(r"\.\d+(?=Z|[+-]|$)", "", part)
    if _LONG.fullmatch(short):
        short = re.sub(r"(?<=\d{4})-(\d{2})-(?=\d{2})", r"\1", short).replace(":", "").replace(" ", "T", 1)
    if found := re.fullmatch(r"(\d{8}T\d{6})([+-]\d{4})", short):
        try:
            return f"{datetime.strptime(found[0], '%Y%m%dT%H%M%S%z').astimezone(UTC):%Y%m%dT%H%M%SZ}"
        except (ValueError, OverflowError):
            return part
    return short if _DAY.fullmatch(short) or _MOMENT.fullmatch(short) else part


def _full(part: str) -> str:
    return f"{part[:13]}00{part[13:]}" if re.fullmatch(r"\d{8}T\d{4}Z?", part) else part


def _zone(said: str, calendar_zone: str, parts: list[str]) -> str:
    if all(part.endswith("Z") for part in parts):
        return ""
    known = zone_named(said) if said else calendar_zone
    if said and not known:
        return f';TZID="{said}"' if re.search(r"[:;,]", said) else f";TZID={said}"
    return f";TZID={known}" if known else ""
