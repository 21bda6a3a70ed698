"""What the core takes from the engine: folding, towns, countries, and how a concept is written in other languages."""

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz.distance import OSA

from neisse.engine.intersect.words.lexicon import topic_lexicon
from neisse.engine.text.countries import country_name
from neisse.engine.text.exonyms import town_in
from neisse.engine.text.fold import fold, words
from neisse.engine.text.towns import find_town, towns_in

__all__ = [
    "by_town",
    "country_name",
    "find_town",
    "fold",
    "names_of_town",
    "nearest_word",
    "searchable",
    "spellings_of",
    "synonyms",
    "town_in",
    "town_key",
    "words",
]

# A word of so many letters may be misspelt by one slip, a long one by two.
SHORTEST_SLIP, LONG_WORD = 4, 8


def searchable(text: str) -> str:
    """A text as the index keeps it: folded, with the own names of the towns that it names otherwise."""
    folded = fold(text)
    towns = [
        name for town in towns_in(text, least_population=1_000) if (name := fold(town.name)) not in folded
    ]
    return f" {' '.join([folded, *towns])} "


def names_of_town(word: str) -> tuple[str, ...]:
    """The folded names under which texts may speak of the town that `word` names: Breslau -> wroclaw."""
    town = find_town(word)
    return tuple(dict.fromkeys((fold(word), fold(town.name)))) if town else (fold(word),)


@lru_cache(maxsize=20_000)
def _town_key(city: str) -> str:
    """What the spellings of one town have in common: Leipzig, Lipsk, 04103 Leipzig, Leipzig-Plagwitz."""
    town = find_town(city)
    return str(town.key) if town else fold(city)


def town_key(city: str, country: str) -> str:
    """What the rows of one town have in common; names that no table knows are apart in each country."""
    town = find_town(city)
    return str(town.key) if town else f"{country} {fold(city)}"


def spellings_of(city: str, known: Iterable[str]) -> list[str]:
    """Those of the known names of towns that mean the same town, and the name itself. Cost: a look-up each, once."""
    wanted = _town_key(city)
    return list(dict.fromkeys([city, *(other for other in known if _town_key(other) == wanted)]))


def by_town(counts: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """Counts by town, whatever its spelling; under the spelling that is used most, most first."""
    names: dict[str, tuple[int, str]] = {}
    sums: Counter[str] = Counter()
    for city, n in counts:
        key = _town_key(city)
        sums[key] += n
        names[key] = min(names.get(key, (0, city)), (-n, city))
    return sorted(((names[key][1], n) for key, n in sums.items()), key=lambda pair: (-pair[1], pair[0]))


def synonyms(query: str) -> list[tuple[str, ...]]:
    """How the concept of a query is written in any language, as parts of words that stand in a text together."""
    return topic_lexicon().synonyms(query)


def nearest_word(word: str, known: Iterable[str]) -> str:
    """The known word that a misspelt one was meant to be, "" for none; the nearest, then the first by letters."""
    most = 0 if len(word) < SHORTEST_SLIP else 1 if len(word) < LONG_WORD else 2
    near = (
        (OSA.distance(word, other[: len(word) + most], score_cutoff=most), abs(len(other) - len(word)), other)
        for other in known
        if len(other) >= len(word) - most
    )
    found = min((entry for entry in near if entry[0] <= most), default=(0, 0, ""))
    return found[2] if most else ""
