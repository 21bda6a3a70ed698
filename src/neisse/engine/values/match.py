"""Two organisations that could work together, and why."""

from __future__ import annotations

from dataclasses import dataclass

from neisse.engine.values.overlap import Reason


@dataclass(frozen=True, slots=True)
class Match:
    """`offers_to_b`: what a offers against what b needs, as pairs of texts; score in [0, 1]."""

    a: str
    b: str
    score: float
    offers_to_b: tuple[tuple[str, str], ...] = ()
    offers_to_a: tuple[tuple[str, str], ...] = ()
    reasons: tuple[Reason, ...] = ()
