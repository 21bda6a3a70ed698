"""Reminders of campaigns: one mail to each address whatever it has missed, never to who answered, never too often."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from neisse.web.core import later
from neisse.web.core.actions.mail import post_rendered
from neisse.web.core.models import Mail, key_of
from neisse.web.record.links import address_of
from neisse.web.record.models import Campaign, Recipient

# Two campaigns whose reminders are due on one day come in one mail, or a day apart.
APART = timedelta(hours=20)
LOOK_EVERY_S = 3600


@later.work(repeats=True)
def remind_all() -> int:
    """What the worker does every hour."""
    return remind(timezone.now())


def remind(now: datetime) -> int:
    """Remind everybody who is due; returns how many mails. Each address in a transaction of its own.

    Cut off and done again, or done by two workers at once, nobody gets a second mail: what is due is asked again while
    the rows are held. Where a mail could not be delivered, none follows.
    """
    failed = Mail.objects.filter(purpose__startswith="campaign", state=Mail.State.FAILED)
    broken = {address.casefold() for address in failed.values_list("to", flat=True)}
    by_address: dict[str, list[Recipient]] = defaultdict(list)
    for row in unanswered(now):
        by_address[row.address.casefold()].append(row)
    asked = [rows for address, rows in by_address.items() if address not in broken and due(rows, now)]
    return sum(_remind_once([row.pk for row in rows], now) for rows in asked)


def unanswered(now: datetime) -> QuerySet[Recipient]:
    """Who was written to and has not answered a campaign that is under way, in time and reminds at all."""
    rows = Recipient.objects.filter(
        campaign__state=Campaign.State.OPEN,
        campaign__open_until__gt=timezone.localdate(now),
        campaign__every_days__gt=0,
        link__revoked_at=None,
        mailed_at__isnull=False,
        answer="",
    )
    return rows.exclude(address="").select_related("campaign", "link__organisation").order_by("pk")


def due(rows: Sequence[Recipient], now: datetime) -> list[Recipient]:
    """Which of the rows of one address are due; none where any of them was told something within a day."""
    told = [(row, row.told_at) for row in rows]
    if any(at is not None and at > now - APART for _row, at in told):
        return []
    return [row for row, at in told if at is not None and at + timedelta(days=row.campaign.every_days) <= now]


@transaction.atomic
def _remind_once(pks: list[int], now: datetime) -> int:
    rows = due(list(unanswered(now).filter(pk__in=pks).select_for_update(of=("self",))), now)
    if not rows:
        return 0
    first = rows[0]
    words = {"recipient": first, "rows": [(row, address_of(row)) for row in rows]}
    post_rendered(
        "campaign_reminder",
        first.address,
        "record/mail/campaign_reminder.txt",
        words,
        language=first.link.language,
        about=key_of(first),
        group=key_of(first.campaign),
    )
    Recipient.objects.filter(pk__in=[row.pk for row in rows]).update(reminded_at=now)
    return 1
