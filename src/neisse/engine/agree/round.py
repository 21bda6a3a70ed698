"""What a coordination round is about: plans, groups of them with options, and all that is scarce."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from neisse.engine.values import Measure, Verdict


class OptionKind(StrEnum):
    """What may become of a group of overlapping plans."""

    KEEP = "keep"
    MERGE = "merge"
    COLOCATE = "colocate"
    SHIFT = "shift"
    DROP = "drop"


@dataclass(frozen=True, slots=True)
class Window:
    """Days from `first` to `last`; the last one belongs to it, as in files and forms."""

    first: date
    last: date

    @property
    def end(self) -> date:
        """The day after the last one."""
        return self.last + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that may become of a group.

    `host`: the measure (or the organisation that owns one) that takes the others in (merge), stays where it is
    (shift) or remains alone (drop: without one nothing of the group takes place). `saves_cents`, `saves_days` and
    `value` are as people entered them; what is None is computed (`choices`). `window`: where those that move go.
    """

    id: str
    kind: OptionKind
    host: str = ""
    saves_cents: int | None = None
    saves_days: float | None = None
    value: float | None = None
    window: Window | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Plans that are decided on together; without options they are made from the verdict of their overlaps."""

    id: str
    measures: tuple[str, ...]
    options: tuple[Option, ...] = ()
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class Budget:
    """Money for these measures, or for all (None)."""

    id: str
    cents: int
    measures: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Team:
    """People who have so many days in each month for these measures; `more`: hundredths of days by month on top."""

    id: str
    days_per_month: float
    measures: frozenset[str]
    more: tuple[tuple[str, int], ...] = ()

    def parts_in(self, month: str) -> int:
        """Hundredths of days in a month such as `2027-03`."""
        return round(self.days_per_month * 100) + sum(more for when, more in self.more if when == month)


@dataclass(frozen=True, slots=True)
class Venue:
    """A house that holds as many measures a day as it has rooms, and none while it is closed."""

    id: str
    measures: frozenset[str]
    closed: tuple[Window, ...] = ()
    rooms: int = 1


@dataclass(frozen=True, slots=True)
class Goal:
    """What the region wants, and how much; a measure with one of the topics serves it."""

    id: str
    weight: float
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Closed:
    """Days on which nothing takes place: in the whole region, or in a town or country."""

    window: Window
    place: str = ""


@dataclass(frozen=True, slots=True)
class Lock:
    """A decision that stands: this option, or (`forbidden`) never this one."""

    group: str
    option: str
    forbidden: bool = False


@dataclass(frozen=True, slots=True)
class Round:
    """A whole round. `equity`: the most of the value of its plans that an owner may lose, as a share in [0, 1]."""

    name: str
    measures: tuple[Measure, ...]
    groups: tuple[Group, ...] = ()
    budgets: tuple[Budget, ...] = ()
    teams: tuple[Team, ...] = ()
    venues: tuple[Venue, ...] = ()
    goals: tuple[Goal, ...] = ()
    closed: tuple[Closed, ...] = ()
    locks: tuple[Lock, ...] = ()
    equity: float | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """Something that takes place: one measure, or several at one time, with what they cost in this choice.

    `starts` holds every day on which it may begin (none: the day is not known and counts for nothing), `days` how
    long it lasts, `charges` the cents and hundredths of staff days of each measure.
    """

    measures: tuple[str, ...]
    days: int
    starts: tuple[date, ...]
    charges: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """An option with all that follows from it; `value` in hundredths, `lost`: measures that do not take place."""

    option: Option
    value: int
    acts: tuple[Act, ...]
    lost: tuple[str, ...] = ()
    cents: int = field(default=0)


@dataclass(frozen=True, slots=True)
class Table:
    """A round with the choices of each group; groups of one for what is in no group."""

    round: Round
    groups: tuple[Group, ...]
    choices: tuple[tuple[Choice, ...], ...]
    worth: dict[str, int]
