"""How far the probabilities of overlaps can be trusted: what was said of pairs of unseen authors, and what was so.

Measured by `bench/intersect.py`, each author's set by a model that never saw it, and shipped as a small table.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from neisse.engine.values import Verdict


@dataclass(frozen=True, slots=True)
class Bin:
    """Pairs with about the same probability of a verdict: its mean, the share that is so, their number."""

    verdict: Verdict
    said: float
    true: float
    pairs: int


@lru_cache(maxsize=1)
def shipped_reliability() -> tuple[Bin, ...]:
    """The measured bins, by verdict, from the lowest probability to the highest."""
    table = files("neisse.engine.intersect").joinpath("data/reliability.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in table.splitlines() if not line.startswith("#")]
    return tuple(Bin(Verdict(v), float(said), float(true), int(pairs)) for v, said, true, pairs in rows)


def bin_of(verdict: Verdict, score: float) -> Bin:
    """The bin of a verdict whose probability is nearest."""
    return min((b for b in shipped_reliability() if b.verdict is verdict), key=lambda b: abs(b.said - score))
