"""Where an event takes place, and what became of it, as the words around its time say."""

from __future__ import annotations

import re
from collections.abc import Iterator

from neisse.engine.record.announcements.dates import Dated
from neisse.engine.record.announcements.document import Stretch
from neisse.engine.record.announcements.event_names import Named
from neisse.engine.record.announcements.evidence import Evidence
from neisse.engine.record.announcements.naming import MOST_ROW_LETTERS
from neisse.engine.record.announcements.places import ONLINE, TownAt, town_for, usual_town, venue_in
from neisse.engine.record.announcements.told import Told
from neisse.engine.record.announcements.wording import pattern
from neisse.engine.record.status_words import status_in
from neisse.engine.values import Period

_MOVED_TO = re.compile(
    rf"\b(?:auf|to|until|na)\s+(?:den|dem|die|the|dzien)?\s*(?:\w+tag,?\s*(?:den\s+)?)?$|\b{pattern('new day')}\b[^.\n]{{0,25}}$"
)
_PUT_OFF = re.compile(r"\b(?:przelozon\w*|przesuniet\w*|verschoben|verlegt|postponed|moved|rescheduled)\b")
_FROM_TO = re.compile(r"\b(?:from|vom|von|z)\s+(?:the |dem |dnia )?$")
_GOES = re.compile(r"\b(?:to|nach|do)\s+$")
TRIPS = frozenset({"trade_mission", "delegation"})
# In a text without a day of its own the verb says whether its events lie ahead.
_AHEAD = re.compile(
    r"\b(?:findet|finden|stattfinde\w*|odbedzie|odbeda|zapraszamy|will|takes place|laden|ladt|wird|werden|planned|geplant)\b"
)


def is_given_up(told: Told, dated: Dated) -> bool:
    """Whether a time is the one from which something is put off: the sentence names the new one, too."""
    document = told.document
    sentence = document.sentence_at(dated.start)
    others = [stop for stop in told.stops_in(sentence) if stop[0] != dated.start]
    if not others or status_in(document.text[sentence.start : sentence.end]) != "postponed":
        return False
    moved = [
        stop
        for stop in (*others, (dated.start, dated.end))
        if _MOVED_TO.search(document.flat, max(sentence.start, stop[0] - 30), stop[0])
    ]
    verb = _PUT_OFF.search(document.flat, sentence.start, sentence.end)
    if verb and dated.start < verb.start() and any(stop[0] > verb.end() for stop in moved):
        return True  # "planned for the 22nd was put off to the 20th"
    return bool(moved) and dated.start not in {stop[0] for stop in moved}


def moved_to(told: Told, dated: Dated, sentence: Stretch) -> Period:
    """The time of an event; of "moved from 2 June to 9 June" only the second day, for it is no span."""
    said = told.document.flat
    put_off = _PUT_OFF.search(said, sentence.start, sentence.end)
    if (
        put_off
        and dated.period.days > 1
        and _FROM_TO.search(said, max(sentence.start, dated.start - 14), dated.start)
    ):
        return Period(dated.period.last_day, dated.period.end)
    return dated.period


def town_of_event(told: Told, dated: Dated, sentence: Stretch, name: Named) -> TownAt | None:
    """The town of an event: of its part of the sentence, its row, the sentences around, its name, the whole text."""
    if name.kind in TRIPS and (there := _goes_to(told, name)):
        return there
    for part in _parts(told, dated, sentence, name):
        if found := town_for(told.towns, part, dated.start):
            return found
    document = told.document
    number = document.number_at(sentence.start)
    for at in (number + 1, number + 2, number - 1, number + 3):
        if 0 <= at < len(document.sentences) and not told.stops_in(document.sentences[at]):
            found = town_for(told.towns, document.sentences[at], dated.start, only_places=True)
            if found:
                return found
    within = town_for(told.towns, Stretch(name.start, name.end), dated.start)
    return within or usual_town(told.towns)


def _goes_to(told: Told, name: Named) -> TownAt | None:
    """Where a mission or a delegation goes: "trade mission to Vilnius", "misja do Brna"."""
    for town in told.towns:
        is_near = name.start <= town.start < name.end + 20
        if is_near and _GOES.search(told.document.flat, max(name.start, town.start - 12), town.start):
            return town
    return None


def _parts(told: Told, dated: Dated, sentence: Stretch, name: Named) -> Iterator[Stretch]:
    others = [stop for stop in told.stops_in(sentence) if stop[0] != dated.start]
    if others:
        first = min(dated.start, name.start) if name.start >= sentence.start else dated.start
        yield Stretch(first, min((stop[0] for stop in others if stop[0] > dated.end), default=sentence.end))
        # A town before all the days is where all of it takes place; one behind another day is not.
        yield Stretch(sentence.start, min(dated.start, *(stop[0] for stop in others)))
    else:
        yield sentence
    line = told.line(dated)
    if sentence.end < line.end < line.start + MOST_ROW_LETTERS:
        yield line


LONGEST_TIME = 100  # of one that began in the sentence before


def venue_of_event(told: Told, sentence: Stretch, name: Named) -> Evidence | None:
    """The venue that the sentence or one of the next two names."""
    document = told.document
    number = document.number_at(sentence.start)
    for part in (sentence, *document.sentences[number + 1 : number + 3]):
        if part is not sentence and told.stops_in(part):
            return None
        near = Stretch(part.start - LONGEST_TIME, part.end)
        if venue := venue_in(document, part, [*told.stops_in(near), (name.start, name.end)]):
            return venue
    return None


def online_of_event(told: Told, sentence: Stretch) -> Evidence | None:
    """The words that say that it is online, too."""
    found = ONLINE.search(told.document.flat, sentence.start, sentence.end)
    return told.document.evidence(*found.span()) if found else None


def tense_of_event(told: Told, dated: Dated, sentence: Stretch, name: Named) -> str:
    """`cancelled`, `postponed`, `past` or `planned`: as the text says, else by its own day."""
    document = told.document
    number = document.number_at(sentence.start)
    heading = document.heading_above(sentence.start)
    around = [sentence, Stretch(name.start, name.end + 40)]
    if heading is not None and heading.start <= name.start < heading.end:
        around.append(heading)
    around += [
        part
        for part in document.sentences[number + 1 : number + 2]
        if not told.stops_in(part) and not part.is_heading
    ]
    for part in around:
        if status := status_in(document.text[part.start : part.end]):
            return status
    ahead = not told.is_sure and _AHEAD.search(document.flat, sentence.start, sentence.end)
    return "past" if dated.period.last_day < told.issued and not ahead else "planned"
