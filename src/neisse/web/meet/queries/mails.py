"""Mails of an event and of one person, as the outbox keeps them."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from neisse.web.core.models import Mail, key_of
from neisse.web.meet.models import Event, Registration


def mails_of_event(event: Event) -> QuerySet[Mail]:
    """All mails to the people of an event."""
    return Mail.objects.filter(group=key_of(event))


def mails_to(registration: Registration) -> QuerySet[Mail]:
    """All mails about one registration."""
    return Mail.objects.filter(about=key_of(registration))


def undelivered(event: Event) -> QuerySet[Mail]:
    """What could not be delivered."""
    return mails_of_event(event).filter(state=Mail.State.FAILED)


def told_since(event: Event, purpose: str, since: datetime) -> set[int]:
    """Which registrations were written to for this purpose after a moment."""
    rows = mails_of_event(event).filter(purpose=purpose, created_at__gt=since)
    return {int(about.rpartition(":")[2]) for about in rows.values_list("about", flat=True)}
