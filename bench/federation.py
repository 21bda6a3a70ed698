"""A federation of clusters of any size: seeded measures in three languages with planted overlaps.

Density: a cluster region plans 500 measures a year in five towns (of a size of 100,000 inhabitants and more), and the
centres of two regions are at least 100 km apart; a federation of N measures has as many regions as it takes over 20
years, at least one. So 1,000,000 measures are 100 regions of Europe and 20 years. Texts are put together from finite
sets of phrases (concept x format x wording x language), so that vectors are cached by content: real texts all
differ, and cost the encoder what `intersect_scale.py` says.

Planted, in every hundred measures: 4 duplicates (the same action told by another owner in another language), 4 parallels
(same topic and kind, other owner, within eight weeks, same region), 2 synergies (a delegation to the town of an
event on the same topic in the same week).
"""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from neisse.engine.intersect.table.reading import measure_texts
from neisse.engine.intersect.words.lexicon import Concept, topic_lexicon
from neisse.engine.text.encoder import Encoder, content_key
from neisse.engine.text.towns import Town, _gazetteer
from neisse.engine.values import Measure, Period, Place

YEARS, A_YEAR, TOWNS_A_REGION, REGION_KM = 20, 500, 5, 100
FIRST_DAY = date(2015, 1, 1)
LANGUAGES = ("de", "pl", "en")
FORMS = {
    "event": {
        "de": ("Fachtag {}", "Forum {}"),
        "pl": ("Forum: {}", "Konferencja {}"),
        "en": ("Forum on {}", "Conference: {}"),
    },
    "training": {
        "de": ("Workshop {}", "Seminar: {}"),
        "pl": ("Warsztaty: {}", "Szkolenie {}"),
        "en": ("Workshop on {}", "Training: {}"),
    },
    "project": {
        "de": ("Projekt {}", "Verbundprojekt: {}"),
        "pl": ("Projekt {}", "Wspólny projekt: {}"),
        "en": ("Project {}", "Joint project: {}"),
    },
    "call": {
        "de": ("Ausschreibung {}", "Förderaufruf: {}"),
        "pl": ("Nabór: {}", "Konkurs: {}"),
        "en": ("Call: {}", "Funding for {}"),
    },
    "delegation": {
        "de": ("Delegation {}", "Delegationsreise: {}"),
        "pl": ("Delegacja: {}", "Wizyta: {}"),
        "en": ("Delegation: {}", "Visit: {}"),
    },
}
SAID = {
    "de": ("Ein Treffen für alle, die mit {} arbeiten.", "Worum es geht: {}, Praxis und offene Fragen."),
    "pl": (
        "Spotkanie dla wszystkich, którzy zajmują się tematem: {}.",
        "Tematy: {}, praktyka i otwarte pytania.",
    ),
    "en": ("A meeting for everybody who works on {}.", "What it is about: {}, practice and open questions."),
}
AUDIENCES = {
    "de": ("Unternehmen", "Kliniken", "Forschung", "Start-ups"),
    "pl": ("firmy", "szpitale", "naukowcy", "start-upy"),
    "en": ("companies", "clinics", "researchers", "start-ups"),
}
KINDS = ("event",) * 5 + ("training",) * 3 + ("project", "call")
DAYS = {
    "event": (1, 1, 2),
    "training": (1, 1, 3),
    "project": (360, 720),
    "call": (60, 90),
    "delegation": (2, 3),
}


class Planted(NamedTuple):
    """The measures, and the pairs (smaller id first) that were planted, by verdict."""

    measures: list[Measure]
    truth: dict[tuple[str, str], str]


