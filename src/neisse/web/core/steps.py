"""The first steps of a new instance: each stage says which of them is its own, and when it is done.

The list stands on the start page of managers until every step is done; nothing is ticked by hand, so it cannot
say what is not so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from neisse.web.core.navigation import Words, address


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what to do, why, the name of the address where it is done; `is_done()` costs one short query."""

    name: str
    label: Words
    hint: Words
    view: str
    is_done: Callable[[], bool]
    order: int


@dataclass(frozen=True, slots=True)
class Stepped:
    """A step as the page shows it."""

    step: Step
    url: str
    is_done: bool


_steps: dict[str, Step] = {}


def register(step: Step) -> None:
    """Add a step; called once, in `AppConfig.ready`."""
    _steps[step.name] = step


def first_steps() -> list[Stepped]:
    """All steps in their order, with their state now; one short query each."""
    return list(_stepped())


def _stepped() -> Iterator[Stepped]:
    for step in sorted(_steps.values(), key=lambda step: step.order):
        if url := address(step.view):
            yield Stepped(step, url, step.is_done())
