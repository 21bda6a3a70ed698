"""How telling a word is in the name of an organisation: by how many others use it, here and elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from math import log

from neisse.engine.record.duplicates.signatures import Signature
from neisse.engine.record.duplicates.words import GENERIC

MINOR = 0.35
ALL = "*"


@lru_cache(maxsize=1)
def known_words() -> Mapping[str, int]:
    """In how many of ROR's German, Polish and Czech organisations (`*`) a word of names stands, if in two or more.

    Source: ROR (CC0), written by `bench/build_name_words.py`. A list of 60 organisations cannot say by itself
    that half of all ministries are ministries of something.
    """
    text = files("neisse.engine.record.duplicates").joinpath("name_words.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines())
    return {word: int(times) for word, times in rows}


def word_weights(signatures: Sequence[Signature], region: bool) -> dict[str, float]:
    """The weight of each word in [0, 1]: its inverse document frequency, with `region` among the known names too."""
    known = known_words() if region else {ALL: 0}
    seen = Counter(word for found in signatures for word in {word for name in found.names for word in name})
    size = len(signatures) + known[ALL] + 1
    return {word: log(size / (times + known.get(word, 0))) / log(size) for word, times in seen.items()}


def weighted(words: Sequence[str], of_words: Mapping[str, float], town_words: frozenset[str]) -> list[float]:
    """The weights of a name's words; generic words and those of the own town count a third."""
    return [of_words[word] * (MINOR if word in GENERIC or word in town_words else 1.0) for word in words]
