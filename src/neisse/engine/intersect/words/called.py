"""What an action is called, whoever writes it down: `JS Day`, `jsday`, `JsDay Verona 2027` have one name.

Lists write a name together or apart, abbreviate it, add the year, the edition's town, the country or a subtitle. What is
left without those is compared as it runs, letter by letter. Two names alike are one action only on the same days in the same
place; the identity expert looks at those. Sessions of a congress add a subtitle too: a subtitle that speaks of a part makes
no other name.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from neisse.engine.intersect.words.lexicon import format_lexicon
from neisse.engine.intersect.words.titles import unmarked
from neisse.engine.text.countries import country_code, country_names
from neisse.engine.text.fold import fold
from neisse.engine.text.institutions import large_town
from neisse.engine.text.towns import find_town, is_named
from neisse.engine.values import Place

MOST_ALSO = 4
SHORTEST, SHORTEST_INITIALS, FEWEST_FOR_INITIALS = 4, 3, 3
LONGEST_PLACE_WORDS = 3
# `VSLive` is VS Live, `JavaScript` Java Script, `jsday` one word; digits stay with what stands before them.
HUMP = re.compile(r"(?<=[a-zäöüß])(?=[A-ZÄÖÜ])|(?<=[A-ZÄÖÜ])(?=[A-ZÄÖÜ][a-zäöüß])")
TOKEN = re.compile(r"[^\W_]+(?:\.(?=[^\W_]))?[^\W_]*")
YEAR = re.compile(r"^(?:20\d\d|['\u2019]\d\d)$")
SUBTITLE = re.compile(r"\s*(?::|\s[–—|/-]\s|,|\().*$", re.DOTALL)
# What says of which kind a listing is, and nothing of its name; `conf` stays where little else is left (JSConf).
GENERIC = frozenset(
    {
        "the", "conf", "online", "virtual", "virtuell", "live", "hybrid", "edition", "annual", "international",
        "internationale", "der", "die", "das",
    }
)  # fmt: skip
CONFERENCE = dict.fromkeys(
    ("conference", "conferences", "konferenz", "konferencja", "conferencia", "conferenza"), "conf"
)
# Parts of the world that a listing adds where there are sisters in others.
WORLD = frozenset(
    {
        "na", "emea", "apac", "latam", "eu", "us", "usa", "uk", "europe", "europa", "european", "north america", "america",
        "nyc", "ny", "sf", "asia", "africa", "global", "world", "worldwide",
    }
)  # fmt: skip
# A subtitle with one of these speaks of a part or a fringe of the action, not of all of it.
PART = re.compile(
    r"\b(?:tag|day|dzien|sitzung|session|sesja|workshop\w*|warsztat\w*|track|panel|saal|sala|room|teil|part|czesc|modul\w*|"
    r"preis\w*|award\w*|nagrod\w*|gala|empfang|reception|przyjecie|side|fringe|satellit\w*|pre|after|vorabend|stand|stoisk\w*|"
    r"gemeinschaftsstand|booth|delegation\w*|delegacj\w*|kolacja|dinner|abend\w*|wieczor\w*|nachwuchs\w*|hackathon|"
    r"breakfast|lunch|fruhstuck|sniadanie|ceremon|einsteiger|fortgeschrittene|stufe|level|vormittag|nachmittag|\d+)\b"
)


class Called(NamedTuple):
    """The name of an action as it runs (empty where nothing is left), what it may be called besides, and the name of the
    `whole` that it is a session, a prize or an evening of (empty where the title says no such thing).
    """

    name: str
    also: tuple[str, ...]
    whole: str = ""


def called(title: str, place: Place) -> Called:
    """The name in a title, without what only tells when and where; about 20 µs.

    `also` holds the name with its town, without its subtitle, and abbreviated: what another list may have as its whole name.
    """
    title = unmarked(title)
    whole, bare = _tokens(title), SUBTITLE.sub("", title)
    kept = _without_place(whole, place)
    name = _run(kept)
    also = [_run(whole) if len(kept) < len(whole) else name, *_abbreviated(kept)]
    of = ""
    if bare != title and not _is_format(bare):
        head = _without_place(_tokens(bare), place)
        if PART.search(fold(title[len(bare) :])):
            of = _run(head)
        else:
            also = [_run(head), *_abbreviated(head)[:1], *also]
    found = dict.fromkeys(form for form in also if form and form != name)
    return Called(name, tuple(found)[:MOST_ALSO], of)


def _is_format(text: str) -> bool:
    """Whether a text says of which kind an action is, and no more: `Webinar`."""
    return all(format_lexicon().find(word) for word in fold(text).split())


def _tokens(title: str) -> list[str]:
    """The words as written, cut at capitals inside them, without years."""
    found = [part for token in TOKEN.findall(title) for part in HUMP.split(token)]
    return [part for part in found if not YEAR.match(part)]


def _run(tokens: list[str]) -> str:
    """The telling words written together; empty if that is too little to be a name."""
    every = _plain(tokens)
    run = "".join(word for word in every if word not in GENERIC)
    run = run.removesuffix("conf") if len(run) - len("conf") >= SHORTEST else run
    return run if len(run) >= SHORTEST else "".join(every)


def _plain(tokens: list[str]) -> list[str]:
    folded = (fold(token).replace(".", "") for token in tokens)
    return [CONFERENCE.get(word, word) for word in folded]


def _abbreviated(tokens: list[str]) -> list[str]:
    """The first letters of all words, and of the first two before the rest: `OSMC`, `VSLive`."""
    told = [word for word in _plain(tokens) if word]
    found = []
    if len(told) >= FEWEST_FOR_INITIALS:
        found = ["".join(word[0] for word in told), told[0][0] + told[1][0] + "".join(told[2:])]
    return [form for form in found if len(form) >= SHORTEST_INITIALS]


def _without_place(tokens: list[str], place: Place) -> list[str]:
    """The words that do not name the town, the country or the part of the world where it is."""
    names, first = _names_of(place.city, place.country)
    kept, at = [], 0
    while at < len(tokens):
        word = fold(tokens[at])
        size = int(_is_here(word, place.city, place.country))
        if not size and word in first:
            runs = (" ".join(map(fold, tokens[at : at + n])) for n in range(LONGEST_PLACE_WORDS, 1, -1))
            size = next((len(run.split()) for run in runs if run in names), 0)
        if not size:
            kept.append(tokens[at])
        at += max(1, size)
    return kept or tokens


@lru_cache(maxsize=20_000)
def _names_of(city: str, country: str) -> tuple[frozenset[str], frozenset[str]]:
    """The folded names of town, country and parts of the world, and with what those of several words begin."""
    here = find_town(city, country) if city else None
    said = {
        city,
        city.split(",", maxsplit=1)[0],
        country,
        here.name if here else "",
        *country_names(country_code(country)),
    }
    names = frozenset({*map(fold, said), *WORLD} - {""})
    return names, frozenset(name.split()[0] for name in names if " " in name)


@lru_cache(maxsize=200_000)
def _is_here(word: str, city: str, country: str) -> bool:
    """Whether one word names the place: in another language, as an adjective (`Dresdner`), or as a code (`AT`) too."""
    if word in _names_of(city, country)[0] or word.upper() == country_code(country):
        return True
    here = find_town(city, country) if city else None
    if here is None:
        return False
    town = large_town(word)
    return is_named(here, word) or (town is not None and town.key == here.key)
