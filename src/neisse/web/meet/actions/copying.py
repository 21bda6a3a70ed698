"""Last year's event again: frame, questions, quotas and texts, never people."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from neisse.web.meet.actions.events import keep
from neisse.web.meet.actions.places import locked
from neisse.web.meet.actions.rights import require_organiser
from neisse.web.meet.models import Event, MeetingPlan
from neisse.web.record.models import Visibility

# What stays behind: who it is, what carries it out, when it was.
OWN = {
    "id", "key", "slug", "version", "state", "measure", "starts_at", "ends_at", "registers_until", "changes_until",
    "visibility", "created_at", "updated_at", "confirmed_on", "invented", "source", "sources", "extra", "origin",
}  # fmt: skip
LATER = ("ends_at", "registers_until", "changes_until")


@transaction.atomic
def copy_event(event: Event, begins: datetime, *, actor: Any) -> Event:
    """A draft with the frame of another event, on the wall clock of its place, shown as narrowly as that one.

    Copied: texts, venue, rooms, sessions without their speakers, quotas, questions, rules of the meetings with slots
    and tables (no booths). Not copied: registrations, requests, speakers, schedules, versions, the plan behind it.
    """
    event = locked(event)
    require_organiser(actor, event)
    fields = {f.name: getattr(event, f.name) for f in Event._meta.concrete_fields if f.name not in OWN}
    new: Event = Event(**fields, starts_at=begins, state=Event.State.DRAFT, visibility=_no_wider(event))
    for name in LATER:
        setattr(new, name, _along(event, getattr(event, name), begins))
    made: Event = keep(new, actor=actor, reason="copied")
    rooms = {room.pk: _again(room, event=new) for room in event.rooms.all()}
    sessions = {
        session.pk: _again(
            session,
            event=new,
            room=rooms.get(session.room_id or 0),
            starts_at=_along(event, session.starts_at, begins),
            ends_at=_along(event, session.ends_at, begins),
        )
        for session in event.sessions.all()
    }
    for row in (*event.quotas.all(), *event.questions.all(), *event.interpreters.all()):
        _again(row, event=new)
    _copy_meetings(event, new, begins, sessions)
    return made


def _copy_meetings(event: Event, new: Event, begins: datetime, sessions: dict[int, Any]) -> None:
    plan = MeetingPlan.objects.filter(event=event).first()
    if plan is None:
        return
    until = _along(event, plan.requests_until, begins)
    _again(plan, event=new, state=MeetingPlan.State.COLLECTING, requests_until=until)
    for slot in event.slots.all():
        _again(
            slot,
            event=new,
            session=sessions.get(slot.session_id or 0),
            starts_at=_along(event, slot.starts_at, begins),
            ends_at=_along(event, slot.ends_at, begins),
        )
    for table in event.meeting_tables.all():
        _again(table, event=new, booth_of=None)


def _again(row: Any, **other: Any) -> Any:
    """A copy of a row with other values in some fields."""
    fields = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if not f.primary_key}
    for name in other:
        fields.pop(row._meta.get_field(name).attname, None)
    return type(row).objects.create(**fields, **other)


def _along(event: Event, at: datetime | None, begins: datetime) -> datetime | None:
    """A moment as far from the new beginning as it was from the old one, on the wall clock of the place."""
    if at is None:
        return None
    zone = event.tz
    since = at.astimezone(zone).replace(tzinfo=None) - event.starts_at.astimezone(zone).replace(tzinfo=None)
    return (begins.astimezone(zone).replace(tzinfo=None) + since).replace(tzinfo=zone)


def _no_wider(event: Event) -> str:
    """A copy of what hangs on a plan leaves the plan: it is not shown more widely than that plan was."""
    plan = event.measure
    return (
        Visibility.CIRCLE if plan is not None and plan.visibility != Visibility.PUBLIC else event.visibility
    )
