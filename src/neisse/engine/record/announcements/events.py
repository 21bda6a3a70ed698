"""What takes place: every time that is that of an event, with the name, place and state that the words around it give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from neisse.engine.record.announcements.dates import Dated
from neisse.engine.record.announcements.event import Event
from neisse.engine.record.announcements.naming import named
from neisse.engine.record.announcements.roles import Role, role_of
from neisse.engine.record.announcements.same_event import merged
from neisse.engine.record.announcements.standing import (
    is_given_up,
    moved_to,
    online_of_event,
    tense_of_event,
    town_of_event,
    venue_of_event,
)
from neisse.engine.record.announcements.told import Told

# So far behind an event its deadline stands.
DEADLINE_LETTERS = 900


def find_events(told: Told) -> list[Event]:
    """The events of a text in the order of its words, each once. Cost: linear in the text."""
    year = told.issued.year if told.is_sure else 0
    roles = [(dated, role_of(told.document, dated, year)) for dated in told.dates]
    found = [
        event
        for dated, role in roles
        if role is Role.EVENT and not is_given_up(told, dated) and (event := _event(told, dated))
    ]
    events = merged(found)
    deadlines = [dated for dated, role in roles if role is Role.DEADLINE]
    return [_with_deadline(told, event, deadlines, len(events)) for event in events]


def _event(told: Told, dated: Dated) -> Event | None:
    sentence = told.document.sentence_at(dated.start)
    naming = None if dated.is_year else named(told, dated, sentence)
    if naming is None:
        return None
    name, rule, confidence = naming
    town = town_of_event(told, dated, sentence, name)
    words = told.document.evidence
    return Event(
        name=words(name.start, name.end),
        kind=name.kind,
        period=moved_to(told, dated, sentence),
        dated=words(dated.start, dated.end),
        sentence=words(sentence.start, sentence.end),
        rule=rule,
        confidence=confidence,
        town=town.town.name if town else "",
        town_words=words(town.start, town.end) if town else None,
        venue=venue_of_event(told, sentence, name),
        online=online_of_event(told, sentence),
        tense=tense_of_event(told, dated, sentence, name),
        strength=name.strength,
    )


def _with_deadline(told: Told, event: Event, deadlines: Sequence[Dated], events: int) -> Event:
    """The event with the deadline of registration that stands next behind it, before the event's day."""
    fitting = [
        one
        for one in deadlines
        if one.period.start <= event.period.start
        and (events == 1 or 0 <= one.start - event.sentence.start < DEADLINE_LETTERS)
    ]
    if not fitting:
        return event
    first = min(fitting, key=lambda one: abs(one.start - event.sentence.end))
    words = told.document.evidence(first.start, first.end)
    return replace(event, deadline=first.period.last_day, deadline_words=words)
