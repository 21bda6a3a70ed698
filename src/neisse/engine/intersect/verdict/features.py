"""Pairs of measures to numbers: one column per piece of evidence, all symmetric, none knows the corpus.

Because a feature of a pair depends on the two measures alone, adding or removing a third measure never
changes an overlap. Columns are grouped into the kinds of evidence that reasons speak of.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from neisse.engine.intersect.table.contact import Floats, Side, cosines, meet, shared, weighed_bits
from neisse.engine.intersect.table.kinds import (
    LASTING,
    OTHER,
    TRAVELS,
    UNKNOWN_KIND,
    competing,
    feeding,
    gives,
    of_kinds,
)
from neisse.engine.intersect.words.roles import CLOSED, EVE, GOES, JOINT, MOVED, PREPARES, RECEIVES, STAND
from neisse.engine.intersect.words.weights import WORD, topic_weights
from neisse.engine.text.resolver import agreement
from neisse.engine.values.place import EARTH_RADIUS_KM

NEAR_KM, FAR_KM = 25.0, 150.0
# Weeks in which events compete (DESIGN: eight), days in which one trip takes in two events; then each fades out.
COMPETE_DAYS, COMPETE_FADE_DAYS, TRIP_DAYS, TRIP_FADE_DAYS = 56, 28, 10, 20
# The middle of "about the same thing": a cosine and a share of concepts, and how sharply they decide.
COSINE_MIDDLE, COSINE_SLOPE, TOPIC_MIDDLE, TOPIC_SLOPE = 0.33, 8.0, 0.25, 2.5
NEXT_TOWN_KM = 15.0
# Two towns with one reach, the border between them: Görlitz and Zgorzelec, Cieszyn and Český Těšín.
TWIN_KM, TWIN_FITS = 5.0, 0.9
# What a name is worth that one of two records has and the other may be called besides.
CALLED_ALSO = 0.9
# What it is worth that a text names the town, the region, the country where the other's owner is at home.
HOME_TOWN, HOME_REGION, HOME_COUNTRY = 1.0, 0.7, 0.4
# The least agreement of a phrase and an owner: the kind, and the subject or the place.
DESCRIBED = 0.6


def features(a: Side, b: Side) -> dict[str, dict[str, Floats]]:
    """The evidence on pairs (row k of one side with row k of the other), by group and name; about 3 µs a pair."""
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
    """The columns side by side; each lies in one piece, as it was made and as the model reads it."""
    return np.array([column for group in groups.values() for column in group.values()]).T


def topic_evidence(a: Side, b: Side) -> dict[str, Floats]:
    """The columns that say how much two measures are about the same."""
    weights = topic_weights(WORD * a.table.topics.shape[1])
    both, rarest = weighed_bits(a, "topics", b, "topics", weights)
    sizes = [weighed_bits(side, "topics", side, "topics", weights)[0] for side in (a, b)]
    named = [weighed_bits(side, "topics_named", side, "topics_named", weights)[0] for side in (a, b)]
    met_a = weighed_bits(a, "topics_named", b, "topics", weights)[0]
    met_b = weighed_bits(b, "topics_named", a, "topics", weights)[0]
    named_by_both = weighed_bits(a, "topics_named", b, "topics_named", weights)[0]
    text, title, *crossed = cosines(a, b, "text_vector", "title_vector")
    cross = np.maximum(*crossed)
    jaccard = _ratio(both, sizes[0] + sizes[1] - both)
    logit = COSINE_SLOPE * ((text + title + cross) / 3 - COSINE_MIDDLE) + TOPIC_SLOPE * (
        jaccard - TOPIC_MIDDLE
    )
    return {
        "alike": 1 / (1 + np.exp(-logit)),
        "text_cosine": text,
        "title_cosine": title,
        "cross_cosine": cross,
        "topics_shared": np.minimum(both, 4.0),
        "topics_jaccard": jaccard,
        "topics_own": np.minimum(np.minimum(named[0] - met_a, named[1] - met_b), 3.0),
        "topics_inside": _ratio(both, np.minimum(*sizes)),
        "topics_central": np.minimum(met_a + met_b - named_by_both, 3.0),
        "topics_rarest": rarest,
        "same_language": ((a.language == b.language) | (a.language == 0) | (b.language == 0)).astype(float),
        "topics_known": ((sizes[0] > 0) & (sizes[1] > 0)).astype(float),
    }


def _title(a: Side, b: Side) -> dict[str, Floats]:
    words, names = shared(a, "title_words", b, "title_words"), shared(a, "names", b, "names")
    sizes = [side.size("title_words") for side in (a, b)]
    named = (a.size("names") > 0) & (b.size("names") > 0)
    return {
        "title_grams": _jaccard(a, b, "grams"),
        "title_words": _ratio(words, sizes[0] + sizes[1] - words),
        "title_private": np.minimum(np.minimum(*sizes) - words, 3.0),
        "title_inside": _ratio(words, np.minimum(*sizes)),
        "text_words": _jaccard(a, b, "text_words"),
        "names_shared": np.minimum(names, 3.0),
        "names_jaccard": _jaccard(a, b, "names"),
        "names_apart": (named & (names == 0)).astype(float),
        "called_alike": _called_alike(a, b),
    }


def _called_alike(a: Side, b: Side) -> Floats:
    """1 where both are called the same; CALLED_ALSO where one is called what the other is besides (abbreviated, by its head)."""
    whole = (a.called != 0) & (a.called == b.called)
    also = meet(a, "called", b, "called_also") | meet(b, "called", a, "called_also")
    return np.select([whole, also], [1.0, CALLED_ALSO], 0.0)


def _series(a: Side, b: Side) -> dict[str, Floats]:
    both = (a.edition > 0) & (b.edition > 0)
    years = (a.year > 0) & (b.year > 0)
    return {
        "edition_same": (both & (a.edition == b.edition)).astype(float),
        "edition_apart": (both & (a.edition != b.edition)).astype(float),
        "year_apart": (years & (a.year != b.year)).astype(float),
        "cost_same": ((a.cost > 0) & (a.cost == b.cost)).astype(float),
    }


def _time(a: Side, b: Side) -> dict[str, Floats]:
    known = (a.start > 0) & (b.start > 0)
    gap = _gap(a, b)
    vague = (a.vague | b.vague).astype(float)
    length_a, length_b = (a.end - a.start).astype(float), (b.end - b.start).astype(float)
    together = np.maximum(0, np.minimum(a.end, b.end) - np.maximum(a.start, b.start))
    exact = known & (vague == 0)
    apart = np.abs(a.start - b.start)
    clocks = (a.minute > 0) & (b.minute > 0)
    return {
        "time_known": known.astype(float),
        "time_fits": _time_fits(a, b),
        "starts_apart": (exact & (apart > 0)).astype(float),
        "near_weeks": np.where(known, np.clip(1 - (gap - COMPETE_DAYS) / COMPETE_FADE_DAYS, 0, 1), 0.6),
        "near_days": np.where(known, np.clip(1 - (gap - TRIP_DAYS) / TRIP_FADE_DAYS, 0, 1), 0.4),
        "gap_days": np.where(known, np.minimum(gap, 400.0), 60.0),
        "same_start": (exact & (a.start == b.start)).astype(float),
        "same_minute": (clocks & (a.minute == b.minute)).astype(float),
        "clock_apart": (clocks & (a.start == b.start) & (a.minute != b.minute)).astype(float),
        "same_span": (known & (a.start == b.start) & (a.end == b.end)).astype(float),
        "start_apart_days": np.where(known, np.minimum(apart, 400.0), 60.0),
        "span_shared": np.where(known, _ratio(together, np.maximum(1, np.minimum(length_a, length_b))), 0.0),
        "span_jaccard": np.where(known, _ratio(together, np.maximum(1, length_a + length_b - together)), 0.0),
        "vague": vague,
        "giver_first": _giver_first(a, b),
        "longest_days": np.log1p(np.maximum(length_a, length_b)),
        "shortest_days": np.log1p(np.minimum(length_a, length_b)),
    }


def _time_fits(a: Side, b: Side) -> Floats:
    """How well two times can be one: the same day, a vague span around the other, a day off, unknown, apart."""
    known = (a.start > 0) & (b.start > 0)
    vague = a.vague | b.vague
    meet = known & (a.start < b.end) & (b.start < a.end)
    around = a.vague & (a.start <= b.start) & (b.end <= a.end)
    around |= b.vague & (b.start <= a.start) & (a.end <= b.end)
    apart = np.abs(a.start - b.start)
    cases = [~known, ~vague & (apart == 0), known & around, ~vague & (apart == 1), meet & vague, meet]
    return np.select(cases, [0.4, 1.0, 0.9, 0.5, 0.4, 0.3], 0.0)


def _place(a: Side, b: Side) -> dict[str, Floats]:
    km = distance_km(a, b)
    known = (a.town != 0) & (b.town != 0)
    same = known & (a.town == b.town)
    km = np.where(same, 0.0, km)
    across = (a.country != 0) & (b.country != 0) & (a.country != b.country)
    twins = known & ~same & across & (km <= TWIN_KM)
    fits = [a.online & b.online, a.online ^ b.online, same, twins, known & (km <= NEXT_TOWN_KM), known]
    return {
        "town_known": known.astype(float),
        "place_fits": np.select(fits, [1.0, 0.3, 1.0, TWIN_FITS, 0.5, 0.0], 0.6),
        "same_town": same.astype(float),
        "twin_towns": twins.astype(float),
        "km_known": (~np.isnan(km)).astype(float),
        "km": np.where(np.isnan(km), 120.0, np.minimum(km, 800.0)),
        "within_reach": np.where(np.isnan(km), 0.5, np.clip(1 - (km - NEAR_KM) / FAR_KM, 0, 1)),
        "across_border": across.astype(float),
        "both_online": (a.online & b.online).astype(float),
        "one_online": (a.online ^ b.online).astype(float),
    }


def _audience(a: Side, b: Side) -> dict[str, Floats]:
    both, sizes = shared(a, "audiences", b, "audiences"), [side.size("audiences") for side in (a, b)]
    known = (sizes[0] > 0) & (sizes[1] > 0)
    jaccard = _ratio(both, sizes[0] + sizes[1] - both)
    return {
        "audience_known": known.astype(float),
        "audience_fits": np.where(known, np.minimum(1.5 * jaccard, 1), 0.5),
        "audience_jaccard": np.where(known, jaccard, 0.4),
        "audience_inside": np.where(known, _ratio(both, np.minimum(*sizes)), 0.5),
        "audience_apart": (known & (both == 0)).astype(float),
        "one_closed": _only_one(a, b, CLOSED),
    }


def _kind(a: Side, b: Side) -> dict[str, Floats]:
    known = (a.size("formats") > 0) & (b.size("formats") > 0)
    kinds_known = (a.kind != OTHER) & (b.kind != OTHER)
    return {
        "kind_known": kinds_known.astype(float),
        "kind_same": np.where(kinds_known, a.kind == b.kind, UNKNOWN_KIND),
        "kind_competing": competing()[a.kind, b.kind],
        "kind_near": 0.2 + 0.8 * competing()[a.kind, b.kind],
        "kind_feeding": feeding()[a.kind, b.kind],
        "kind_travel": of_kinds(a, TRAVELS) + of_kinds(b, TRAVELS),
        "kind_lasting": of_kinds(a, LASTING) + of_kinds(b, LASTING),
        "formats_jaccard": np.where(known, _jaccard(a, b, "formats"), 0.3),
    }


def _owner(a: Side, b: Side) -> dict[str, Floats]:
    # Most plans name few partners: columns that nobody fills are left out.
    most = max(
        2, int((a.owners != 0).sum(axis=1).max(initial=0)), int((b.owners != 0).sum(axis=1).max(initial=0))
    )
    one, other = a.owners[:, :most, None], b.owners[:, None, :most]
    equal = (one == other) & (one != 0)
    same = equal[:, 0, 0]
    crossed = equal[:, 0, 1:].any(axis=1) | equal[:, 1:, 0].any(axis=1)
    named = np.maximum(
        _inside(a, "owner_words", b, "text_words", 1), _inside(b, "owner_words", a, "text_words", 1)
    )
    described = _described(a, b)
    return {
        "owner_same": same.astype(float),
        "owner_apart": (~same).astype(float),
        "owner_named": named,
        "owner_described": described,
        "owner_linked": np.maximum(np.maximum(named, described), same | crossed),
        "owner_partner": (crossed & ~same).astype(float),
        "partner_shared": equal[:, 1:, 1:].any(axis=(1, 2)).astype(float),
    }


def _described(a: Side, b: Side) -> Floats:
    """How well a phrase of one text fits the owner of the other ("the cell institute in Leipzig"), 0 where it may be anybody."""
    (said_a, i), (said_b, j) = a.wide("phrases"), b.wide("phrases")
    fits = np.maximum(agreement(said_a, i, b.table.owner_is, j), agreement(said_b, j, a.table.owner_is, i))
    return np.where(fits >= DESCRIBED, fits, 0.0)


def _link(a: Side, b: Side) -> dict[str, Floats]:
    b_in_a = _inside(b, "title_words", a, "text_words")
    a_in_b = _inside(a, "title_words", b, "text_words")
    visits = _names_town(a, b) | _names_town(b, a)
    one_travels = of_kinds(a, TRAVELS) != of_kinds(b, TRAVELS)
    same_town = (a.town == b.town) & (a.town != 0)
    meets = one_travels & same_town & (_gap(a, b) <= 3)
    regions, named = shared(a, "regions", b, "regions"), (a.size("regions") > 0) & (b.size("regions") > 0)
    return {
        "url_same": ((a.url != 0) & (a.url == b.url)).astype(float),
        "mentions": np.maximum(b_in_a, a_in_b),
        "mentions_part": np.maximum(
            _inside(b, "long_grams", a, "text_grams", 4), _inside(a, "long_grams", b, "text_grams", 4)
        ),
        "goes_there": visits.astype(float),
        "meets_there": (visits | same_town).astype(float),
        "trip_meets": meets.astype(float),
        "one_on_eve": _only_one(a, b, EVE),
        "trip_received": _trip_received(a, b),
        "guests_received": _guests_received(a, b),
        "one_part": ((a.part_of != 0) ^ (b.part_of != 0)).astype(float),
        "one_goes": _only_one(a, b, GOES),
        "one_stand": _only_one(a, b, STAND),
        "stands": _both(a, b, STAND),
        "one_prepares": _only_one(a, b, PREPARES),
        "one_moved": _only_one(a, b, MOVED),
        "joint": ((a.roles | b.roles) & JOINT > 0).astype(float),
        **_other_side(a, b),
        "one_seeks": (a.seeks | b.seeks).astype(float),
        "regions_shared": np.minimum(regions, 2.0),
        "regions_apart": (named & (regions == 0)).astype(float),
        "regions_known": named.astype(float),
    }


def _only_one(a: Side, b: Side, role: int) -> Floats:
    return ((a.roles ^ b.roles) & role > 0).astype(float)


def _both(a: Side, b: Side, role: int) -> Floats:
    return (a.roles & b.roles & role > 0).astype(float)


def _trip_received(a: Side, b: Side) -> Floats:
    """1 where one travels and the other, which does not, receives guests in that town on one of those days."""
    travel = [of_kinds(side, TRAVELS) > 0 for side in (a, b)]
    received = (travel[0] & ~travel[1] & (b.roles & RECEIVES > 0)) | (
        travel[1] & ~travel[0] & (a.roles & RECEIVES > 0)
    )
    return np.asarray(received & (a.town == b.town) & (a.town != 0) & (_gap(a, b) <= 0)).astype(float)


def _guests_received(a: Side, b: Side) -> Floats:
    """How surely the guests are those that travel: the host names where they come from, or both name one region elsewhere."""
    elsewhere = (shared(a, "regions", b, "regions") > 0) * HOME_REGION
    surely = np.maximum(elsewhere, np.maximum(_names_home(a, b), _names_home(b, a)))
    return np.asarray(_trip_received(a, b) * surely)


def _other_side(a: Side, b: Side) -> dict[str, Floats]:
    """How closely a text names where the other's owner is at home, unless it happens there itself: the surer and the less sure
    of both ways (guests from Chemnitz; a call with Saxony and one with Silesia).
    """
    ways = _names_home(a, b), _names_home(b, a)
    return {"other_side": np.maximum(*ways), "other_sides": np.minimum(*ways)}


def _names_home(a: Side, b: Side) -> Floats:
    levels = [
        meet(b, home, a, "speaks_of") & (getattr(b, home) != getattr(a, here))
        for home, here in (("home_town", "town"), ("home_region", "region"), ("home_country", "country"))
    ]
    return np.select(levels, [HOME_TOWN, HOME_REGION, HOME_COUNTRY], 0.0)


def _gap(a: Side, b: Side) -> Floats:
    """Days between the spans as people count them: 0 where they share a day, 1 for neighbouring days."""
    known = (a.start > 0) & (b.start > 0)
    gap = np.maximum(a.start, b.start) - np.minimum(a.end, b.end) + 1
    return np.where(known, np.maximum(gap, 0), np.inf)


def _giver_first(a: Side, b: Side) -> Floats:
    """1 where the side that feeds the other starts first, -1 where it starts later, 0 where none does."""
    order = np.sign(b.start - a.start) * (gives()[a.kind, b.kind] - gives()[b.kind, a.kind])
    return np.where((a.start > 0) & (b.start > 0), order, 0.0)


def _names_town(a: Side, b: Side) -> npt.NDArray[np.bool_]:
    return np.asarray(
        ((a.towns_named == b.town[:, None]) & (b.town[:, None] != 0)).any(axis=1) & (a.town != b.town)
    )


def distance_km(a: Side, b: Side) -> Floats:
    """Great-circle distance of pairs (haversine), NaN where a side has no point."""
    lat_a, lat_b = np.radians(a.lat.astype(float)), np.radians(b.lat.astype(float))
    half_lat, half_lon = (lat_b - lat_a) / 2, np.radians(b.lon.astype(float) - a.lon) / 2
    chord = np.sin(half_lat) ** 2 + np.cos(lat_a) * np.cos(lat_b) * np.sin(half_lon) ** 2
    return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(chord, 0, 1))))


def _jaccard(a: Side, b: Side, name: str) -> Floats:
    both = shared(a, name, b, name)
    return _ratio(both, a.size(name) + b.size(name) - both)


def _inside(a: Side, part: str, b: Side, whole: str, least: int = 2) -> Floats:
    size = a.size(part)
    return np.where(size >= least, _ratio(shared(a, part, b, whole), size), 0.0)


def _ratio(part: npt.NDArray[np.generic], whole: npt.NDArray[np.generic]) -> Floats:
    filled = np.zeros(len(part))
    return np.asarray(np.divide(part, whole, out=filled, where=np.asarray(whole) > 0))
