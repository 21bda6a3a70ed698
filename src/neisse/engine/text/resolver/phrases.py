"""Phrases that say what an organisation is: kinds of institutions, subjects and places, in three languages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from neisse.engine.text.countries import BORDER
from neisse.engine.text.fold import WORD, fold, words
from neisse.engine.text.institutions import known_keys, large_town
from neisse.engine.text.regions import regions_in
from neisse.engine.text.towns import Town, find_town
from neisse.engine.values import Place

# Keys of `data/institutions.tsv` that are kinds of institutions ...
KINDS = (
    "university", "school", "hospital", "institute", "centre", "laboratory", "museum", "library", "foundation", "society",
    "network", "ministry", "agency", "chamber", "academy", "park", "municipal", "council", "company", "fund",
)  # fmt: skip
# ... and those with which a phrase may begin: a city tour and a joint stand (Gemeinschaftsstand) are nobody.
BEGINNING = frozenset(KINDS) - {"school", "society", "park", "municipal", "council", "company", "fund"}
# Kinds that stand for many things in a text (a centre of gravity, a society): they need a subject and a place.
VAGUE = frozenset(
    {"school", "society", "agency", "municipal", "council", "company", "fund", "park", "centre"}
)
# Folded words of names that say the kind and are in no dictionary of words.
BRANDS = {
    "fraunhofer": "institute", "planck": "institute", "mpi": "institute", "leibniz": "institute", "helmholtz": "institute",
    "lukasiewicz": "institute", "ihk": "chamber", "ahk": "chamber", "hwk": "chamber", "uk": "hospital university",
    "ukd": "hospital university", "ukl": "hospital university", "usk": "hospital university", "umed": "university medical",
    "umw": "university medical", "uwr": "university", "urzad": "agency", "rathaus": "municipal", "ratusz": "municipal",
    "marschallamt": "agency marshal", "um": "agency marshal", "umwd": "agency marshal",
}  # fmt: skip
KIND_OF_RECORD = {
    "research": "institute", "university": "university", "clinic": "hospital", "hospital": "hospital", "chamber": "chamber",
    "municipality": "municipal", "agency": "agency", "network": "network", "cluster": "network", "association": "society",
    "company": "company", "foundation": "foundation",
}  # fmt: skip
RIVERS = {
    "neisse": ("Görlitz", "Zgorzelec"), "nysa": ("Görlitz", "Zgorzelec"), "nysy": ("Görlitz", "Zgorzelec"),
    "oder": ("Frankfurt (Oder)", "Wrocław"), "odra": ("Frankfurt (Oder)", "Wrocław"), "odry": ("Frankfurt (Oder)", "Wrocław"),
    "elbe": ("Dresden",), "elba": ("Dresden",), "pleisse": ("Leipzig",), "olza": ("Cieszyn", "Český Těšín"),
}  # fmt: skip
# Words that only look like a kind: what is held (veranstaltet) is no institution.
NO_KIND = re.compile(r"^(?:mit)?veranstalt")
# Words inside a phrase that say nothing themselves: "po stronie saksońskiej", "on the Saxon side".
BETWEEN = frozenset({"stronie", "strony", "side", "seite", "bank", "ufer", "brzegu"})
# "Das dortige Rehazentrum": where the action is.
THERE = re.compile(r"^(dortig|ortsansassig|hiesig|tamtejsz|miejscow|tutejsz|local$)")
BREAK = re.compile(r"[.,;:!?()\[\]|\u2013\u2014\n/]")
MOST_BEFORE, MOST_AFTER = 3, 6
LEAST_POPULATION = 15_000
# Shorter words say no kind, but for brands (MPI); most short words of a text are not worth a look into the dictionary.
SHORTEST_KIND = 4


@dataclass(frozen=True, slots=True)
class Description:
    """What is known of an organisation: keys of kinds, of subjects, and of places (`town:key`, `DE.13`)."""

    kinds: frozenset[str]
    subjects: frozenset[str]
    places: frozenset[str]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A verbatim span of a text and what it describes."""

    start: int
    end: int
    text: str
    says: Description


@lru_cache(maxsize=20_000)
def description_of(name: str, kind: str = "", place: Place = Place()) -> Description:  # noqa: B008 - frozen
    """What an organisation's name, its kind in the directory and its town say; slugs (`klinikum-goerlitz`) are names too.

    `place` counts only where the name itself says none.
    """
    said = [fold(word) for word in WORD.findall(name)]
    keys = frozenset().union(*(_keys(word) for word in said))
    places = _places(said) or _places_of(find_town(place.city, place.country) if place.city else None)
    kinds = (keys & frozenset(KINDS)) | frozenset(KIND_OF_RECORD.get(kind, "").split())
    return Description(kinds, keys - frozenset(KINDS), places)


