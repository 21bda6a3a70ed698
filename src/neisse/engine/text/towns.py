"""Towns under any of their names: Breslau is Wrocław, Lipsk is Leipzig, Görlitz is not Zgorzelec.

The table comes from GeoNames (CC BY 4.0) by `bench/build_towns.py`: 26,463 towns, complete from 1,000
inhabitants in DE, PL, CZ, AT, SK, CH, from 15,000 in the rest of Europe and 100,000 in the world.
"""

from __future__ import annotations

import gzip
import re
import sys
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files

from neisse.engine.text.countries import BORDER, country_code
from neisse.engine.text.fold import WORD, fold
from neisse.engine.text.inflection import polish_cases
from neisse.engine.values import Place

# A name that is a town's own counts this much more than another town's second name: Halle in Belgium
# does not take Halle (Saale)'s place, the small Polish Lipsk does not take Leipzig's.
OWN_NAME = 5.0
NEAR_BORDER = 3.0
DISTRICT = re.compile(r"\s*[-\u2013].*$|\s+\d{1,2}\.?$")
POSTCODE = re.compile(r"^(?:[a-z]{1,3}[- ]?)?(?:\d{2}-\d{3}|\d{3} \d{2}|\d{4,5})\s+")
BRACKETS = re.compile(r"\s*[\(\[].*$|,.*$|\s*/.*$")
LONGEST_NAME_WORDS = 4
INFLECTED_FROM = 15_000
# A district lies this near the middle of its town, in degrees; one that the table calls by its whole name
# ("Limbach-Oberfrohna" is no part of a Limbach) has this much fewer inhabitants.
NEAR_LAT, NEAR_LON = 0.2, 0.3
TIMES_LARGER = 4


@dataclass(frozen=True, slots=True)
class Town:
    """One town: GeoNames id, name, ISO country, first administrative division, degrees, inhabitants."""

    key: int
    name: str
    country: str
    region: str
    lat: float
    lon: float
    population: int


@dataclass(frozen=True, slots=True)
class _Gazetteer:
    by_name: dict[str, list[tuple[float, Town]]]
    by_case: dict[str, Town]
    districts: frozenset[int]


@lru_cache(maxsize=1)
def _gazetteer() -> _Gazetteer:
    packed = files("neisse.engine.text").joinpath("data/towns.tsv.gz").read_bytes()
    by_name: dict[str, list[tuple[float, Town]]] = {}
    by_case: dict[str, Town] = {}
    for line in gzip.decompress(packed).decode().splitlines():
        key, name, country, region, lat, lon, population, others = line.split("\t")
        country, region = sys.intern(country), sys.intern(region)
        town = Town(int(key), name, country, region, float(lat), float(lon), int(population))
        weight = (town.population + 1) * (NEAR_BORDER if country in BORDER else 1.0)
        own = {fold(name), fold(BRACKETS.sub("", name))}
        for known in own:
            by_name.setdefault(known, []).append((OWN_NAME * weight, town))
        folded = {fold(o) for o in others.split("|") if o}
        for known in (folded | {BRACKETS.sub("", o) for o in folded}) - own - {""}:
            by_name.setdefault(known, []).append((weight, town))
        if country in BORDER and town.population >= INFLECTED_FROM:
            for base in (name, *others.split("|")) if town.population >= 100_000 else (name,):
                for form in polish_cases(base):
                    by_case.setdefault(fold(form), town)
    for candidates in by_name.values():
        candidates.sort(key=lambda c: (-c[0], c[1].key))
    districts = set()
    for name in [name for name in by_name if "-" in name]:
        weight, part = by_name[name][0]
        if part.country in BORDER and (
            whole := _whole(by_name.get(name.split("-")[0].strip(), []), part, name)
        ):
            by_name[name].insert(0, (weight, whole))
            districts.add(part.key)
    return _Gazetteer(by_name, by_case, frozenset(districts))


def _whole(heads: list[tuple[float, Town]], part: Town, name: str) -> Town | None:
    """The town of which `name` is a district (`Berlin-Mitte`); None where it is a town itself (`Bielsko-Biała`)."""
    least = part.population * (TIMES_LARGER if fold(part.name) == name else 1)
    return next(
        (
            town
            for _, town in heads
            if town.country == part.country
            and town.population > least
            and abs(town.lat - part.lat) < NEAR_LAT
            and abs(town.lon - part.lon) < NEAR_LON
        ),
        None,
    )


