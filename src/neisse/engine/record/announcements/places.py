"""Towns and venues that a text names, and which of them is where something takes place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from neisse.engine.record.announcements.document import Document, Stretch
from neisse.engine.record.announcements.evidence import Evidence
from neisse.engine.record.announcements.wording import pattern, word_set
from neisse.engine.text.countries import BORDER
from neisse.engine.text.fold import fold
from neisse.engine.text.towns import Town, find_town, town_spans

# Words that are towns, too.
_WORDS = word_set("town or word")
_THERE = r"(?:der |dem |the )?(?:stadt |miescie )?"
_IN = re.compile(rf"\b(?:(?:in|w|we|nach|at|bei|do|near|aus)\s+{_THERE}|{pattern('place label')}\W{{1,4}})$")
_STRONG = re.compile(rf"\b(?:(?:in|w|we|at)\s+{_THERE}|{pattern('place label')}\W{{1,4}}[^\n]{{0,60}})$")
_NOT_HERE = re.compile(
    r"\b(?:aus|from|z|ze|von|nach|do|to|vom|of|region|landkreis|powiat\w*)\s+(?:der |dem |the )?(?:stadt |miasta )?$"
)
_POSTCODE = re.compile(r"(?:\d{5}|\d{2}-\d{3})\s+$")
_VENUE = re.compile(rf"\w*{pattern('venue')}")
_AT = re.compile(rf"\b(?:{pattern('at')}|{pattern('place label')}:)\s+")
_WORD = re.compile(r"[^\W_]+(?:[-&+./'’][^\W_]+)*")
_SMALL = frozenset(["der", "des", "die", "of", "the", "i", "und", "and", "&", "für", "am", "an", "für", "im"])
ONLINE = re.compile(
    r"\b(?:online\w*|zoom|teams|webex|livestream\w*|virtuell\w*|virtual(?:ly)?|zdalni\w+|wirtualni\w+|on-line|webinar\w*|hybrid\w*|hybryd\w*)\b"
)
LARGE, MEDIUM, SMALL = 50_000, 15_000, 2_000
MOST_VENUE_WORDS = 9


@dataclass(frozen=True, slots=True)
class TownAt:
    """A town named at [start, end); `is_place`: after a word that says that something is there."""

    start: int
    end: int
    town: Town
    is_place: bool
    is_away: bool


def towns_of(document: Document) -> list[TownAt]:
    """The towns that a text names, in its order; words and names of people that are towns as well are left out."""
    found = []
    for start, end, town in town_spans(document.text, SMALL):
        before = document.flat[max(0, start - 80) : start]
        line = before.rpartition("\n")[2]
        said = document.flat[start:end]
        is_in = _IN.search(before) is not None or _POSTCODE.search(before) is not None
        own = fold(town.name).partition(" (")[0] == fold(document.text[start:end])
        small = town.population < LARGE or town.country not in BORDER
        if said in _WORDS and not (is_in and own):
            continue
        stands = own or _separate(document, start, end)
        if small and not is_in and not (stands and town.population >= MEDIUM and town.country in BORDER):
            continue
        if small and is_in and town.country not in BORDER and town.population < 2 * LARGE:
            continue
        found.append(
            TownAt(
                start,
                end,
                town,
                _STRONG.search(line) is not None or _POSTCODE.search(line) is not None,
                _NOT_HERE.search(before) is not None,
            )
        )
    return found


def _separate(document: Document, start: int, end: int) -> bool:
    """Whether a name stands for itself between commas, bars, brackets or ends of lines."""
    return document.flat[max(0, start - 9) : start].rstrip(" *_")[-1:] in set(",|(\n/-") or document.flat[
        end : end + 9
    ].lstrip(" *_")[:1] in set(",|)\n/:")


def town_for(
    towns: Sequence[TownAt], part: Stretch, near: int, *, only_places: bool = False
) -> TownAt | None:
    """The town of a part of the text that says where something at `near` takes place."""
    inside = [town for town in towns if part.start <= town.start < part.end]
    places = [town for town in inside if town.is_place]
    here = [town for town in inside if not town.is_away]
    told = places or ([] if only_places else here or inside)
    return min(told, key=lambda town: (abs(town.start - near), town.start), default=None)


def usual_town(towns: Sequence[TownAt]) -> TownAt | None:
    """The town that the whole text is about: named twice at least and more often than all others together, or alone."""
    counts = Counter(town.town.key for town in towns)
    if not counts:
        return None
    key, count = counts.most_common(1)[0]
    first = next(town for town in towns if town.town.key == key)
    alone = len(towns) == 1 and not first.is_away
    return first if alone or (count > 1 and count * 2 > len(towns)) else None


def venue_in(document: Document, part: Stretch, stops: Sequence[tuple[int, int]]) -> Evidence | None:
    """The venue that a part of the text names after a word of place, or behind a label."""
    for found in _AT.finditer(document.flat, part.start, part.end):
        end = found.end()
        words = []
        for word in _WORD.finditer(document.text, found.end(), part.end):
            gap = document.text[end : word.start()]
            if (
                gap.strip(' "„“”»«&-')
                or len(gap) > 4
                or any(s < word.end() and word.start() < e for s, e in stops)
            ):
                break
            if not (
                word[0][0].isupper()
                or word[0][0].isdigit()
                or document.flat[word.start() : word.end()] in _SMALL
            ):
                break
            words.append(word)
            end = word.end()
            if len(words) >= MOST_VENUE_WORDS:
                break
        while words and document.flat[words[-1].start() : words[-1].end()] in _SMALL:
            words.pop()
        if (
            words
            and any(_VENUE.fullmatch(document.flat[w.start() : w.end()]) for w in words)
            and not _is_town(document, words)
        ):
            return document.evidence(words[0].start(), words[-1].end())
    return None


def _is_town(document: Document, words: Sequence[re.Match[str]]) -> bool:
    return find_town(document.text[words[0].start() : words[-1].end()]) is not None
