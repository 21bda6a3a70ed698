"""What an event is at a moment, and what each role may do then: one table that pages, mails, forms and actions ask.

The state that is stored is what the organiser said last; dates take it forward. What is not in the table is denied.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from django.db.models import Q

from neisse.engine.values import NeisseError, say
from neisse.web.meet.models import Event

State = Event.State


class Role(StrEnum):
    """Who wants to do something: a stranger, who came by a personal link, the organiser, the machine."""

    ANYBODY = "anybody"
    PERSON = "person"
    ORGANISER = "organiser"
    MACHINE = "machine"


class Deed(StrEnum):
    """What can be done with an event and its people."""

    REGISTER = "register"
    CONFIRM = "confirm"
    TAKE_OFFER = "take_offer"
    CHANGE = "change"
    WITHDRAW = "withdraw"
    MEET = "meet"
    FEEDBACK = "feedback"
    GIVE_PLACES = "give_places"
    CHECK_IN = "check_in"
    TELL = "tell"
    WRITE = "write"


# These go on by date; a draft, and what was cancelled, postponed or ended by hand, waits for the organiser.
DATED = (State.ANNOUNCED, State.OPEN, State.CLOSED, State.RUNNING)
COMING = frozenset({State.ANNOUNCED, State.OPEN, State.CLOSED, State.POSTPONED})
LIVE = COMING | {State.RUNNING}
SHOWN = frozenset(State) - {State.DRAFT}

MAY: Mapping[Deed, Mapping[Role, frozenset[State]]] = {
    Deed.REGISTER: {Role.ANYBODY: frozenset({State.OPEN}), Role.ORGANISER: LIVE},
    Deed.CONFIRM: {Role.PERSON: COMING, Role.ORGANISER: LIVE},
    Deed.TAKE_OFFER: {Role.PERSON: COMING, Role.MACHINE: frozenset({State.OPEN, State.CLOSED})},
    Deed.CHANGE: {Role.PERSON: LIVE, Role.ORGANISER: frozenset(State)},
    Deed.WITHDRAW: {Role.PERSON: LIVE, Role.ORGANISER: LIVE},
    Deed.MEET: {Role.PERSON: LIVE, Role.ORGANISER: LIVE | {State.DRAFT}},
    Deed.FEEDBACK: {Role.PERSON: LIVE | {State.OVER}},
    Deed.GIVE_PLACES: {Role.ORGANISER: LIVE},
    Deed.CHECK_IN: {Role.ORGANISER: LIVE - {State.POSTPONED} | {State.OVER}},
    Deed.TELL: {Role.MACHINE: LIVE, Role.ORGANISER: LIVE},
    Deed.WRITE: {Role.ORGANISER: SHOWN},
}

# Steps by hand. To cancel, to postpone and to set another date are steps of their own: people are told.
STEPS: Mapping[State, tuple[State, ...]] = {
    State.DRAFT: (State.OPEN, State.ANNOUNCED, State.OVER),
    State.ANNOUNCED: (State.OPEN, State.DRAFT, State.RUNNING),
    State.OPEN: (State.CLOSED, State.ANNOUNCED, State.DRAFT),
    State.CLOSED: (State.OPEN, State.RUNNING),
    State.RUNNING: (State.OVER, State.CLOSED),
    State.OVER: (State.RUNNING,),
    State.CANCELLED: (),
    State.POSTPONED: (),
}
CANCELLABLE = LIVE
POSTPONABLE = COMING - {State.POSTPONED}
MOVABLE = COMING | {State.CANCELLED}


def standing(event: Event, now: datetime) -> State:
    """What an event is at a moment: registration ends at the beginning at the latest, and the end is the end."""
    state = State(event.state)
    if state not in DATED:
        return state
    if now >= event.ends_at:
        return State.OVER
    if now >= event.starts_at:
        return State.RUNNING
    if state == State.OPEN and event.registers_until is not None and now >= event.registers_until:
        return State.CLOSED
    return state


def stands(state: str, now: datetime) -> Q:
    """The same as a condition on events: those that `standing` says are in a state."""
    before, during = Q(starts_at__gt=now), Q(starts_at__lte=now, ends_at__gt=now)
    dated, stored = Q(state__in=DATED), Q(state=state)
    by_hand = Q(registers_until=None) | Q(registers_until__gt=now)
    match state:  # one that is none finds nothing
        case State.OVER:
            return stored | (dated & Q(ends_at__lte=now))
        case State.RUNNING:
            return (stored & before) | (dated & during)
        case State.CLOSED:
            return (stored & before) | (Q(state=State.OPEN, registers_until__lte=now) & before)
        case State.OPEN:
            return stored & before & by_hand
        case State.ANNOUNCED:
            return stored & before
    return stored


def may(event: Event, deed: Deed, role: Role, now: datetime) -> bool:
    """Whether a role may do something with an event at a moment, as far as its state and its dates say."""
    return standing(event, now) in MAY[deed].get(role, frozenset())


def deeds(event: Event, role: Role, now: datetime) -> frozenset[str]:
    """All that a role may do at a moment, for a page that shows its buttons."""
    return frozenset(deed.value for deed in Deed if may(event, deed, role, now))


def require_now(event: Event, deed: Deed, role: Role, now: datetime) -> None:
    """Raise `event.not_now` where the state and the dates of an event do not allow this."""
    if not may(event, deed, role, now):
        text = say("this does not go while the event is “%(state)s”", state=standing(event, now).label)
        raise NeisseError("event.not_now", str(event), text, say("look at the page of the event"))


def steps_from(event: Event, now: datetime) -> list[State]:
    """The states that an event can take next by hand, the usual one first; none that its dates would end at once."""
    here = standing(event, now)
    found = []
    for state in STEPS[here]:
        stored, event.state = event.state, state
        lasts = standing(event, now) == state
        event.state = stored
        if lasts and (state != State.OVER or now >= event.starts_at):
            found.append(state)
    return found
