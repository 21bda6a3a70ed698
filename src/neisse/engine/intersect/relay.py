"""What follows from duplicates: if A and B are one action, then A has with C what B has with C.

Adds only, and only over one step, so removing a measure can take overlaps away but never create one. Duplicates do
not follow from duplicates: a chain of look-alikes is not one action. A plan that is seen by few must not show
through others' overlaps; whoever calls leaves it out of `through`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from neisse.engine.values import Measure, Overlap, Reason, Verdict


def relayed(
    overlaps: Sequence[Overlap],
    through: Mapping[str, Measure],
    cuts: Mapping[Verdict, float],
) -> list[Overlap]:
    """The overlaps and those that follow, surest first; a pair that has one keeps it.

    The score is the product of both steps, and must reach the verdict's cut. Cost: per duplicate, the overlaps of its
    two sides.
    """
    of: dict[str, list[Overlap]] = defaultdict(list)
    for overlap in overlaps:
        of[overlap.a].append(overlap)
        of[overlap.b].append(overlap)
    known = {(overlap.a, overlap.b) for overlap in overlaps}
    found: dict[tuple[str, str], Overlap] = {}
    for same in (o for o in overlaps if o.verdict is Verdict.DUPLICATE):
        for left, middle in ((same.a, same.b), (same.b, same.a)):
            if middle in through:
                steps = [o for o in of[middle] if o is not same]
                _follow(left, same.score, through[middle], steps, (known, cuts, found))
    return sorted([*overlaps, *found.values()], key=lambda o: (-o.score, o.a, o.b))


def _follow(
    left: str,
    sure: float,
    middle: Measure,
    steps: Sequence[Overlap],
    state: tuple[Collection[tuple[str, str]], Mapping[Verdict, float], dict[tuple[str, str], Overlap]],
) -> None:
    known, cuts, found = state
    reason = Reason(
        "relay.duplicate",
        1.0,
        f"one of them is the same action as '{middle.title}', which overlaps with the other",
        (("title", middle.title),),
    )
    for step in steps:
        a, b = sorted((left, step.b if step.a == middle.id else step.a))
        score = sure * step.score
        if (a, b) in known or step.verdict is Verdict.DUPLICATE or score < cuts[step.verdict]:
            continue
        if (a, b) not in found or found[a, b].score < score:
            found[a, b] = Overlap(a, b, step.verdict, score, (reason,))
