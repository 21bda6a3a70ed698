"""A map of towns: outlines of the border region, one circle a town, its size the count."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from math import sqrt
from typing import Any

from neisse.web.core.sides import SIDES
from neisse.web.record.pictures.projection import flat

Box = tuple[float, float, float, float]
SCREEN_PX = 400.0
LEAST_KM = 240.0
MARGIN_KM = 28.0
MOST_LABELS = 14
MOST_TOWNS = 250
ASPECT = (1.15, 1.9)
BORDER = (0.0, 0.0)  # the river between the sides: always on the map


@dataclass(frozen=True, slots=True)
class Town:
    """What is shown: a town, its point, how many are there, where a click leads."""

    name: str
    country: str
    lat: float
    lon: float
    count: int
    url: str = ""


@dataclass(frozen=True, slots=True)
class Dot:
    """A circle (in km) and its label; an empty label means there was no room."""

    town: Town
    x: float
    y: float
    radius: float
    label: str
    label_x: float
    label_y: float
    anchor: str


@dataclass(frozen=True, slots=True)
class TownMap:
    """Everything that the template draws; lengths in km, `pixel_km` is one pixel on a usual screen."""

    box: Box
    regions: tuple[dict[str, Any], ...]
    borders: tuple[str, ...]
    river: str
    dots: tuple[Dot, ...]
    outside: tuple[Town, ...]
    more: int
    pixel_km: float

    @property
    def view_box(self) -> str:
        """The attribute of the SVG."""
        return " ".join(f"{value:.0f}" for value in self.box)

    @property
    def font_km(self) -> float:
        """Size of labels."""
        return round(11.5 * self.pixel_km, 2)


@lru_cache(maxsize=1)
def _outlines() -> dict[str, Any]:
    text = files("neisse.web.record").joinpath("data/outlines.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def town_map(every: Sequence[Town]) -> TownMap | None:
    """The map of these towns (the largest 250), cut to both sides of the border; None without any."""
    towns = sorted(every, key=lambda t: (-t.count, t.name))[:MOST_TOWNS]
    if not towns:
        return None
    box = _box(towns)
    pixel = box[2] / SCREEN_PX
    inside = [t for t in towns if _within(flat(t.lat, t.lon), box)]
    outside = tuple(t for t in towns if not _within(flat(t.lat, t.lon), box))
    more = len(every) - len(towns)
    outlines = _outlines()
    regions = tuple(r for r in outlines["regions"] if _touches(r["box"], box))
    borders = tuple(outlines["borders"].values())
    return TownMap(box, regions, borders, outlines["river"], _dots(inside, box, pixel), outside, more, pixel)


def _box(towns: Sequence[Town]) -> Box:
    """The window around the border and the towns of every side, however few; not too small and not too long.

    Of each side the outermost 2 % are left out, and what lies on no side widens nothing.
    """
    sides = [[t for t in towns if t.country == side] for side in SIDES]
    across = [
        BORDER[0],
        *(x for own in sides for x in _spread([(flat(t.lat, t.lon)[0], t.count) for t in own])),
    ]
    down = [
        BORDER[1],
        *(y for own in sides for y in _spread([(flat(t.lat, t.lon)[1], t.count) for t in own])),
    ]
    west, east, north, south = min(across), max(across), min(down), max(down)
    width = max(LEAST_KM, east - west + 2 * MARGIN_KM)
    height = max(LEAST_KM / ASPECT[1], south - north + 2 * MARGIN_KM)
    width, height = max(width, height * ASPECT[0]), max(height, width / ASPECT[1])
    return ((west + east - width) / 2, (north + south - height) / 2, width, height)


def _spread(weighted: list[tuple[float, int]]) -> tuple[float, ...]:
    total = sum(count for _, count in weighted)
    seen, inner = 0, []
    for value, count in sorted(weighted):
        if seen + count > 0.02 * total and seen < 0.98 * total:
            inner.append(value)
        seen += count
    return (inner[0], inner[-1]) if inner else ()


def _within(point: tuple[float, float], box: Box) -> bool:
    x, y, width, height = box
    return x <= point[0] <= x + width and y <= point[1] <= y + height


def _touches(region: Sequence[float], box: Box) -> bool:
    x, y, width, height = box
    return region[0] < x + width and region[2] > x and region[1] < y + height and region[3] > y


def _dots(towns: list[Town], box: Box, pixel: float) -> tuple[Dot, ...]:
    """Large circles first (so small ones stay on top); labels where they cover nothing of weight."""
    largest = max((t.count for t in towns), default=1)
    circles = []
    for town in sorted(towns, key=lambda t: (-t.count, t.name)):
        x, y = flat(town.lat, town.lon)
        size = 10.0 * sqrt(town.count / largest) * min(1.0, largest / 12 + 0.25)
        circles.append((town, x, y, pixel * (2.6 + size)))
    taken: list[Box] = [(x - r, y - r, 2 * r, 2 * r) for _, x, y, r in circles[:MOST_LABELS]]
    dots = []
    for i, (town, x, y, r) in enumerate(circles):
        place = _label(town.name, (x, y, r), box, pixel, taken) if i < MOST_LABELS else None
        label_x, label_y, anchor = place or (x, y, "start")
        label = town.name if place else ""
        dots.append(Dot(town, round(x, 1), round(y, 1), round(r, 2), label, label_x, label_y, anchor))
    return tuple(dots)


def _label(
    name: str, circle: tuple[float, float, float], box: Box, pixel: float, taken: list[Box]
) -> tuple[float, float, str] | None:
    """Beside, above or below the circle, if no label or large circle is there; remembers its room."""
    x, y, radius = circle
    width, height, gap = pixel * 6.4 * len(name), pixel * 11, radius + 3 * pixel
    for anchor, left, middle in (
        ("start", x + gap, y),
        ("end", x - gap - width, y),
        ("middle", x - width / 2, y - gap - height / 2),
        ("middle", x - width / 2, y + gap + height / 2),
    ):
        room = (left, middle - height / 2, width, height)
        fits = _within((left, middle), box) and _within((left + width, middle), box)
        if fits and not any(_cross(room, t) for t in taken):
            taken.append(room)
            edge = {"start": left, "end": left + width, "middle": x}[anchor]
            return round(edge, 1), round(middle + 4 * pixel, 1), anchor
    return None


def _cross(a: Box, b: Box) -> bool:
    return a[0] < b[0] + b[2] and b[0] < a[0] + a[2] and a[1] < b[1] + b[3] and b[1] < a[1] + a[3]
