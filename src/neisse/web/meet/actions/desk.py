"""What the organiser does with registrations: places out of turn, groups, changes, check-in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from neisse.engine.values import NeisseError, say
from neisse.web.core.actors import person
from neisse.web.meet.actions.mail import post
from neisse.web.meet.actions.places import Places, falls_under, move, offer, offer_free_places
from neisse.web.meet.actions.registration import CHANGEABLE, LIVE, reread, role_of
from neisse.web.meet.actions.rights import is_holder, require_holder_or_organiser, require_organiser
from neisse.web.meet.models import Event, Registration, RegistrationChange
from neisse.web.meet.rules.clock import Deed, Role, require_now
from neisse.web.record.models import Organisation
from neisse.web.record.queries.duplicates import survivors

State = Registration.State
Change = RegistrationChange.State


@transaction.atomic
def give_place(registration: Registration, *, actor: Any) -> Registration:
    """A place at once, whatever the quotas say; the history keeps who gave it."""
    _event, registration = reread(registration)
    require_organiser(actor, registration)
    if registration.state != State.REGISTERED:
        require_now(registration.event, Deed.GIVE_PLACES, Role.ORGANISER, timezone.now())
        registration.confirmed_at = registration.confirmed_at or timezone.now()
        move(registration, State.REGISTERED, "place given by the organiser", actor)
        post("registered", registration)
    return registration


@transaction.atomic
def offer_place(registration: Registration, *, actor: Any) -> Registration:
    """An offer out of turn to somebody who waits."""
    _event, registration = reread(registration)
    require_organiser(actor, registration)
    if registration.state != State.WAITING:
        raise NeisseError(
            "registration.not_waiting",
            str(registration),
            "only who waits can be offered a place",
            "reload the list",
        )
    require_now(registration.event, Deed.GIVE_PLACES, Role.ORGANISER, timezone.now())
    offer(registration, timezone.now(), "offered by the organiser", actor)
    return registration


@transaction.atomic
def refuse(registration: Registration, *, actor: Any, tells: bool = True) -> Registration:
    """No place for this person, who is told or not; somebody who waits gets it."""
    event, registration = reread(registration)
    require_organiser(actor, registration)
    if registration.state in LIVE | {State.UNCONFIRMED}:
        require_now(event, Deed.WITHDRAW, Role.ORGANISER, timezone.now())
        move(registration, State.DECLINED, "refused by the organiser", actor)
        if tells:
            post("refused", registration)
        offer_free_places(event, timezone.now())
    return registration


@transaction.atomic
def change(registration: Registration, fields: Mapping[str, Any], *, actor: Any) -> RegistrationChange | None:
    """Change what somebody said of themselves; after the deadline of the event this waits for approval.

    Returns the waiting change, None where it was done at once. The organiser needs no approval, and moves people
    to another group; nobody does that to oneself (`actor` is the registration of who comes with its link).
    """
    event, registration = reread(registration)
    require_holder_or_organiser(actor, registration)
    by_person = is_holder(actor, registration)
    names = [name for name in CHANGEABLE if not (by_person and name == "group")]
    wanted = {
        name: fields[name] for name in names if name in fields and fields[name] != getattr(registration, name)
    }
    if not wanted:
        return None
    require_now(event, Deed.CHANGE, role_of(actor, registration), timezone.now())
    deadline = event.changes_until or event.registers_until
    if by_person and deadline is not None and timezone.now() >= deadline:
        registration.changes.filter(state=Change.OPEN).delete()
        return RegistrationChange.objects.create(registration=registration, fields=_kept(wanted))
    if by_person and registration.holds_place and _finds_no_place(event, registration, wanted):
        registration.changes.filter(state=Change.OPEN).delete()
        return RegistrationChange.objects.create(registration=registration, fields=_kept(wanted))
    _set(registration, wanted, "changed", actor)
    offer_free_places(event, timezone.now())
    return None


def _finds_no_place(event: Event, registration: Registration, wanted: Mapping[str, Any]) -> bool:
    """Whether the quota under which somebody would fall is full: then the organiser decides."""
    country = wanted.get("country", registration.country)
    places = Places(event)
    full = [quota for quota in places.quotas if places.left(quota) <= 0]
    before = registration.group, registration.country
    return any(falls_under(q, registration.group, country) and not falls_under(q, *before) for q in full)


@transaction.atomic
def decide_change(
    asked: RegistrationChange, accept: bool, note: str = "", *, actor: Any
) -> RegistrationChange:
    """Accept or decline a change that was asked for after the deadline; decided once, the person is told."""
    event, registration = reread(asked.registration)
    require_organiser(actor, registration)
    asked = RegistrationChange.objects.select_for_update().get(pk=asked.pk)
    if asked.state != Change.OPEN:
        raise NeisseError(
            "registration.decided", str(registration), "this change is decided already", "reload the list"
        )
    asked.state = Change.ACCEPTED if accept else Change.DECLINED
    asked.decided_by, asked.decided_at, asked.note = person(actor), timezone.now(), note
    asked.save()
    if accept:
        _set(registration, _read(asked.fields), "change approved", actor)
        offer_free_places(event, timezone.now())
    post("change_decided", registration, {"asked": asked})
    return asked


@transaction.atomic
def check_in(registration: Registration, here: bool = True, *, actor: Any) -> Registration:
    """Somebody is there; only who has a place can be checked in (`registration.no_place`)."""
    _event, registration = reread(registration)
    require_organiser(actor, registration)
    if here and registration.state != State.REGISTERED:
        text = say(
            "%(registration)s has no place: %(state)s",
            registration=registration,
            state=registration.get_state_display(),
        )
        raise NeisseError("registration.no_place", str(registration), text, "give a place first")
    require_now(registration.event, Deed.CHECK_IN, Role.ORGANISER, timezone.now())
    if here != (registration.checked_in_at is not None):
        registration.checked_in_at = timezone.now() if here else None
        move(registration, registration.state, "checked in" if here else "check-in undone", actor)
    return registration


def _set(registration: Registration, fields: Mapping[str, Any], reason: str, actor: Any) -> None:
    for name, value in fields.items():
        setattr(registration, name, value)
    move(registration, registration.state, reason, actor)


def _kept(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields as JSON: an organisation by its primary key."""
    return {name: value.pk if isinstance(value, Organisation) else value for name, value in fields.items()}


def _read(fields: Mapping[str, Any]) -> dict[str, Any]:
    read = dict(fields)
    if read.get("organisation") is not None:
        pk = read["organisation"]
        read["organisation"] = Organisation.objects.filter(pk=survivors([pk]).get(pk, pk)).first()
    return read