def federation(count: int, seed: int = 5) -> Planted:
    """`count` measures; the same for the same seed."""
    rng = random.Random(seed)
    regions = _regions(max(1, count // (YEARS * A_YEAR)))
    days = max(60, 365 * count // (A_YEAR * len(regions)))
    measures: list[Measure] = []
    truth: dict[tuple[str, str], str] = {}
    while len(measures) < count:
        concept = rng.choice(_topics())
        one = _measure(rng, len(measures), concept, regions, days)
        measures.append(one)
        chance = rng.random()
        if chance < 0.10 and len(measures) < count and one.period and one.place.city:
            verdict = "duplicate" if chance < 0.04 else "parallel" if chance < 0.08 else "synergy"
            if twin := _twin(rng, one, concept, verdict, len(measures)):
                measures.append(twin)
                truth[one.id, twin.id] = verdict
    return Planted(measures, truth)


def known_vectors(measures: list[Measure], encoder: Encoder) -> tuple[list[str], np.ndarray]:
    """Content keys and vectors of the distinct texts."""
    texts = sorted({text for measure in measures for text in measure_texts(measure)})
    return [content_key(text, encoder.name) for text in texts], encoder.encode(texts)


@lru_cache(maxsize=4)
def _regions(count: int) -> list[tuple[list[Town], list[str]]]:
    """Regions around the largest towns of Europe's middle, Germany and Poland first, with their towns and languages."""
    known = {t.key: t for named in _gazetteer().by_name.values() for _, t in named}
    towns = [t for t in known.values() if t.population >= 100_000 and -10 < t.lon < 35 and 36 < t.lat < 65]
    towns.sort(key=lambda t: (t.country not in {"DE", "PL"}, -t.population, t.key))
    centres: list[Town] = []
    for town in towns:
        if all(_km(town, other) >= REGION_KM for other in centres):
            centres.append(town)
    found = []
    for centre in centres[:count]:
        near = sorted(towns, key=lambda t: (t.lat - centre.lat) ** 2 + ((t.lon - centre.lon) * 0.6) ** 2)
        own = {"DE": "de", "AT": "de", "CH": "de", "PL": "pl"}.get(centre.country, "en")
        found.append((near[:TOWNS_A_REGION], [own, own, own, *LANGUAGES]))
    return found


def _km(one: Town, other: Town) -> float:
    km = Place(lat=one.lat, lon=one.lon).distance_km(Place(lat=other.lat, lon=other.lon))
    assert km is not None
    return km


def _measure(
    rng: random.Random, at: int, concept: Concept, regions: list[tuple[list[Town], list[str]]], days: int
) -> Measure:
    number = rng.randrange(len(regions))
    towns, languages = regions[number]
    kind, language = rng.choice(KINDS), rng.choice(languages)
    start = FIRST_DAY + timedelta(days=rng.randrange(days))
    period: Period | None = Period(start, start + timedelta(days=rng.choice(DAYS[kind])))
    town, where = rng.choice(towns), rng.random()
    place = Place(online=True) if where < 0.07 else Place() if where < 0.1 else Place(town.name, town.country)
    measure = _told(rng, Measure(id=f"f{at:07d}", title="", owner="", kind=kind), language, concept)
    return replace(
        measure,
        owner=f"Owner {number}-{rng.randrange(60)}",
        period=None if rng.random() < 0.005 else period,
        place=place,
    )


def _told(rng: random.Random, measure: Measure, language: str, concept: Concept) -> Measure:
    """The measure with its words: one of two titles, one of two descriptions, its topic and who it is for."""
    label = concept.label(language)
    return replace(
        measure,
        title=rng.choice(FORMS[measure.kind][language]).format(label),
        description=rng.choice(SAID[language]).format(label),
        topics=(label,),
        audience=(rng.choice(AUDIENCES[language]),),
        language=language,
    )


def _twin(rng: random.Random, one: Measure, concept: Concept, verdict: str, at: int) -> Measure | None:
    """The planted other side of `one`."""
    language = rng.choice([other for other in LANGUAGES if other != one.language])
    kind = "delegation" if verdict == "synergy" else one.kind
    if verdict == "synergy" and one.kind not in {"event", "training"}:
        return None
    twin = _told(
        rng, replace(one, id=f"f{at:07d}", kind=kind, owner=f"{one.owner} and friends"), language, concept
    )
    later = timedelta(
        days={"duplicate": 0, "parallel": rng.randrange(3, 50), "synergy": rng.randrange(0, 3)}[verdict]
    )
    assert one.period
    return replace(twin, period=Period(one.period.start + later, one.period.end + later))


@lru_cache(maxsize=1)
def _topics() -> list[Concept]:
    return [c for c in topic_lexicon().concepts if c.group not in {"market", "people"}]
