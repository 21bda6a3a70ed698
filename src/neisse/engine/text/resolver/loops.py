"""The loops behind `agreement`, compiled when they are first called."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from neisse.engine.arrays.bits import ones
from neisse.engine.text.resolver.rows import REGIONS, ROW, SUBJECT_WORDS, TOWNS

# What is known adds up: the subject, the place, each also where one side says nothing of it.
SUBJECT, NO_SUBJECT, OTHER_SUBJECT = 0.5, 0.3, 0.0
PLACE, NO_PLACE = 0.5, 0.15
# An organisation whose kind its name does not tell.
UNKNOWN_KIND = 0.5
LEAST_SHARE = 0.5


@njit(cache=True, nogil=True)
def fits(phrases: Any, i: Any, organisations: Any, j: Any) -> Any:
    """How well the best phrase of each row fits the organisation of the other, by pair; see `agreement`."""
    found = np.zeros(len(i))
    for k in range(len(i)):
        other = organisations[j[k]]
        for at in range(0, phrases.shape[1], ROW):
            if phrases[i[k], at] == 0:
                break
            found[k] = max(found[k], _fit(phrases[i[k], at : at + ROW], other))
    return found


@njit(cache=True, nogil=True)
def _fit(phrase: Any, other: Any) -> Any:
    known = other[0] != 0
    if known and phrase[0] & other[0] == 0:
        return 0.0
    place = _place(phrase, other)
    if place < 0:
        return 0.0
    asked, theirs, both = 0, 0, 0
    for word in range(1, 1 + SUBJECT_WORDS):
        asked += ones(phrase[word])
        theirs += ones(other[word])
        both += ones(phrase[word] & other[word])
    subject = NO_SUBJECT
    if asked and theirs:
        subject = SUBJECT if both >= LEAST_SHARE * asked else OTHER_SUBJECT
    if subject == OTHER_SUBJECT and both == 0:
        return 0.0
    # Nothing but the kind is known of both.
    if subject == NO_SUBJECT and place == NO_PLACE:
        return 0.0
    return (subject + place) * (1.0 if known else UNKNOWN_KIND)


@njit(cache=True, nogil=True)
def _place(phrase: Any, other: Any) -> Any:
    """By towns where both name one, else by regions; -1 where they contradict each other."""
    if phrase[TOWNS] != 0 and other[TOWNS] != 0:
        first, last = TOWNS, REGIONS
    elif phrase[REGIONS] != 0 and other[REGIONS] != 0:
        first, last = REGIONS, ROW
    else:
        return NO_PLACE
    for one in range(first, last):
        for two in range(first, last):
            if phrase[one] != 0 and phrase[one] == other[two]:
                return PLACE
    return -1.0
