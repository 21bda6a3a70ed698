"""Pairs of measures to numbers: one column per piece of evidence, all symmetric, none knows the corpus.

Because a feature of a pair depends on the two measures alone, adding or removing a third measure never
changes an overlap. Columns are grouped into the kinds of evidence that reasons speak of.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from neisse.engine.intersect.kinds import LASTING, TRAVELS, competing, feeding, gives, of_kinds
from neisse.engine.intersect.lexicon import topic_lexicon
from neisse.engine.intersect.table import Table

Floats = npt.NDArray[np.float64]
Bits = npt.NDArray[np.uint64]
NEAR_KM, FAR_KM = 25.0, 150.0
EARTH_KM = 6371.0088
# Weeks in which events compete (DESIGN: eight), days in which one trip takes in two events; then each fades out.
COMPETE_DAYS, COMPETE_FADE_DAYS, TRIP_DAYS, TRIP_FADE_DAYS = 56, 28, 10, 20
# The middle of "about the same thing": a cosine and a share of concepts, and how sharply they decide.
COSINE_MIDDLE, COSINE_SLOPE, TOPIC_MIDDLE, TOPIC_SLOPE = 0.33, 8.0, 0.25, 2.5
NEXT_TOWN_KM = 15.0
# Groups of concepts that many measures share weigh less than a disease, a product or a method.
GROUP_WEIGHT = {"business": 0.6, "market": 0.5, "people": 0.8}
BROAD = frozenset(
    {
        "innovation", "science", "medical-devices", "health-economy", "hospital", "networking", "lab", "digital-health",
        "internationalisation", "cluster", "saxony", "silesia", "education", "diagnostics", "biotech", "pharma", "b2b",
    }
)  # fmt: skip


def features(a: Table, b: Table) -> dict[str, dict[str, Floats]]:
    """The evidence on pairs (row i of `a` with row i of `b`), by group and name; about 3 µs per pair."""
    return {
        "topic": topic_evidence(a, b),
        "title": _title(a, b),
        "series": _series(a, b),
        "time": _time(a, b),
        "place": _place(a, b),
        "audience": _audience(a, b),
        "kind": _kind(a, b),
        "owner": _owner(a, b),
        "link": _link(a, b),
    }


def matrix(groups: dict[str, dict[str, Floats]]) -> Floats:
    """The columns side by side, in the order of `column_names`."""
    return np.column_stack([column for group in groups.values() for column in group.values()])


@lru_cache(maxsize=1)
def topic_weights() -> Floats:
    """How much sharing a concept says, by position in the shipped lexicon; users' concepts weigh 1."""
    return np.array(
        [0.4 if c.key in BROAD else GROUP_WEIGHT.get(c.group, 1.0) for c in topic_lexicon().concepts]
    )


def topic_evidence(a: Table, b: Table) -> dict[str, Floats]:
    """The columns that say how much two measures are about the same."""
    weights = np.ones(a.topics.shape[1], dtype=np.float32)
    weights[: len(topic_weights())] = topic_weights()
    both = (a.topics & b.topics) * weights
    both_named = ((a.topics_named & b.topics) | (a.topics & b.topics_named)) * weights
    shared = both.sum(axis=1, dtype=float)
    size_a, size_b = ((side.topics * weights).sum(axis=1, dtype=float) for side in (a, b))
    own = [(one.topics_named & ~other.topics) @ weights for one, other in ((a, b), (b, a))]
    text, title = _dot(a.text_vector, b.text_vector), _dot(a.title_vector, b.title_vector)
    cross = np.maximum(_dot(a.title_vector, b.text_vector), _dot(a.text_vector, b.title_vector))
    jaccard = _ratio(shared, size_a + size_b - shared)
    logit = COSINE_SLOPE * ((text + title + cross) / 3 - COSINE_MIDDLE) + TOPIC_SLOPE * (
        jaccard - TOPIC_MIDDLE
    )
    return {
        "alike": 1 / (1 + np.exp(-logit)),
        "text_cosine": text,
        "title_cosine": title,
        "cross_cosine": cross,
        "topics_shared": np.minimum(shared, 4.0),
        "topics_jaccard": jaccard,
        "topics_own": np.minimum(np.minimum(*own), 3.0).astype(float),
        "topics_inside": _ratio(shared, np.minimum(size_a, size_b)),
        "topics_central": np.minimum(both_named.sum(axis=1, dtype=float), 3.0),
        "topics_rarest": both.max(axis=1).astype(float),
        "same_language": ((a.language == b.language) | (a.language == 0) | (b.language == 0)).astype(float),
        "topics_known": ((size_a > 0) & (size_b > 0)).astype(float),
    }