def phrases(text: str, here: Place = Place()) -> list[Phrase]:  # noqa: B008 - frozen
    """The phrases of a text in its order; `here` is the place that "the local ..." speaks of. About 15 µs a text without any."""
    spans = list(WORD.finditer(text))
    said = [fold(span[0]) for span in spans]
    found: list[Phrase] = []
    end = 0
    for at, word in enumerate(said):
        if at < end or not _begins(word):
            continue
        first, last = _reach(text, spans, said, at)
        end = last + 1
        phrase = _phrase(text, spans[first:end], said[first:end], here)
        if phrase is not None:
            found.append(phrase)
    return found


def may_describe(text: str) -> bool:
    """Whether a text holds a word with which a phrase may begin."""
    return any(map(_begins, words(text)))


def _phrase(text: str, spans: list[re.Match[str]], said: list[str], here: Place) -> Phrase | None:
    """What the words say together; None where that could be anybody."""
    keys = frozenset().union(*(_keys(word) for word in said))
    places = _places(said)
    if not places and any(THERE.match(word) for word in said):
        places = _places_of(find_town(here.city, here.country) if here.city else None)
    says = Description(keys & frozenset(KINDS), keys - frozenset(KINDS), places)
    least = 2 if says.kinds <= VAGUE else 1
    if not says.kinds or bool(says.subjects) + bool(says.places) < least:
        return None
    start, end = spans[0].start(), spans[-1].end()
    return Phrase(start, end, text[start:end], says)


def _reach(text: str, spans: list[re.Match[str]], said: list[str], at: int) -> tuple[int, int]:
    """From the describing words before the kind to the last one after it, within the sentence's part."""
    first = at
    while (
        first > max(0, at - MOST_BEFORE) and not _breaks(text, spans, first - 1) and _tells(said[first - 1])
    ):
        first -= 1
    last, looked = at, at
    while looked + 1 < min(len(spans), at + MOST_AFTER + 1) and not _breaks(text, spans, looked):
        looked += 1
        if _tells(said[looked]):
            last = looked
        elif known_keys(said[looked]) != frozenset() and said[looked] not in BETWEEN:
            break
    return first, last


def _breaks(text: str, spans: list[re.Match[str]], at: int) -> bool:
    """Whether a part of the sentence ends between a word and the next one."""
    return bool(BREAK.search(text[spans[at].end() : spans[at + 1].start()]))


@lru_cache(maxsize=50_000)
def _tells(word: str) -> bool:
    """Whether a word says a kind, a subject or a place."""
    named = _keys(word) or _town(word) or word in RIVERS or THERE.match(word) or regions_in(word)
    return bool(named)


@lru_cache(maxsize=50_000)
def _begins(word: str) -> bool:
    """Whether a phrase may begin with a word: it says a kind of institution."""
    if len(word) < SHORTEST_KIND or word.isdigit():
        return word in BRANDS and not BEGINNING.isdisjoint(BRANDS[word].split())
    return not _keys(word).isdisjoint(BEGINNING)


@lru_cache(maxsize=50_000)
def _keys(word: str) -> frozenset[str]:
    if word in RIVERS or NO_KIND.match(word) or regions_in(word):
        return frozenset()
    if word in BRANDS:
        return frozenset(BRANDS[word].split())
    town = _town(word)
    return frozenset() if town is not None else known_keys(word) or frozenset()


@lru_cache(maxsize=50_000)
def _town(word: str) -> Town | None:
    town = large_town(word)
    if town is None and len(word) > 4 and known_keys(word) is None:
        town = find_town(word)
    return town if town and town.country in BORDER and town.population >= LEAST_POPULATION else None


def _places(said: Sequence[str]) -> frozenset[str]:
    found: set[str] = set()
    for word in said:
        found |= frozenset() if word in RIVERS else _places_of(_town(word))
        for name in RIVERS.get(word, ()):
            found |= {f"town:{town.key}" for town in [find_town(name)] if town}
    return frozenset(found) or (regions_in(" ".join(said)) if any(map(_is_regional, said)) else frozenset())


@lru_cache(maxsize=50_000)
def _is_regional(word: str) -> bool:
    return bool(regions_in(word))


def _places_of(town: Town | None) -> frozenset[str]:
    if town is None:
        return frozenset()
    return frozenset({f"town:{town.key}", f"{town.country}.{town.region}"})
