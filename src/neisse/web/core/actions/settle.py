"""What a process that is gone has left at work: it goes on by itself, or ends as failed. Never for ever at work."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, TypeAlias

from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from neisse.web.core import lease, signs
from neisse.web.core.actions.jobs import OPEN, end_job
from neisse.web.core.job_kinds import LOST, kind_of
from neisse.web.core.later import repeats
from neisse.web.core.models import Job

Row: TypeAlias = "DBTaskResult[..., Any]"
MOST_ATTEMPTS = 3
UNQUEUED = timedelta(minutes=1)


def settle(idle: str = "") -> int:
    """Settle every task and job whose process is gone; returns how many.

    `idle` is the name of a process that asks between its tasks: what it seems to work on is left over as well.
    """
    found = 0
    for row in DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING):
        worker = row.worker_ids[-1] if row.worker_ids else ""
        if worker == idle or not lease.alive(worker):
            found += settle_row(row)
    for job in Job.objects.filter(state__in=OPEN):
        if _is_lost(job, idle):
            found += end_lost(job)
    return found


@transaction.atomic
def settle_row(row: Row) -> int:
    """A row of the queue whose process is gone: back into the queue where that is safe, else failed."""
    job = Job.objects.select_for_update().filter(queued=row.pk).first()
    ended = job is not None and (
        job.state not in OPEN or kind_of(job).finished(job) or signs.is_asked(job.pk)
    )
    again = not ended and _repeats(row) and len(row.worker_ids) < MOST_ATTEMPTS
    held = DBTaskResult.objects.filter(pk=row.pk, status=TaskResultStatus.RUNNING)
    if again:
        taken = held.update(status=TaskResultStatus.READY, started_at=None)
        if taken and job is not None:
            Job.objects.filter(pk=job.pk).update(
                state=Job.State.WAITING, worker="", attempts=len(row.worker_ids)
            )
            transaction.on_commit(lambda: signs.forget(job.pk))
        return taken
    taken = held.update(status=TaskResultStatus.FAILED, finished_at=timezone.now(), exception_class_path=LOST)
    if taken and job is not None:
        end_lost(job)
    return taken


def end_lost(job: Job) -> int:
    """A job without a process: done after all, stopped as somebody asked, or failed."""
    if kind_of(job).finished(job):
        return end_job(job)
    if signs.is_asked(job.pk):
        return end_job(job, Job.State.STOPPED)
    return end_job(job, Job.State.FAILED, LOST)


def _repeats(row: Row) -> bool:
    try:
        return repeats(row.task.module_path)
    except (ImportError, AttributeError):  # a task of another release
        return False


def _is_lost(job: Job, idle: str) -> bool:
    """Whether nothing will ever work on a job: its row in the queue is gone or has ended, and so has its process."""
    row = DBTaskResult.objects.filter(pk=job.queued).first() if job.queued else None
    if row is not None and row.status in {TaskResultStatus.READY, TaskResultStatus.RUNNING}:
        return job.state == Job.State.WAITING and signs.is_asked(job.pk)
    if job.state == Job.State.RUNNING:
        return job.worker == idle or not lease.alive(job.worker)
    return job.queued is not None or job.created_at < timezone.now() - UNQUEUED
