"""Background work of the meet stage, and what starts it."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django_tasks import task

from neisse.web.core.events import Changed
from neisse.web.meet.actions import computing, desk, profile, reminders
from neisse.web.meet.actions.keeping_time import keep_as_long_as
from neisse.web.meet.models import Event, Registration, ScheduleVersion


@task()
def end_offer(pk: int) -> int:
    """When the time of an offer is over: the place goes on to who waits next."""
    registration = Registration.objects.select_related("event").filter(pk=pk).first()
    return desk.offer_next(registration.event) if registration else 0


@task()
def encode_profile(pk: int) -> None:
    """Make what somebody offers and looks for ready to be compared."""
    profile.encode(pk)


@task()
def send_reminders(pk: int) -> int:
    """On the day before an event: one mail a person with what is open and their agenda."""
    event = Event.objects.filter(pk=pk).first()
    return reminders.remind_on_the_day_before(event, timezone.now()) if event else 0


@task()
def compute_schedule(pk: int, limit_s: float) -> None:
    """Compute a version that was begun; nothing where it was deleted meanwhile."""
    version = ScheduleVersion.objects.select_related("event", "job", "based_on").filter(pk=pk).first()
    if version is not None:
        computing.compute(version, limit_s=limit_s)


def on_change(changed: Changed) -> None:
    """End offers in time, and keep participants as long as the plan of an event says."""
    if changed.kind == "offer":
        end_offer.using(run_after=datetime.fromisoformat(changed.keys[0])).enqueue(changed.pks[0])
    elif changed.kind == "measure" and changed.what == "stored":
        events = Event.objects.filter(measure__in=changed.pks).select_related("measure")
        keep_as_long_as(events, timezone.now())
    elif changed.kind == "profile":
        encode_profile.enqueue(changed.pks[0])
    elif changed.kind == "reminder":
        send_reminders.using(run_after=datetime.fromisoformat(changed.keys[0])).enqueue(changed.pks[0])
