"""Which user speaks for which organisation. Managers give offices to others; for themselves they only ask."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from neisse.engine.values import say
from neisse.web.accounts.models import User
from neisse.web.core.actions.rights import DeniedError, require
from neisse.web.core.actors import SYSTEM
from neisse.web.record.actions.notices import ASKED, GIVEN, GRANTED, tell_organisation
from neisse.web.record.actions.store import store
from neisse.web.record.models import Merge, OfficeRequest, Organisation, Person
from neisse.web.record.models.offices import WAITING
from neisse.web.record.rules.seen import speaking_for


@transaction.atomic
def give_office(user: User, organisation_key: str, actor: Any) -> bool:
    """Let a user speak for an organisation, which is told; False where it only was asked for.

    A manager who does it for the own account asks: the office is in force when somebody else has granted it.
    """
    organisation = Organisation.objects.get(key=organisation_key)
    is_own = user == actor
    require(actor, "record.ask_for_office" if is_own else "record.give_office", Person(user=user))
    if Person.objects.filter(user=user, organisation=organisation).exists():
        return True
    if is_own:
        _ask(user, organisation)
        return False
    _link(user, organisation, actor)
    tell_organisation(organisation.pk, GIVEN, actor)
    return True


@transaction.atomic
def link_person(person: Person, user: User, *, actor: Any) -> None:
    """Let an account be that of a person who stands in the list: it speaks for their organisation, which is told."""
    require(actor, "record.give_office", Person(user=user))
    Person.objects.filter(pk=person.pk, user=None).update(user=user)
    vars(user).pop("_organisations", None)
    if person.organisation_id:
        tell_organisation(person.organisation_id, GIVEN, actor)


@transaction.atomic
def grant_office(asked: OfficeRequest, *, actor: Any) -> None:
    """Let a manager speak for the organisation: said by its people, or where it has none by another manager."""
    asked = _held(asked)
    require(actor, "record.grant_office", asked)
    _grant(asked, actor)


@transaction.atomic
def take_office(asked: OfficeRequest, *, actor: Any) -> None:
    """Take up an office for which nobody could be asked, once the notice has stood for a week.

    Errors: `rights.office_waits` before that, or where the organisation had people who could have been asked.
    """
    asked = _held(asked)
    require(actor, "record.take_office", asked)
    since = timezone.now() - WAITING
    merged = Merge.objects.filter(survivor=asked.organisation, undone_at=None, merged_at__gt=since)
    told_for_long = asked.asked_at <= since and not merged.exists()
    if asked.could_be_granted or speaking_for(asked.organisation_id) or not told_for_long:
        text, hint = (
            say("this office is not granted yet"),
            say("wait, or ask somebody who speaks for the organisation"),
        )
        raise DeniedError("rights.office_waits", asked.organisation.key, text, hint)
    _grant(asked, actor)


@transaction.atomic
def refuse_office(asked: OfficeRequest, *, actor: Any) -> None:
    """Say no to a manager who asks, or take the own question back."""
    asked = _held(asked)
    require(actor, "record.refuse_office", asked)
    asked.delete()


def _held(asked: OfficeRequest) -> OfficeRequest:
    rows = OfficeRequest.objects.select_for_update(of=("self",)).select_related("user", "organisation")
    return rows.get(pk=asked.pk)


def _ask(user: User, organisation: Organisation) -> None:
    could = bool(speaking_for(organisation.pk))
    _row, is_new = OfficeRequest.objects.get_or_create(
        user=user, organisation=organisation, defaults={"could_be_granted": could}
    )
    if is_new:
        tell_organisation(organisation.pk, ASKED, user)


def _grant(asked: OfficeRequest, actor: Any) -> None:
    _link(asked.user, asked.organisation, SYSTEM)
    tell_organisation(asked.organisation_id, GRANTED, actor)
    asked.delete()


def _link(user: User, organisation: Organisation, actor: Any) -> None:
    """An entry of the user among the people of the organisation."""
    key = f"user-{user.pk}-{organisation.pk}"
    while Person.objects.filter(key=key).exclude(user=None).exclude(user=user).exists():
        key += "-own"
    obj = {"id": key, "name": user.name or user.email, "organisation": organisation.key}
    store("person", [obj], actor=actor, reason="account")
    Person.objects.filter(key=key).update(user=user)
    vars(user).pop("_organisations", None)