def _title(a: Table, b: Table) -> dict[str, Floats]:
    own_a = np.bitwise_and(a.title_words, np.bitwise_not(b.title_words))
    own_b = np.bitwise_and(b.title_words, np.bitwise_not(a.title_words))
    named = (_count(a.names) > 0) & (_count(b.names) > 0)
    return {
        "title_grams": _jaccard(a.grams, b.grams),
        "title_words": _jaccard(a.title_words, b.title_words),
        "title_private": np.minimum(np.minimum(_count(own_a), _count(own_b)), 3.0),
        "title_inside": _overlap(a.title_words, b.title_words),
        "text_words": _jaccard(a.text_words, b.text_words),
        "names_shared": np.minimum(_count(np.bitwise_and(a.names, b.names)), 3.0),
        "names_jaccard": _jaccard(a.names, b.names),
        "names_apart": (named & (_count(np.bitwise_and(a.names, b.names)) == 0)).astype(float),
    }


def _series(a: Table, b: Table) -> dict[str, Floats]:
    both = (a.edition > 0) & (b.edition > 0)
    years = (a.year > 0) & (b.year > 0)
    return {
        "edition_same": (both & (a.edition == b.edition)).astype(float),
        "edition_apart": (both & (a.edition != b.edition)).astype(float),
        "year_apart": (years & (a.year != b.year)).astype(float),
        "cost_same": ((a.cost > 0) & (a.cost == b.cost)).astype(float),
    }


def _time(a: Table, b: Table) -> dict[str, Floats]:
    known = (a.start > 0) & (b.start > 0)
    gap = _gap(a, b)
    vague = (a.vague | b.vague).astype(float)
    length_a, length_b = (a.end - a.start).astype(float), (b.end - b.start).astype(float)
    shared = np.maximum(0, np.minimum(a.end, b.end) - np.maximum(a.start, b.start))
    exact = known & (vague == 0)
    apart = np.abs(a.start - b.start)
    return {
        "time_known": known.astype(float),
        "time_fits": _time_fits(a, b),
        "starts_apart": (exact & (apart > 0)).astype(float),
        "near_weeks": np.where(known, np.clip(1 - (gap - COMPETE_DAYS) / COMPETE_FADE_DAYS, 0, 1), 0.6),
        "near_days": np.where(known, np.clip(1 - (gap - TRIP_DAYS) / TRIP_FADE_DAYS, 0, 1), 0.4),
        "gap_days": np.where(known, np.minimum(gap, 400.0), 60.0),
        "same_start": (exact & (a.start == b.start)).astype(float),
        "same_span": (known & (a.start == b.start) & (a.end == b.end)).astype(float),
        "start_apart_days": np.where(known, np.minimum(apart, 400.0), 60.0),
        "span_shared": np.where(known, _ratio(shared, np.maximum(1, np.minimum(length_a, length_b))), 0.0),
        "span_jaccard": np.where(known, _ratio(shared, np.maximum(1, length_a + length_b - shared)), 0.0),
        "vague": vague,
        "giver_first": _giver_first(a, b),
        "longest_days": np.log1p(np.maximum(length_a, length_b)),
        "shortest_days": np.log1p(np.minimum(length_a, length_b)),
    }


