"""When something is: exact to the minute, or as vague as "2026"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum


class Precision(StrEnum):
    """How exactly a period is known, from exact to vague."""

    TIME = "time"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    SEASON = "season"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"

    @property
    def is_vague(self) -> bool:
        """Whether the real days are not known yet: the thing is somewhere inside the period."""
        return self not in {Precision.TIME, Precision.DAY}


@dataclass(frozen=True, slots=True)
class Period:
    """A half-open span of days `[start, end)`.

    With precision `time`, `starts_at` and `ends_at` are aware UTC instants and the days are those of the
    wall clock where it happens. With a vague precision (`2026`, `2026-Q3`, `2026-autumn`, `2026-09`,
    `2026-W43`) the span is the time in which it will be, not how long it takes.
    """

    start: date
    end: date
    precision: Precision = Precision.DAY
    starts_at: datetime | None = None
    ends_at: datetime | None = None

    @property
    def days(self) -> int:
        """Length in days."""
        return (self.end - self.start).days

    @property
    def last_day(self) -> date:
        """The last day that belongs to the period."""
        return self.end - timedelta(days=1)

    def overlaps(self, other: Period) -> bool:
        """Whether the two spans share a day."""
        return self.start < other.end and other.start < self.end

    def gap_days(self, other: Period) -> int:
        """Days between the two spans; 0 where they touch or overlap."""
        return max(0, (max(self.start, other.start) - min(self.end, other.end)).days)
