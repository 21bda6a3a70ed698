"""Fields: topics where two sides are both strong and nothing joint exists yet.

A side is a sector, a network, a region, a country or a town. A topic's strength on a side is the number of its
organisations that name it in offers, needs or sectors. The score is the geometric mean of both shares,
lower for broad topics and by every measure that has owners of both sides already.
Stability is the share of bootstrap samples (Efron 1979) in which the field stays among the best.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from neisse.engine.intersect.words.lexicon import Lexicon, topic_lexicon
from neisse.engine.intersect.words.weights import topic_weights
from neisse.engine.text.countries import country_code, region_code
from neisse.engine.text.fold import fold
from neisse.engine.text.towns import find_town, located, same_town
from neisse.engine.values import Measure, NeisseError, Organisation, Place, say

Numbers = npt.NDArray[np.float64]
SAMPLES = 200
BEST = 10


@dataclass(frozen=True, slots=True)
class Link:
    """What is missing between the sides: who offers the topic on one, who needs it on the other (ids)."""

    is_from_a: bool
    offers: tuple[str, ...]
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """One topic: who stands behind it on each side, who offers where the other needs, what is joint already.

    `missing` is the joint work that could be expected and is not there: the mean number of organisations
    of the two sides (geometric), divided by 1 + joint measures. `links` are the directions in which nothing is joint.
    """

    topic: str
    label: str
    score: float
    a: tuple[str, ...]
    b: tuple[str, ...]
    offers: tuple[str, ...]
    needs: tuple[str, ...]
    joint: int
    stability: float
    missing: float
    links: tuple[Link, ...]
    text: str


@dataclass(frozen=True, slots=True)
class _Voice:
    """What one organisation says of topics."""

    key: str
    all: frozenset[int]
    offers: frozenset[int]
    needs: frozenset[int]


def find_fields(
    organisations: Sequence[Organisation],
    side_a: str,
    side_b: str,
    measures: Sequence[Measure] = (),
    *,
    topics: Lexicon | None = None,
    seed: int = 0,
) -> list[Field]:
    """The fields between two sides, best first; `fields.empty` where a side has no organisation."""
    sides = (
        [o for o in organisations if belongs(o, side_a)],
        [o for o in organisations if belongs(o, side_b)],
    )
    return fields_between(sides, (side_a, side_b), measures, topics=topics, seed=seed)


def fields_between(
    sides: tuple[Sequence[Organisation], Sequence[Organisation]],
    names: tuple[str, str],
    measures: Sequence[Measure] = (),
    *,
    topics: Lexicon | None = None,
    seed: int = 0,
) -> list[Field]:
    """The fields between two sides that are already known, such as the members of two sections.

    Cost: the topics of every text once, then 200 products of a sample with a table organisations x topics.
    """
    lexicon = topics or topic_lexicon()
    for side, members in zip(names, sides, strict=True):
        if not members:
            hint = say("name a sector, a network, a country or a town of the list")
            raise NeisseError(
                "fields.empty", side, say("no organisation belongs to “%(side)s”", side=side), hint
            )
    voices = [[_voice(o, lexicon) for o in members] for members in sides]
    joint = _joint(voices, measures, lexicon)
    tables = [_incidence(side, len(lexicon)) for side in voices]
    weights = topic_weights(len(lexicon)) / (1 + joint)
    scores = _scores([table.mean(axis=0) for table in tables], weights)
    stable = _stability(tables, weights, seed)
    order = [int(t) for t in np.lexsort((np.arange(len(scores)), -scores)) if scores[t] > 0]
    return [
        _field(lexicon, t, voices, names, (int(joint[t]), float(scores[t]), float(stable[t]))) for t in order
    ]


def belongs(organisation: Organisation, side: str) -> bool:
    """Whether an organisation stands on a side: by sector, network, region, country or town, under any name."""
    wanted = fold(side)
    if wanted in {fold(text) for text in (*organisation.sectors, *organisation.networks)}:
        return True
    place = located(organisation.place)
    if region := region_code(side):
        town = find_town(place.city, place.country) if place.city else None
        return town is not None and f"{town.country}.{town.region}" == region
    code = country_code(side)
    return bool(code and code == place.country) or bool(same_town(organisation.place, Place(side)))


def _voice(organisation: Organisation, lexicon: Lexicon) -> _Voice:
    offers = frozenset(t for text in organisation.offers for t in lexicon.find(text))
    needs = frozenset(t for text in organisation.needs for t in lexicon.find(text))
    sectors = frozenset(t for text in organisation.sectors for t in lexicon.find(text))
    return _Voice(organisation.id, offers | needs | sectors, offers, needs)


def _joint(sides: list[list[_Voice]], measures: Sequence[Measure], lexicon: Lexicon) -> Numbers:
    """How many measures with owners of both sides each topic has; an organisation of both sides counts once."""
    one, two = ({voice.key for voice in voices} for voices in sides)
    found = np.zeros(len(lexicon))
    for measure in measures:
        owners = set(measure.owners)
        if owners & one and owners & two and len(owners & (one | two)) > 1:
            text = f"{measure.title}. {' '.join(measure.topics)} {measure.description}"
            found[list(lexicon.find(text))] += 1
    return found


def _incidence(voices: list[_Voice], topics: int) -> Numbers:
    """Organisations x topics: who names what."""
    table = np.zeros((len(voices), topics))
    for row, voice in zip(table, voices, strict=True):
        row[list(voice.all)] = 1
    return table


def _scores(shares: Sequence[Numbers], weights: Numbers) -> Numbers:
    """Geometric mean of the shares of both sides, weighted; the last axis is that of the topics."""
    return np.asarray(weights * np.sqrt(shares[0] * shares[1]))


def _stability(tables: list[Numbers], weights: Numbers, seed: int) -> Numbers:
    """How often each topic is among the best when organisations are drawn again with replacement."""
    rng = np.random.default_rng(seed)
    drawn = [rng.multinomial(n, np.full(n, 1 / n), size=SAMPLES) / n for n in map(len, tables)]
    scores = _scores([sample @ table for sample, table in zip(drawn, tables, strict=True)], weights)
    best = np.argsort(-scores, axis=1, kind="stable")[:, :BEST]
    kept = np.zeros_like(scores)
    np.put_along_axis(kept, best, 1, axis=1)
    return np.asarray((kept * (scores > 0)).mean(axis=0))


def _field(
    lexicon: Lexicon,
    topic: int,
    sides: list[list[_Voice]],
    names: tuple[str, str],
    found: tuple[int, float, float],
) -> Field:
    joint, score, stability = found
    label = lexicon.concepts[topic].label()
    a, b = (tuple(v.key for v in voices if topic in v.all) for voices in sides)
    offers, needs = (
        [tuple(v.key for v in voices if topic in getattr(v, what)) for voices in sides]
        for what in ("offers", "needs")
    )
    links = (
        ()
        if joint
        else tuple(Link(k == 0, offers[k], needs[1 - k]) for k in (0, 1) if offers[k] and needs[1 - k])
    )
    project = "nothing joint" if joint == 0 else f"{joint} joint measures"
    all_offers, all_needs = offers[0] + offers[1], needs[0] + needs[1]
    text = (
        f"{label}: {len(a)} in {names[0]}, {len(b)} in {names[1]}; "
        f"{len(all_offers)} offer, {len(all_needs)} need it; {project}"
    )
    missing = float(np.sqrt(len(a) * len(b)) / (1 + joint))
    key = lexicon.concepts[topic].key
    return Field(key, label, score, a, b, all_offers, all_needs, joint, stability, missing, links, text)
