"""Places on a page that a later stage may fill.

A page of an early stage cannot know the later stages, but people want overlaps on the page of a measure.
So a page names its places, and a later stage registers what it has to show there, in `AppConfig.ready`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

Fill = Callable[[HttpRequest, Any], dict[str, Any] | None]


@dataclass(frozen=True, slots=True)
class Panel:
    """A template and the function that makes its context; None from the function leaves the panel out."""

    template: str
    context: Fill
    order: int = 100


_places: dict[str, list[Panel]] = {}


def register(place: str, template: str, context: Fill, *, order: int = 100) -> None:
    """Show `template` at `place`, with what `context(request, subject)` returns."""
    panels = _places.setdefault(place, [])
    if all(panel.template != template for panel in panels):
        panels.append(Panel(template, context, order))
        panels.sort(key=lambda panel: panel.order)


def panels_at(place: str) -> list[Panel]:
    """The panels of a place, in their order."""
    return list(_places.get(place, ()))


@dataclass(frozen=True, slots=True)
class Mark:
    """What a later stage says about a record in a picture of many: a style, words and where to read more."""

    style: str
    text: str
    url: str


Marker = Callable[[HttpRequest, list[int]], dict[int, list[Mark]]]
_markers: list[Marker] = []


def register_marker(marker: Marker) -> None:
    """Let `marker(request, measure_pks)` mark measures in timelines and lists; one query for many."""
    if marker not in _markers:
        _markers.append(marker)


def marks_of(request: HttpRequest, pks: list[int]) -> dict[int, list[Mark]]:
    """All marks of all stages for the measures with these primary keys."""
    found: dict[int, list[Mark]] = {}
    for marker in _markers:
        for pk, marks in marker(request, pks).items():
            found.setdefault(pk, []).extend(marks)
    return found
