"""kill -9 of the worker at random moments of import, comparison and schedule: `python bench/endurance.py 50 --seed 7`.

One process sets the instance up in a folder of its own (SQLite, or what DATABASE_URL names) and forks a worker for each
moment, so that none pays for loading the engine. After each kill a second worker has to bring everything to an end.
Printed: one line a moment, then the sums; the exit code is 1 where a job is stuck or a row is wrong.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from typing import Any

from neisse.web.core.actors import SYSTEM

RECORDS = 300
LONGEST_S = 90.0


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("moments", type=int)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    os.environ.setdefault("NEISSE_DATA", tempfile.mkdtemp(prefix="neisse-endurance-"))
    from neisse.cli.instance import migrate, set_up

    set_up()
    migrate()
    expected = prepare()
    chance, ended, wrong = random.Random(given.seed), Counter[str](), []
    for number in range(given.moments):
        kind = ("import", "comparison", "schedule")[number % 3]
        began = BEGIN[kind](number)
        after_s = chance.uniform(0.0, expected[kind] * 1.1)
        kill_worker_after(after_s)
        confirmed(number)
        state, attempts = finish(began)
        ended[f"{kind} {state}"] += 1
        faults = CHECK[kind](number) + lost(number)
        wrong += [f"{number} {kind}: {fault}" for fault in faults]
        print(
            f"{number:3} {kind:10} killed after {after_s:5.2f} s: {state}, attempts before {attempts} {faults or ''}",
            flush=True,
        )
    print(json.dumps({"moments": given.moments, "ended": ended, "wrong": wrong}))
    return int(bool(wrong) or any(not name.endswith("done") for name in ended))


def prepare() -> dict[str, float]:
    """The example, an event with meetings, and how long each kind of task takes when nobody disturbs it."""
    from neisse.web.meet.actions.example import load_example_event
    from neisse.web.places import example_folder
    from neisse.web.record.actions.example import load_example

    load_example(example_folder())
    load_example_event(example_folder())
    move_the_event()
    clear_queue()
    seconds = {}
    for kind, begin in BEGIN.items():
        job, since = begin(-1), time.monotonic()
        finish(job)
        seconds[kind] = time.monotonic() - since
        assert not CHECK[kind](-1), CHECK[kind](-1)
    return seconds


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


def begin_import(number: int) -> int:
    from neisse.web.record.actions.background import begin_step
    from neisse.web.record.actions.imports import prepare as read
    from neisse.web.record.actions.imports import upload

    lines = [
        {"type": "organisation", "id": f"o{number}x{n}", "name": f"Haus {number} {n}"} for n in range(RECORDS)
    ]
    batch = upload(f"n{number}.jsonl", "\n".join(map(json.dumps, lines)).encode(), actor=manager())
    read(batch, actor=manager())
    return begin_step(batch, "store", manager()).pk


def manager() -> Any:
    from neisse.web.accounts.models import User

    return User.objects.get_or_create(email="manager@example.org", role="manager")[0]


def begin_comparison(number: int) -> int:
    from neisse.web.core.models import Job
    from neisse.web.intersect.actions import request_refresh
    from neisse.web.intersect.models import Overlap

    Overlap.objects.filter(state="open").delete()
    Job.objects.filter(kind="comparison").delete()
    clear_queue()  # an import has asked for a comparison
    request_refresh()
    return Job.objects.get(kind="comparison").pk


def begin_schedule(number: int) -> int:
    from neisse.web.meet.actions.schedules import begin_schedule as begin

    return int(begin(event_with_meetings(), limit_s=2.0, actor=SYSTEM).job_id or 0)


def check_import(number: int) -> list[str]:
    from neisse.web.record.models import ImportBatch, ImportChange, Organisation

    stored = Organisation.objects.filter(key__startswith=f"o{number}x").count()
    batch = ImportBatch.objects.get(file_name=f"n{number}.jsonl")
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


BEGIN = {"import": begin_import, "comparison": begin_comparison, "schedule": begin_schedule}
CHECK = {"import": check_import, "comparison": check_comparison, "schedule": check_schedule}


def confirmed(number: int) -> None:
    """A write that somebody was told is done, after the kill and before anything was put in order."""
    from neisse.web.record.actions import store

    store("network", [{"id": f"told-{number}", "name": f"Zusage {number}"}], actor=SYSTEM)


def lost(number: int) -> list[str]:
    from neisse.web.record.models import Network

    there = Network.objects.filter(key__startswith="told-").count()
    return [] if there == number + 1 else [f"{number + 1 - there} confirmed writes are lost"]


def fork_worker() -> int:
    """A worker as `neisse run` starts it, without its loading."""
    from django.db import connections

    connections.close_all()
    pid = os.fork()
    if pid == 0:
        from neisse.web.worker import work_off

        try:
            work_off("heavy")
        finally:
            os._exit(0)
    return pid


def kill_worker_after(seconds: float) -> None:
    pid = fork_worker()
    time.sleep(seconds)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


def finish(job: int) -> tuple[str, int]:
    """Let a new worker bring a job to its end; (its state, attempts that were cut off)."""
    from neisse.web.core.models import Job

    pid, until = fork_worker(), time.monotonic() + LONGEST_S
    try:
        while time.monotonic() < until:
            found = Job.objects.get(pk=job)
            if found.ended_at is not None:
                return found.state, found.attempts
            time.sleep(0.05)
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    return "stuck", 0


if __name__ == "__main__":
    sys.exit(main())
