"""What waits for a person, in one mail a day at the hour that they chose; on a day when nothing waits there is none."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from neisse.web.accounts.models import Digest, User
from neisse.web.accounts.queries import INBOX
from neisse.web.core.actions.mail import post_rendered
from neisse.web.core.actions.rights import denied
from neisse.web.core.models import key_of
from neisse.web.core.queries.public_address import address_or
from neisse.web.core.waiting import waiting_for


@transaction.atomic
def choose_digest(user: User, hour: int | None, *, actor: Any, address: str) -> None:
    """Choose the hour of one's own daily mail, None for no mail. `address` is where the link leads.

    For the person alone. Chosen after the hour, it comes tomorrow; a day never has two.
    """
    if actor != user:
        raise denied(INBOX)
    if hour is None:
        Digest.objects.filter(user=user).delete()
        return
    now = timezone.localtime()
    row, is_new = Digest.objects.get_or_create(user=user, defaults={"hour": hour, "address": address})
    if (is_new or row.hour != hour) and now.hour >= hour:
        row.looked_on = now.date()
    row.hour, row.address = hour, address
    row.save()


def send_digests(now: datetime) -> int:
    """Send each mail whose hour came today and for which something waits; returns how many.

    Each person in a transaction of their own: a second call, or a second process, sends nothing. Cost: a few queries
    a person whose hour came.
    """
    local = timezone.localtime(now)
    due = Digest.objects.filter(hour__lte=local.hour, user__is_active=True)
    due = due.filter(Q(looked_on=None) | Q(looked_on__lt=local.date()))
    return sum(_send(pk, local.date()) for pk in list(due.values_list("pk", flat=True)))


@transaction.atomic
def _send(pk: int, day: date) -> bool:
    row = Digest.objects.select_for_update(of=("self",)).select_related("user").filter(pk=pk).first()
    if row is None or (row.looked_on and row.looked_on >= day):
        return False
    row.looked_on = day
    row.save(update_fields=["looked_on"])
    user = row.user
    found = [waiting for waiting in waiting_for(user) if waiting.count] if user.has_perm(INBOX) else []
    if not found:
        return False
    words = {
        "user": user,
        "waiting": found,
        "link": address_or(row.address).rstrip("/") + reverse("core:inbox"),
    }
    post_rendered(
        "digest",
        user.email,
        "accounts/mail/digest.txt",
        words,
        language=user.language,
        about=key_of(user),
    )
    return True
