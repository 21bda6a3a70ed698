"""Countries and regions under their German, Polish and English names, and the sides of the border."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files

from neisse.engine.text.fold import fold

BORDER = ("DE", "PL", "CZ")
# "Polska (PL)", "DE - Deutschland", "Poland/Polska": a country said twice.
BRACKETED = re.compile(r"(.+?)\s*[(/,–-]\s*(.+?)\)?")
CODE = re.compile(r"[A-Za-z]{2}")


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    table = files("neisse.engine.text").joinpath("data/countries.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in table.splitlines()]
    return {fold(name): row[0] for row in rows for name in row[1:]}


def country_code(text: str) -> str:
    """The ISO 3166 code of a country as people write it (`Polen`, `Polska`, `pl`); empty if unknown."""
    found = _codes().get(fold(text), "")
    if not found and (bracketed := BRACKETED.fullmatch(text.strip())):
        found = _codes().get(fold(bracketed[1]), "") or _codes().get(fold(bracketed[2]), "")
    if not found and CODE.fullmatch(text.strip()):
        return text.strip().upper()
    return found


@lru_cache(maxsize=200)
def country_names(code: str) -> tuple[str, ...]:
    """The folded names of a country by its code; empty if unknown."""
    return tuple(name for name, known in _codes().items() if known == code)


@lru_cache(maxsize=1)
def _names() -> dict[str, dict[str, str]]:
    table = files("neisse.engine.text").joinpath("data/countries.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in table.splitlines()]
    return {row[0]: {"en": row[1], "de": row[2], "pl": row[3]} for row in rows}


def country_name(code: str, language: str) -> str:
    """What a country is called in de, pl or en; one that is not known by its code."""
    return _names().get(code, {}).get(language, code)


@lru_cache(maxsize=1)
def _regions() -> dict[str, str]:
    table = files("neisse.engine.text").joinpath("data/regions.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in table.splitlines()]
    return {fold(name): row[0] for row in rows for name in row[1:]}


def region_code(text: str) -> str:
    """Country and first division of a Land or voivodeship by name (`Sachsen` is `DE.13`); empty if unknown."""
    return _regions().get(fold(text), "")


@lru_cache(maxsize=1)
def _region_names() -> dict[str, dict[str, str]]:
    table = files("neisse.engine.text").joinpath("data/regions.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in table.splitlines()]
    # German, Polish, other names; English last, where it differs from the German one.
    return {row[0]: {"de": row[1], "pl": row[2], "en": row[-1] if len(row) > 3 else row[1]} for row in rows}


def region_name(code: str, language: str) -> str:
    """The name of a region (`DE.13`) in a language; empty if unknown."""
    return _region_names().get(code, {}).get(language, "")


def border_side(country: str) -> str:
    """On which side of the three-country border a country lies: `DE`, `PL` or `CZ`; empty beyond."""
    code = country_code(country)
    return code if code in BORDER else ""


def across_border(country: str, other: str) -> bool:
    """Whether two countries are known and different: a partner there is across the border."""
    a, b = country_code(country), country_code(other)
    return bool(a and b and a != b)
