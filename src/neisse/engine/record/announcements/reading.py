"""One announcement read: its language, day and title, and the facts that its words show."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from neisse.engine.record.announcements.dates import find_dates
from neisse.engine.record.announcements.document import Document
from neisse.engine.record.announcements.event import Event
from neisse.engine.record.announcements.events import find_events
from neisse.engine.record.announcements.evidence import Evidence
from neisse.engine.record.announcements.figures import Figure, find_figures
from neisse.engine.record.announcements.issued import issued_in
from neisse.engine.record.announcements.organisations import Found, find_organisations
from neisse.engine.record.announcements.persons import Person, find_persons
from neisse.engine.record.announcements.places import towns_of
from neisse.engine.record.announcements.relations import Relation, find_relations
from neisse.engine.record.announcements.told import Told
from neisse.engine.record.announcements.wording import pattern
from neisse.engine.text.language import detect_language
from neisse.engine.text.resolver import Directory
from neisse.engine.values import Finding, Severity, say

# What is longer is no announcement; the rest is left unread, and said so.
MOST_LETTERS = 150_000  # eighty printed pages
_PLACE_BELOW = re.compile(rf"[^\n]{{0,40}}\n+[\s*]*{pattern('place label')}\W{{0,3}}:")
LANGUAGE_LETTERS = 4_000


@dataclass(frozen=True, slots=True)
class Announcement:
    """What a text says: every fact with its words."""

    text: str
    language: str
    issued: date | None
    issued_words: Evidence | None
    title: Evidence | None
    events: tuple[Event, ...]
    organisations: tuple[Found, ...] = ()
    persons: tuple[Person, ...] = ()
    figures: tuple[Figure, ...] = ()
    relations: tuple[Relation, ...] = ()
    findings: tuple[Finding, ...] = ()


def read_announcement(
    text: str,
    *,
    today: date,
    dated: date | None = None,
    directory: Directory | None = None,
    language: str | None = None,
) -> Announcement:
    """Read a text; `dated`: the day that came with it (the date of a mail), `today`: the day where it says none;
    `directory`: what is known already, so that mentions lead to it; `language`: None where it shall be found out.

    Rule: a fact has words, or is none. No errors: what is not understood is left out. Cost: about 10 ms a page.
    """
    document = Document(text[:MOST_LETTERS])
    said = issued_in(document)
    issued = said[0] if said else dated
    own = None if said is None or _begins_event(document, said[1]) else said[1]
    dates = [
        one for one in find_dates(document, issued or today) if not (own and one.start <= own.start < one.end)
    ]
    told = Told(document, dates, towns_of(document), issued or today, issued is not None)
    events = find_events(told)
    organisations = find_organisations(document, directory)
    persons = find_persons(document, organisations)
    return Announcement(
        text=document.text,
        language=language_of(document.text) if language is None else language,
        issued=issued,
        issued_words=said[1] if said else None,
        title=document.title,
        events=tuple(events),
        organisations=tuple(organisations),
        persons=tuple(persons),
        figures=tuple(find_figures(document, dates, issued)),
        relations=tuple(find_relations(document, organisations, persons, events)),
        findings=_of_length(text),
    )


def _of_length(text: str) -> tuple[Finding, ...]:
    if len(text) <= MOST_LETTERS:
        return ()
    said = say("only the first %(count)s letters are read", count=MOST_LETTERS)
    return (Finding("document.cut", "text", said, "split the document", Severity.WARNING),)


def language_of(text: str) -> str:
    """The language of a document by its first letters, "" where there are none. Loads 75 MB once."""
    return detect_language(text[:LANGUAGE_LETTERS]) or ""


def _begins_event(document: Document, words: Evidence) -> bool:
    """Whether the day at the head is that of what the text is about: a place stands beside it ("Datum: ..., Ort: ...")."""
    return _PLACE_BELOW.match(document.flat, words.end) is not None
