"""Erasing a person: the account and whatever the stages keep about it."""

from __future__ import annotations

from typing import Any

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.db.models import Q

from neisse.engine.values import NeisseError
from neisse.web.accounts.actions.people import end_sessions
from neisse.web.accounts.models import User
from neisse.web.accounts.queries import is_last_manager, subject_of
from neisse.web.core.actions.personal import erase_subject
from neisse.web.core.actions.rights import require
from neisse.web.core.actors import SYSTEM
from neisse.web.core.models import Erasure
from neisse.web.core.personal import Subject
from neisse.web.core.queries.subjects import widened

LOGS = (AccessAttempt, AccessLog, AccessFailureLog)


def erase_user(user: User, *, actor: Any) -> Erasure:
    """Delete an account with its tokens, sessions, sign-in log and mail; the stages erase their share.

    What the person decided stays, without the name. The last manager is refused (`accounts.last_manager`). People
    choose the name of their account themselves, so only a manager (`actor`) has it taken out of texts of others.
    People may erase themselves, managers everybody.
    """
    if actor != user:
        require(actor, "accounts.manage_users")
    refuse_last_manager(user)
    subject = subject_of(user)
    if actor is SYSTEM or actor == user:
        return erase_subject(subject, way=Erasure.Way.ACCOUNT, actor=None)
    return erase_by_manager(widened(subject), actor=actor)


def erase_by_manager(subject: Subject, *, actor: Any) -> Erasure:
    """Erase a person whom a manager chose, with or without an account (`accounts.managers_only`)."""
    if not actor.has_perm("accounts.manage_users"):
        raise NeisseError("accounts.managers_only", "", "only managers erase other people", "ask a manager")
    for user in User.objects.filter(pk__in=subject.pks("accounts.user")):
        refuse_last_manager(user)
    return erase_subject(subject, way=Erasure.Way.MANAGER, actor=actor)


def refuse_last_manager(user: User) -> None:
    """An instance needs somebody who runs it (`accounts.last_manager`)."""
    if is_last_manager(user):
        raise NeisseError(
            "accounts.last_manager", user.email, "an instance needs a manager", "name another one first"
        )


def erase_accounts(subject: Subject) -> int:
    """Delete the accounts of a person, with everything that hangs on them."""
    rows = list(User.objects.filter(pk__in=subject.pks("accounts.user")))
    for user in rows:
        refuse_last_manager(user)
        end_sessions(user)
        user.delete()
    return len(rows)


def erase_sign_ins(subject: Subject) -> int:
    """Delete the log of sign-ins under the addresses of a person."""
    return sum(log.objects.filter(under_addresses(subject)).delete()[0] for log in LOGS)


def under_addresses(subject: Subject) -> Q:
    """Entries of the log of sign-ins under one of the addresses."""
    wanted = Q(pk__in=[])
    for address in subject.addresses:
        wanted |= Q(username__iexact=address)
    return wanted
