"""What a form makes is made once, however often it is sent: claimed before the view runs, settled after it."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

from django.utils import timezone

from neisse.web.core.actions.retention import delete_batch
from neisse.web.core.models import SentForm

KEPT = timedelta(days=7)
# A second click waits so long for the answer of the first.
WAIT_S = 10.0
STEP_S = 0.05
# After so long whoever claimed a form is no longer at work on it: the server was killed in between.
LONGEST_WORK = timedelta(minutes=2)


def claim(key: str, content: str) -> SentForm | None:
    """Claim a form; None where it is the first time, else what is known of the first.

    One row, kept at once: two processes cannot both be first. Where the first is still at work, this waits for it, at
    most ten seconds, and claims what was released meanwhile. Never call it inside a transaction.
    """
    until_s = time.monotonic() + WAIT_S
    while True:
        fields = {"content": content, "sent_at": timezone.now()}
        row, is_first = SentForm.objects.get_or_create(key=key, defaults=fields)
        if is_first:
            return None
        is_lost = row.sent_at < timezone.now() - LONGEST_WORK
        if row.is_done or is_lost or time.monotonic() > until_s:
            return row
        time.sleep(STEP_S)


def settle(key: str, where: str) -> None:
    """Say that a form made what it makes, and where that is shown; what does not fit is shown nowhere."""
    most = SentForm._meta.get_field("where").max_length or 0
    SentForm.objects.filter(key=key).update(is_done=True, where=where if len(where) <= most else "")


def release(key: str) -> None:
    """Say that a form made nothing: it may be sent again."""
    SentForm.objects.filter(key=key, is_done=False).delete()


def forget_sent(now: datetime) -> int:
    """Forms that were sent seven days ago."""
    return delete_batch(SentForm.objects.filter(sent_at__lt=now - KEPT))


def forget_all() -> int:
    """Every form that was sent; an address may hold the name of somebody who is erased."""
    return SentForm.objects.all().delete()[0]
