"""Spans whose sides are of different kinds: "Mitte März bis Ende April", "Mai bis 15. Juni", "Q1 und Q2"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from neisse.engine.record.periods.days import Day, read_days
from neisse.engine.record.periods.parts import Part, read_part
from neisse.engine.record.periods.vague import Vague, read_vague
from neisse.engine.values.period_code import parse_period_code

_SIGNS, _PARTS = "-/&", "bce"


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a span, of a year where it is said."""

    said: Part | Vague | Day

    @property
    def year(self) -> int | None:
        """The year where the side names one."""
        return self.said.year

    def first(self, year: int) -> date:
        """Its first day in a year. Errors: ValueError for a day that does not exist."""
        match self.said:
            case Part():
                return date(year, self.said.month, self.said.first)
            case Vague():
                return parse_period_code(self.said.code(year)).start
        return date(year, self.said.month or 0, self.said.day)

    def last(self, year: int) -> date:
        """Its last day in a year."""
        match self.said:
            case Part():
                return date(year, self.said.month, self.said.last_in(year))
            case Vague():
                return parse_period_code(self.said.code(year)).last_day
        return self.first(year)


@dataclass(frozen=True, slots=True)
class Sides:
    """Both sides; `loose` where an "and" joins what does not follow one upon the other."""

    left: Side
    right: Side
    loose: bool = False


def read_sides(notation: str) -> Sides | None:
    """The sides of a span that is no plain span of days, weeks or months; None where it is something else."""
    for at, sign in enumerate(notation):
        if sign not in _SIGNS or not 0 < at < len(notation) - 1:
            continue
        before, after = notation[:at].strip(), notation[at + 1 :].strip()
        if before in _PARTS and after[:1] in _PARTS:
            before += after[1:]
        left, right = _side(before), _side(after)
        if left and right and (sign == "&" or not _is_plain(left, right)):
            return Sides(left, right, loose=sign == "&" and not _follow(left, right))
    return None


def _is_plain(left: Side, right: Side) -> bool:
    one, other = left.said, right.said
    vague = isinstance(one, Vague) and isinstance(other, Vague) and not (one.rounded or other.rounded)
    return vague or (isinstance(one, Day) and isinstance(other, Day))


def _follow(left: Side, right: Side) -> bool:
    one, other = left.said, right.said
    if isinstance(one, Vague) and isinstance(other, Vague):
        return one.kind == other.kind and one.number + 1 == other.number
    return isinstance(one, Part) and isinstance(other, Part)


def _side(notation: str) -> Side | None:
    if part := read_part(notation):
        return Side(part)
    if (vague := read_vague(notation)) and vague.exists and vague.kind != "week":
        return Side(vague)
    days = read_days(notation)
    if days is None or (days.first is not days.last and days.first != days.last):
        return None
    day = days.first
    return Side(day) if day.month and not day.slashes and day.clock is None else None
