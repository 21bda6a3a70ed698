"""Erasing a person: the account and whatever the stages keep about it."""

from __future__ import annotations

from pathlib import Path

from allauth.account.models import EmailAddress
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.conf import settings
from django.db import transaction

from neisse.engine.values import NeisseError
from neisse.web.accounts import personal_data
from neisse.web.accounts.actions.people import end_sessions
from neisse.web.accounts.models import User
from neisse.web.accounts.queries import is_last_manager


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
    user.delete()
    transaction.on_commit(lambda: erase_mail(addresses))


def erase_mail(addresses: set[str]) -> None:
    """Take mails to these addresses out of the folder that holds them until they are sent."""
    folder = Path(getattr(settings, "EMAIL_FILE_PATH", "") or "")
    for path in folder.glob("*.log") if folder.name and folder.is_dir() else ():
        text = path.read_text(encoding="utf-8", errors="replace").lower()
        if any(address in text for address in addresses):
            path.unlink()
