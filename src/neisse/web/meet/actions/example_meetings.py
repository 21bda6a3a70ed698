"""The one-to-one meetings of the example: profiles, wishes, requests and answers of a file, and the schedule."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from neisse.web.core.actions.jobs import end_job
from neisse.web.core.actors import SYSTEM
from neisse.web.meet.actions.computing import keep as keep_schedule
from neisse.web.meet.actions.events import keep
from neisse.web.meet.actions.meetings import make_slots, make_tables
from neisse.web.meet.actions.schedules import begin_schedule
from neisse.web.meet.bridge.meetings import problem_of
from neisse.web.meet.bridge.scheduling import measured
from neisse.web.meet.models import (
    Absence,
    Event,
    EventSession,
    InterpreterPool,
    MeetingPlan,
    MeetingProfile,
    MeetingRequest,
    MeetingSlot,
    Registration,
    ScheduleVersion,
    Wish,
)

Object = dict[str, Any]
ASKED_BEFORE = timedelta(days=30)
APART = timedelta(minutes=53)


def load_meetings(event: Event, described: Mapping[str, Any], session: EventSession, folder: Path) -> None:
    """Set the meetings of an event up, take in what its people said, and the schedule; no mails are written."""
    plan = MeetingPlan(event=event, meeting_min=described["minutes"], pause_min=described["pause"])
    keep(plan, actor=SYSTEM)
    make_slots(event, session.starts_at, session.ends_at, session=session, actor=SYSTEM)
    make_tables(event, described["tables"], actor=SYSTEM)
    InterpreterPool.objects.bulk_create(
        InterpreterPool(event=event, pair=pair, people=n) for pair, n in described["interpreters"].items()
    )
    said = [json.loads(line) for line in (folder / described["file"]).read_text("utf-8").splitlines()]
    registered = event.registrations.select_related("organisation").prefetch_related(
        "organisation__offers", "organisation__needs"
    )
    people = {r.email.partition("@")[0]: r for r in registered}
    _profiles(event, [o for o in said if o["type"] == "profile"], people)
    _requests(event, [o for o in said if o["type"] == "request"], people)
    Wish.objects.bulk_create(
        Wish(event=event, wisher=people[o["from"]], other=people[o["to"]], kind=o["wish"])
        for o in said
        if o["type"] == "wish"
    )
    _schedule(event, [o for o in said if "slot" in o], people)
    publish_silently(event)
    plan.state = described["state"]
    keep(plan, actor=SYSTEM)


def _profiles(event: Event, said: Sequence[Object], people: Mapping[str, Registration]) -> None:
    """Offers and needs are those of the organisation; absences name slots by the clock of the place."""
    slots = slots_by_clock(event)
    profiles = {o["id"]: _profile(o, people[o["id"]]) for o in said}
    MeetingProfile.objects.bulk_create(profiles.values())
    Absence.objects.bulk_create(
        Absence(profile=profiles[o["id"]], slot=slots[clock]) for o in said for clock in o.get("away", ())
    )


def _profile(said: Object, registration: Registration) -> MeetingProfile:
    organisation = registration.organisation
    return MeetingProfile(
        registration=registration,
        offers=[offer.text for offer in organisation.offers.all()] if organisation else [],
        needs=[need.text for need in organisation.needs.all()] if organisation else [],
        topics=said["topics"],
        max_meetings=said.get("max_meetings"),
        changed_at=registration.created_at,
    )


def _requests(event: Event, said: Iterable[Object], people: Mapping[str, Registration]) -> None:
    asked_at: datetime = event.starts_at - ASKED_BEFORE
    answered = {MeetingRequest.State.ACCEPTED, MeetingRequest.State.DECLINED}
    MeetingRequest.objects.bulk_create(
        MeetingRequest(
            event=event,
            asker=people[o["from"]],
            asked=people[o["to"]],
            state=o["state"],
            message=o.get("message", ""),
            answer=o.get("answer", ""),
            asked_at=asked_at + n * APART,
            answered_at=asked_at + n * APART + timedelta(hours=19) if o["state"] in answered else None,
        )
        for n, o in enumerate(said)
    )


def _schedule(event: Event, said: Iterable[Object], people: Mapping[str, Registration]) -> None:
    """The meetings as the file places them, past the checker like every other schedule."""
    slots, tables = slots_by_clock(event), {t.name: t for t in event.meeting_tables.all()}
    requests = {(r.asker_id, r.asked_id): r.pk for r in event.meeting_requests.all()}
    held = {
        requests[people[o["from"]].pk, people[o["to"]].pk]: (slots[o["slot"]].pk, tables[o["table"]].pk)
        for o in said
    }
    version = begin_schedule(event, actor=SYSTEM)
    problem = problem_of(event)
    keep_schedule(version, problem, measured(problem, held))
    if version.job is not None:
        end_job(version.job)


def slots_by_clock(event: Event) -> dict[str, MeetingSlot]:
    """The slots of an event of one day by when they begin at the place."""
    return {f"{slot.starts_at.astimezone(event.tz):%H:%M}": slot for slot in event.slots.all()}


def publish_silently(event: Event) -> None:
    """The schedule as it was published before the event: invented people get no mail."""
    ScheduleVersion.objects.filter(event=event, state=ScheduleVersion.State.DRAFT).update(
        state=ScheduleVersion.State.PUBLISHED,
        created_at=event.starts_at - timedelta(days=5),
        published_at=min(event.starts_at - timedelta(days=4), timezone.now()),
    )