def _time_fits(a: Table, b: Table) -> Floats:
    """How well two times can be one: the same day, a vague span around the other, a day off, unknown, apart."""
    known = (a.start > 0) & (b.start > 0)
    vague = a.vague | b.vague
    meet = known & (a.start < b.end) & (b.start < a.end)
    around = a.vague & (a.start <= b.start) & (b.end <= a.end)
    around |= b.vague & (b.start <= a.start) & (a.end <= b.end)
    apart = np.abs(a.start - b.start)
    cases = [~known, ~vague & (apart == 0), known & around, ~vague & (apart == 1), meet & vague, meet]
    return np.select(cases, [0.4, 1.0, 0.9, 0.5, 0.4, 0.3], 0.0)


def _place(a: Table, b: Table) -> dict[str, Floats]:
    km = distance_km(a, b)
    known = (a.town != 0) & (b.town != 0)
    same = known & (a.town == b.town)
    km = np.where(same, 0.0, km)
    both_countries = (a.country != 0) & (b.country != 0)
    fits = [a.online & b.online, a.online ^ b.online, same, known & (km <= NEXT_TOWN_KM), known]
    return {
        "town_known": known.astype(float),
        "place_fits": np.select(fits, [1.0, 0.3, 1.0, 0.5, 0.0], 0.6),
        "same_town": same.astype(float),
        "km": np.where(np.isnan(km), 120.0, np.minimum(km, 800.0)),
        "within_reach": np.where(np.isnan(km), 0.5, np.clip(1 - (km - NEAR_KM) / FAR_KM, 0, 1)),
        "across_border": (both_countries & (a.country != b.country)).astype(float),
        "both_online": (a.online & b.online).astype(float),
        "one_online": (a.online ^ b.online).astype(float),
    }


def _audience(a: Table, b: Table) -> dict[str, Floats]:
    shared = (a.audiences & b.audiences).sum(axis=1)
    size_a, size_b = a.audiences.sum(axis=1), b.audiences.sum(axis=1)
    known = (size_a > 0) & (size_b > 0)
    return {
        "audience_known": known.astype(float),
        "audience_fits": np.where(known, np.minimum(1.5 * _ratio(shared, size_a + size_b - shared), 1), 0.5),
        "audience_jaccard": np.where(known, _ratio(shared, size_a + size_b - shared), 0.4),
        "audience_inside": np.where(known, _ratio(shared, np.minimum(size_a, size_b)), 0.5),
        "audience_apart": (known & (shared == 0)).astype(float),
    }


def _kind(a: Table, b: Table) -> dict[str, Floats]:
    shared = (a.formats & b.formats).sum(axis=1)
    either = (a.formats | b.formats).sum(axis=1)
    both = a.formats.any(axis=1) & b.formats.any(axis=1)
    return {
        "kind_same": (a.kind == b.kind).astype(float),
        "kind_competing": competing()[a.kind, b.kind],
        "kind_near": 0.2 + 0.8 * competing()[a.kind, b.kind],
        "kind_feeding": feeding()[a.kind, b.kind],
        "kind_travel": of_kinds(a, TRAVELS) + of_kinds(b, TRAVELS),
        "kind_lasting": of_kinds(a, LASTING) + of_kinds(b, LASTING),
        "formats_jaccard": np.where(both, _ratio(shared, either), 0.3),
    }


def _owner(a: Table, b: Table) -> dict[str, Floats]:
    equal = (a.owners[:, :, None] == b.owners[:, None, :]) & (a.owners[:, :, None] != 0)
    same = equal[:, 0, 0]
    crossed = equal[:, 0, 1:].any(axis=1) | equal[:, 1:, 0].any(axis=1)
    named = np.maximum(_inside(a.owner_words, b.text_words, 1), _inside(b.owner_words, a.text_words, 1))
    return {
        "owner_same": same.astype(float),
        "owner_apart": (~same).astype(float),
        "owner_named": named,
        "owner_linked": np.maximum(named, same | crossed),
        "owner_partner": (crossed & ~same).astype(float),
        "partner_shared": equal[:, 1:, 1:].any(axis=(1, 2)).astype(float),
    }


