"""A name that is a whole address, taken apart: which institution, which towns."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape

from neisse.engine.record.duplicates.words import GENERIC, canonical_words
from neisse.engine.text.countries import country_code
from neisse.engine.text.fold import fold
from neisse.engine.text.towns import find_town, towns_in

DEPARTMENT = re.compile(
    r"\b(department|faculty|division|chair|fakultat|fachbereich|lehrstuhl|section|school)\b"
)
INSTITUTION = re.compile(
    r"\b(univ\w*|institute|college|hospital|academy|research|lab\w*|association|center|centre|inst)\b"
)
STREET = re.compile(
    r"\b(street|road|avenue|ave|drive|blvd|way|parkway|lane|strasse|str|platz|weg|ul|ulica|box|room|floor)\b"
)
CONTACT = re.compile(r";?\s*e-?mails?:.*$|https?://\S+|\{[^}]*\}@\S+|\S+@\S+", re.IGNORECASE)
SEPARATORS = re.compile(r"[,;/|()\[\]]|\s-+\s|--+|—")
POSTCODE = re.compile(r"\b[A-Z]{1,2}-?\d[\w-]*|\d[\d-]*")
MIN_PEOPLE = 100_000
# A town and the canonical words by which its name shows in the names of its organisations.
Towns = dict[str, frozenset[str]]


def institution_parts(name: str) -> list[str]:
    """The parts of a name that name the organisation: without departments, towns, countries, streets.

    At most two, institutions (university, institute, hospital ...) before others. A name whose later parts are
    neither places nor institutions is no address and stays whole.
    """
    parts = _split(name)
    if len(parts) < 2 or not any(_is_place(part) or INSTITUTION.search(fold(part)) for part in parts[1:]):
        return [name]
    said = [(part, " ".join(canonical_words(part))) for part in parts]
    kept = [(part, words) for position, (part, words) in enumerate(said) if _names(part, words, position)]
    institutions = [part for part, words in kept if INSTITUTION.search(words)]
    return institutions[:2] or [part for part, _ in kept[:2]] or parts[:1]


def is_address(name: str) -> bool:
    """Whether a name holds more than one part between commas and their like, as lines of addresses do."""
    return len(_split(name)) > 1


def _names(part: str, words: str, position: int) -> bool:
    return bool(
        words
        and not (DEPARTMENT.search(words) and "university" not in words)
        and not set(words.split()) <= GENERIC
        and (position == 0 or INSTITUTION.search(words) or not _is_place(part))
        and not re.search(r"\d{3}", part)
        and not STREET.search(words)
    )


def towns_of(names: Iterable[str]) -> Towns:
    """The towns that the later parts of addresses name; where there is none, the larger towns in the names.

    A part that is neither department, institution, street, state nor country is a town even if unknown.
    """
    found: Towns = {}
    inside: Towns = {}
    for name in names:
        for part in _split(name)[1:]:
            found |= _town(POSTCODE.sub("", part).strip(" .-"))
        for town in towns_in(name, MIN_PEOPLE):
            inside |= town_of(town.name, town.country)
    return found or inside


def town_of(city: str, country: str = "") -> Towns:
    """One town under any of its names, an unknown one by its words."""
    if not city:
        return {}
    town = find_town(city, country)
    words = {*canonical_words(city), *canonical_words(town.name if town else "")}
    return {str(town.key) if town else fold(city): frozenset(words)}


def _town(part: str) -> Towns:
    words = canonical_words(part)
    said = " ".join(words)
    if len(part) <= 3 or country_code(part) or not words or set(words) & GENERIC or DEPARTMENT.search(said):
        return {}
    return town_of(part) if find_town(part) or (len(words) <= 2 and not STREET.search(said)) else {}


def _split(name: str) -> list[str]:
    return [
        part.strip(" .\"'")
        for part in SEPARATORS.split(CONTACT.sub("", unescape(name)))
        if part.strip(" .\"'")
    ]


def _is_place(part: str) -> bool:
    bare = POSTCODE.sub("", part).strip(" .-")
    return len(bare) <= 2 or bool(find_town(bare)) or bool(country_code(bare))
