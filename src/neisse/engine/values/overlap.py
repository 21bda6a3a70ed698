"""A pair of measures that somebody should look at, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What two measures are to each other (DESIGN.md section 4 gives the definitions people label by)."""

    DUPLICATE = "duplicate"
    PARALLEL = "parallel"
    SYNERGY = "synergy"


@dataclass(frozen=True, slots=True)
class Reason:
    """One piece of evidence: a stable code, its share of the score (may be negative), a sentence.

    `data` holds the numbers of the sentence as pairs, so that a page can say it in another language.
    """

    code: str
    weight: float
    text: str
    data: tuple[tuple[str, str | float], ...] = ()


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two measures (`a` < `b` by id), the verdict, its probability in [0, 1], the reasons by weight.

    `through`: the duplicate of one side from which the overlap follows; empty where both sides were compared.
    """

    a: str
    b: str
    verdict: Verdict
    score: float
    reasons: tuple[Reason, ...] = ()
    through: str = ""
