"""The place of a row: a column for towns beats one for venues and addresses; what is no town is the venue."""

from __future__ import annotations

import re
from typing import Any

from neisse.engine.text.locations import Location, read_location
from neisse.engine.text.towns import is_name_of_town

CAR_SIGNS = {"D": "DE", "A": "AT", "F": "FR", "I": "IT", "B": "BE", "L": "LU", "H": "HU", "S": "SE"}
GERMAN_DIGITS = 5
POSTCODE = re.compile(r"(?<!\d)(\d{2}-\d{3}|\d{5}|\d{3} \d{2})(?=\s+[^\W\d_])")


def take_place(kind: str, data: dict[str, Any]) -> None:
    """Turn town, postcode and location of a row into town, country and venue (measures: also online)."""
    place = data.setdefault("place", {}) if kind == "measure" else data
    if not isinstance(place, dict) or kind not in {"measure", "organisation"}:
        return
    city, postcode, location = _said(kind, place, data)
    if not (city or postcode or location):
        return
    country = str(place.get("country") or "")
    if signed := CAR_SIGNS.get(country.strip().upper()):
        place["country"] = country = signed
    if re.fullmatch(r"\d{4}", postcode) and country in {"", "DE"} and len(postcode) < GERMAN_DIGITS:
        # A spreadsheet took the postcode for a number.
        towns = read_location(f"0{postcode} {city}".strip(), country)
        postcode = f"0{postcode}" if country == "DE" or towns.country in {"", "DE"} else postcode
    said = (
        read_location(f"{postcode} {city}".strip(), country)
        if postcode or not is_name_of_town(city)
        else None
    )
    where = read_location(location, country) if location else Location()
    place["city"] = _city(city, said, where, location)
    if not country and not city and where.country:
        place["country"] = where.country
    venue = _venue(place["city"], said, where)
    if not postcode and kind == "organisation" and (found := POSTCODE.search(f"{location} {city}")):
        postcode = found[1]
    if kind != "measure":
        # Kept, though no field of an organisation has them yet.
        data |= {
            key: value
            for key, value in (("postcode", postcode), ("address", venue))
            if value and key not in data
        }
        return
    if venue and venue != place["city"] and not data.get("venue"):
        data["venue"] = venue
    if where.online or (said is not None and said.online):
        place.setdefault("online", True)


def _said(kind: str, place: dict[str, Any], data: dict[str, Any]) -> tuple[str, str, str]:
    """Town, postcode and the rest; house, place and address of a measure are one line: any of them may name the town."""
    city, postcode, location = (str(place.pop(key, "") or "") for key in ("city", "postcode", "location"))
    if kind == "measure":
        listed = (data.pop("venue", ""), location, place.pop("address", ""))
        location = ", ".join(dict.fromkeys(str(part).strip() for part in listed if part))
    return city, postcode, location


def _city(city: str, said: Location | None, where: Location, location: str) -> str:
    if city and said is None:
        return city
    if said is not None and said.city:
        return city if is_name_of_town(city) else said.city
    if where.city:
        return where.city
    if city and not (said is not None and said.online):
        return city
    plain = not re.search(r"[\d,;:/@]", location) and not where.online and len(location) <= 40
    return where.venue if plain else ""


def _venue(city: str, said: Location | None, where: Location) -> str:
    rest = said.venue if said is not None and said.city else ""
    return ", ".join(dict.fromkeys(part for part in (where.venue, rest) if part and part != city))
