"""The answer: a slot and a table for each request, what was left out and why, and how good it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from neisse.engine.search.progress import Status

Mode = Literal["auto", "exact", "large", "anytime"]


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A request without a slot, and the reason in a sentence that a participant understands.

    `code` says the same for other languages: `no_common_slot`, `full` (the person `subject` has `asked`
    requests for `room` meetings), `hall` (`asked` meetings for `room` places), `interpreter` (of the pair
    `subject`), `busy`, `avoid` (one of the two never meets the other: for organisers alone, the sentence does not tell).
    """

    request: str
    reason: str
    code: str = ""
    subject: str = ""
    asked: int = 0
    room: int = 0


@dataclass(frozen=True, slots=True)
class Schedule:
    """`slots` and `tables`: per request of the instance, counted from 0, None where it is not placed.

    `breaks` is the sum over all participants of maximal groups of idle slots between two of their
    meetings, `idle` the number of those slots, `breaks_by_participant` the breaks of each. `bound` is a
    proven lower bound on `breaks` (among schedules of the same placed weight), `idle_bound` on `idle`
    among schedules with `breaks` breaks (None: not asked). `weight` is the placed weight, `weight_bound` a
    proven upper bound on it. `reasons` says why the instance is infeasible.
    """

    instance: str
    status: Status
    slots: tuple[int | None, ...] = ()
    tables: tuple[int | None, ...] = ()
    breaks: int = 0
    bound: int = 0
    idle: int = 0
    idle_bound: int | None = None
    breaks_by_participant: tuple[int, ...] = ()
    weight: int = 0
    weight_bound: int = 0
    unplaced: tuple[Unplaced, ...] = ()
    reasons: tuple[str, ...] = ()

    @property
    def gap(self) -> float:
        """Distance from the proven bound as a share of the breaks, in [0, 1]."""
        return (self.breaks - self.bound) / self.breaks if self.breaks else 0.0
