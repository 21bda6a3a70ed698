"""What the health of an instance is made of; later stages and rooms add what they know."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that was looked at: its code, its words, what was found, and whether that is as it should be.

    The code alone is public; `found` may name files and times and is for managers.
    """

    code: str
    label: str | Promise
    found: str
    is_well: bool = True


Look = Callable[[datetime], Iterable[Sign]]
_looks: list[Look] = []


def register(look: Look) -> None:
    """Let `look(now)` add signs; called in `AppConfig.ready`. A look is a few queries and no network."""
    if look not in _looks:
        _looks.append(look)


def signs(now: datetime) -> list[Sign]:
    """All signs, in the order of registration."""
    return [sign for look in _looks for sign in look(now)]
