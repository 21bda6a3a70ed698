"""How far the probabilities of overlaps can be trusted, as measured by the engine."""

from __future__ import annotations

from neisse.engine.intersect.verdict.reliability import Bin, bin_of, shipped_reliability
from neisse.engine.values import Verdict

__all__ = ["Bin", "measured", "measured_near"]


def measured(least: float) -> list[Bin]:
    """What was measured of probabilities from `least` on, by verdict, the surest last."""
    return [found for found in shipped_reliability() if found.said >= least]


def measured_near(verdict: str, score: float) -> Bin:
    """What was measured of pairs of a verdict with about this probability."""
    return bin_of(Verdict(verdict), score)
