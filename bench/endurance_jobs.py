"""Long tasks that are killed: import, comparison, schedule."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from endurance_forks import RUN, heavy, until

RECORDS = 1000


class Task:
    """A job of the queue `heavy`."""

    def __init__(self, name: str, begin: Callable[[int], int], check: Callable[[int], list[str]]) -> None:
        self.name, self._begin, self.check, self.job = name, begin, check, 0

    def begin(self, number: int) -> None:
        self.job = self._begin(number)

    def work(self) -> None:
        heavy()

    def finish(self) -> tuple[str, int]:
        """Let a new worker bring the job to its end; (its state, attempts that were cut off)."""
        from neisse.web.core.models import Job

        if not until(lambda: Job.objects.get(pk=self.job).ended_at is not None, heavy):
            return "stuck", 0
        found = Job.objects.get(pk=self.job)
        return str(found.state), int(found.attempts)


def prepare() -> None:
    """The example, and an event with meetings."""
    from neisse.web.meet.actions.example import load_example_event
    from neisse.web.places import example_folder
    from neisse.web.record.actions.example import load_example

    load_example(example_folder())
    load_example_event(example_folder())
    move_the_event()
    clear_queue()


def move_the_event() -> None:
    """The forum of the example lies in the future, its requests are answered, nothing is computed yet."""
    from datetime import timedelta

    from django.db.models import F
    from django.utils import timezone

    from neisse.web.meet.models import Event, MeetingSlot, ScheduleVersion

    event = event_with_meetings()
    later = timezone.now() + timedelta(days=30) - event.starts_at
    Event.objects.filter(pk=event.pk).update(starts_at=F("starts_at") + later, ends_at=F("ends_at") + later)
    MeetingSlot.objects.filter(event=event).update(
        starts_at=F("starts_at") + later, ends_at=F("ends_at") + later
    )
    ScheduleVersion.objects.filter(event=event).delete()


def event_with_meetings() -> Any:
    from neisse.web.meet.models import Event

    return Event.objects.filter(meeting_requests__isnull=False).distinct().get()


def clear_queue() -> None:
    from django_tasks_db.models import DBTaskResult

    DBTaskResult.objects.all().delete()


def name_of(number: int, record: int) -> str:
    """A name like no other: names that are alike are asked about, not stored."""
    return f"Haus {sha256(f'{RUN} {number} {record}'.encode()).hexdigest()[:24]}"


def begin_import(number: int) -> int:
    from endurance_kills import manager
    from neisse.web.record.actions.background import begin_step
    from neisse.web.record.actions.imports import prepare as read
    from neisse.web.record.actions.imports import upload

    lines = [
        {"type": "organisation", "id": f"o{RUN}{number}x{n}", "name": name_of(number, n)}
        for n in range(RECORDS)
    ]
    batch = upload(f"n{RUN}{number}.jsonl", "\n".join(map(json.dumps, lines)).encode(), actor=manager())
    read(batch, actor=manager())
    return begin_step(batch, "store", manager()).pk


def begin_comparison(number: int) -> int:
    from neisse.web.core.actors import SYSTEM
    from neisse.web.core.models import Job
    from neisse.web.intersect.actions import request_refresh
    from neisse.web.intersect.models import Overlap

    Overlap.objects.filter(state="open").delete()
    Job.objects.filter(kind="comparison").delete()
    clear_queue()  # an import has asked for a comparison
    request_refresh(actor=SYSTEM)
    return Job.objects.get(kind="comparison").pk


def begin_schedule(number: int) -> int:
    from neisse.web.core.actors import SYSTEM
    from neisse.web.meet.actions.schedules import begin_schedule as begin

    return int(begin(event_with_meetings(), limit_s=2.0, actor=SYSTEM).job_id or 0)


def check_import(number: int) -> list[str]:
    from neisse.web.record.models import ImportBatch, ImportChange, Organisation

    stored = Organisation.objects.filter(key__startswith=f"o{RUN}{number}x").count()
    batch = ImportBatch.objects.get(file_name=f"n{RUN}{number}.jsonl")
    changes = ImportChange.objects.filter(batch=batch).count()
    right = (stored, changes, batch.state) == (RECORDS, RECORDS, "confirmed")
    return [] if right else [f"{stored} records, {changes} changes, {batch.state}"]


_overlaps: list[Any] = []


def check_comparison(number: int) -> list[str]:
    from neisse.web.intersect.models import Overlap

    found = sorted(Overlap.objects.values_list("a__key", "b__key", "verdict"))
    if not _overlaps:
        _overlaps.extend(found)
    return [] if found == _overlaps else [f"{len(found)} overlaps instead of {len(_overlaps)}"]


def check_schedule(number: int) -> list[str]:
    from neisse.web.meet.models import ScheduleVersion

    version = ScheduleVersion.objects.order_by("-number").first()
    assert version is not None
    meetings = version.meetings.count()
    right = (
        version.state == "draft" and meetings == version.placed > 0 and version.seats.count() == 2 * meetings
    )
    return [] if right else [f"{version.state}, {meetings} meetings of {version.placed}"]


IMPORT = Task("import", begin_import, check_import)
COMPARISON = Task("comparison", begin_comparison, check_comparison)
SCHEDULE = Task("schedule", begin_schedule, check_schedule)
