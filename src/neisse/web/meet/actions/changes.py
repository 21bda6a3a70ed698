"""What the organiser notes after publishing, until a repair takes it into account."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from neisse.engine.values import NeisseError, say
from neisse.web.core.actors import person
from neisse.web.meet.actions.notices import notice
from neisse.web.meet.actions.places import locked
from neisse.web.meet.actions.rights import require_organiser
from neisse.web.meet.models import Absence, Event, MeetingChange, MeetingRequest, Registration, TableClosure

Kind = MeetingChange.Kind
OPEN = MeetingChange.State.OPEN
REVERSIBLE = (Kind.NO_SHOW, Kind.LATE, Kind.TABLE_CLOSED, Kind.REQUEST_REMOVED)


@transaction.atomic
def note_change(event: Event, kind: str, about: dict[str, Any], *, actor: Any) -> MeetingChange:
    """Note what happened; nobody's agenda changes before a repair is published.

    `about`: the columns of `MeetingChange` that the kind needs. A new meeting is one to which both said yes
    at the desk; `other` is the second person. Errors: `meetings.pair`.
    """
    event = locked(event)
    require_organiser(actor, event)
    columns = {name: about[name] for name in ("registration", "slot", "table", "request") if about.get(name)}
    if kind == Kind.REQUEST_ADDED:
        columns = {"request": _agreed(event, about["registration"], about["other"])}
    change = notice(event, kind, **columns)
    change.said_by = person(actor)
    change.save(update_fields=["said_by"])
    return change


def _agreed(event: Event, asker: Registration, asked: Registration) -> MeetingRequest:
    """A request that both agreed to at the desk; one that was waiting between them becomes that."""
    if asker == asked:
        text = say("nobody meets themselves")
        raise NeisseError("meetings.pair", str(asker), text, say("name two different people"))
    between = Q(asker=asker, asked=asked) | Q(asker=asked, asked=asker)
    live = event.meeting_requests.filter(between, state__in=MeetingRequest.LIVE).first()
    if live is not None and live.state == MeetingRequest.State.ACCEPTED:
        text = say("%(a)s and %(b)s have a meeting agreed already", a=asker, b=asked)
        raise NeisseError("meetings.pair", str(asker), text, say("look at the schedule"))
    request = live or MeetingRequest(event=event, asker=asker, asked=asked)
    request.state, request.answered_at = MeetingRequest.State.ACCEPTED, timezone.now()
    request.save()
    return request


@transaction.atomic
def dismiss(change: MeetingChange, *, actor: Any) -> MeetingChange:
    """Put a change aside; a meeting that was only agreed for it is withdrawn again."""
    require_organiser(actor, locked(change.event))
    change = MeetingChange.objects.select_related("request").get(pk=change.pk)
    if change.state != OPEN:
        text = say("this is dealt with already")
        raise NeisseError("meetings.change", str(change), text, say("reload the page"))
    if change.kind == Kind.REQUEST_ADDED and change.request is not None:
        MeetingRequest.objects.filter(pk=change.request.pk).update(
            state=MeetingRequest.State.WITHDRAWN, answered_at=timezone.now()
        )
    change.state = MeetingChange.State.DISMISSED
    change.save(update_fields=["state"])
    return change


@transaction.atomic
def take_back(change: MeetingChange, *, actor: Any) -> MeetingChange:
    """Undo what a published repair took into account: who did not come is there after all, a table can be used.

    Nobody's agenda changes before the next repair is published; what was called off is placed again by it. Errors:
    `meetings.change` for what is not carried out (any more).
    """
    event = locked(change.event)
    require_organiser(actor, event)
    change = MeetingChange.objects.select_related("request").get(pk=change.pk)
    if change.state != MeetingChange.State.DONE or change.kind not in REVERSIBLE:
        text = say("this cannot be taken back (any more)")
        raise NeisseError("meetings.change", str(change), text, say("reload the page"))
    slots = event.slots.filter(starts_at__in=change.did, starts_at__gt=timezone.now())
    if change.kind == Kind.TABLE_CLOSED:
        TableClosure.objects.filter(table=change.table_id, slot__in=slots).delete()
    elif change.kind == Kind.REQUEST_REMOVED and change.request_id is not None:
        MeetingRequest.objects.filter(pk=change.request_id, state=MeetingRequest.State.WITHDRAWN).update(
            state=MeetingRequest.State.ACCEPTED, answered_at=timezone.now()
        )
    else:
        Absence.objects.filter(profile__registration=change.registration_id, slot__in=slots).delete()
    change.state = MeetingChange.State.DISMISSED
    change.save(update_fields=["state"])
    return change
