"""What the evidence of the candidate rule is worth, in log-odds of an overlap; a pair passes where the sum is positive.

Fitted by `bench/fit_screen.py` and kept as a table that can be read: `data/candidate_rule.tsv`, a name and a number a line.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np

from neisse.engine.intersect.table.contact import Floats
from neisse.engine.intersect.table.measures import KINDS

# The numbers by name. `topic` counts shared concepts and `own_topic` what each title names and the other text lacks (the
# lesser of both sides), by weight and up to a most; `day_apart` counts days between two spans.
NUMBERS = (
    "base", "cosine", "topic", "own_topic", "day_apart", "vague", "same_name", "at_once", "trip", "audience_apart",
)  # fmt: skip
MOST_TOPICS, MOST_OWN_TOPICS = 2.0, 3.0
# Days that stand for an unknown time; same-day events (`at_once`); a trip and what lies around it (`trip`).
NO_DATE_DAYS, AT_ONCE_DAYS, TRIP_DAYS = 20, 3, 21
# Days between two spans beyond which a pair is no candidate.
HORIZON_DAYS = 98
# How two measures lie to each other: by distance up to these steps, then out of reach.
STEPS_KM = (25.0, 100.0, 175.0, 250.0, 350.0, 450.0)
PLACES = ("both_online", "one_online", "same_town", "unplaced", *(f"km_{km:.0f}" for km in STEPS_KM), "afar")
BOTH_ONLINE, ONE_ONLINE, SAME_TOWN, UNPLACED, NEAR = range(5)
# How much lower the bar lies, in log-odds, for who asks what is alike, or what could become an overlap.
EASED = 3.0
# Beyond it a pair is no candidate, unless people travel to one of them from anywhere.
REACH_KM = STEPS_KM[-1]


class Rule(NamedTuple):
    """`numbers` in the order of NUMBERS, the worth of each of PLACES, and of each pair of KINDS (symmetric)."""

    numbers: Floats
    place: Floats
    kind: Floats


@lru_cache(maxsize=1)
def shipped_rule() -> Rule:
    """The rule that ships with the product."""
    return read_rule(
        files("neisse.engine.intersect").joinpath("data/candidate_rule.tsv").read_text(encoding="utf-8")
    )


def read_rule(table: str) -> Rule:
    """The rule of a table."""
    worth = {name: float(number) for name, number in (line.split("\t") for line in table.splitlines())}
    kind = np.array([[worth[kind_name(a, b)] for b in range(len(KINDS))] for a in range(len(KINDS))])
    numbers, place = (
        np.array([worth[name] for name in names]) for names in (NUMBERS, [f"place.{p}" for p in PLACES])
    )
    return Rule(numbers, place, kind)


def kind_name(a: int, b: int) -> str:
    """The name of a pair of kinds by position, the same in both orders."""
    return f"kind.{KINDS[min(a, b)]}.{KINDS[max(a, b)]}"
