"""What waits for somebody: each stage says what of its own needs a person, and where it is dealt with.

The inbox shows it all, and the number beside its name in the navigation is the sum. A source counts only what its
reader may deal with, so that the number never speaks of what is hidden.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from neisse.web.core.navigation import Words, address


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of thing that waits: its words, the address where it is dealt with, how many wait for a reader.

    `permission`: who is asked at all. `count(user)` costs one query.
    """

    name: str
    label: Words
    hint: Words
    view: str
    permission: str
    count: Callable[[Any], int]
    order: int = 100


@dataclass(frozen=True, slots=True)
class Waiting:
    """A source with how many wait now."""

    source: Source
    url: str
    count: int


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """Add a source; called once, in `AppConfig.ready`."""
    _sources[source.name] = source


def sources() -> list[Source]:
    """All sources, in their order."""
    return sorted(_sources.values(), key=lambda source: source.order)


def waiting_for(user: Any) -> list[Waiting]:
    """What waits for a reader, also where it is nothing; one query a source that they may deal with."""
    found = []
    for source in sources():
        url = address(source.view)
        if url and user.has_perm(source.permission):
            found.append(Waiting(source, url, source.count(user)))
    return found