def find_town(name: str, country: str = "") -> Town | None:
    """The town meant by a name in any language, preferring the given country; None if unknown.

    Without a country the largest town wins, with a bonus for own names and the border region. A name
    with a tail (`Frankfurt (Oder)`, `Leipzig, Neue Messe`, `Dresden-Rossendorf`) or a postcode is tried whole, then without.
    """
    code = country_code(country)
    said = POSTCODE.sub("", fold(name))
    for form in dict.fromkeys((fold(name), said, *(tail.sub("", said) for tail in (BRACKETS, DISTRICT)))):
        candidates = _gazetteer().by_name.get(form, [])
        if code and (inside := [t for _, t in candidates if t.country == code]):
            return inside[0]
        if candidates and not code:
            return candidates[0][1]
        if (town := _gazetteer().by_case.get(form)) and code in {"", town.country}:
            return town
    return None


def is_name_of_town(name: str) -> bool:
    """Whether a text is the name of a town and nothing more, in any language or Polish case."""
    known = fold(name)
    return known in _gazetteer().by_name or known in _gazetteer().by_case


def towns_named(name: str) -> list[Town]:
    """All towns of a name, in any language, the most likely first; no tails are cut off."""
    return [town for _, town in _gazetteer().by_name.get(fold(name), ())]


def is_named(town: Town, folded: str) -> bool:
    """Whether a folded text is a name of a town, in any language or Polish case; no tails are cut off. About 0.3 µs."""
    known = _gazetteer()
    if any(other.key == town.key for _, other in known.by_name.get(folded, ())):
        return True
    inflected = known.by_case.get(folded)
    return inflected is not None and inflected.key == town.key


def same_town(a: Place, b: Place) -> bool | None:
    """Whether two places are one town under any name; None where a side names no town."""
    if not a.city or not b.city:
        return None
    town_a, town_b = find_town(a.city, a.country), find_town(b.city, b.country)
    if town_a and town_b:
        return town_a.key == town_b.key
    return fold(a.city) == fold(b.city)


def located(place: Place) -> Place:
    """The place with the country and coordinates of its town filled in where they were missing."""
    town = find_town(place.city, place.country) if place.city else None
    code = country_code(place.country) or (town.country if town else "")
    if town is None or place.lat is not None:
        return replace(place, country=code)
    return replace(place, country=code, lat=town.lat, lon=town.lon)


def towns_in(text: str, least_population: int = 15_000) -> list[Town]:
    """The towns a text names, in order, without repetition; Polish cases included (`we Wrocławiu`).

    Only words with a capital letter count, so `essen` (to eat) is no town but `Essen` is.
    """
    found: dict[int, Town] = {}
    for _, _, town in town_spans(text, least_population):
        found.setdefault(town.key, town)
    return list(found.values())


def town_spans(text: str, least_population: int = 15_000) -> list[tuple[int, int, Town]]:
    """Where a text names towns: start, end and town of each mention, in order. Cost: some look-ups a word.

    A district behind the hyphen of another town (`Leipzig-Mitte`) is no town; `Dresden-Breslau` are two.
    """
    spans = [(m.start(), m.end()) for m in WORD.finditer(text)]
    found = []
    at = 0
    while at < len(spans):
        size, town = _longest_town(text, spans[at : at + LONGEST_NAME_WORDS])
        if (
            town is not None
            and town.population >= least_population
            and not _is_behind(text, spans[at][0], town)
        ):
            found.append((spans[at][0], spans[at + max(1, size) - 1][1], town))
        at += max(1, size)
    return found


def _is_behind(text: str, start: int, town: Town) -> bool:
    return (
        start > 1
        and text[start - 1] == "-"
        and text[start - 2].isalpha()
        and town.key in _gazetteer().districts
    )


def _longest_town(text: str, spans: list[tuple[int, int]]) -> tuple[int, Town | None]:
    if not text[spans[0][0]].isupper():
        return 0, None
    names = _gazetteer()
    for size in range(len(spans), 0, -1):
        name = fold(text[spans[0][0] : spans[size - 1][1]])
        if len(name) < 4:
            continue
        if candidates := names.by_name.get(name):
            return size, candidates[0][1]
        if name in names.by_case:
            return size, names.by_case[name]
    return 0, None
