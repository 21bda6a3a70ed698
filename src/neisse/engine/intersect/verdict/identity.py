"""The same record twice: near-equal titles on the same day in the same place. No learning needed.

The learned model knows paraphrases; copies of one record (two topic lists, two calendars) are plainer and
do not depend on any training set. The factors follow Fellegi & Sunter (1969): agreement of title, time
and place, each from 0 (contradicts) to 1 (agrees), with values for what is not known.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from neisse.engine.intersect.candidates.rule import HORIZON_DAYS
from neisse.engine.intersect.table.contact import Floats, Side
from neisse.engine.intersect.table.kinds import VISITED_FROM_AFAR, of_kinds
from neisse.engine.values import LANGUAGES

ALIKE, STEEPNESS = 0.60, 12.0
# Where each title has a word of its own (PHP Days, JavaScript Days), only a slip of the pen makes them one.
ALIKE_WITH_OWN_WORDS = 0.85
NEXT_DAY, VAGUE_TIME, A_DAY_MORE, MOVED_TIME = 0.6, 0.7, 0.85, 0.8
UNKNOWN_PLACE, NEXT_TOWN, NEXT_TOWN_KM = 0.9, 0.6, 15.0
# One name on the same days: what lists call the town differs where it is a suburb, or none that is known here.
SAME_NAME, SUBURB, SUBURB_KM = 0.97, 0.6, 50.0

# As the table keeps them: the place among LANGUAGES, from 1 on.
OF_THE_REGION = tuple(LANGUAGES.index(language) + 1 for language in ("de", "pl"))
# What the expert for listings in two languages looks at, and its weights (`bench/fit_listings.py`). A name that both say is the
# action's own, but at a fair it is the fair's: Saxony and Silesia have a stand each. The weight of the same minute is set by
# hand: no labelled set has such pairs, and a time of the clock agrees by chance far less often than a day.
LISTING = {
    "title_cosine": 1.66, "topics_jaccard": 0.62, "topics_shared": 0.88, "own_name": 0.45, "name_of_a_fair": -2.26,
    "owner_linked": 2.07, "kind_same": 1.27, "same_minute": 4.0,
}  # fmt: skip
LISTING_BIAS = -1.86
# Where the model gives all but this to duplicate, it says nothing of the other classes.
LEAST_REST = 1e-6
# Titles no more alike than this have nothing in common, whatever the clock says.
STRANGERS = 0.2


def identity(a: Side, b: Side, groups: dict[str, dict[str, Floats]]) -> Floats:
    """The probability that two records are one, in [0, 1]: copies, or bare titles of one listing in two languages."""
    chosen, columns = listings(a, b, groups)
    logit = columns @ np.array(list(LISTING.values())) + LISTING_BIAS
    return np.maximum(_copies(groups), np.where(chosen, 1 / (1 + np.exp(-logit)), 0.0))


def _copies(groups: dict[str, dict[str, Floats]]) -> Floats:
    """The probability that two records are copies of one; 0 where time or place contradict."""
    title, time, series = (groups[name] for name in ("title", "time", "series"))
    wanted = np.where(title["title_private"] > 0, ALIKE_WITH_OWN_WORDS, ALIKE)
    alike = 1 / (1 + np.exp(-STEEPNESS * (title["title_grams"] - wanted)))
    # A part of a name is the name only where all days are the same.
    named = np.where((title["called_alike"] == 1) | (time["same_span"] > 0), title["called_alike"], 0.0)
    alike = np.maximum(alike, SAME_NAME * named)
    exact = (time["time_known"] > 0) & (time["vague"] == 0)
    when = np.where(time["same_start"] > 0, 1.0, 0.0)
    when = np.where(exact & (time["start_apart_days"] == 1), NEXT_DAY, when)
    when = np.where((when == NEXT_DAY) & (time["span_shared"] == 1), A_DAY_MORE, when)
    when = np.where((time["vague"] > 0) & (time["span_shared"] > 0), VAGUE_TIME, when)
    # One says that it was moved, the other does not know yet.
    moved = exact & (groups["link"]["one_moved"] > 0) & (time["start_apart_days"] <= HORIZON_DAYS)
    when = np.where(moved, np.maximum(when, MOVED_TIME), when)
    return np.asarray(alike * when * _where(groups) * (1 - series["edition_apart"]))


def _where(groups: dict[str, dict[str, Floats]]) -> Floats:
    title, place = groups["title"], groups["place"]
    where = np.where(place["same_town"] + place["both_online"] > 0, 1.0, UNKNOWN_PLACE)
    apart = np.where(place["km"] <= NEXT_TOWN_KM, NEXT_TOWN, 0.0)
    own_name = (title["called_alike"] == 1) & (title["names_shared"] > 0) & (place["across_border"] == 0)
    nearby = (place["km"] <= SUBURB_KM) | (place["km_known"] == 0)
    apart = np.where(place["twin_towns"] > 0, UNKNOWN_PLACE, apart)
    apart = np.where(own_name & nearby & (groups["time"]["same_start"] > 0), SUBURB, apart)
    return np.where((place["town_known"] > 0) & (place["same_town"] == 0), apart, where)


def listings(a: Side, b: Side, groups: dict[str, dict[str, Floats]]) -> tuple[npt.NDArray[np.bool_], Floats]:
    """Pairs of bare titles in two languages on the same days at the same place, and what the expert sees of all pairs.

    A title of a few English words may be of any language; one that is surely German or Polish beside it is not.
    """
    time, place = groups["time"], groups["place"]
    there = place["same_town"] + place["both_online"] + place["twin_towns"] > 0
    when = (time["same_start"] > 0) & (time["same_span"] > 0)
    one, other = a.title_language, b.title_language
    foreign = np.isin(one, OF_THE_REGION) | np.isin(other, OF_THE_REGION)
    chosen = says_titles_only(groups) & (one != other) & foreign & there & when
    topic, named = groups["topic"], np.minimum(groups["title"]["names_shared"], 1.0)
    visited = of_kinds(a, VISITED_FROM_AFAR) + of_kinds(b, VISITED_FROM_AFAR) > 0
    columns = (
        topic["title_cosine"], topic["topics_jaccard"], topic["topics_shared"], np.where(visited, 0.0, named),
        np.where(visited, named, 0.0), groups["owner"]["owner_linked"], groups["kind"]["kind_same"],
        time["same_minute"] * np.maximum(topic["title_cosine"] - STRANGERS, 0.0),
    )  # fmt: skip
    return chosen, np.array(columns).T


def says_titles_only(groups: dict[str, dict[str, Floats]]) -> npt.NDArray[np.bool_]:
    """Whether both records say nothing but a title."""
    topic = groups["topic"]
    title = topic["title_cosine"]
    same = np.isclose(topic["text_cosine"], title, atol=1e-5) & np.isclose(
        topic["cross_cosine"], title, atol=1e-5
    )
    return np.asarray(same)


def bare(groups: dict[str, dict[str, Floats]]) -> npt.NDArray[np.bool_]:
    """Whether both records say nothing but a title, in one language.

    The learned model knows texts; of two bare titles on one day in one town (PHP Days, JavaScript Days) only copies
    are one action, and the identity expert finds those.
    """
    return np.asarray(says_titles_only(groups) & (groups["topic"]["same_language"] > 0))


def parts_of_one(a: Side, b: Side) -> npt.NDArray[np.bool_]:
    """Whether one is a session, a prize or an evening of the other, or both are such parts of one congress."""
    apart = a.called != b.called
    both = (a.part_of != 0) & (a.part_of == b.part_of)
    one = (a.part_of != 0) & (a.part_of == b.called)
    other = (b.part_of != 0) & (b.part_of == a.called)
    return np.asarray(apart & (both | one | other))


def settled(
    learned: Floats, same: Floats, only_titles: npt.NDArray[np.bool_], parts: npt.NDArray[np.bool_]
) -> Floats:
    """What the model says, with what this expert knows better: bare titles, parts of one congress, copies.

    Where only copies are one action, the model's word counts for the case that these are two: what it gave to duplicate
    goes to the other classes in their shares (two workshops on one subject, one day, one town are still two for the same
    people). Of parts of one congress it goes to none: nobody holds them twice.
    """
    found = learned.copy()
    found[parts, 0] += found[parts, 1]
    found[parts, 1] = 0
    titles = only_titles & ~parts
    found[titles, 1] = 0
    found[titles] /= np.maximum(found[titles].sum(axis=1, keepdims=True), LEAST_REST)
    return joined(found, np.where(parts, 0.0, same))


def joined(probabilities: Floats, same: Floats) -> Floats:
    """Class probabilities with the evidence of identity added: duplicate by noisy-or, the rest shrunk."""
    duplicate = 1 - (1 - probabilities[:, 1]) * (1 - same)
    rest = (1 - duplicate) / np.maximum(1 - probabilities[:, 1], 1e-9)
    found = probabilities * rest[:, None]
    found[:, 1] = duplicate
    return found
