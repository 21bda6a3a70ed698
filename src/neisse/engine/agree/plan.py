"""The answer: an option and dates for each group, how good it is, what gave way and why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from neisse.engine.search.progress import Status


@dataclass(frozen=True, slots=True)
class Held:
    """What takes place: measures together, from a day on (None: not known) for so many days."""

    measures: tuple[str, ...]
    start: date | None
    days: int


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of one group."""

    group: str
    option: str
    acts: tuple[Held, ...]
    value: int


@dataclass(frozen=True, slots=True)
class Plan:
    """A joint plan; `value` and `bound` in hundredths, `bound` proven; without groups where there is none."""

    round: str
    status: Status
    settled: tuple[Settled, ...] = ()
    value: int = 0
    bound: int = 0

    @property
    def gap(self) -> float:
        """Distance from the proven bound as a share of it, in [0, 1]."""
        return (self.bound - self.value) / self.bound if self.bound else 0.0


def with_bound(plan: Plan, bound: int) -> Plan:
    """The same plan with a better bound."""
    bound = max(plan.value, min(plan.bound, bound))
    return replace(plan, bound=bound, status=Status.OPTIMAL if bound == plan.value else plan.status)
