"""Duplicate organisations with reasons: candidates, linkage model, veto, groups."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from neisse.engine.record.duplicates.candidates import Pair, candidate_pairs
from neisse.engine.record.duplicates.comparisons import COMPARISONS
from neisse.engine.record.duplicates.groups import Group, group
from neisse.engine.record.duplicates.linkage import ScoredPair, Weights, default_weights, score_pairs
from neisse.engine.record.duplicates.signatures import Signature, contradict, signature
from neisse.engine.values import Organisation, Reason

Score = Callable[[Sequence[Signature], Sequence[Pair], Weights], list[ScoredPair]]


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Two records (`a` < `b` by id) that are probably one organisation.

    `score` is the probability that the parts of their group which they stand in belong together; for two
    records alone, that they are one. Each reason is one comparison; its weight is in bits: +1 doubles the odds,
    -1 halves them. The strongest come first.
    """

    a: str
    b: str
    score: float
    reasons: tuple[Reason, ...] = ()


def find_duplicates(
    organisations: Sequence[Organisation],
    *,
    least: float | None = None,
    weights: Weights | None = None,
    score: Score = score_pairs,
) -> list[Duplicate]:
    """All pairs of the groups that `duplicate_groups` finds, the most probable first.

    Records with a place are compared as entries of a directory, records without one as address lines (two sets
    of weights). Different values of the same identifier (ROR, LEI, NIP, REGON, KRS, HRB) veto a pair and every
    group that would hold both. The order of the input changes nothing. Cost: near-linear; about 90,000
    candidate pairs for 4,000 records. `score` may spread the pairs over workers.
    """
    ordered = sorted(organisations, key=lambda o: o.id)
    used = weights or default_weights(form_of(ordered))
    signatures = [signature(organisation) for organisation in ordered]
    scored = {(p.left, p.right): p for p in _scored(signatures, used, score)}
    joined: dict[Pair, float] = {}
    for found in _groups(signatures, scored.values(), used, least):
        joined |= found.joined
    unscored = sorted(joined.keys() - scored.keys())
    scored |= {(p.left, p.right): p for p in score_pairs(signatures, unscored, used)}
    pairs = [
        Duplicate(ordered[left].id, ordered[right].id, score, _reasons(scored[left, right], used))
        for (left, right), score in joined.items()
    ]
    return sorted(pairs, key=lambda d: (-d.score, d.a, d.b))


def duplicate_groups(
    organisations: Sequence[Organisation], *, least: float | None = None, weights: Weights | None = None
) -> list[tuple[str, ...]]:
    """Ids of records that are one organisation together, by average linkage; each record in one group at most.

    `least` is the least mean probability at which two parts are joined; without it, what the weights were
    fitted with.
    """
    ordered = sorted(organisations, key=lambda o: o.id)
    used = weights or default_weights(form_of(ordered))
    signatures = [signature(organisation) for organisation in ordered]
    found = _groups(signatures, _scored(signatures, used), used, least)
    return [tuple(ordered[position].id for position in one.members) for one in found]


def conflicts(one: Organisation, other: Organisation) -> bool:
    """Whether the two carry different values of the same identifier, and so cannot be one organisation."""
    return contradict(signature(one).identifiers, signature(other).identifiers)


def form_of(organisations: Sequence[Organisation]) -> str:
    """`directory` where most records have a town of their own, else `addresses`."""
    placed = sum(bool(o.place.city) for o in organisations)
    return "directory" if 2 * placed >= len(organisations) else "addresses"


def _groups(
    signatures: Sequence[Signature], scored: Iterable[ScoredPair], weights: Weights, least: float | None
) -> list[Group]:
    probabilities = {(p.left, p.right): p.probability for p in scored}
    identifiers = [found.identifiers for found in signatures]
    return group(identifiers, probabilities, weights.least if least is None else least)


def _scored(
    signatures: Sequence[Signature], weights: Weights, score: Score = score_pairs
) -> list[ScoredPair]:
    pairs = [
        (left, right)
        for left, right in candidate_pairs(signatures)
        if not contradict(signatures[left].identifiers, signatures[right].identifiers)
    ]
    return score(signatures, pairs, weights)


def _reasons(pair: ScoredPair, weights: Weights) -> tuple[Reason, ...]:
    texts = {(c.name, level.key): level.text for c in COMPARISONS for level in c.levels}
    reasons = [
        Reason(f"{name}.{level}", round(weights.bits(name, level), 2), texts[name, level])
        for name, level in pair.levels.items()
        if level
    ]
    return tuple(sorted(reasons, key=lambda r: -abs(r.weight)))
