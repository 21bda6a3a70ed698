"""What a measure says, read once: columns and sentences speak of the same reading.

A reason may therefore never deny what a feature counted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from neisse.engine.intersect.words.called import Called, called
from neisse.engine.intersect.words.lexicon import Lexicon, audience_lexicon, region_lexicon
from neisse.engine.intersect.words.roles import roles_of
from neisse.engine.intersect.words.titles import TitleParts, title_parts
from neisse.engine.text.fold import fold, words
from neisse.engine.text.resolver import Phrase, may_describe, phrases
from neisse.engine.text.towns import Town, find_town, located, towns_in
from neisse.engine.values import Measure, Place

LONGEST_TEXT = 600
ONLINE_WORDS = re.compile(r"\b(online|onl|webinar\w*|livestream|zoom|zdaln\w+|digital (?:per|via|uber))\b")


class Reading(NamedTuple):
    """A measure with what its texts say; topics are positions in `lexicon`, audiences and regions in theirs."""

    measure: Measure
    lexicon: Lexicon
    text: str
    topics: frozenset[int]
    audiences: frozenset[int]
    regions: frozenset[int]
    towns: tuple[Town, ...]
    parts: TitleParts
    place: Place
    called: Called
    phrases: tuple[Phrase, ...]
    roles: int


def read_measure(measure: Measure, topics: Lexicon) -> Reading:
    """What title, topics and description say; audiences are those of the field, else those that the texts name.

    About 100 µs a measure: keep it where a measure is part of many pairs.
    """
    text = measure_texts(measure)[1]
    place, towns, folded = stated_place(measure), towns_in(text), fold(text)
    return Reading(
        measure,
        topics,
        text,
        frozenset(topics.find(text)),
        frozenset(audience_lexicon().find(", ".join(measure.audience) or text)),
        regions_named(text, place, towns),
        tuple(towns),
        title_parts(measure.title, measure.description),
        place,
        called(measure.title, place),
        _phrases(measure, text, place),
        roles_of(words(text), folded),
    )


def _phrases(measure: Measure, text: str, place: Place) -> tuple[Phrase, ...]:
    """What title and description say of organisations; the words of the whole text are at hand, and most have none."""
    if not may_describe(text):
        return ()
    return tuple(phrases(f"{measure.title}. {measure.description}"[:LONGEST_TEXT], place))


def measure_texts(measure: Measure) -> tuple[str, str]:
    """The two texts whose vectors stand for a measure: its title, and title, topics and description."""
    whole = ". ".join(
        part for part in (measure.title, ", ".join(measure.topics), measure.description) if part
    )
    return measure.title, whole[:LONGEST_TEXT]


def stated_place(measure: Measure) -> Place:
    """The place as given; where none is, the only town that the texts name, or online where they say so."""
    place = located(measure.place)
    if place.city or place.lat is not None or place.online:
        return place
    text = measure_texts(measure)[1]
    towns = [town for town in towns_in(text) if place.country in {"", town.country}]
    if len(towns) == 1:
        return located(Place(towns[0].name, towns[0].country))
    return replace(place, online=bool(ONLINE_WORDS.search(fold(text))))


def regions_named(text: str, place: Place, towns: Sequence[Town] | None = None) -> frozenset[int]:
    """The regions that a text speaks of, by name or by a town of theirs (`towns`: those it names, if known).

    Positions in the `region_lexicon`. The town where it happens says nothing about who comes.
    """
    known, here = region_lexicon(), find_town(place.city, place.country) if place.city else None
    named = [
        town for town in (towns_in(text) if towns is None else towns) if not here or town.key != here.key
    ]
    keys = (f"{town.country}.{town.region}" for town in named)
    return frozenset(known.find(text)) | {known.position[key] for key in keys if key in known.position}
