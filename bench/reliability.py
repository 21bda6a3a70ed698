"""The reliability diagram of the overlap model: what probabilities say against how often it is so, as a small SVG."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

SIDE, MARGIN = 240, 40
COLOURS = {"duplicate": "#b3261e", "parallel": "#1d5fa8", "synergy": "#2e7d32"}
EDGES = np.array([0.02, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 1.0001])
FEWEST = 8
HEAD = (
    "# verdict\tsaid\ttrue\tpairs: what the model says of pairs by authors it never saw, and how often it is so "
    "(bench/intersect.py)\n"
)


class Bin(NamedTuple):
    """Pairs with about the same probability: its mean, the share that is so, their number."""

    said: float
    true: float
    pairs: int


class Curve(NamedTuple):
    """The bins of one verdict."""

    name: str
    bins: list[Bin]


def curves(truth: np.ndarray, given: np.ndarray) -> list[Curve]:
    """One curve per verdict; bins of fewer than 8 pairs are left out, and so are pairs that nobody would look at."""
    found = []
    for c, name in enumerate(COLOURS, start=1):
        place = np.digitize(given[:, c], EDGES)
        bins = []
        for k in range(1, len(EDGES)):
            chosen = place == k
            if chosen.sum() >= FEWEST:
                said, true = given[chosen, c].mean(), (truth[chosen] == c).mean()
                bins.append(Bin(float(said), float(true), int(chosen.sum())))
        found.append(Curve(name, bins))
    return found


def table(lines: list[Curve]) -> str:
    """The curves as the product ships them, for its pages (`engine/intersect/data/reliability.tsv`)."""
    rows = (f"{line.name}\t{b.said:.2f}\t{b.true:.2f}\t{b.pairs}\n" for line in lines for b in line.bins)
    return HEAD + "".join(rows)


def draw(lines: list[Curve]) -> str:
    """The curves on a square whose diagonal is perfect calibration; a dot is as large as the bin has pairs."""
    parts = [_frame()]
    for k, line in enumerate(lines):
        colour = COLOURS[line.name]
        dots = [(_x(b.said), _y(b.true), min(7.0, 1.5 + b.pairs**0.5 / 3)) for b in line.bins]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in dots)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="1.5"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r:.1f}" fill="{colour}"/>' for x, y, r in dots]
        parts.append(f'<text x="{MARGIN + 8}" y="{MARGIN + 14 + 15 * k}" fill="{colour}">{line.name}</text>')
    size = SIDE + 2 * MARGIN
    style = 'font-family="sans-serif" font-size="11" role="img"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" {style}>'
    title = "<title>Reliability of the overlap model on authors it never saw</title>"
    return "\n".join([head, title, *parts, "</svg>\n"])


def _frame() -> str:
    low, high = MARGIN, MARGIN + SIDE
    ticks = "".join(
        f'<text x="{_x(v):.0f}" y="{high + 14}" text-anchor="middle">{v}</text>'
        f'<text x="{low - 6}" y="{_y(v) + 4:.0f}" text-anchor="end">{v}</text>'
        for v in (0, 0.5, 1)
    )
    return (
        f'<rect width="100%" height="100%" fill="#fff"/>'
        f'<rect x="{low}" y="{low}" width="{SIDE}" height="{SIDE}" fill="none" stroke="#999"/>'
        f'<line x1="{low}" y1="{high}" x2="{high}" y2="{low}" stroke="#999" stroke-dasharray="4 3"/>{ticks}'
        f'<text x="{low + SIDE / 2:.0f}" y="{high + 30}" text-anchor="middle">probability said</text>'
        f'<text x="{low}" y="{low - 10}">share that is so</text>'
    )


def _x(value: float) -> float:
    return MARGIN + SIDE * value


def _y(value: float) -> float:
    return MARGIN + SIDE * (1 - value)
