"""Fields between two sides, for organisations and measures that the reader may see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from neisse.engine.intersect.fields import Field, belongs, fields_between
from neisse.engine.text.countries import region_name
from neisse.engine.text.towns import find_town
from neisse.web.intersect.bridge.vocabulary import own_topics
from neisse.web.record.bridge import measure_value, organisation_value
from neisse.web.record.models import Measure, Organisation

__all__ = ["Field", "between", "regions_of", "standing_in"]


def between(
    sides: tuple[Sequence[Organisation], Sequence[Organisation]],
    names: tuple[str, str],
    joint: Iterable[Measure],
) -> list[Field]:
    """The fields between two groups of organisations; `joint` are measures of several owners."""
    a, b = ([organisation_value(row) for row in side] for side in sides)
    return fields_between((a, b), names, [measure_value(row) for row in joint], topics=own_topics())


def standing_in(rows: Iterable[Organisation], place: str) -> list[Organisation]:
    """The organisations in a region, a country or a town, or of a sector, under any of its names."""
    return [row for row in rows if belongs(organisation_value(row), place)]


def regions_of(places: Iterable[tuple[str, str]], language: str) -> list[tuple[str, int]]:
    """The Länder and voivodeships of towns (name, country) by their name in a language, with how many, most first."""
    towns = Counter(places)
    counts: Counter[str] = Counter()
    for (city, country), n in towns.items():
        town = find_town(city, country) if city else None
        if town is not None and (name := region_name(f"{town.country}.{town.region}", language)):
            counts[name] += n
    return counts.most_common()
