"""Measures as columns: everything that comparing two of them needs, so that pairs are compared in bulk."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Any

import numpy as np
import numpy.typing as npt

from neisse.engine.arrays.columnar import Columnar
from neisse.engine.intersect.table.reading import Reading, measure_texts, read_measure
from neisse.engine.intersect.words.called import MOST_ALSO
from neisse.engine.intersect.words.lexicon import (
    Lexicon,
    audience_lexicon,
    format_lexicon,
    region_lexicon,
    topic_lexicon,
)
from neisse.engine.intersect.words.titles import (
    long_grams,
    own_words,
    signature,
    stems,
    title_grams,
)
from neisse.engine.intersect.words.weights import weights_of
from neisse.engine.intersect.words.whence import Whence, countries_in, home_of, whence
from neisse.engine.text.countries import country_code
from neisse.engine.text.encoder import Encoder, Vectors, vectors_for
from neisse.engine.text.fold import fold, words
from neisse.engine.text.language import detect_language
from neisse.engine.text.resolver import ROW, Phrase, description_of, row_of
from neisse.engine.text.towns import find_town
from neisse.engine.values import LANGUAGES, Language, Measure, MeasureKind, Period

Column = npt.NDArray[Any]
MOST_OWNERS = 6
MOST_TOWNS = 4
MOST_PHRASES = 3
MOST_PLACES = 10
# Kinds that are where their owner is not at home.
TRAVELLING = (MeasureKind.TRADE_MISSION, MeasureKind.DELEGATION, MeasureKind.FAIR)
GRAM_BITS, WORD_BITS, NAME_BITS, TEXT_BITS = 1024, 1024, 256, 4096
TELLING_WORDS = 7
# A title of so many words tells its language where the best one is as probable as this.
FEWEST_WORDS, NO_DOUBT = 3, 0.9
# Columns of `screen`, followed by the bits of names, the sketch of the text's vector, the concepts and the concepts of the
# title; points lie on a sphere of radius SPHERE, weights of concepts are counted in parts of GRAMS.
START, END, VAGUE, ONLINE, PLACED, TOWN, KIND, URL, AUDIENCES, NAMED_WEIGHT, POINT = range(11)
NAMES = POINT + 3
GRAMS = 1000
# What 1.0 is in the vectors of a table: with whole numbers of 16 bits the product of two unit vectors fits into 32.
UNIT = 32767
SKETCH_BITS = 256
SKETCH = NAMES + NAME_BITS // 64
TOPICS = SKETCH + SKETCH_BITS // 64
SPHERE = 2.0**20
KINDS = tuple(MeasureKind)
# Somebody looks for a partner, a site, a supplier ... (folded, in the three languages).
SEEKING = re.compile(
    r"\b(gesucht|suche[nt]?|sucht|gesuch|partner fur|szuka|poszuku|potrzebn|wanted|seek|look(s|ing)? for|needs?\b)"
)


@dataclass(frozen=True, slots=True)
class Table(Columnar):
    """N measures as columns of N rows, compared through a `Side`.

    Days are proleptic ordinals, `minute` counts from 1970; unknown days, minutes and keys are 0.
    """

    start: Column
    end: Column
    minute: Column
    vague: Column
    roles: Column
    lat: Column
    lon: Column
    town: Column
    country: Column
    online: Column
    region: Column
    home_town: Column
    home_region: Column
    home_country: Column
    speaks_of: Column
    towns_named: Column
    kind: Column
    owners: Column
    owner_words: Column
    owner_is: Column
    phrases: Column
    topics: Column
    topics_named: Column
    seeks: Column
    language: Column
    title_language: Column
    audiences: Column
    formats: Column
    regions: Column
    grams: Column
    long_grams: Column
    text_grams: Column
    title_words: Column
    text_words: Column
    names: Column
    called: Column
    called_also: Column
    part_of: Column
    edition: Column
    year: Column
    cost: Column
    url: Column
    screen: Column
    title_vector: Column
    text_vector: Column

    def __len__(self) -> int:
        return len(self.start)

    def part(self, start: int, stop: int | None) -> Table:
        """The rows of a slice, as views: nothing is copied."""
        return self.take(slice(start, stop))

    def write(self, at: int, source: Table, row: int) -> None:
        """Copy one row of another table over a row of this one."""
        theirs = source.columns()
        for name, column in self.columns().items():
            column[at] = theirs[name][row]


def measure_table(
    measures: Sequence[Measure],
    encoder: Encoder,
    vectors: Mapping[str, Vectors] | None = None,
    topics: Lexicon | None = None,
) -> Table:
    """The table of measures; texts without a vector in `vectors` (by `content_key`) are encoded."""
    lexicon = topics or topic_lexicon()
    texts = [measure_texts(m) for m in measures]
    both = vectors_for([t for pair in texts for t in pair], encoder, vectors)
    columns = {
        name: np.zeros((len(measures), *shape), dtype)
        for name, (dtype, shape) in _layout(len(lexicon)).items()
    }
    for at, measure in enumerate(measures):
        for name, value in _row(measure, lexicon).items():
            columns[name][at] = value
    title, text = both[0::2], both[1::2]
    _derive(columns, text)
    return Table(**columns, title_vector=_whole(title), text_vector=_whole(text))


def _whole(vectors: Vectors) -> Column:
    """Unit vectors as whole numbers, half the size: a cosine of two is off by 0.0001 at most (0.00001 on average)."""
    return np.rint(vectors * UNIT).astype(np.int16)


def _derive(columns: dict[str, Column], text_vector: Column) -> None:
    """The row of whole numbers that the candidate rule reads, so that it touches four lines of the cache a measure."""
    screen, placed = columns["screen"], ~np.isnan(columns["lat"])
    plain = {
        START: "start",
        END: "end",
        VAGUE: "vague",
        ONLINE: "online",
        TOWN: "town",
        KIND: "kind",
        URL: "url",
    }
    for at, name in plain.items():
        screen[:, at] = columns[name]
    screen[:, PLACED], screen[:, AUDIENCES] = placed, columns["audiences"][:, 0]
    screen[:, NAMED_WEIGHT] = np.rint(GRAMS * weights_of(columns["topics_named"]))
    lat, lon = (np.radians(np.where(placed, columns[name], 0.0)) for name in ("lat", "lon"))
    point = np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
    screen[:, POINT : POINT + 3] = np.rint(point * SPHERE)
    screen[:, NAMES:SKETCH] = columns["names"]
    screen[:, SKETCH:TOPICS] = _sketch(text_vector)
    screen[:, TOPICS:] = np.hstack([columns["topics"], columns["topics_named"]])


def _sketch(vectors: Column) -> Column:
    """On which side of random planes each vector lies, as bits (Charikar 2002): the share that differs is the angle."""
    above = vectors @ _planes(vectors.shape[1]) > 0
    return np.packbits(above, axis=1, bitorder="little").view(np.int64)


@lru_cache(maxsize=1)
def _planes(dimensions: int) -> Column:
    return np.random.default_rng(0).standard_normal((dimensions, SKETCH_BITS)).astype(np.float32)


def _layout(topics: int) -> dict[str, tuple[Any, tuple[int, ...]]]:
    bits = {
        "grams": GRAM_BITS,
        "long_grams": TEXT_BITS,
        "text_grams": TEXT_BITS,
        "title_words": WORD_BITS,
        "text_words": WORD_BITS,
        "owner_words": WORD_BITS,
        "names": NAME_BITS,
        "topics": topics,
        "topics_named": topics,
        "audiences": len(audience_lexicon()),
        "formats": len(format_lexicon()),
        "regions": len(region_lexicon()),
    }
    return {
        **dict.fromkeys(("start", "end", "edition", "year"), (np.int32, ())),
        **dict.fromkeys(("vague", "online", "seeks"), (np.bool_, ())),
        **dict.fromkeys(("lat", "lon"), (np.float32, ())),
        **dict.fromkeys(
            ("town", "region", "country", "home_town", "home_region", "home_country"), (np.int64, ())
        ),
        **dict.fromkeys(("cost", "url", "called", "part_of", "minute"), (np.int64, ())),
        **dict.fromkeys(("kind", "language", "title_language"), (np.int8, ())),
        "owners": (np.int64, (MOST_OWNERS,)),
        "towns_named": (np.int64, (MOST_TOWNS,)),
        "speaks_of": (np.int64, (MOST_PLACES,)),
        "roles": (np.int16, ()),
        "called_also": (np.int64, (MOST_ALSO,)),
        "owner_is": (np.int64, (ROW,)),
        "phrases": (np.int64, (MOST_PHRASES * ROW,)),
        "screen": (np.int64, (TOPICS + 2 * -(-topics // 64),)),
        **{name: (np.int64, (-(-size // 64),)) for name, size in bits.items()},
    }


def _row(measure: Measure, lexicon: Lexicon) -> dict[str, Any]:
    said = read_measure(measure, lexicon)
    title, text, place = measure.title, said.text, said.place
    return {
        **_when(measure.period),
        **_sides(measure, said),
        "roles": said.roles,
        "lat": np.nan if place.lat is None else place.lat,
        "lon": np.nan if place.lon is None else place.lon,
        "town": _town_key(place.city, place.country),
        "country": _key(place.country),
        "online": place.online,
        "towns_named": _padded([town.key for town in said.towns], MOST_TOWNS),
        "kind": KINDS.index(measure.known_kind),
        "owners": _padded([_key(owner) for owner in measure.owners], MOST_OWNERS),
        "owner_is": row_of(description_of(measure.owner, place=place)),
        "phrases": _rows_of(said.phrases),
        "owner_words": signature(own_words(measure.owner), WORD_BITS),
        "topics": _bits(lexicon, said.topics),
        "topics_named": _bits(lexicon, lexicon.find(f"{title}. {', '.join(measure.topics)}")),
        "seeks": bool(SEEKING.search(fold(text))),
        "language": _language(measure.language or _detected(text)),
        "title_language": _language(measure.language or _detected_in_title(title)),
        "audiences": _bits(audience_lexicon(), said.audiences),
        "formats": _bits(format_lexicon(), format_lexicon().find(title)),
        "regions": _bits(region_lexicon(), said.regions),
        "grams": signature(title_grams(title), GRAM_BITS),
        "long_grams": signature(long_grams(" ".join(_telling(title))), TEXT_BITS),
        "text_grams": signature(long_grams(text), TEXT_BITS),
        "title_words": signature(_distinctive(title), WORD_BITS),
        "text_words": signature(stems(text), WORD_BITS),
        "names": signature(said.parts.names, NAME_BITS),
        "called": _key(said.called.name),
        "called_also": _padded([_key(form) for form in said.called.also], MOST_ALSO),
        "part_of": _key(said.called.whole),
        "edition": said.parts.edition,
        "year": said.parts.year,
        "cost": measure.cost_cents or 0,
        "url": _key(measure.url.removesuffix("/")),
    }


def _sides(measure: Measure, said: Reading) -> dict[str, Any]:
    """Where it is, where its owner is at home (what does not travel, where it is), and of which places its texts speak."""
    here, home = whence(said.place), home_of(measure.owner)
    if home == Whence() and measure.known_kind not in TRAVELLING:
        home = here
    regions = [region_lexicon().concepts[at].key for at in sorted(said.regions)]
    spoken = [
        *(town.key for town in said.towns),
        *map(_key, [*regions, *sorted(countries_in(words(said.text)))]),
    ]
    return {
        "region": _key(here.region),
        "home_town": home.town,
        "home_region": _key(home.region),
        "home_country": _key(home.country),
        "speaks_of": _padded(spoken, MOST_PLACES),
    }


def _when(period: Period | None) -> dict[str, Any]:
    if period is None:
        return {"start": 0, "end": 0, "minute": 0, "vague": False}
    return {
        "start": period.start.toordinal(),
        "end": period.end.toordinal(),
        "minute": int(period.starts_at.timestamp()) // 60 if period.starts_at else 0,
        "vague": period.precision.is_vague,
    }


@lru_cache(maxsize=200_000)
def _key(text: str) -> int:
    """A stable number for a folded text; 0 for none."""
    folded = fold(text)
    return int.from_bytes(blake2b(folded.encode(), digest_size=7).digest()) if folded else 0


@lru_cache(maxsize=50_000)
def _town_key(city: str, country: str) -> int:
    """A number for a town; 0 for none, and for a country that stands where a town should."""
    town = find_town(city, country) if city else None
    if town is None and len(city) > 2 and country_code(city):
        return 0
    return town.key if town else _key(city)


def _detected(text: str) -> Language | None:
    """The language of a text that is long enough to tell it: a few names could be any."""
    return detect_language(text) if len(words(text)) >= TELLING_WORDS else None


def _detected_in_title(title: str) -> Language | None:
    """The language of a title, where its few words leave no doubt."""
    return detect_language(title, at_least=NO_DOUBT) if len(words(title)) >= FEWEST_WORDS else None


def _language(language: Language | None) -> int:
    return LANGUAGES.index(language) + 1 if language else 0


def _rows_of(phrases: Sequence[Phrase]) -> list[int]:
    """The rows of the first phrases side by side."""
    return _padded([number for phrase in phrases for number in row_of(phrase.says)], MOST_PHRASES * ROW)


def _padded(keys: list[int], size: int) -> list[int]:
    return (keys + [0] * size)[:size]


def _bits(lexicon: Lexicon, positions: Iterable[int]) -> Column:
    found = 0
    for at in positions:
        found |= 1 << at
    return np.frombuffer(found.to_bytes(8 * -(-len(lexicon) // 64), "little"), dtype="<i8")


def _distinctive(title: str) -> set[str]:
    """The stems of a title's words that no format (workshop, targi, ...) explains."""
    return stems(" ".join(_telling(title)))


def _telling(title: str) -> list[str]:
    return [w for w in words(title) if not _is_format(w)]


@lru_cache(maxsize=50_000)
def _is_format(word: str) -> bool:
    return bool(format_lexicon().find(word))
