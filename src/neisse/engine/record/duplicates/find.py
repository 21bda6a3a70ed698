"""Duplicate organisations with reasons: candidates, linkage model, veto, groups."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from neisse.engine.record.duplicates.addresses import is_address
from neisse.engine.record.duplicates.candidates import Pair, candidate_pairs
from neisse.engine.record.duplicates.comparisons import COMPARISONS
from neisse.engine.record.duplicates.groups import Group, group
from neisse.engine.record.duplicates.linkage import ScoredPair, Weights, default_weights, score_pairs
from neisse.engine.record.duplicates.nearness import Nearness
from neisse.engine.record.duplicates.signatures import Signature, contradict, signature
from neisse.engine.record.duplicates.standing import Compared, compared, ranked
from neisse.engine.values import Organisation, Reason

SURE = 0.9
# From this probability on a step of two carries what an acronym says.
BRIDGE = 0.6
Score = Callable[[Sequence[Signature], Sequence[Compared], Weights], list[ScoredPair]]


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
    nearness = Nearness.of(signatures)
    scored = {(p.left, p.right): p for p in _scored(signatures, used, nearness, score)}
    joined: dict[Pair, float] = {}
    for found in _groups(signatures, scored.values(), used, least):
        joined |= found.joined
    unscored = sorted(joined.keys() - scored.keys())
    rest = compared(signatures, unscored, used.region, nearness)
    scored |= {(p.left, p.right): p for p in score_pairs(signatures, rest, used)}
    pairs = [
        Duplicate(ordered[left].id, ordered[right].id, score, reasons_for(scored[left, right], used))
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
    found = _groups(signatures, _scored(signatures, used, Nearness.of(signatures)), used, least)
    return [tuple(ordered[position].id for position in one.members) for one in found]


def conflicts(one: Organisation, other: Organisation) -> bool:
    """Whether the two carry different values of the same identifier, and so cannot be one organisation."""
    return contradict(signature(one).identifiers, signature(other).identifiers)


def form_of(organisations: Sequence[Organisation]) -> str:
    """`addresses` where most names are whole addresses and most records have no town of their own, else `directory`."""
    lines = sum(not o.place.city and is_address(o.name) for o in organisations)
    return "addresses" if 2 * lines > len(organisations) else "directory"


def _groups(
    signatures: Sequence[Signature], scored: Iterable[ScoredPair], weights: Weights, least: float | None
) -> list[Group]:
    probabilities = bridged(signatures, scored)
    identifiers = [found.identifiers for found in signatures]
    return group(identifiers, probabilities, weights.least if least is None else least)


def bridged(signatures: Sequence[Signature], scored: Iterable[ScoredPair]) -> dict[Pair, float]:
    """The probabilities of pairs; an acronym alone says of a name's translation what it says of the name that spells it out.

    GIG is Główny Instytut Górnictwa, and that is the Central Mining Institute: as probable as the less probable of both steps.
    Two different acronyms stay apart.
    """
    pairs = list(scored)
    found = {(p.left, p.right): p.probability for p in pairs}
    bare = {
        at for at, s in enumerate(signatures) if s.facets and all(f.acronyms and not f.keys for f in s.facets)
    }
    strong: dict[int, dict[int, float]] = defaultdict(dict)
    for p in pairs:
        if p.probability >= BRIDGE:
            strong[p.left][p.right] = strong[p.right][p.left] = p.probability
    against = {(p.left, p.right) for p in pairs if p.levels["acronym"] == "differ"}
    for short in sorted(bare & strong.keys()):
        for middle, one in strong[short].items():
            for far, other in strong[middle].items() if middle not in bare else ():
                pair = (min(short, far), max(short, far))
                if far not in bare | {short} and pair not in against:
                    found[pair] = max(found.get(pair, 0.0), min(one, other))
    return found


def compared_pairs(signatures: Sequence[Signature], region: bool, nearness: Nearness) -> list[Compared]:
    """All pairs that are looked at, compared, each with its standing in the list."""
    pairs = [
        (left, right)
        for left, right in candidate_pairs(signatures, nearness)
        if not contradict(signatures[left].identifiers, signatures[right].identifiers)
    ]
    return ranked(signatures, compared(signatures, pairs, region, nearness))


def compared_against(
    draft: Organisation, others: Sequence[Organisation], region: bool
) -> tuple[list[Signature], list[Compared]]:
    """Signatures of a draft (position 0) and of others, and the draft compared with each that does not contradict it.

    Their standing stays unknown: that no other record is closer says nothing where one alone is compared.
    """
    signatures = [signature(organisation) for organisation in (draft, *others)]
    nearness = Nearness.of(signatures)
    pairs = [
        (0, position)
        for position in range(1, len(signatures))
        if not contradict(signatures[0].identifiers, signatures[position].identifiers)
    ]
    return signatures, compared(signatures, pairs, region, nearness)


def _scored(
    signatures: Sequence[Signature], weights: Weights, nearness: Nearness, score: Score = score_pairs
) -> list[ScoredPair]:
    """Twice: what is sure the first time counts as one record when the standing of the others is told."""
    pairs = compared_pairs(signatures, weights.region, nearness)
    sure = [(p.left, p.right) for p in score(signatures, pairs, weights) if p.probability >= SURE]
    return score(signatures, ranked(signatures, pairs, sure), weights)


def reasons_for(pair: ScoredPair, weights: Weights) -> tuple[Reason, ...]:
    """One reason for each comparison that says something, the strongest first."""
    texts = {(c.name, level.key): level.text for c in COMPARISONS for level in c.levels}
    reasons = [
        Reason(f"{name}.{level}", round(weights.of(pair.plain).bits(name, level), 2), texts[name, level])
        for name, level in pair.levels.items()
        if level
    ]
    return tuple(sorted(reasons, key=lambda r: -abs(r.weight)))
