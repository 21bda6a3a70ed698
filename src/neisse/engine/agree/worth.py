"""What a plan is worth to the region: one point for being somebody's plan, and the weights of the goals that it serves."""

from __future__ import annotations

from neisse.engine.agree.round import Round
from neisse.engine.text.fold import fold

POINT = 100  # values are whole hundredths, so that sums are exact


def worths(round_: Round) -> dict[str, int]:
    """Hundredths of value by measure; a goal is served by a measure that has one of its topics."""
    goals = [({fold(t) for t in g.topics}, round(g.weight * POINT)) for g in round_.goals]
    return {
        m.id: POINT + sum(weight for topics, weight in goals if topics & {fold(t) for t in m.topics})
        for m in round_.measures
    }
