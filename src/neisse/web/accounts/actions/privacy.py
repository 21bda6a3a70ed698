"""Erasing a person: the account and whatever the stages keep about it."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.db import transaction

from neisse.engine.values import NeisseError
from neisse.web.accounts import personal_data
from neisse.web.accounts.actions.people import end_sessions
from neisse.web.accounts.models import User
from neisse.web.accounts.queries import is_last_manager
from neisse.web.core.actions.mail import forget_mails
from neisse.web.core.models import key_of


@transaction.atomic
def erase_user(user: User) -> None:
    """Delete an account with its tokens, sessions, sign-in log and unsent mail; the stages erase their share.

    What the person decided stays, without the name. The last manager is refused (`accounts.last_manager`).
    """
    if is_last_manager(user):
        raise NeisseError(
            "accounts.last_manager", user.email, "an instance needs a manager", "name another one first"
        )
    addresses = {user.email.lower()} | {
        email.lower() for email in EmailAddress.objects.filter(user=user).values_list("email", flat=True)
    }
    for keeper in personal_data.keepers():
        keeper.erase(user)
    end_sessions(user)
    for log in (AccessAttempt, AccessLog, AccessFailureLog):
        for address in addresses:
            log.objects.filter(username__iexact=address).delete()
    forget_mails(addresses=addresses, about=[key_of(user)], words=[user.name])
    user.delete()
