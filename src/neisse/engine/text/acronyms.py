"""Acronyms across languages: `HMDK` is the State University of Music and Performing Arts.

A letter stands for a word's own first letter, or for that of a translation (Hochschule, Darstellende, Kunst).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from neisse.engine.text.fold import WORD, fold, words
from neisse.engine.text.institutions import initials, known_keys

LONGEST_ACRONYM = 8
# Keramische and Ceramic begin alike to the ear.
SOUND = str.maketrans({"k": "c", "z": "c", "f": "p", "w": "v"})
# What a letter is worth that is a word's own, a translation's, or that of a small word (Institut für ...: IF).
OWN, TRANSLATED, SMALL = 1.0, 0.7, 0.6
# Less than this share of the letters is chance; two letters say less than three, three less than four.
LEAST, PER_LETTER = 0.5, 0.4


@lru_cache(maxsize=20_000)
def acronyms(name: str) -> tuple[str, ...]:
    """The words of a name in capitals (`IML`, `HiKo`) by their capitals as they sound; none where all is in capitals."""
    if name.isupper() and " " in name.strip():
        return ()
    capitals = [("".join(c for c in word if c.isupper()), len(word)) for word in WORD.findall(name)]
    return tuple(
        fold(c).translate(SOUND) for c, size in capitals if max(2, size - 2) <= len(c) <= LONGEST_ACRONYM
    )


def spelt_similarity(
    names: Sequence[str], others: Sequence[str], near: npt.NDArray[np.bool_]
) -> npt.NDArray[np.float32]:
    """Names x others: 1 where an acronym of one runs through the initials of the other; only where `near`."""
    found = np.zeros(near.shape, dtype=np.float32)
    for i, j in np.argwhere(near):
        one, two = names[i], others[j]
        values = [_evidence(a, two) for a in acronyms(one)] + [_evidence(a, one) for a in acronyms(two)]
        found[i, j] = max(values, default=0.0)
    return found


@lru_cache(maxsize=100_000)
def _evidence(acronym: str, name: str) -> float:
    share = _longest_run(acronym, _line(name)) / len(acronym)
    return max(0.0, share - LEAST) / (1 - LEAST) * min(1.0, PER_LETTER * (len(acronym) - 1))


@lru_cache(maxsize=20_000)
def _line(name: str) -> tuple[tuple[str, frozenset[str], float], ...]:
    """Of each word: its own first letter, those of its translations, and what its own is worth."""
    return tuple(
        (
            word[0].translate(SOUND),
            frozenset(letter.translate(SOUND) for letter in initials(word)),
            SMALL if known_keys(word) == frozenset() else OWN,
        )
        for word in words(name)
    )


def _longest_run(letters: str, line: tuple[tuple[str, frozenset[str], float], ...]) -> float:
    """The greatest worth of letters found in this order, with gaps (longest common subsequence, weighted)."""
    best = [0.0] * (len(letters) + 1)
    for own, others, worth in line:
        for k in range(len(letters), 0, -1):
            letter = letters[k - 1]
            if letter == own or letter in others:
                best[k] = max(best[k], best[k - 1] + (worth if letter == own else TRANSLATED))
        for k in range(len(letters)):
            best[k + 1] = max(best[k], best[k + 1])
    return best[-1]
