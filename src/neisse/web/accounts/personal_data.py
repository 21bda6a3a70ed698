"""What the product keeps about people, and who can hand it out or erase it.

A stage that stores something about users registers a keeper in `AppConfig.ready`; the page "My data" and the
erasure of an account go through all of them, and so does the register of processing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Keeper:
    """One row of the register: what, why, until when; how to export a user's share, how to erase it."""

    name: str
    what: Words
    purpose: Words
    basis: Words
    retention: Words
    export: Callable[[Any], Any]
    erase: Callable[[Any], None]


_keepers: dict[str, Keeper] = {}


def register(keeper: Keeper) -> None:
    """Add a keeper, or replace the one of the same name."""
    _keepers[keeper.name] = keeper


def keepers() -> list[Keeper]:
    """All keepers, in the order in which the stages were loaded."""
    return list(_keepers.values())
