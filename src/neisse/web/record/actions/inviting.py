"""Inviting persons of the list: each gets an account, a mail with a link, and speaks for the own organisation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from neisse.engine.values import NeisseError, say
from neisse.web.accounts.actions import invite
from neisse.web.accounts.models import Role, User
from neisse.web.core.actions.rights import require
from neisse.web.core.queries import the_instance, today
from neisse.web.record.actions.offices import link_person
from neisse.web.record.actions.together import Together, each
from neisse.web.record.models import Person
from neisse.web.record.queries.campaign import CODES, SPOKEN

ALLOWED = "accounts.manage_users"


def invite_together(rows: Sequence[Person], *, actor: Any, address: str) -> Together:
    """Invite persons as members; `address` is the head of the link. Who stands there twice gets one mail.

    Left as they are: who has an account (`accounts.taken`), and who may not be written to (`person.unreached`).
    """
    require(actor, ALLOWED)
    invited: dict[str, User] = {}

    def act(person: Person) -> None:
        to = _address(person)
        known = invited.get(to.casefold())
        user = known or invite(to, person.name, Role.MEMBER, _language(person), actor=actor, address=address)
        link_person(person, user, actor=actor)
        invited[to.casefold()] = user

    return each(rows, act)


def _address(person: Person) -> str:
    if person.user_id is not None:
        text = say("this person has an account already")
        raise NeisseError("accounts.taken", str(person), text, "change its role instead")
    if not (person.email and person.may_be_contacted(today())):
        text = say("there is no mail address here that may be written to")
        raise NeisseError("person.unreached", str(person), text, say("note address and consent first"))
    return str(person.email)


def _language(person: Person) -> str:
    country = person.organisation.country if person.organisation else ""
    spoken = SPOKEN.get(country, the_instance().default_language)
    known = [code for code in person.languages if code in CODES]
    return spoken if spoken in known or not known else str(known[0])
