"""What participants tell the organiser's board after a schedule is published."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from neisse.engine.values import NeisseError, say
from neisse.web.meet.actions.places import locked
from neisse.web.meet.actions.rights import require_holder
from neisse.web.meet.models import Event, MeetingChange, MeetingSlot, Registration
from neisse.web.meet.rules.clock import Deed, Role, require_now

Kind = MeetingChange.Kind
OPEN = MeetingChange.State.OPEN


def notice(event: Event, kind: str, **about: Any) -> MeetingChange:
    """Note something for the board, once as long as it is open."""
    known = event.meeting_changes.filter(kind=kind, state=OPEN, **about).first()
    return known or MeetingChange.objects.create(event=event, kind=kind, **about)


@transaction.atomic
def cannot_come(registration: Registration, *, actor: Any) -> MeetingChange:
    """Somebody says that they do not come (any more): all their meetings from now on have to be called off."""
    event = _with_schedule(registration, actor)
    event.meeting_changes.filter(kind=Kind.LATE, state=OPEN, registration=registration).delete()
    return notice(event, Kind.NO_SHOW, registration=registration)


@transaction.atomic
def comes_late(registration: Registration, first: MeetingSlot, *, actor: Any) -> MeetingChange:
    """Somebody can meet from a slot on; a later word replaces an earlier one."""
    event = _with_schedule(registration, actor)
    said = event.meeting_changes.filter(
        kind__in=[Kind.LATE, Kind.NO_SHOW], state=OPEN, registration=registration
    )
    said.exclude(kind=Kind.LATE, slot=first).delete()
    return notice(event, Kind.LATE, registration=registration, slot=first)


@transaction.atomic
def comes_after_all(registration: Registration, *, actor: Any) -> int:
    """Take back what was said of coming late or not, as long as the organiser has not dealt with it."""
    event = _with_schedule(registration, actor)
    said = event.meeting_changes.filter(kind__in=[Kind.LATE, Kind.NO_SHOW], state=OPEN)
    return said.filter(registration=registration).delete()[0]


def _with_schedule(registration: Registration, actor: Any) -> Event:
    event = locked(registration.event)
    require_holder(actor, registration)
    require_now(event, Deed.MEET, Role.PERSON, timezone.now())
    if not registration.meeting_seats.filter(version__state="published").exists():
        text = say("there are no published meetings of yours")
        raise NeisseError("meeting.none", str(registration), text, say("look at your agenda"))
    return event
