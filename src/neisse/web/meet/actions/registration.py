"""Registering, confirming, withdrawing: what a person does with a link and without a login."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone

from neisse.engine.values import NeisseError, say
from neisse.web.core.actors import SYSTEM, person
from neisse.web.core.links import new_secret
from neisse.web.meet.actions.keeping_time import kept_until
from neisse.web.meet.actions.mail import post
from neisse.web.meet.actions.places import Places, locked, move, offer_free_places
from neisse.web.meet.actions.requests import leave_meetings
from neisse.web.meet.actions.rights import is_holder, require_holder, require_holder_or_organiser
from neisse.web.meet.links import digest_of_seed, new_badge_code
from neisse.web.meet.models import Event, Registration, RegistrationChange
from neisse.web.meet.models.registration import Group
from neisse.web.meet.queries.mails import mails_to
from neisse.web.meet.rules.clock import Deed, Role, may, require_now
from neisse.web.record.rules.seen import organisations_of

State = Registration.State
MAILS_APART = timedelta(minutes=5)
LIVE = {State.WAITING, State.OFFERED, State.REGISTERED}
CHANGEABLE = (
    "name",
    "organisation",
    "organisation_name",
    "office",
    "country",
    "group",
    "language",
    "languages",
    "answers",
)


@transaction.atomic
def register(event: Event, email: str, fields: Mapping[str, Any], *, actor: Any) -> Registration:
    """Note a registration and mail its link; nothing is held before the person confirms.

    An address that is registered already is not changed: it gets a mail with its link again, and the caller
    cannot tell the difference. Places for members go to who speaks for the member organisation or has an address
    at its website; what the form says of a group is only asked for. Errors: `registration.closed`.
    """
    event = locked(event)
    now = timezone.now()
    if not is_open(event, now):
        raise _closed(event)
    address = email.strip().lower()
    known = event.registrations.filter(email=address).first()
    if known is not None and known.state in LIVE:
        if not mailed_lately(known, now):
            post("known", known)
        return known
    registration = known or new_registration(event, address)
    for name in CHANGEABLE:
        if name in fields:
            setattr(registration, name, fields[name])
    if registration.group == Group.MEMBER and not _may_come_as_member(registration, actor):
        registration.group = Group.GUEST
    user = person(actor)
    registration.user = user if user is not None and user.email.lower() == address else None
    registration.consent_at, registration.confirmed_at = now, None
    registration.keep_until = kept_until(event, timezone.localdate(now, event.tz))
    move(registration, State.UNCONFIRMED, "asked")
    if not mailed_lately(registration, now):
        post("confirm", registration)
    return registration


def _may_come_as_member(registration: Registration, actor: Any) -> bool:
    """Whether somebody belongs to the organisation that they name: by office, or by an address at its website."""
    organisation = registration.organisation
    if actor is SYSTEM or organisation is None:
        return actor is SYSTEM
    host = (urlsplit(organisation.url).hostname or "").removeprefix("www.")
    at_home = bool(host) and registration.email.rpartition("@")[2] == host
    return at_home or organisation.pk in organisations_of(actor)


def mailed_lately(registration: Registration, now: datetime) -> bool:
    """Whether the form was used for this address a moment ago: nobody shall be flooded through it."""
    since = now - MAILS_APART
    return mails_to(registration).filter(purpose__in=["known", "confirm"], created_at__gt=since).exists()


def new_registration(event: Event, email: str, taken: set[str] | None = None) -> Registration:
    """A row (not stored yet) with a link, and a badge code that is not among those `taken` at the event."""
    seed = new_secret()
    if taken is None:
        taken = set(event.registrations.values_list("badge_code", flat=True))
    code = next(code for code in iter(new_badge_code, "") if code not in taken)
    return Registration(
        event=event, email=email, link_seed=seed, digest=digest_of_seed(seed), badge_code=code
    )


def is_open(event: Event, now: datetime) -> bool:
    """Whether people may register."""
    return may(event, Deed.REGISTER, Role.ANYBODY, now)


def _closed(event: Event) -> NeisseError:
    text = say("registration for this event is closed")
    return NeisseError("registration.closed", str(event), text, say("write to the organiser"))


@transaction.atomic
def confirm(registration: Registration, *, actor: Any) -> Registration:
    """The second step of registering: a place where every quota has one, else the waiting list."""
    event, registration = reread(registration)
    require_holder(actor, registration)
    if registration.state != State.UNCONFIRMED:
        return registration
    now = timezone.now()
    require_now(event, Deed.CONFIRM, Role.PERSON, now)
    offer_free_places(event, now)
    registration.confirmed_at = now
    if Places(event).has_room(registration):
        move(registration, State.REGISTERED, "confirmed")
        post("registered", registration)
    else:
        registration.queued_at = now
        move(registration, State.WAITING, "confirmed, no place left")
        post("waiting", registration)
    return registration


@transaction.atomic
def accept_offer(registration: Registration, *, actor: Any) -> Registration:
    """Take an offered place while the offer holds (`registration.lapsed` afterwards)."""
    event, registration = reread(registration)
    require_holder(actor, registration)
    require_now(event, Deed.TAKE_OFFER, Role.PERSON, timezone.now())
    if (
        registration.state == State.OFFERED
        and registration.offered_until
        and timezone.now() < registration.offered_until
    ):
        move(registration, State.REGISTERED, "offer accepted")
        post("registered", registration)
    elif registration.state != State.REGISTERED:
        text = say("this offer is no longer open")
        raise NeisseError("registration.lapsed", str(event), text, "ask for the waiting list again")
    return registration


@transaction.atomic
def withdraw(registration: Registration, *, actor: Any, tells: bool = True) -> Registration:
    """Give up a place, an offer or the wait; a free place goes to who waits longest."""
    event, registration = reread(registration)
    require_holder_or_organiser(actor, registration)
    if registration.state in {State.WITHDRAWN, State.DECLINED}:
        return registration
    require_now(event, Deed.WITHDRAW, role_of(actor, registration), timezone.now())
    told = tells and registration.state != State.UNCONFIRMED
    move(registration, State.WITHDRAWN, "withdrawn", actor)
    registration.changes.filter(state=RegistrationChange.State.OPEN).delete()
    leave_meetings(registration)
    if told:
        post("withdrawn", registration)
    offer_free_places(event, timezone.now())
    return registration


@transaction.atomic
def queue_again(registration: Registration, *, actor: Any) -> Registration:
    """After a lapsed or declined offer or a withdrawal: back, at the end of the waiting list."""
    event, registration = reread(registration)
    require_holder(actor, registration)
    now = timezone.now()
    if registration.state in {State.DECLINED, State.WITHDRAWN} and registration.confirmed_at:
        if not is_open(event, now):
            raise _closed(event)
        registration.queued_at = now
        move(registration, State.WAITING, "asked again")
        if registration not in offer_free_places(event, now):
            post("waiting", registration)
    return Registration.objects.get(pk=registration.pk)


def role_of(actor: Any, registration: Registration) -> Role:
    """As whom somebody acts on a registration: as its person, or as the organiser."""
    return Role.PERSON if is_holder(actor, registration) else Role.ORGANISER


def reread(registration: Registration) -> tuple[Event, Registration]:
    """The registration as it is now, with its event held."""
    event = locked(registration.event)
    fresh = Registration.objects.select_related("organisation").get(pk=registration.pk)
    fresh.event = event
    return event, fresh
