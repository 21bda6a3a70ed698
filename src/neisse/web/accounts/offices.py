"""For whom a user speaks: known to the record stage, which registers how to read and set it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

Choice = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Offices:
    """`choices()` names organisations, `held(user)` those of a user, `give(user, key, actor)` adds an office.

    `give` returns False where the office only was asked for, because nobody gives one to oneself.
    """

    choices: Callable[[], Iterable[Choice]]
    held: Callable[[Any], Iterable[str]]
    give: Callable[[Any, str, Any], bool]


_registered: list[Offices] = []


def register(offices: Offices) -> None:
    """Let the record stage say how offices work."""
    _registered[:] = [offices]


def offices() -> Offices:
    """How offices work; nobody holds one where no stage knows organisations."""
    return _registered[0] if _registered else Offices(list, lambda user: (), lambda user, key, actor: True)