def _link(a: Table, b: Table) -> dict[str, Floats]:
    b_in_a = _inside(b.title_words, a.text_words)
    a_in_b = _inside(a.title_words, b.text_words)
    visits = _names_town(a, b) | _names_town(b, a)
    one_travels = of_kinds(a, TRAVELS) != of_kinds(b, TRAVELS)
    same_town = (a.town == b.town) & (a.town != 0)
    meets = one_travels & same_town & (_gap(a, b) <= 3)
    return {
        "url_same": ((a.url != 0) & (a.url == b.url)).astype(float),
        "mentions": np.maximum(b_in_a, a_in_b),
        "mentions_part": np.maximum(
            _inside(b.long_grams, a.text_grams, 4), _inside(a.long_grams, b.text_grams, 4)
        ),
        "goes_there": visits.astype(float),
        "meets_there": (visits | same_town).astype(float),
        "trip_meets": meets.astype(float),
        "one_seeks": (a.seeks | b.seeks).astype(float),
    }


def _gap(a: Table, b: Table) -> Floats:
    """Days between the spans as people count them: 0 where they share a day, 1 for neighbouring days."""
    known = (a.start > 0) & (b.start > 0)
    gap = np.maximum(a.start, b.start) - np.minimum(a.end, b.end) + 1
    return np.where(known, np.maximum(gap, 0), np.inf)


def _giver_first(a: Table, b: Table) -> Floats:
    """1 where the side that feeds the other starts first, -1 where it starts later, 0 where none does."""
    order = np.sign(b.start - a.start) * (gives()[a.kind, b.kind] - gives()[b.kind, a.kind])
    return np.where((a.start > 0) & (b.start > 0), order, 0.0)


def _names_town(a: Table, b: Table) -> npt.NDArray[np.bool_]:
    return np.asarray(
        ((a.towns_named == b.town[:, None]) & (b.town[:, None] != 0)).any(axis=1) & (a.town != b.town)
    )


def distance_km(a: Table, b: Table) -> Floats:
    """Great-circle distance of pairs (haversine), NaN where a side has no point."""
    lat_a, lat_b = np.radians(a.lat.astype(float)), np.radians(b.lat.astype(float))
    half_lat, half_lon = (lat_b - lat_a) / 2, np.radians(b.lon.astype(float) - a.lon) / 2
    chord = np.sin(half_lat) ** 2 + np.cos(lat_a) * np.cos(lat_b) * np.sin(half_lon) ** 2
    return np.asarray(2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(chord, 0, 1))))


def _dot(a: npt.NDArray[np.float32], b: npt.NDArray[np.float32]) -> Floats:
    return np.asarray(np.einsum("ij,ij->i", a, b), dtype=float)


def _count(bits: Bits) -> Floats:
    return np.asarray(np.bitwise_count(bits).sum(axis=1), dtype=float)


def _jaccard(a: Bits, b: Bits) -> Floats:
    return _ratio(_count(a & b), _count(a | b))


def _overlap(a: Bits, b: Bits) -> Floats:
    return _ratio(_count(a & b), np.minimum(_count(a), _count(b)))


def _inside(part: Bits, whole: Bits, least: int = 2) -> Floats:
    return np.where(_count(part) >= least, _ratio(_count(part & whole), _count(part)), 0.0)


def _ratio(part: npt.NDArray[np.generic], whole: npt.NDArray[np.generic]) -> Floats:
    filled = np.zeros(len(part))
    return np.asarray(np.divide(part, whole, out=filled, where=np.asarray(whole) > 0))
