"""How alike two lists of names are: shared weighted words, where a slip of the pen still counts as shared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

from rapidfuzz.distance import OSA

from neisse.engine.record.duplicates.frequencies import known_words, weighted
from neisse.engine.record.duplicates.signatures import Signature

SLIP = 0.8
LEAST_LETTERS = 0.7
MOST_EDITS = 4
SLIP_LETTERS = 4
MOST_LOST = 2
# So many pairs of names are compared letter by letter, the best by whole words.
CLOSE = 3


@dataclass(frozen=True, slots=True)
class Likeness:
    """The likeness of the best pair of names; all but `edits` in [0, 1].

    Cosine of the weighted words; share of the smaller name that lies in the larger; length of what is shared,
    which says how telling it is; share of letters that stay in place (optimal string
    alignment), and the number of slips that this takes, at most MOST_EDITS + 1. `others` is the mean cosine of
    the names of the side with fewer with their best counterparts; -1 where a side has one name.
    """

    cosine: float = 0.0
    inside: float = 0.0
    length: float = 0.0
    letters: float = 0.0
    edits: int = 0
    others: float = -1.0


@dataclass(frozen=True, slots=True)
class _Name:
    words: dict[str, float]
    square: float


@dataclass(frozen=True, slots=True)
class WeightedNames:
    """The names of one organisation, ready to be compared."""

    names: tuple[_Name, ...]
    letters: tuple[str, ...]
    full: tuple[int, ...]
    towns: frozenset[str]

    def is_apart(self, other: WeightedNames) -> bool:
        """Whether both are placed and share no town: there another spelling is another name."""
        return bool(self.towns and other.towns) and self.towns.isdisjoint(other.towns)


def weighted_names(found: Signature, of_words: Mapping[str, float]) -> WeightedNames:
    """The names of a signature with the weights of their words."""
    names = []
    for words in found.names:
        weights = dict(zip(words, weighted(words, of_words, found.town_words), strict=True))
        names.append(_Name(weights, sum(w * w for w in weights.values()) or 1e-9))
    full = [n for n, words in enumerate(found.names) if not (len(words) == 1 and words[0] in found.short)]
    return WeightedNames(tuple(names), found.letters, tuple(full), found.towns)


def likeness(left: WeightedNames, right: WeightedNames) -> Likeness:
    """The likeness of two organisations' names. Cost: names x names set operations, few comparisons of letters."""
    exact = {(i, j): _exact(a, b) for i, a in enumerate(left.names) for j, b in enumerate(right.names)}
    scored = sorted(((cosine, i, j) for (i, j), cosine in exact.items()), reverse=True)[:CLOSE]
    slips = not left.is_apart(right)
    found = [_close(left.names[i], right.names[j], slips) for _, i, j in scored]
    best = max(found, key=lambda likely: likely[0], default=(0.0, 0.0, 0.0))
    inside = max((likely[1] for likely in found if likely[2] >= best[2]), default=best[1])
    letters, edits = max(
        (
            (_letters_shared(a, b), -OSA.distance(a, b, score_cutoff=MOST_EDITS))
            for a in left.letters
            for b in right.letters
        ),
        default=(0.0, -MOST_EDITS - 1),
    )
    return Likeness(best[0], inside, best[2], letters, -edits, _counterparts(left, right, exact))


def _counterparts(left: WeightedNames, right: WeightedNames, exact: Mapping[tuple[int, int], float]) -> float:
    """The mean of the best cosines of the shorter list's names, acronyms left out; -1 for a single name."""
    if len(left.full) < 2 or len(right.full) < 2:
        return -1.0
    if len(left.full) <= len(right.full):
        best = [max(exact[i, j] for j in right.full) for i in left.full]
    else:
        best = [max(exact[i, j] for i in left.full) for j in right.full]
    return sum(best) / len(best)


def _letters_shared(a: str, b: str) -> float:
    return OSA.normalized_similarity(a, b, score_cutoff=LEAST_LETTERS)


def _exact(a: _Name, b: _Name) -> float:
    shared = sum(a.words[word] * b.words[word] for word in a.words.keys() & b.words.keys())
    return shared / sqrt(a.square * b.square)


def _close(a: _Name, b: _Name, slips: bool) -> tuple[float, float, float]:
    """Cosine, containment and shared length; with `slips`, words of few different letters are one word, misspelt.

    Two words that both stand in many names are two words, however alike (`Wirtschaft`, `Wissenschaft`).
    """
    known = known_words()
    common = a.words.keys() & b.words.keys()
    shared = sum(a.words[word] * b.words[word] for word in common)
    square_a, square_b = a.square, b.square
    rest = [word for word in b.words if slips and word not in common and len(word) >= SLIP_LETTERS]
    for word in a.words if rest else ():
        if word in common or len(word) < SLIP_LETTERS:
            continue
        near = [
            other
            for other in rest
            if other[0] == word[0]
            and abs(len(other) - len(word)) <= MOST_LOST
            and not (word in known and other in known)
        ]
        likely, other = max(
            ((OSA.normalized_similarity(word, other), other) for other in near), default=(0.0, "")
        )
        if likely >= SLIP:
            weight = min(a.words[word], b.words[other])
            shared += weight * weight * likely
            square_a += weight * weight - a.words[word] ** 2
            square_b += weight * weight - b.words[other] ** 2
            rest.remove(other)
    smaller = max(min(square_a, square_b), 1e-9)
    return shared / sqrt(max(square_a, 1e-9) * max(square_b, 1e-9)), min(1.0, shared / smaller), sqrt(shared)
