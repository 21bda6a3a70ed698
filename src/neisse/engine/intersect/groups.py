"""Groups of measures that belong together: three workshops that should be one; chains stay apart.

Average-link clustering (Sokal & Michener 1958) over the overlaps, where a pair without an overlap counts
as 0: two groups join only while the mean score between all their members holds. A strong pair that is
left outside is a cut, and says which member spoke against it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from neisse.engine.values import Overlap, Verdict

LEAST_MEAN = 0.3


@dataclass(frozen=True, slots=True)
class Cut:
    """An overlap `a`-`b` that does not join its groups: `stranger` in the other group is unlike `a` or `b`."""

    a: str
    b: str
    stranger: str
    text: str


@dataclass(frozen=True, slots=True)
class Group:
    """Measures by id, the mean score between them, and the overlaps that were cut."""

    members: tuple[str, ...]
    score: float
    cuts: tuple[Cut, ...] = ()


def group_overlaps(
    overlaps: Sequence[Overlap],
    verdicts: Collection[Verdict] = (Verdict.DUPLICATE, Verdict.PARALLEL),
    least_mean: float = LEAST_MEAN,
) -> list[Group]:
    """Groups of two and more, largest first; independent of the order of the overlaps."""
    linked = sorted((o for o in overlaps if o.verdict in verdicts), key=lambda o: (-o.score, o.a, o.b))
    score = {frozenset((o.a, o.b)): o.score for o in linked}
    group_of = {m: frozenset({m}) for o in linked for m in (o.a, o.b)}
    for overlap in linked:
        one, two = group_of[overlap.a], group_of[overlap.b]
        if one is not two and _mean(one, two, score) >= least_mean:
            joined = one | two
            group_of.update(dict.fromkeys(joined, joined))
    cuts = [cut for o in linked if (cut := _cut(o, group_of, score))]
    found = [
        Group(tuple(sorted(members)), _inner_mean(members, score), tuple(c for c in cuts if c.a in members or c.b in members))
        for members in set(group_of.values())
        if len(members) > 1
    ]  # fmt: skip
    return sorted(found, key=lambda g: (-len(g.members), -g.score, g.members))


def _mean(one: frozenset[str], two: frozenset[str], score: dict[frozenset[str], float]) -> float:
    return sum(score.get(frozenset((a, b)), 0.0) for a in one for b in two) / (len(one) * len(two))


def _inner_mean(members: frozenset[str], score: dict[frozenset[str], float]) -> float:
    pairs = [frozenset((a, b)) for a in members for b in members if a < b]
    return sum(score.get(pair, 0.0) for pair in pairs) / len(pairs)


def _cut(
    overlap: Overlap, group_of: dict[str, frozenset[str]], score: dict[frozenset[str], float]
) -> Cut | None:
    one, two = group_of[overlap.a], group_of[overlap.b]
    if one is two:
        return None
    against = [(score.get(frozenset((overlap.a, m)), 0.0), m, overlap.a) for m in two - {overlap.b}]
    against += [(score.get(frozenset((overlap.b, m)), 0.0), m, overlap.b) for m in one - {overlap.a}]
    weakest, stranger, side = min(against, default=(0.0, overlap.b, overlap.a))
    text = f"{overlap.a} and {overlap.b} are alike, but {stranger} and {side} are not ({weakest:.2f})"
    return Cut(overlap.a, overlap.b, stranger, text)
