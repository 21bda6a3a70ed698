"""Duplicate organisations with reasons: candidates, linkage model, veto, groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from neisse.engine.record.duplicates.candidates import candidate_pairs
from neisse.engine.record.duplicates.comparisons import COMPARISONS
from neisse.engine.record.duplicates.groups import group
from neisse.engine.record.duplicates.linkage import ScoredPair, Weights, default_weights, score_pairs
from neisse.engine.record.duplicates.signatures import Signature, signature
from neisse.engine.values import Organisation, Reason


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Two records (`a` < `b` by id) that are probably one organisation.

    `score` is the probability. Each reason is one comparison; its weight is in bits: +1 doubles the odds,
    -1 halves them. The strongest come first.
    """

    a: str
    b: str
    score: float
    reasons: tuple[Reason, ...] = ()


def find_duplicates(
    organisations: Sequence[Organisation], *, least: float = 0.5, weights: Weights | None = None
) -> list[Duplicate]:
    """Pairs whose probability of being one organisation is at least `least`, the most probable first.

    Records with a place are compared as entries of a directory, records without one as address lines (two sets
    of weights). Different values of the same identifier (ROR, LEI, NIP) veto a pair. The order of the input
    changes nothing. Cost: near-linear; about 90,000 candidate pairs for 4,000 records.
    """
    ordered = sorted(organisations, key=lambda o: o.id)
    used = weights or default_weights(form_of(ordered))
    found = [
        Duplicate(ordered[p.left].id, ordered[p.right].id, p.probability, _reasons(p, used))
        for p in _scored(ordered, used)
        if p.probability >= least
    ]
    return sorted(found, key=lambda d: (-d.score, d.a, d.b))


def duplicate_groups(
    organisations: Sequence[Organisation], *, weights: Weights | None = None
) -> list[tuple[str, ...]]:
    """Ids of records that are one organisation together, by average linkage; each record in one group at most."""
    ordered = sorted(organisations, key=lambda o: o.id)
    used = weights or default_weights(form_of(ordered))
    probabilities = {(p.left, p.right): p.probability for p in _scored(ordered, used)}
    return [
        tuple(ordered[position].id for position in found)
        for found in group(len(ordered), probabilities, used.least)
    ]


def form_of(organisations: Sequence[Organisation]) -> str:
    """`directory` where most records have a town of their own, else `addresses`."""
    placed = sum(bool(o.place.city) for o in organisations)
    return "directory" if 2 * placed >= len(organisations) else "addresses"


def _scored(organisations: Sequence[Organisation], weights: Weights) -> list[ScoredPair]:
    signatures = [signature(organisation) for organisation in organisations]
    pairs = [
        (left, right)
        for left, right in candidate_pairs(signatures)
        if not contradict(signatures[left], signatures[right])
    ]
    return score_pairs(signatures, pairs, weights)


def contradict(one: Signature, other: Signature) -> bool:
    """Whether the two carry different values of the same identifier."""
    mine = dict(entry.split(":", 1) for entry in one.identifiers)
    theirs = dict(entry.split(":", 1) for entry in other.identifiers)
    return any(mine[scheme] != theirs[scheme] for scheme in mine.keys() & theirs.keys())


def _reasons(pair: ScoredPair, weights: Weights) -> tuple[Reason, ...]:
    texts = {(c.name, level.key): level.text for c in COMPARISONS for level in c.levels}
    reasons = [
        Reason(f"{name}.{level}", round(weights.bits(name, level), 2), texts[name, level])
        for name, level in pair.levels.items()
        if level
    ]
    return tuple(sorted(reasons, key=lambda r: -abs(r.weight)))
