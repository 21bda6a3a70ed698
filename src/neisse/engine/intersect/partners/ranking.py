"""One against all others: the scores of `partners` for a single row, without the matrix of all pairs."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from neisse.engine.intersect.partners.matching import (
    ONE_SIDED,
    Floats,
    Market,
    PartnerOptions,
    adjusted,
    heard,
    match_of,
)
from neisse.engine.values import Match


@dataclass(frozen=True, slots=True)
class Ranking:
    """How one (at position `who`) fits all others, by position in the market; scores in [0, 1], itself 0."""

    market: Market
    who: int
    gives: Floats
    takes: Floats
    scores: Floats

    def match(self, other: int) -> Match:
        """The pair with its reasons."""
        serves = (float(self.gives[other]), float(self.takes[other]))
        return match_of(self.market, (self.who, other), serves, float(self.scores[other]))


def rank_for(market: Market, who: int) -> Ranking:
    """Rank all others for one: the row of the reciprocal scores that `match_partners` starts from.

    Cost: (own needs x all offers + own offers x all needs) products of vectors; no cap, because a person
    who looks for partners may see everybody.
    """
    count = len(market.organisations)
    gives, takes = np.zeros(count, dtype=np.float32), np.zeros(count, dtype=np.float32)
    offers, needs = np.flatnonzero(market.offer_of == who), np.flatnonzero(market.need_of == who)
    if len(offers) and len(market.needs):
        best = market.fits(np.arange(len(market.needs)), offers).max(axis=1)
        np.maximum.at(gives, market.need_of, best)
    if len(needs) and len(market.offers):
        np.maximum.at(takes, market.offer_of, market.fits(needs).max(axis=0))
    gives[who] = takes[who] = 0
    scores = (1 - ONE_SIDED) * np.sqrt(gives * takes) + ONE_SIDED * np.maximum(gives, takes)
    return Ranking(market, who, gives, takes, scores.astype(np.float32))


def best_for(ranking: Ranking, options: PartnerOptions, most: int) -> list[Match]:
    """The best for one under the options that hold for all, best first; the cap, which is for all, does not count."""
    row = np.array([ranking.who])
    scores = adjusted(ranking.market, ranking.scores[None, :], options, row)[0]
    after = replace(ranking, scores=scores)
    order = np.argsort(-scores, kind="stable")[:most]
    return [heard(after.match(int(k)), options) for k in order if scores[k] >= options.least]
