"""Partners: what one side offers against what the other needs, both ways, fairly spread over all.

A direction's strength is the best fit of an offer of one side to a need of the other (vectors, shared
topics); the score of a pair is the geometric mean of the two directions, softened, so that a match that
serves one side only ranks low. Proposals are chosen for all at once under a cap per organisation (`spread.py`),
which keeps the popular from drowning and the rest from standing empty-handed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from neisse.engine.intersect.partners.spread import spread
from neisse.engine.intersect.words.lexicon import Lexicon, topic_lexicon
from neisse.engine.intersect.words.weights import topic_weights
from neisse.engine.text.countries import across_border
from neisse.engine.text.encoder import Encoder, Vectors, vectors_for
from neisse.engine.text.towns import located
from neisse.engine.values import Match, Organisation, Reason

Floats = npt.NDArray[np.float32]
Known = Mapping[str, Vectors]
Rows = npt.NDArray[np.intp]
Pair = tuple[str, str]
Progress = Callable[[int, int], None]
ALL = slice(None)
AT_ONCE = 512
# Where a fit of texts begins to mean something, and where it is as good as certain.
FIT_LOW, FIT_HIGH = 0.25, 1.05
ONE_SIDED, TOPIC_SHARE = 0.15, 0.25
MOST_SHOWN, SHOWN_FROM = 3, 0.25
NEAR_KM = 250.0


@dataclass(frozen=True, slots=True)
class PartnerOptions:
    """`cap`: most proposals per organisation; `least`: smallest score; `partners` and `declined`: pairs left out.

    `feedback` moves a pair's score by up to half (+1 interesting .. -1 not for us); `fresh` gives an offer or a need
    (by organisation and text) a weight in [0, 1] by the time since it was confirmed, for `build_market`.
    """

    cap: int = 10
    least: float = 0.2
    across_first: bool = False
    partners: Collection[Pair] = ()
    declined: Collection[Pair] = ()
    owners: Mapping[str, str] = field(default_factory=dict)
    feedback: Mapping[Pair, float] = field(default_factory=dict)
    fresh: Mapping[Pair, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Market:
    """Offers and needs of all organisations as columns: whose they are, their vectors and topics."""

    organisations: tuple[Organisation, ...]
    offers: tuple[str, ...]
    offer_of: Rows
    needs: tuple[str, ...]
    need_of: Rows
    vectors: tuple[Floats, Floats]
    topics: tuple[Floats, Floats]
    fresh: tuple[Floats, Floats]

    def fits(self, needs: Rows, offers: Rows | slice = ALL) -> Floats:
        """How well the chosen needs are served by the chosen offers: needs x offers, in [0, 1]."""
        cosine = self.vectors[1][needs] @ self.vectors[0][offers].T
        shared = self.topics[1][needs] @ self.topics[0][offers].T
        alike = np.clip((cosine + TOPIC_SHARE * shared - FIT_LOW) / (FIT_HIGH - FIT_LOW), 0, 1)
        return np.asarray(alike * self.fresh[1][needs][:, None] * self.fresh[0][offers], dtype=np.float32)


def profile_texts(organisation: Organisation) -> tuple[str, ...]:
    """The texts whose vectors matching needs: the offers, then the needs."""
    return (*organisation.offers, *organisation.needs)


def build_market(
    organisations: Sequence[Organisation],
    encoder: Encoder,
    vectors: Known | None = None,
    topics: Lexicon | None = None,
    fresh: Mapping[Pair, float] | None = None,
) -> Market:
    """Offers and needs ready to be compared; texts without a vector are encoded, those not in `fresh` are fresh."""
    offers = [(text, k) for k, o in enumerate(organisations) for text in o.offers]
    needs = [(text, k) for k, o in enumerate(organisations) for text in o.needs]
    texts = [text for text, _ in (*offers, *needs)]
    rows = vectors_for(texts, encoder, vectors)
    masks = _topic_rows(texts, topics or topic_lexicon())
    known = fresh or {}
    weights = np.array(
        [known.get((organisations[k].id, text), 1.0) for text, k in (*offers, *needs)], np.float32
    )
    split = len(offers)
    return Market(
        tuple(organisations),
        tuple(text for text, _ in offers),
        np.array([k for _, k in offers], dtype=np.intp),
        tuple(text for text, _ in needs),
        np.array([k for _, k in needs], dtype=np.intp),
        (rows[:split], rows[split:]),
        (masks[:split], masks[split:]),
        (weights[:split], weights[split:]),
    )


def strengths(market: Market, progress: Progress | None = None) -> Floats:
    """`[a, b]`: how well a's offers serve b's needs, in [0, 1]; the best offer for each need, then the best need.

    `progress` hears how many of the needs are done; what it raises ends the work.
    """
    count = len(market.organisations)
    serves = np.zeros((count, count), dtype=np.float32)
    if not len(market.offers) or not len(market.needs):
        return serves
    starts = np.flatnonzero(np.diff(market.offer_of, prepend=-1))
    suppliers = market.offer_of[starts]
    for at in range(0, len(market.needs), AT_ONCE):
        if progress is not None:
            progress(at, len(market.needs))
        chosen = np.arange(at, min(at + AT_ONCE, len(market.needs)))
        best = np.maximum.reduceat(market.fits(chosen), starts, axis=1)
        for need, row in zip(chosen, best, strict=True):
            to = market.need_of[need]
            serves[suppliers, to] = np.maximum(serves[suppliers, to], row)
    np.fill_diagonal(serves, 0)
    return serves


def reciprocal(serves: Floats) -> Floats:
    """Symmetric scores: geometric mean of both directions, one-sided matches kept at a small share."""
    both = np.sqrt(serves * serves.T)
    return np.asarray((1 - ONE_SIDED) * both + ONE_SIDED * np.maximum(serves, serves.T), dtype=np.float32)


def match_partners(
    market: Market, options: PartnerOptions | None = None, progress: Progress | None = None
) -> list[Match]:
    """The proposals for all, best first: nobody in more than `cap` of them, nor in 3 x the median."""
    chosen = options or PartnerOptions()
    serves = strengths(market, progress)
    scores = adjusted(market, reciprocal(serves), chosen)
    matches = [
        heard(
            match_of(market, (a, b), (float(serves[a, b]), float(serves[b, a])), float(scores[a, b])), chosen
        )
        for a, b in spread(scores, chosen.cap, chosen.least).pairs
    ]
    return sorted(matches, key=lambda m: (-m.score, m.a, m.b))


def adjusted(market: Market, scores: Floats, options: PartnerOptions, rows: Rows | slice = ALL) -> Floats:
    """Scores after feedback and without the pairs that are left out (set to 0): organisations `rows` x all."""
    column = {o.id: k for k, o in enumerate(market.organisations)}
    row = {o.id: n for n, o in enumerate(np.array(market.organisations, dtype=object)[rows])}
    moved = scores.copy()
    for pair, value in options.feedback.items():
        for a, b in (pair, pair[::-1]):
            if a in row and b in column:
                moved[row[a], column[b]] = np.clip(moved[row[a], column[b]] * (1 + 0.5 * value), 0, 1)
    if options.across_first:
        moved *= np.where(_across(market)[rows], 1.0, 0.8).astype(np.float32)
    for pair in (*options.partners, *options.declined):
        for a, b in (pair, pair[::-1]):
            if a in row and b in column:
                moved[row[a], column[b]] = 0
    owners = np.array([options.owners.get(o.id, o.id) for o in market.organisations])
    return np.where(owners[rows][:, None] == owners[None, :], np.float32(0), moved)


def why_not(
    market: Market, a: str, b: str, matches: Sequence[Match], options: PartnerOptions | None = None
) -> Reason:
    """Why two organisations of the market are not proposed to each other (or that they are)."""
    chosen = options or PartnerOptions()
    pair = {a, b}
    if any({m.a, m.b} == pair for m in matches):
        return Reason("partner.proposed", 0, "they are proposed to each other")
    if chosen.owners.get(a, a) == chosen.owners.get(b, b):
        return Reason("partner.owner", 0, "they have the same owner")
    for code, pairs in (("partner.existing", chosen.partners), ("partner.declined", chosen.declined)):
        if any(set(p) == pair for p in pairs):
            text = "they work together already" if code == "partner.existing" else "one of them said no"
            return Reason(code, 0, text)
    position = {o.id: k for k, o in enumerate(market.organisations)}
    if silent := [o.name for o in market.organisations if o.id in pair and not profile_texts(o)]:
        return Reason(
            "partner.silent",
            0,
            f"{silent[0]} says neither what it offers nor what it needs",
            (("name", silent[0]),),
        )
    return _measured(market, position[a], position[b], chosen)


def _measured(market: Market, a: int, b: int, options: PartnerOptions) -> Reason:
    """Why a pair that nothing forbids is not proposed: too weak, one-sided, or others are better."""
    serves = strengths(market)
    there, back = float(serves[a, b]), float(serves[b, a])
    score = float(adjusted(market, reciprocal(serves), options)[a, b])
    data = (("score", round(score, 2)), ("a_serves_b", round(there, 2)), ("b_serves_a", round(back, 2)))
    if score >= options.least:
        text = f"their score {score:.2f} is good, but better ones fill the {options.cap} places"
        return Reason("partner.cap", 0, text, data)
    if max(there, back) >= 2 * options.least:
        return Reason("partner.one_sided", 0, f"only one side is served ({there:.2f} and {back:.2f})", data)
    return Reason("partner.weak", 0, f"offers and needs do not fit (score {score:.2f})", data)


def match_of(market: Market, pair: tuple[int, int], serves: tuple[float, float], score: float) -> Match:
    """Two organisations by position with what they have for each other, in words; `serves`: there and back."""
    (a, b), (there, back) = pair, serves
    if market.organisations[a].id > market.organisations[b].id:
        a, b, there, back = b, a, back, there
    one, two = market.organisations[a], market.organisations[b]
    to_b, to_a = _served(market, a, b), _served(market, b, a)
    reasons = [
        _direction("partner.serves_b", one, two, there, to_b),
        _direction("partner.serves_a", two, one, back, to_a),
    ]
    return Match(one.id, two.id, score, to_b, to_a, (*(r for r in reasons if r), *_nearness(one, two)))


def heard(match: Match, options: PartnerOptions) -> Match:
    """The match with what one side has said about it: feedback is a reason like any other."""
    pairs = ((match.a, match.b), (match.b, match.a))
    value = sum(options.feedback.get(pair, 0.0) for pair in pairs)
    if not value:
        return match
    text = "one of them finds the other interesting" if value > 0 else "one of them has doubts"
    code = "partner.interest" if value > 0 else "partner.doubt"
    return replace(match, reasons=(*match.reasons, Reason(code, round(0.5 * value, 4), text)))


def _served(market: Market, giver: int, taker: int) -> tuple[tuple[str, str], ...]:
    """The offers of one side that fit needs of the other, best first."""
    offers, needs = np.flatnonzero(market.offer_of == giver), np.flatnonzero(market.need_of == taker)
    if not len(offers) or not len(needs):
        return ()
    fits = market.fits(needs, offers)
    order = np.argsort(-fits, axis=None, kind="stable")[:MOST_SHOWN]
    found = [np.unravel_index(k, fits.shape) for k in order]
    return tuple(
        (market.offers[offers[o]], market.needs[needs[n]]) for n, o in found if fits[n, o] >= SHOWN_FROM
    )


def _direction(
    code: str, giver: Organisation, taker: Organisation, strength: float, pairs: tuple[tuple[str, str], ...]
) -> Reason | None:
    if not pairs:
        return None
    offer, need = pairs[0]
    text = f"{giver.name} offers “{offer}”, {taker.name} needs “{need}” ({strength:.0%})"
    return Reason(
        code, round(strength, 4), text, (("offer", offer), ("need", need), ("strength", round(strength, 4)))
    )


def _nearness(a: Organisation, b: Organisation) -> list[Reason]:
    found = []
    if across_border(a.place.country, b.place.country):
        found.append(Reason("partner.border", 0.0, "on different sides of the border"))
    km = located(a.place).distance_km(located(b.place))
    if km is not None and km <= NEAR_KM:
        found.append(Reason("partner.near", 0.0, f"{km:.0f} km apart", (("km", float(round(km))),)))
    return found


def _across(market: Market) -> npt.NDArray[np.bool_]:
    country = np.array([located(o.place).country for o in market.organisations])
    return np.asarray((country[:, None] != country) & (country[:, None] != "") & (country != ""))


def _topic_rows(texts: Sequence[str], lexicon: Lexicon) -> Floats:
    """Unit rows of the topics of each text, rare topics weighing more; zero where none is named."""
    weights = topic_weights(len(lexicon)).astype(np.float32)
    rows = np.zeros((len(texts), len(lexicon)), dtype=np.float32)
    for k, text in enumerate(texts):
        found = list(lexicon.find(text))
        rows[k, found] = weights[found]
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(norms > 0, norms, 1), dtype=np.float32)
