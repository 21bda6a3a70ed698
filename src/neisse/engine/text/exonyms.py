"""What a town is called in the reader's language: Breslau on German pages, Wrocław on Polish and English ones."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from neisse.engine.text.countries import country_code
from neisse.engine.text.fold import fold
from neisse.engine.text.towns import BRACKETS, find_town, towns_named

LANGUAGES = ("de", "pl", "en", "cs")
# Where a language is the one of the country: there a town goes by its own name.
SPOKEN = {"DE": "de", "AT": "de", "PL": "pl", "CZ": "cs", "GB": "en"}


@lru_cache(maxsize=1)
def _exonyms() -> dict[int, dict[str, str]]:
    table = files("neisse.engine.text").joinpath("data/exonyms.tsv").read_text(encoding="utf-8")
    found: dict[int, dict[str, str]] = {}
    for line in table.splitlines()[1:]:
        country, own, *names = line.split("\t")
        town = find_town(own, country)
        if town is not None:
            found[town.key] = {"": own, **dict(zip(LANGUAGES, names, strict=True))}
    return found


@lru_cache(maxsize=20_000)
def town_in(city: str, country: str, language: str) -> str:
    """The name of a town in a language (two letters), where it is certain which town is meant; else as it is written.

    Certain is a name alone (no district, no postcode) that is one of the town's, in a country that says so or that has one
    town of this name. "Halle" stays "Halle". Cost: a look-up, once.
    """
    town = find_town(city, country)
    if town is None or (country and town.country != country_code(country)):
        return city
    names = _exonyms().get(town.key, {})
    alone = {other.key for other in towns_named(city) if other.country == town.country} == {town.key}
    if names:
        is_certain = alone or fold(city) in {fold(name) for name in names.values()}
        return names.get(language, city) if is_certain else city
    is_certain = alone and bool(country) and not BRACKETS.search(town.name)
    return town.name if is_certain and SPOKEN.get(town.country) == language else city
