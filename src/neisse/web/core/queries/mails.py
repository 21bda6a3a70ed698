"""Reads of the outbox: the page of managers, and the figures of health."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Max, Min, QuerySet
from django.utils import timezone

from neisse.web.core.models import Mail

State = Mail.State
# What the page shows together: nobody asks for the two moments between waiting and sent.
GROUPS: dict[str, tuple[str, ...]] = {
    "stuck": tuple(Mail.STUCK),
    "waiting": (State.WAITING, State.SENDING, State.HANDING_OVER),
    "sent": (State.SENT,),
    "discarded": (State.DISCARDED,),
}


@dataclass(frozen=True, slots=True)
class MailHealth:
    """How the outbox does. `overdue_s` is how long the oldest mail that is due has waited for a sender."""

    waiting: int
    failed: int
    perhaps_sent: int
    overdue_s: float
    last_sent_at: datetime | None


def sends_mail() -> bool:
    """Whether mails leave the instance."""
    return not settings.EMAIL_BACKEND.endswith("filebased.EmailBackend")


def mails(group: str = "", query: str = "") -> QuerySet[Mail]:
    """Mails of one of `GROUPS` (else all), newest first, by a part of address, subject or purpose; never with text."""
    found = Mail.objects.defer("body").order_by("-created_at", "-pk")
    if group in GROUPS:
        found = found.filter(state__in=GROUPS[group])
    if query:
        found = (
            found.filter(to__icontains=query)
            | found.filter(subject__icontains=query)
            | found.filter(purpose=query)
        )
    return found


def mail_counts() -> dict[str, int]:
    """How many mails each of `GROUPS` has; one query."""
    by_state = dict(Mail.objects.order_by().values_list("state").annotate(n=Count("pk")))
    return {name: sum(by_state.get(state, 0) for state in states) for name, states in GROUPS.items()}


def mail_health() -> MailHealth:
    """What a monitor and the page of health ask; three small queries."""
    now = timezone.now()
    by_state = dict(Mail.objects.order_by().values_list("state").annotate(n=Count("pk")))
    oldest = Mail.objects.filter(state=State.WAITING, due_at__lt=now).aggregate(at=Min("due_at"))["at"]
    return MailHealth(
        waiting=sum(by_state.get(state, 0) for state in GROUPS["waiting"]),
        failed=by_state.get(State.FAILED, 0),
        perhaps_sent=by_state.get(State.PERHAPS_SENT, 0),
        overdue_s=(now - oldest).total_seconds() if oldest else 0.0,
        last_sent_at=Mail.objects.aggregate(at=Max("sent_at"))["at"],
    )
