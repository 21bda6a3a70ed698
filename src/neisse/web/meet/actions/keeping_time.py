"""How long the people of an event are kept: as long as the event says now."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from neisse.web.meet.models import Event

CANCELLED = "cancelled"


def kept_until(event: Event, today: date | None = None) -> date:
    """The first day without the people of an event: so many days after its end, or after it was cancelled."""
    last = timezone.localdate(event.ends_at, event.tz)
    if today is not None and is_cancelled(event):
        last = min(last, today)
    return last + timedelta(days=event.retention_days)


def is_cancelled(event: Event) -> bool:
    """Whether an event, or the plan that it carries out, does not take place."""
    by_plan = event.measure is not None and event.measure.certainty == CANCELLED
    return event.state == Event.State.CANCELLED or by_plan


@transaction.atomic
def keep_as_long_as(events: Iterable[Event], now: datetime) -> int:
    """Keep people as long as the event says now: longer where it moved to later, less where it is cancelled."""
    changed = 0
    for event in events:
        until = kept_until(event, timezone.localdate(now, event.tz))
        rows = event.registrations.exclude(name="").exclude(keep_until=None)
        rows = rows.filter(keep_until__gt=until) if is_cancelled(event) else rows.exclude(keep_until=until)
        changed += rows.update(keep_until=until)
    return changed
