"""The same record twice: near-equal titles on the same day in the same place. No learning needed.

The learned model knows paraphrases; copies of one record (two topic lists, two calendars) are plainer and
do not depend on any training set. The factors follow Fellegi & Sunter (1969): agreement of title, time
and place, each from 0 (contradicts) to 1 (agrees), with values for what is not known.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from neisse.engine.intersect.table.contact import Floats

ALIKE, STEEPNESS = 0.60, 12.0
# Where each title has a word of its own (PHP Days, JavaScript Days), only a slip of the pen makes them one.
ALIKE_WITH_OWN_WORDS = 0.85
NEXT_DAY, VAGUE_TIME = 0.6, 0.7
UNKNOWN_PLACE, NEXT_TOWN, NEXT_TOWN_KM = 0.9, 0.6, 15.0


def identity(groups: dict[str, dict[str, Floats]]) -> Floats:
    """The probability that two records are copies of one, in [0, 1]; 0 where time or place contradict."""
    title, time, place, series = (groups[name] for name in ("title", "time", "place", "series"))
    wanted = np.where(title["title_private"] > 0, ALIKE_WITH_OWN_WORDS, ALIKE)
    alike = 1 / (1 + np.exp(-STEEPNESS * (title["title_grams"] - wanted)))
    exact = (time["time_known"] > 0) & (time["vague"] == 0)
    when = np.where(time["same_start"] > 0, 1.0, 0.0)
    when = np.where(exact & (time["start_apart_days"] == 1), NEXT_DAY, when)
    when = np.where((time["vague"] > 0) & (time["span_shared"] > 0), VAGUE_TIME, when)
    where = np.where(place["same_town"] + place["both_online"] > 0, 1.0, UNKNOWN_PLACE)
    apart = np.where(place["km"] <= NEXT_TOWN_KM, NEXT_TOWN, 0.0)
    where = np.where((place["town_known"] > 0) & (place["same_town"] == 0), apart, where)
    return np.asarray(alike * when * where * (1 - series["edition_apart"]))


def bare(groups: dict[str, dict[str, Floats]]) -> npt.NDArray[np.bool_]:
    """Whether both records say nothing but a title, in one language.

    The learned model knows texts; of two bare titles on one day in one town (PHP Days, JavaScript Days) only copies
    are one action, and the identity expert finds those.
    """
    topic = groups["topic"]
    title = topic["title_cosine"]
    same = np.isclose(topic["text_cosine"], title, atol=1e-5) & np.isclose(
        topic["cross_cosine"], title, atol=1e-5
    )
    return np.asarray(same & (topic["same_language"] > 0))


def without_duplicates(probabilities: Floats, rows: npt.NDArray[np.bool_]) -> Floats:
    """Class probabilities whose duplicates are none in the chosen rows."""
    found = probabilities.copy()
    found[rows, 0] += found[rows, 1]
    found[rows, 1] = 0
    return found


def joined(probabilities: Floats, same: Floats) -> Floats:
    """Class probabilities with the evidence of identity added: duplicate by noisy-or, the rest shrunk."""
    duplicate = 1 - (1 - probabilities[:, 1]) * (1 - same)
    rest = (1 - duplicate) / np.maximum(1 - probabilities[:, 1], 1e-9)
    found = probabilities * rest[:, None]
    found[:, 1] = duplicate
    return found
