"""An event that does not take place, or not then: cancelled, postponed, set to another date; everybody is told once.

Every step holds the event and changes its state, so that a second one finds nothing to do and tells nobody again.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from neisse.engine.values import LANGUAGES
from neisse.web.meet.actions.events import keep, no_step
from neisse.web.meet.actions.mail import post
from neisse.web.meet.actions.places import locked, offer_free_places
from neisse.web.meet.actions.registration import LIVE
from neisse.web.meet.actions.reminders import plan_reminder
from neisse.web.meet.actions.rights import require_organiser
from neisse.web.meet.models import Event, Registration
from neisse.web.meet.queries.requests import plan_of
from neisse.web.meet.rules.clock import CANCELLABLE, MOVABLE, POSTPONABLE, State, standing

MOVED_ALONG = ("registers_until", "changes_until")


@dataclass(frozen=True, slots=True)
class Word:
    """What the organiser adds in each language, and whether people are told at all."""

    note: Mapping[str, str] = field(default_factory=dict)
    tells: bool = True

    def to(self, language: str) -> str:
        """The note for somebody of a language: in theirs, else in the first that there is."""
        return next((self.note[c] for c in (language, *LANGUAGES) if self.note.get(c)), "")


def people_told(event: Event) -> QuerySet[Registration]:
    """Who counts on an event: with a place, an offer, or on the waiting list."""
    return event.registrations.filter(state__in=LIVE).exclude(name="").order_by("pk")


@transaction.atomic
def cancel(event: Event, word: Word, *, actor: Any) -> int:
    """The event does not take place (`event.step` where it is over already). Returns how many were told."""
    return _put_off(event, State.CANCELLED, CANCELLABLE, word, actor)


@transaction.atomic
def postpone(event: Event, word: Word, *, actor: Any) -> int:
    """The event takes place later, nobody knows when: places are kept. Returns how many were told."""
    return _put_off(event, State.POSTPONED, POSTPONABLE, word, actor)


@transaction.atomic
def move_to(event: Event, begins: datetime, ends: datetime, word: Word, *, actor: Any) -> int:
    """Another date: programme, slots and deadlines move along by as much on the clock of the place.

    What was postponed or cancelled is announced again. Errors: `event.step` for what runs or is over, and for a
    date that lies in the past; `row.contradiction` for an end before the beginning. Returns how many were told.
    """
    event, now = _held(event, actor), timezone.now()
    was = standing(event, now)
    if was not in MOVABLE or begins <= now:
        raise no_step(event, State.ANNOUNCED)
    before = event.starts_at, event.ends_at
    if (begins, ends) == before and was not in {State.CANCELLED, State.POSTPONED}:
        return 0
    shift = begins.astimezone(event.tz).replace(tzinfo=None) - before[0].astimezone(event.tz).replace(
        tzinfo=None
    )
    event.starts_at, event.ends_at = begins, ends
    for name in MOVED_ALONG:
        if at := getattr(event, name):
            setattr(
                event, name, (at.astimezone(event.tz).replace(tzinfo=None) + shift).replace(tzinfo=event.tz)
            )
    if event.changes_until and event.changes_until > ends:
        event.changes_until = ends
    if was in {State.CANCELLED, State.POSTPONED}:
        event.state = State.ANNOUNCED
    keep(event, actor=actor, reason="another date")
    for rows in (event.sessions, event.slots):
        _shift(rows.all(), begins - before[0])
    if plan_of(event) is not None:
        plan_reminder(event)
    told = _tell(event, "moved", word, {"was_from": before[0], "was_until": before[1]})
    offer_free_places(event, now)
    return told


def _shift(rows: QuerySet[Any], by: Any) -> None:
    """Sessions and slots lie as far from the beginning as before; the last ones move first, so that none collide."""
    late_first = by.total_seconds() > 0
    for row in rows.order_by("-starts_at" if late_first else "starts_at"):
        type(row).objects.filter(pk=row.pk).update(starts_at=F("starts_at") + by, ends_at=F("ends_at") + by)


def _put_off(event: Event, state: State, where: Collection[State], word: Word, actor: Any) -> int:
    event = _held(event, actor)
    if standing(event, timezone.now()) not in where:
        raise no_step(event, state)
    event.state = state
    keep(event, actor=actor, reason=state.value)
    return _tell(event, state.value, word, {})


def _held(event: Event, actor: Any) -> Event:
    event = locked(event)
    require_organiser(actor, event)
    return event


def _tell(event: Event, purpose: str, word: Word, more: Mapping[str, Any]) -> int:
    if not word.tells:
        return 0
    people = list(people_told(event))
    for person in people:
        person.event = event
        post(purpose, person, {**more, "note": word.to(person.language)})
    return len(people)
