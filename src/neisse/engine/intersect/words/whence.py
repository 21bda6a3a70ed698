"""Where the owner of an action is at home, and of which places its texts speak: keys of towns, regions and countries.

Who writes "guests from Chemnitz" or "Nabór z Saksonią" means the other side, not the place where the action is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from neisse.engine.text.countries import country_code
from neisse.engine.text.resolver import description_of
from neisse.engine.text.towns import find_town
from neisse.engine.values import Place

# Regions that are parts of others, as `text/regions` calls them.
PART_OF = {
    "PL.upper": "PL.83", "lusatia": "DE.13", "erzgebirge": "DE.13", "vogtland": "DE.13", "karkonosze": "PL.72",
}  # fmt: skip
TOWN = "town:"
_COUNTRIES = (
    ("PL", re.compile(r"pol(?:nisch|sk|ish$|en$|and$|acy|akow|ak$)")),
    ("DE", re.compile(r"deutsch|niemie?[cz]|german")),
    ("CZ", re.compile(r"tschech|czes[kc]|czech")),
)


class Whence(NamedTuple):
    """The key of a town, a region (`DE.13`) and a country; 0 and empty where unknown."""

    town: int = 0
    region: str = ""
    country: str = ""


def whence(place: Place) -> Whence:
    """Town, region and country of a place."""
    town = find_town(place.city, place.country) if place.city else None
    if town is None:
        return Whence(country=country_code(place.country))
    return Whence(town.key, f"{town.country}.{town.region}", town.country)


@lru_cache(maxsize=20_000)
def home_of(owner: str) -> Whence:
    """Where the name of an owner says that it is at home."""
    places = sorted(description_of(owner).places)
    town = next((int(place.removeprefix(TOWN)) for place in places if place.startswith(TOWN)), 0)
    region = next((PART_OF.get(place, place) for place in places if not place.startswith(TOWN)), "")
    return Whence(town, region, region[:2])


def countries_in(said: Iterable[str]) -> set[str]:
    """The countries of the border of which folded words speak."""
    return {country for word in said for country in (_country(word),) if country}


@lru_cache(maxsize=100_000)
def _country(word: str) -> str:
    return next((code for code, pattern in _COUNTRIES if pattern.match(word)), "")
