"""Writes of long tasks."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from neisse.web.core.models import Job


def begin_job(kind: str, subject: str = "", *, owner: Any = None, total: int = 0) -> Job:
    """A new long task."""
    return Job.objects.create(kind=kind, subject=subject, owner=owner, total=total)


def report(job: Job, done: int, total: int, message: str = "") -> bool:
    """Say how far a job is; False when somebody asked it to stop."""
    Job.objects.filter(pk=job.pk).update(
        done=done, total=total, message=message[:500], state=Job.State.RUNNING
    )
    return not Job.objects.filter(pk=job.pk, stop_requested=True).exists()


def end_job(
    job: Job, state: str = Job.State.DONE, message: str = "", result: dict[str, Any] | None = None
) -> None:
    """Close a job with what came out of it."""
    Job.objects.filter(pk=job.pk).update(
        state=state, message=message[:500], result=result or {}, ended_at=timezone.now()
    )


def request_stop(job: Job) -> None:
    """Ask a job to stop at its next report."""
    Job.objects.filter(pk=job.pk).update(stop_requested=True)
