"""One mail that says all: what waits for an answer, and the agenda. Never an empty one, never twice a day."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from neisse.web.core import later
from neisse.web.core.actors import SYSTEM
from neisse.web.meet.actions.agendas import agenda_line, meetings_of
from neisse.web.meet.actions.mail import post
from neisse.web.meet.actions.places import locked
from neisse.web.meet.actions.rights import require_organiser
from neisse.web.meet.links import absolute, answer_path
from neisse.web.meet.models import Event, MeetingRequest, Registration
from neisse.web.meet.queries.mails import told_since
from neisse.web.meet.queries.requests import plan_of, takes_requests
from neisse.web.meet.queries.schedules import published
from neisse.web.meet.rules.clock import Deed, Role, may

APART = timedelta(hours=20)
DAY_BEFORE = timedelta(hours=26)


@transaction.atomic
def remind(event: Event, now: datetime, *, actor: Any) -> int:
    """Remind everybody who has something to answer or a published meeting ahead; returns how many mails.

    For who organises the event.

    Who was reminded within 20 hours is left out, so that a second call, or a second process, sends nothing.
    Four queries and one mail a person.
    """
    event = locked(event)
    require_organiser(actor, event)
    plan = plan_of(event)
    if plan is None or not may(event, Deed.TELL, Role.MACHINE, now):
        return 0
    waiting: dict[int, list[tuple[MeetingRequest, str]]] = defaultdict(list)
    if takes_requests(plan, now):
        rows = event.meeting_requests.filter(state=MeetingRequest.State.OPEN).order_by("asked_at", "pk")
        for request in rows.select_related("asker__organisation", "asked"):
            waiting[request.asked_id].append((request, absolute(event, answer_path(request))))
    ahead = {
        pk: coming
        for pk, rows in meetings_of(published(event)).items()
        if (coming := [meeting for meeting in rows if meeting.slot.ends_at > now])
    }
    told = told_since(event, "reminder", now - APART)
    people = Registration.objects.filter(pk__in=waiting.keys() | ahead.keys()).exclude(pk__in=told)
    sent = 0
    for person in people.filter(state=Registration.State.REGISTERED):
        person.event = event
        words = {
            "waiting": waiting[person.pk],
            "meetings": [agenda_line(person, meeting) for meeting in ahead.get(person.pk, [])],
            "until": plan.requests_until,
        }
        post("reminder", person, words)
        sent += 1
    return sent


def remind_on_the_day_before(event: Event, now: datetime) -> int:
    """What the task calls: an event that was put off is planned again, one that has begun needs no reminder."""
    if now >= event.starts_at:
        return 0
    if event.starts_at - now > DAY_BEFORE:
        plan_reminder(event)
        return 0
    return remind(event, now, actor=SYSTEM)


@later.work(repeats=True, formerly={"neisse.web.meet.tasks.send_reminders": ("pk",)})
def send_reminders(pk: int) -> int:
    """On the day before an event: one mail a person with what is open and their agenda."""
    event = Event.objects.filter(pk=pk).first()
    return remind_on_the_day_before(event, timezone.now()) if event else 0


def plan_reminder(event: Event) -> None:
    """Have everybody reminded once on the day before the event."""
    later.once(send_reminders, event.pk, at=event.starts_at - timedelta(days=1))
