"""The picture of fields: strength of two sides as axes, missing joint work as size. Pure geometry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin, sqrt

WIDTH, HEIGHT = 720, 460
LEFT, RIGHT, TOP, BOTTOM = 52, 24, 20, 46
SMALLEST, LARGEST = 5.0, 24.0
APART, GOLDEN = 8.0, pi * (3 - sqrt(5))
LINE = 15
LETTER = 6.6
MOST_LABELS = 16


@dataclass(frozen=True, slots=True)
class Spot:
    """A field on the picture; without a label there was no room for it."""

    key: str
    x: float
    y: float
    radius: float
    label: str
    label_x: float
    label_y: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Scatter:
    """Spots, largest first so that small ones lie on top, and the ticks of both axes (value, place)."""

    spots: tuple[Spot, ...]
    ticks_x: tuple[tuple[int, float], ...]
    ticks_y: tuple[tuple[int, float], ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    top: int = TOP
    bottom: int = HEIGHT - BOTTOM


def scatter(fields: Sequence[tuple[str, str, int, int, float]]) -> Scatter:
    """Draw (key, label, organisations of one side, of the other, missing), best first; the best get the labels.

    Both axes begin at 0 and end above the largest number. Spots at the same place stand around it like the
    seeds of a sunflower (Vogel 1979).
    """
    most_x = max((f[2] for f in fields), default=1)
    most_y = max((f[3] for f in fields), default=1)
    most = max((f[4] for f in fields), default=1.0) or 1.0
    wide, high = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
    taken: dict[tuple[int, int], int] = {}
    boxes: list[tuple[float, float, float, float]] = []
    spots = []
    for rank, (key, label, a, b, missing) in enumerate(fields):
        nth = taken[a, b] = taken.get((a, b), -1) + 1
        radius = max(SMALLEST, LARGEST * sqrt(missing / most))
        beside, above = APART * sqrt(nth) * cos(GOLDEN * nth), APART * sqrt(nth) * sin(GOLDEN * nth)
        x = max(LEFT, LEFT + wide * a / (most_x + 1) + beside)
        y = min(HEIGHT - BOTTOM, HEIGHT - BOTTOM - high * b / (most_y + 1) - above)
        text = label if rank < MOST_LABELS else ""
        label_x, label_y, anchor = _room(text, x, y, radius, boxes)
        spots.append(
            Spot(
                key,
                round(x, 1),
                round(y, 1),
                round(radius, 1),
                text if anchor else "",
                label_x,
                label_y,
                anchor,
            )
        )
    ticks_x = tuple((n, round(LEFT + wide * n / (most_x + 1), 1)) for n in _ticks(most_x))
    ticks_y = tuple((n, round(HEIGHT - BOTTOM - high * n / (most_y + 1), 1)) for n in _ticks(most_y))
    return Scatter(tuple(sorted(spots, key=lambda s: -s.radius)), ticks_x, ticks_y)


def _ticks(most: int) -> range:
    step = next(s for s in (1, 2, 5, 10, 20, 50, 100, 200, 500, 10**6) if most / s <= 8)
    return range(0, most + 1, step)


def _room(
    text: str, x: float, y: float, radius: float, boxes: list[tuple[float, float, float, float]]
) -> tuple[float, float, str]:
    """Where a label stands without covering another one: right, left, above or below; an empty anchor for nowhere."""
    if not text:
        return 0.0, 0.0, ""
    long = LETTER * len(text)
    places = (
        (x + radius + 4, y + 4, "start"),
        (x - radius - 4, y + 4, "end"),
        (x, y - radius - 5, "middle"),
        (x, y + radius + 13, "middle"),
    )
    for label_x, label_y, anchor in places:
        left = label_x - {"start": 0.0, "end": long, "middle": long / 2}[anchor]
        box = (left, label_y - LINE + 3, left + long, label_y + 3)
        inside = box[0] > LEFT and box[2] < WIDTH and box[1] > 0 and box[3] < HEIGHT - BOTTOM
        if inside and all(box[2] < b[0] or b[2] < box[0] or box[3] < b[1] or b[3] < box[1] for b in boxes):
            boxes.append(box)
            return round(label_x, 1), round(label_y, 1), anchor
    return 0.0, 0.0, ""
