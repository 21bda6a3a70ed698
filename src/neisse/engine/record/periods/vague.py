"""Weeks, months, seasons, quarters, halves and years in the common notation, as codes of the contract."""

from __future__ import annotations

import re
from dataclasses import dataclass

SEASONS = {"1": "spring", "2": "summer", "3": "autumn", "4": "winter"}
YEAR = r"(?P<year>\d{4}|'\d{2})"
_END = rf"[./]?[ ]?(?:{YEAR}(?:[/-]\d{{2,4}})?)?\.?"
_FORMS = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("week", rf"w\.?(?P<n>\d{{1,2}}){_END}|(?P<n2>\d{{1,2}})\.?w{_END.replace('year', 'year2')}"),
        ("week", rf"{YEAR}[-/ ]?w\.?(?P<n>\d{{1,2}})"),
        ("quarter", rf"q(?P<n>\d){_END}|(?P<n2>\d)\.?q{_END.replace('year', 'year2')}"),
        ("quarter", rf"{YEAR}[-/ ]?(?:q(?P<n>\d)|(?P<n2>\d)\.?q)"),
        ("half", rf"h(?P<n>\d){_END}|(?P<n2>\d)\.?h{_END.replace('year', 'year2')}"),
        ("half", rf"{YEAR}[-/ ]?(?:h(?P<n>\d)|(?P<n2>\d)\.?h)"),
        ("season", rf"s(?P<n>\d)s{_END}|{YEAR.replace('year', 'year2')}[-/ ]?s(?P<n2>\d)s"),
        ("month", rf"m(?P<n>\d{{1,2}})m{_END}|{YEAR.replace('year', 'year2')}[-/ ]?m(?P<n2>\d{{1,2}})m"),
        ("month", r"(?P<n>\d{1,2})[./](?P<year>\d{4})|(?P<year2>\d{4})[-/.](?P<n2>\d{1,2})"),
        ("year", r"(?P<year>\d{4})\.?"),
    )
)
_LIMITS = {"week": 53, "quarter": 4, "half": 2, "season": 4, "month": 12, "year": 9999}
_CODES = {"week": "W{:02}", "quarter": "Q{}", "half": "H{}", "month": "{:02}"}


@dataclass(frozen=True, slots=True)
class Vague:
    """A span that is not exact to the day: its kind, its number in the year, the year where it is given."""

    kind: str
    number: int
    year: int | None
    rounded: bool = False

    @property
    def exists(self) -> bool:
        """Whether a year can have this number at all: no 13th month, no fifth quarter."""
        return 1 <= self.number <= _LIMITS[self.kind]

    def code(self, year: int) -> str:
        """The code of the file contract in a given year."""
        if self.kind == "year":
            return f"{year}"
        if self.kind == "season":
            return f"{year}-{SEASONS[str(self.number)]}"
        return f"{year}-{_CODES[self.kind].format(self.number)}"


def read_vague(notation: str) -> Vague | None:
    """The vague span of a notation, None where it is something else.

    The beginning, middle or end of something is rounded to what a code can say: of a year to its first
    quarter, the whole year or its last quarter, of anything else to the whole of it.
    """
    part = re.fullmatch(r"([bce])-?(.+)", notation)
    if part and (whole := read_vague(part[2])):
        if whole.kind == "year" and part[1] != "c":
            return Vague("quarter", 1 if part[1] == "b" else 4, whole.year, rounded=True)
        return Vague(whole.kind, whole.number, whole.year, rounded=True)
    for kind, form in _FORMS:
        if found := form.fullmatch(notation):
            groups = found.groupdict()
            year = groups.get("year") or groups.get("year2")
            full = None if year is None else int(year) if len(year) == 4 else 2000 + int(year[1:])
            number = groups.get("n") or groups.get("n2") or year
            return Vague(kind, int(number or 0), full)
    return None


def read_vague_span(notation: str) -> tuple[Vague, Vague] | None:
    """First and last span of "w43-45 2026", "m9m-m11m2026" or "2026-2028", else None."""
    if numbers := re.fullmatch(rf"([wqh])(\d{{1,2}})[-/](\d{{1,2}})[/ ]?{YEAR}?", notation):
        first = read_vague(f"{numbers[1]}{numbers[2]}")
        last = read_vague(f"{numbers[1]}{numbers[3]}" + (f" {numbers[4]}" if numbers[4] else ""))
        return (first, last) if first and last else None
    for position, sign in enumerate(notation):
        if sign in "-/":
            first, last = (
                read_vague(notation[:position].strip()),
                read_vague(notation[position + 1 :].strip()),
            )
            if first and last and (first.kind == last.kind or last.year):
                return first, last
    return None
