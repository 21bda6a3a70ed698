"""One record that is being made, beside those that are there: which may be the same organisation or person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from neisse.engine.record.duplicates.find import compared_against, reasons_for
from neisse.engine.record.duplicates.linkage import default_weights, score_pairs
from neisse.engine.text.fold import words
from neisse.engine.values import Organisation, Reason

# A person's name may differ by so much: one slip in ten letters, words in another order.
SAME_PERSON = 0.88
TITLES = frozenset(
    (
        "dr",
        "prof",
        "hab",
        "inz",
        "mgr",
        "ing",
        "dipl",
        "med",
        "phd",
        "mba",
        "pd",
        "herr",
        "frau",
        "pan",
        "pani",
        "mr",
        "mrs",
        "ms",
    )
)


@dataclass(frozen=True, slots=True)
class Alike:
    """A record that may be the one being made, how probably, and why."""

    id: str
    score: float
    reasons: tuple[Reason, ...] = ()


def alike(draft: Organisation, others: Sequence[Organisation], least: float = 0.5) -> list[Alike]:
    """The organisations that are probably the draft, surest first; cost: a second for some hundred."""
    if not draft.name.strip() or not others:
        return []
    weights = default_weights("directory")
    signatures, pairs = compared_against(draft, others, weights.region)
    found = [
        Alike(others[pair.right - 1].id, pair.probability, reasons_for(pair, weights))
        for pair in score_pairs(signatures, pairs, weights)
        if pair.probability >= least
    ]
    return sorted(found, key=lambda one: (-one.score, one.id))


def same_person(name: str, other: str) -> bool:
    """Whether two names of people may be one person's: other order of words, titles left out, a slip of the pen."""
    one, two = (" ".join(sorted(w for w in words(said) if w not in TITLES)) for said in (name, other))
    return bool(one and two) and OSA.normalized_similarity(one, two) >= SAME_PERSON
