"""When a search ends, what it tells meanwhile, and how it ended."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

Stop = Callable[[], bool]
"""Asked between units of work; True ends the search. A clock or a counter: the engine has neither."""

Progress = Callable[[int, int], None]
"""Told the best value and the best bound so far of what is being optimised."""

Spent = Callable[[], float]
"""Tells how much of the time is gone, in [0, 1]."""


class Status(StrEnum):
    """Proven best, the best so far, proven impossible, or stopped before anything was found."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    UNKNOWN = "unknown"


def silent(value: int, bound: int) -> None:
    """Tell nobody."""


def never() -> bool:
    """Search to the end."""
    return False
