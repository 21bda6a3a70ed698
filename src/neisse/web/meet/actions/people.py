"""The organiser's hand on people: added, corrected, moved on the waiting list; told of it, or not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max, Min
from django.utils import timezone

from neisse.engine.values import NeisseError, say
from neisse.web.core.links import digest_of, new_secret
from neisse.web.meet.actions.keeping_time import kept_until
from neisse.web.meet.actions.mail import post
from neisse.web.meet.actions.places import Places, locked, move, offer_free_places
from neisse.web.meet.actions.registration import CHANGEABLE, LIVE, new_registration, reread
from neisse.web.meet.actions.rights import require_organiser
from neisse.web.meet.links import answer_secret, digest_of_seed
from neisse.web.meet.models import Event, MeetingRequest, Registration
from neisse.web.meet.rules.clock import Deed, Role, require_now

State = Registration.State
STEP = timedelta(seconds=1)


@transaction.atomic
def add_person(
    event: Event,
    email: str,
    fields: Mapping[str, Any],
    *,
    actor: Any,
    anyway: bool = False,
    tells: bool = True,
) -> Registration:
    """Register somebody for them: a place where every quota has one, or `anyway`; else the waiting list.

    Errors: `registration.known` for an address that is registered, `event.not_now`.
    """
    event = locked(event)
    require_organiser(actor, event)
    now, address = timezone.now(), email.strip().lower()
    require_now(event, Deed.REGISTER, Role.ORGANISER, now)
    row = event.registrations.filter(email=address).first() or new_registration(event, address)
    if row.state in LIVE and not row._state.adding:
        raise _known(row)
    for name in CHANGEABLE:
        if name in fields:
            setattr(row, name, fields[name])
    row.confirmed_at, row.keep_until = now, kept_until(event, timezone.localdate(now, event.tz))
    offer_free_places(event, now)
    if anyway or Places(event).has_room(row):
        move(row, State.REGISTERED, "added by the organiser", actor)
    else:
        row.queued_at = now
        move(row, State.WAITING, "added by the organiser, no place left", actor)
    if tells:
        post("registered" if row.state == State.REGISTERED else "waiting", row)
    return row


@transaction.atomic
def edit_person(
    registration: Registration, email: str, fields: Mapping[str, Any], *, actor: Any, tells: bool = True
) -> Registration:
    """Correct what is kept about somebody; what becomes free by it is offered.

    With another address the personal link is another one: who had the old one reaches nothing any more, the new
    address gets the new link. Errors: `registration.known`.
    """
    event, row = reread(registration)
    require_organiser(actor, row)
    address = email.strip().lower()
    moves_away = address != row.email
    if moves_away and event.registrations.filter(email=address).exclude(pk=row.pk).exists():
        raise _known(row)
    for name in CHANGEABLE:
        if name in fields:
            setattr(row, name, fields[name])
    if moves_away:
        row.email, row.user, row.link_seed = address, None, new_secret()
        row.digest = digest_of_seed(row.link_seed)
    move(row, row.state, "corrected by the organiser", actor)
    if moves_away:
        row.feed_tokens.filter(revoked_at=None).update(revoked_at=timezone.now())
        for asked in row.requests_received.filter(state=MeetingRequest.State.OPEN):
            asked.asked = row
            MeetingRequest.objects.filter(pk=asked.pk).update(digest=digest_of(answer_secret(asked)))
        if tells and row.state == State.REGISTERED:
            post("registered", row)
    offer_free_places(event, timezone.now())
    return row


@transaction.atomic
def move_in_queue(registration: Registration, *, first: bool, actor: Any) -> Registration:
    """To the head or to the end of the waiting list (`registration.not_waiting`); told to nobody."""
    event, row = reread(registration)
    require_organiser(actor, row)
    if row.state != State.WAITING:
        text = say("only who waits stands on the waiting list")
        raise NeisseError("registration.not_waiting", str(row), text, say("reload the list"))
    ends = event.registrations.filter(state=State.WAITING).aggregate(
        first=Min("queued_at"), last=Max("queued_at")
    )
    row.queued_at = ends["first"] - STEP if first else ends["last"] + STEP
    move(row, row.state, "to the head of the list" if first else "to the end of the list", actor)
    return row


def _known(row: Registration) -> NeisseError:
    text = say("this address is registered already")
    return NeisseError("registration.known", str(row.event), text, say("look for it in the list"))
