"""Fields: topics where two sides are both strong and nothing joint exists yet.

A side is a sector, a network, a region, a country or a town. A topic's strength on a side is the number of its
organisations that name it in offers, needs or sectors. The score is the geometric mean of both shares,
lower for broad topics and by every measure that has owners of both sides already.
Stability is the share of bootstrap samples (Efron 1979) in which the field stays among the best.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from neisse.engine.intersect.features import topic_weights
from neisse.engine.intersect.lexicon import Lexicon, topic_lexicon
from neisse.engine.text.countries import country_code, region_code
from neisse.engine.text.fold import fold
from neisse.engine.text.towns import find_town, located, same_town
from neisse.engine.values import Measure, NeisseError, Organisation, Place

SAMPLES = 200
BEST = 10
LEAST_EACH = 1


@dataclass(frozen=True, slots=True)
class Field:
    """One topic: who stands behind it on each side, who offers where the other needs, what is joint already."""

    topic: str
    label: str
    score: float
    a: tuple[str, ...]
    b: tuple[str, ...]
    offers: tuple[str, ...]
    needs: tuple[str, ...]
    joint: int
    stability: float
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
    lexicon = topics or topic_lexicon()
    sides = [[_voice(o, lexicon) for o in organisations if belongs(o, side)] for side in (side_a, side_b)]
    for side, voices in zip((side_a, side_b), sides, strict=True):
        if not voices:
            hint = "name a sector, a network, a country or a town of the list"
            raise NeisseError("fields.empty", side, f"no organisation belongs to “{side}”", hint)
    joint = _joint(sides, measures, lexicon)
    scores = _scores(sides, joint)
    stable = _stability(sides, joint, seed)
    return [
        _field(lexicon, topic, sides, (side_a, side_b), joint.get(topic, 0), score, stable.get(topic, 0.0))
        for topic, score in sorted(scores.items(), key=lambda s: (-s[1], s[0]))
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


def _joint(sides: list[list[_Voice]], measures: Sequence[Measure], lexicon: Lexicon) -> dict[int, int]:
    """How many measures with owners of both sides each topic has."""
    one, two = ({voice.key for voice in voices} for voices in sides)
    found: dict[int, int] = {}
    for measure in measures:
        owners = set(measure.owners)
        if owners & one and owners & two:
            for topic in lexicon.find(f"{measure.title}. {' '.join(measure.topics)} {measure.description}"):
                found[topic] = found.get(topic, 0) + 1
    return found


def _scores(sides: list[list[_Voice]], joint: dict[int, int]) -> dict[int, float]:
    weights = topic_weights()
    counts: list[dict[int, int]] = [{}, {}]
    for count, voices in zip(counts, sides, strict=True):
        for voice in voices:
            for topic in voice.all:
                count[topic] = count.get(topic, 0) + 1
    return {
        topic: (weights[topic] if topic < len(weights) else 1.0)
        * sqrt(n / len(sides[0]) * counts[1][topic] / len(sides[1]))
        / (1 + joint.get(topic, 0))
        for topic, n in counts[0].items()
        if n >= LEAST_EACH and counts[1].get(topic, 0) >= LEAST_EACH
    }


def _stability(sides: list[list[_Voice]], joint: dict[int, int], seed: int) -> dict[int, float]:
    rng = random.Random(seed)
    kept: dict[int, int] = {}
    for _ in range(SAMPLES):
        sample = [rng.choices(voices, k=len(voices)) for voices in sides]
        best = sorted(_scores(sample, joint).items(), key=lambda s: (-s[1], s[0]))[:BEST]
        for topic, _score in best:
            kept[topic] = kept.get(topic, 0) + 1
    return {topic: n / SAMPLES for topic, n in kept.items()}


def _field(
    lexicon: Lexicon,
    topic: int,
    sides: list[list[_Voice]],
    names: tuple[str, str],
    joint: int,
    score: float,
    stability: float,
) -> Field:
    label = lexicon.concepts[topic].label()
    a, b = ([v.key for v in voices if topic in v.all] for voices in sides)
    offers = [v.key for voices in sides for v in voices if topic in v.offers]
    needs = [v.key for voices in sides for v in voices if topic in v.needs]
    project = "nothing joint" if joint == 0 else f"{joint} joint measures"
    text = (
        f"{label}: {len(a)} in {names[0]}, {len(b)} in {names[1]}; "
        f"{len(offers)} offer, {len(needs)} need it; {project}"
    )
    key = lexicon.concepts[topic].key
    return Field(key, label, score, tuple(a), tuple(b), tuple(offers), tuple(needs), joint, stability, text)
