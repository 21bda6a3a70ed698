"""Acronyms across languages: `HMDK` is the State University of Music and Performing Arts.

A letter stands for a word's own first letter, or for that of a translation (Hochschule, Darstellende, Kunst).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from neisse.engine.text.fold import WORD, fold, words
from neisse.engine.text.institutions import STEM, initials, is_own_word, known_keys, large_town
from neisse.engine.text.towns import find_town

LONGEST_ACRONYM = 8
# Keramische and Ceramic begin alike to the ear.
SOUND = str.maketrans({"k": "c", "z": "c", "f": "p", "w": "v"})
# What a letter is worth that is a word's own, a translation's, or that of a small word (Institut für ...: IF).
OWN, TRANSLATED, SMALL = 1.0, 0.7, 0.6
# Less than this share of the letters is chance; two letters say less than three, three less than four.
LEAST, PER_LETTER = 0.5, 0.4
# What a letter is worth that stands inside a word; from how many letters on the order of the words is free.
INSIDE, LEAST_SHUFFLED = 0.7, 3
# A word of so many letters may be a compound, of parts of so many.
LEAST_COMPOUND, LEAST_PART = 10, 4
# What a letter of a translation is worth; how much of the loss is forgiven where words of the name stay unused.
FOREIGN, UNUSED, SHUFFLED = 0.9, 0.25, 0.95


@lru_cache(maxsize=20_000)
def acronyms(name: str) -> tuple[str, ...]:
    """The words of a name in capitals (`IML`, `HiKo`) by their capitals as they sound; none where all is in capitals."""
    if name.isupper() and " " in name.strip():
        return ()
    capitals = [("".join(c for c in word if c.isupper()), len(word)) for word in WORD.findall(name)]
    return tuple(
        fold(c).translate(SOUND) for c, size in capitals if max(2, size - 2) <= len(c) <= LONGEST_ACRONYM
    )


def sound(letters: str) -> str:
    """Letters of an acronym, folded and as they sound in all three languages."""
    return fold(letters).translate(SOUND)


def spelling(acronym: str, name: str, town: str = "") -> float:
    """How well an acronym (as it sounds) stands for a name, in [0, 1]: letters that words begin with, in order, and how
    many of the telling words they use.

    A letter may also stand inside the word whose first letter was just used (GFZ, IPHT), for a little less; in an acronym of
    three letters and more the order of the words may be another one (TUD: Dresden University of Technology).
    """
    said = words(name)
    line = [(own, others, word) for (own, others, _), word in zip(_line(name), said, strict=True)]
    telling = sum(known_keys(word) != frozenset() for _, _, word in line)
    lines = [line]
    if town and not set(words(town)) & set(said):
        lines.append(
            line
            + [(own, others, word) for (own, others, _), word in zip(_line(town), words(town), strict=True)]
        )
    best = max(
        _letters_of(acronym, found)
        * min(1.0, UNUSED + len(acronym) / (len(acronym) + max(0, telling - len(acronym))))
        for found in lines
    )
    if len(acronym) < LEAST_SHUFFLED or best >= 1:
        return min(1.0, best)
    return max(best, *(_in_any_order(acronym, found) for found in lines), 0.0)


def stands_for_all(acronym: str, name: str, town: str = "") -> bool:
    """Whether an acronym (as it sounds) is made of the first letters of all telling words of a name in their order, of the
    small ones or its town's where it has more letters (GIG, Główny Instytut Górnictwa), and of the parts of compounds
    (UKJ, Universitätsklinikum Jena). Proper names after its last letter may be left out (KUL).
    """
    said = words(name)
    told = [(word, known_keys(word) != frozenset() and not _is_town(word, town)) for word in said]
    if town and not set(words(town)) & set(said):
        told.append((words(town)[0], False))
    reached = {0}
    for word, telling in told:
        further = {at + n for at in reached for n in _used(acronym[at:], word)}
        done = len(acronym) in reached and len(acronym) >= LEAST_SHUFFLED and is_own_word(word)
        reached = further | (set() if telling else reached) | ({len(acronym)} if done else set())
        if not reached:
            return False
    return len(acronym) in reached


def _is_town(word: str, town: str) -> bool:
    return (
        word in words(town)
        or large_town(word) is not None
        or (len(word) > STEM and find_town(word) is not None)
    )


def _used(letters: str, word: str) -> list[int]:
    """How many of the next letters a word may stand for: its first, then one for each part of a compound."""
    if not letters or word[0].translate(SOUND) != letters[0]:
        return []
    used = [1]
    if len(word) >= LEAST_COMPOUND and len(letters) > 1:
        starts = (
            at
            for at in range(LEAST_PART, len(word) - LEAST_PART)
            if word[at].translate(SOUND) == letters[1] and known_keys(word[at:])
        )
        used += [1 + n for at in starts for n in _used(letters[1:], word[at:])]
    return used


def _letters_of(acronym: str, line: Sequence[tuple[str, frozenset[str], str]]) -> float:
    """The share of the letters that the words give in this order."""
    best = [0.0] * (len(acronym) + 1)
    for own, others, word in line:
        for at in range(len(acronym) - 1, -1, -1):
            if acronym[at] != own and acronym[at] not in others:
                continue
            worth = 1.0 if acronym[at] == own else FOREIGN
            best[at + 1] = max(best[at + 1], best[at] + worth)
            rest, end = word[1:].translate(SOUND), at + 1
            while end < len(acronym) and acronym[at] == own and (inside := rest.find(acronym[end])) >= 0:
                rest, end = rest[inside + 1 :], end + 1
                best[end] = max(best[end], best[at] + 1 + INSIDE * (end - at - 1))
        for at in range(len(acronym)):
            best[at + 1] = max(best[at], best[at + 1])
    return best[-1] / len(acronym)


def _in_any_order(acronym: str, line: Sequence[tuple[str, frozenset[str], str]]) -> float:
    """High where each letter has a word of its own and no telling word is left over, else 0; one translation at most."""
    telling = [(own, others) for own, others, word in line if known_keys(word) != frozenset()]
    left = list(acronym)
    foreign = []
    for own, others in telling:
        if own in left:
            left.remove(own)
        else:
            foreign.append(others)
    if len(foreign) > 1 or len(left) != len(foreign) or (left and left[0] not in foreign[0]):
        return 0.0
    return SHUFFLED if not left else SHUFFLED * FOREIGN


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
