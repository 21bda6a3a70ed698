"""From a cell or a phrase to a period: the right value, or a finding that says what is wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from neisse.engine.record.periods.days import Day, Days, read_days
from neisse.engine.record.periods.parts import Part, read_part
from neisse.engine.record.periods.sides import Sides, read_sides
from neisse.engine.record.periods.spellings import plain
from neisse.engine.record.periods.stamps import EPOCHS, epoch, moment_period, read_stamp
from neisse.engine.record.periods.vague import Vague, read_vague, read_vague_span
from neisse.engine.record.periods.words import all_year, canonical, is_open
from neisse.engine.text.fold import fold
from neisse.engine.values import HOME_ZONE, Finding, NeisseError, Period, Precision, Severity, say
from neisse.engine.values.period_code import parse_period_code, parse_span

YEARS = range(1900, 2101)
EXCEL_EPOCH = date(1899, 12, 30)
# Numbers of days that a sheet shows as dates of the years 2000 to 2100.
EXCEL_SERIALS = range(36526, 73415)
# Date-times with an offset say their instant themselves; without one they are wall-clock times of the zone.
OFFSET = re.compile(r"\d{4}-\d{2}-\d{2}T[\d:.]+(?:Z|[+-]\d{2}:?\d{2})$", re.IGNORECASE)
_WEEK_OF = re.compile(
    r"(?:in der |w )?(?:woche|week|tydzien|tygodniu)\s+(?:vom|ab|of|from|od|beginning|commencing)\s+(?:dem |the )?(?=.*\d)"
)
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
HINT = say("write 21.10.2026, 21.-23.10.2026, KW 43 2026, October 2026, autumn 2026, Q3 2026 or 2026")


@dataclass(frozen=True, slots=True)
class PeriodReading:
    """The period, None where the text has none, and what there is to say about it."""

    period: Period | None
    findings: tuple[Finding, ...] = ()


MOST_LETTERS = 200


class _UnreadableError(ValueError):
    def __init__(self, code: str, text: str, hint: str) -> None:
        super().__init__(text)
        self.code, self.text, self.hint = code, text, hint


def read_period(
    value: str | date | datetime | float | None,
    *,
    reference: date,
    zone: str = HOME_ZONE,
    day_first: bool | None = None,
) -> PeriodReading:
    """Read a period in German, Polish, English or ISO form, or the date value of a spreadsheet cell.

    A missing year is the next one in which the period does not lie before `reference`, with a note. Times
    are wall-clock times of `zone`. `day_first` decides 03/04/2026, which is refused where it is None.
    Errors are findings (`period.*`), never exceptions. Cost: small; a text of more than `MOST_LETTERS` is none.
    """
    if value is None or (isinstance(value, str) and not value.strip()):
        return PeriodReading(None)
    try:
        if isinstance(value, str):
            if len(value) > MOST_LETTERS:
                # No time is said in so many words; the patterns below are made for short texts.
                raise _UnreadableError("period.unreadable", say("not understood as a time"), HINT)
            return _Reader(plain(value), reference, ZoneInfo(zone), day_first).read()
        return PeriodReading(_of_cell(value, ZoneInfo(zone)))
    except _UnreadableError as error:
        said = str(value)[:MOST_LETTERS]
        return PeriodReading(
            None,
            (Finding(error.code, said, say("%(said)s: %(what)s", said=said, what=error.text), error.hint),),
        )
    except (OverflowError, ValueError):  # before or after all days that a calendar has
        said, text = str(value)[:MOST_LETTERS], say("the year is not between 1900 and 2100")
        return PeriodReading(
            None, (Finding("period.year", said, say("%(said)s: %(what)s", said=said, what=text), HINT),)
        )


def _of_cell(value: date | datetime | float, zone: ZoneInfo) -> Period:
    if isinstance(value, float | int):
        if int(value) in YEARS:
            return parse_period_code(str(int(value)))
        if isinstance(value, int) and value in EPOCHS and (moment := epoch(value)):
            return moment_period(moment.astimezone(zone))
        if int(value) not in EXCEL_SERIALS:
            raise _UnreadableError("period.unreadable", say("the number is no date of a spreadsheet"), HINT)
        days, seconds = int(value), round((value - int(value)) * 86400)
        midnight = datetime.combine(EXCEL_EPOCH + timedelta(days=days), datetime.min.time())
        value = midnight + timedelta(seconds=seconds)
    if not isinstance(value, datetime):
        return Period(value, value + timedelta(days=1))
    if value.tzinfo is None and not (value.hour or value.minute):
        return Period(value.date(), value.date() + timedelta(days=1))
    local = value if value.tzinfo else value.replace(tzinfo=zone)
    return Period(local.date(), local.date() + timedelta(days=1), Precision.TIME, local.astimezone(UTC))


class _Reader:
    """One text on its way to a period; collects the notes."""

    def __init__(self, text: str, reference: date, zone: ZoneInfo, day_first: bool | None) -> None:
        self.text, self.reference, self.zone, self.day_first = text, reference, zone, day_first
        self.findings: list[Finding] = []

    def read(self) -> PeriodReading:
        if (number := re.fullmatch(r"(\d{5})(?:[.,]\d+)?", self.text)) and int(number[1]) in EXCEL_SERIALS:
            period = _of_cell(float(self.text.replace(",", ".")), self.zone)
            self.note(
                "period.serial", say("read as the spreadsheet's number of the day %(day)s", day=period.start)
            )
            return PeriodReading(period, tuple(self.findings))
        if is_open(self.text):
            self.note("period.open", "the time is not known yet", "add it as soon as it is known")
            return PeriodReading(None, tuple(self.findings))
        if stamped := read_stamp(self.text, self.zone):
            return PeriodReading(stamped)
        if OFFSET.search(self.text) and (exact := self.iso()):
            return PeriodReading(exact)
        week = _WEEK_OF.match(fold(self.text))
        period = self.week_of(self.text[week.end() :]) if week else self.period()
        if period.start.year not in YEARS or period.last_day.year not in YEARS:
            raise _UnreadableError("period.year", say("the year is not between 1900 and 2100"), HINT)
        return PeriodReading(period, tuple(self.findings))

    def iso(self) -> Period | None:
        try:
            return parse_span(*re.split(r"/|\s+", self.text.upper(), maxsplit=1))
        except NeisseError:
            return None

    def period(self) -> Period:
        if all_year(self.text):
            return self.whole_year()
        notation = canonical(self.text) or self.without_asides()
        if notation is None:
            raise _UnreadableError("period.unreadable", say("not understood as a time"), HINT)
        signs, rounded = notation
        if (vague := read_vague(signs)) and (rounded or vague.rounded) and not read_part(signs):
            self.note("period.rounded", "kept as the longer period that it lies in")
        return self.spelt(signs, rounded=rounded)

    def spelt(self, signs: str, *, rounded: bool) -> Period:
        """The period of a notation, whichever of the forms it has."""
        if part := read_part(signs):
            return self.part(part)
        if vague := read_vague(signs):
            return self.vague(vague)
        if days := read_days(signs):
            if rounded and days.first.clock is None:
                self.note("period.rounded", "kept as the longer period that it lies in")
            return self.days(days)
        if sides := read_sides(signs):
            return self.sides(sides)
        if span := read_vague_span(signs):
            return self.vague_span(*span)
        raise _UnreadableError("period.unreadable", say("not understood as a time"), HINT)

    def without_asides(self) -> tuple[str, bool] | None:
        """The notation of what stands outside of brackets, where what stands inside is no time."""
        bare = _ASIDE.sub(" ", self.text)
        notation = canonical(bare) if bare != self.text else None
        if notation is not None:
            said = " ".join(_ASIDE.findall(self.text))
            self.note("period.aside", say("“%(aside)s” is left out", aside=said))
        return notation

    def week_of(self, said: str) -> Period:
        """The week in which a day lies ("Woche vom 8.3.")."""
        inner = _Reader(said.strip(), self.reference, self.zone, self.day_first)
        period = inner.period()
        self.findings += inner.findings
        if period.days > 1 or period.precision.is_vague:
            return period
        year, week, _ = period.start.isocalendar()
        return parse_period_code(f"{year}-W{week:02}")

    def sides(self, sides: Sides) -> Period:
        """From the first day of one side to the last day of the other."""
        left, right = sides.left, sides.right
        year = right.year or (left.year if left.year else self.reference.year)
        if left.year and not right.year:
            year += right.last(year) < left.first(left.year)
        elif not right.year and right.last(year) < self.reference:
            year += 1
        begins = left.year or year - (left.first(year) > right.last(year))
        if not (left.year or right.year):
            self.note_year(begins)
        if sides.loose:
            raise _UnreadableError(
                "period.several", say("names several separate days"), say("write one row for each day")
            )
        self.note("period.span", "taken as lasting from the first to the last day")
        return self.ordered(left.first(begins), right.last(year) + timedelta(days=1))

    def whole_year(self) -> Period:
        """The year that is said, else the one of which most lies ahead."""
        if said := re.search(r"\b(?:19|20)\d{2}\b", self.text):
            return parse_period_code(said[0])
        year = self.reference.year + (self.reference.month > 6)
        self.note_year(year)
        return parse_period_code(str(year))

    def part(self, part: Part) -> Period:
        """The days of a part of a month, as lasting from the first to the last of them."""
        year = part.year or self.reference.year
        if part.year is None:
            year += date(year, part.month, part.last_in(year)) < self.reference
            self.note_year(year)
        self.note("period.span", "taken as lasting from the first to the last day")
        end = date(year, part.month, part.last_in(year))
        return self.ordered(self.existing(year, Day(part.first, part.month)), end + timedelta(days=1))

    def vague(self, vague: Vague) -> Period:
        years = [vague.year] if vague.year is not None else [self.reference.year, self.reference.year + 1]
        if not vague.exists:
            raise _UnreadableError(
                f"period.no_such_{vague.kind}",
                say("there is no %(kind)s %(number)s", kind=vague.kind, number=vague.number),
                HINT,
            )
        for year in years:
            try:
                period = parse_period_code(vague.code(year))
            except NeisseError as error:
                text = say(
                    "%(year)s has no %(kind)s %(number)s", year=year, kind=vague.kind, number=vague.number
                )
                raise _UnreadableError(f"period.no_such_{vague.kind}", text, HINT) from error
            if vague.year is not None or period.end > self.reference:
                break
        if vague.year is None:
            self.note_year(period.start.year)
        return period

    def vague_span(self, first: Vague, last: Vague) -> Period:
        year = first.year
        if year is None and last.year is not None:
            year = last.year - (first.kind == last.kind and first.number > last.number)
        start = self.vague(Vague(first.kind, first.number, year))
        end = self.vague(last if last.year is not None else Vague(last.kind, last.number, start.start.year))
        self.note("period.span", "taken as lasting from the first to the last day")
        return self.ordered(start.start, end.end)

    def days(self, days: Days) -> Period:
        first, last = self.sided(days.first), self.sided(days.last)
        start = self.day(first, last if first.year is None else first)
        end = start if days.first is days.last else self.day(self.after(first, last, start), last)
        if days.loose and (end - start).days > 1:
            raise _UnreadableError(
                "period.several", say("names several separate days"), say("write one row for each day")
            )
        span = self.ordered(start, end + timedelta(days=1))
        if first.clock is None or (first.clock, last.clock) == ((0, 0), None):
            return span
        starts_at = self.instant(start, first.clock)
        ends_at = (
            self.instant(end, last.clock)
            if last.clock and (end, last.clock) != (start, first.clock)
            else None
        )
        if ends_at and ends_at < starts_at and start == end and first.clock[0] >= 12:
            ends_at += timedelta(days=1)  # over midnight
        if ends_at and ends_at < starts_at:
            raise _UnreadableError(
                "period.reversed", say("the end lies before the start"), say("swap start and end")
            )
        return Period(span.start, span.end, Precision.TIME, starts_at, ends_at)

    def sided(self, day: Day) -> Day:
        if not day.slashes or day.month is None or day.day == day.month:
            return day
        by_custom = [d for d, m in ((True, day.month), (False, day.day)) if m <= 12]
        if len(by_custom) == 2 and self.day_first is None:
            text = say("day and month could be swapped")
            hint = say(
                "write %(year)s-%(month)s-%(day)s or %(year)s-%(day)s-%(month)s",
                year=day.year,
                month=f"{day.month:02}",
                day=f"{day.day:02}",
            )
            raise _UnreadableError("period.ambiguous", text, hint)
        day_first = self.day_first if len(by_custom) == 2 else by_custom == [True]
        return day if day_first else Day(day.month, day.day, day.year, day.clock)

    def after(self, first: Day, last: Day, start: date) -> Day:
        if last.year is not None:
            return last
        crosses = (last.month or 0, last.day) < (first.month or 0, first.day)
        return Day(last.day, last.month, start.year + crosses, last.clock)

    def day(self, day: Day, last: Day) -> date:
        if day.year is not None:
            if day.year not in YEARS:
                raise _UnreadableError("period.year", say("the year is not between 1900 and 2100"), HINT)
            return self.existing(day.year, day)
        year = self.reference.year
        final = self.existing(year + ((last.month or 0) < (day.month or 0)), last)
        if final < self.reference:
            year += 1
        self.note_year(year)
        return self.existing(year, day)

    def existing(self, year: int, day: Day) -> date:
        try:
            return date(year, day.month or 0, day.day)
        except ValueError as error:
            text = say(
                "the day %(day)s.%(month)s.%(year)s does not exist", day=day.day, month=day.month, year=year
            )
            raise _UnreadableError(
                "period.no_such_day", text, say("check day and month, and give the year")
            ) from error

    def ordered(self, start: date, end: date) -> Period:
        if end <= start:
            raise _UnreadableError(
                "period.reversed", say("the end lies before the start"), say("swap start and end")
            )
        return Period(start, end)

    def instant(self, day: date, clock: tuple[int, int]) -> datetime:
        hour, minute = clock
        if clock == (24, 0):
            day, hour = day + timedelta(days=1), 0
        if hour > 23 or minute > 59:
            text = say(
                "the time %(hour)s:%(minute)s does not exist", hour=f"{hour:02}", minute=f"{minute:02}"
            )
            raise _UnreadableError("period.no_such_time", text, say("write hours 0-23 and minutes 0-59"))
        local = datetime(day.year, day.month, day.day, hour, minute, tzinfo=self.zone)
        if local.astimezone(UTC).astimezone(self.zone).replace(tzinfo=None) != local.replace(tzinfo=None):
            self.warn("period.clock_change", "the clocks are put forward in this hour; moved by one hour")
        return local.astimezone(UTC)

    def note_year(self, year: int) -> None:
        self.note("period.year_assumed", say("no year is given; taken as %(year)s", year=year))

    def note(self, code: str, text: str, hint: str = "") -> None:
        finding = Finding(
            code, self.text, say("%(said)s: %(what)s", said=self.text, what=text), hint, Severity.NOTE
        )
        if finding not in self.findings:
            self.findings.append(finding)

    def warn(self, code: str, text: str) -> None:
        self.findings.append(
            Finding(
                code, self.text, say("%(said)s: %(what)s", said=self.text, what=text), "", Severity.WARNING
            )
        )
