"""Long tasks from their beginning to their end: begun, worked on under a lease, stopped, tried again, discarded."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import OperationalError, transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

from neisse.engine.values import NeisseError
from neisse.web.core import later, lease, signs
from neisse.web.core.actions.rights import DeniedError
from neisse.web.core.actors import SYSTEM
from neisse.web.core.job_kinds import UNEXPECTED, handles, kind_of
from neisse.web.core.models import Job
from neisse.web.core.said import kept_text
from neisse.web.core.signs import Progress

State = Job.State
OPEN = (State.WAITING, State.RUNNING)
SHOWN_EVERY_S = 0.25


class StoppedError(Exception):
    """Somebody asked a long task to stop; nothing more is written."""


class Tell:
    """What a task at work calls with its step, how much is done and of how much (0: not known).

    A call raises StoppedError when somebody asked the job to stop. What keeps its best so far looks at `is_asked`
    instead. Cheap enough to be called for every record.
    """

    def __init__(self, job: Job) -> None:
        self.job = job
        self.progress = Progress()
        self.result: dict[str, Any] = {}
        self.is_stopped = False
        self._shown = 0.0

    def __call__(self, step: str, done: int = 0, total: int = 0) -> None:
        self.show(step, done, total)
        if self.is_asked():
            raise StoppedError

    def show(self, step: str, done: int = 0, total: int = 0) -> None:
        """Say how far the task is, without looking whether it shall stop."""
        now, is_new = time.monotonic(), step != self.progress.step
        self.progress = Progress(step, done, total)
        if is_new or now - self._shown >= SHOWN_EVERY_S:
            self._shown = now
            signs.show(self.job.pk, self.job.worker, self.progress)

    def is_asked(self) -> bool:
        """Whether somebody asked the job to stop; a task that sees this ends as stopped."""
        self.is_stopped = self.is_stopped or signs.is_asked(self.job.pk)
        return self.is_stopped


@transaction.atomic
def begin(task: Task[..., Any], *args: Any, kind: str, subject: str = "", owner: Any = None) -> Job:
    """A new long task and its place in the queue, both or none: `task(job.pk, *args)` does it."""
    job = begin_job(kind, subject, owner=owner)
    job.task, job.arguments = task.module_path, list(args)
    _enqueue(job, task)
    return job


def begin_job(kind: str, subject: str = "", *, owner: Any = None) -> Job:
    """A new long task that the caller does itself."""
    job = Job.objects.create(kind=kind, subject=subject, owner=owner if getattr(owner, "pk", None) else None)
    signs.forget(job.pk)  # of another job, where numbers began anew
    return job


def claim(pk: int) -> Job | None:
    """The job for the task that begins to work on it; None where it is gone, has ended or was stopped."""
    worker = lease.mine()
    taken = Job.objects.filter(pk=pk, state=State.WAITING).update(
        state=State.RUNNING, worker=worker, began_at=timezone.now()
    )
    job = Job.objects.filter(pk=pk).first()
    if job is None or not taken:
        return None
    if signs.is_asked(pk):
        end_job(job, State.STOPPED)
        return None
    return job


@contextmanager
def running(job: Job) -> Iterator[Tell]:
    """Work on a job: to its end, to a stop, to a user error; each is noted on it, and other errors are raised too.

    While this process lives the job is its own; whoever finds the job without a living process settles it.
    """
    if job.state == State.WAITING:
        job = claim(job.pk) or job
    tell = Tell(job)
    signs.show(job.pk, job.worker, tell.progress)
    try:
        yield tell
    except StoppedError:
        end_job(job, State.STOPPED, progress=tell.progress)
    except NeisseError as error:
        end_job(job, State.FAILED, kept_text(error), progress=tell.progress)
    except BaseException:
        end_job(job, State.FAILED, UNEXPECTED, progress=tell.progress)
        raise
    else:
        state = State.STOPPED if tell.is_stopped else State.DONE
        end_job(job, state, result=tell.result, progress=tell.progress)


@transaction.atomic
def end_job(
    job: Job,
    state: str = State.DONE,
    message: str = "",
    *,
    result: dict[str, Any] | None = None,
    progress: Progress | None = None,
) -> bool:
    """Close a job with what came out of it, once; what it worked for hears of it where there is no result."""
    told = progress or Progress(done=job.done, total=job.total)
    ended = Job.objects.filter(pk=job.pk, state__in=OPEN).update(
        state=state,
        message=message[:500],
        result=result or {},
        done=max(told.done, 0),
        total=max(told.total, 0),
        ended_at=timezone.now(),
    )
    if ended and state in {State.FAILED, State.STOPPED}:
        kind_of(job).cut_off(job)
    if ended and signs.is_discarded(job.pk):
        Job.objects.filter(pk=job.pk).delete()
    transaction.on_commit(lambda: signs.forget(job.pk))
    return bool(ended)


def check(job: Job, actor: Any) -> None:
    """Raise DeniedError unless the actor may handle the job; see `job_kinds.handles`."""
    if actor is not SYSTEM and not handles(actor or AnonymousUser(), job):
        raise DeniedError("rights.denied", "job", "you may not do this", "ask a manager of the instance")


def request_stop(job: Job, *, actor: Any) -> None:
    """Ask a job to stop: one that waits has ended at once, one at work ends at its next sign of progress.

    Never waits for the database: where it is locked the sign alone stays, and whoever takes the job heeds it.
    """
    check(job, actor)
    if job.state in OPEN:
        signs.ask_to_stop(job.pk)
    if job.state == State.WAITING:
        try:
            _end_waiting(job)
        except OperationalError:
            return


@transaction.atomic
def discard(job: Job, *, actor: Any) -> None:
    """Take a job off the list; one at work is asked to stop, and goes when it has ended."""
    check(job, actor)
    signs.mark_discarded(job.pk)
    request_stop(job, actor=actor)
    if Job.objects.filter(pk=job.pk).exclude(state__in=OPEN).delete()[0]:
        transaction.on_commit(lambda: signs.forget(job.pk))


@transaction.atomic
def try_again(job: Job, *, actor: Any) -> bool:
    """Put a job that failed or was stopped into the queue again; whether that was possible."""
    check(job, actor)
    held = Job.objects.select_for_update().filter(pk=job.pk).first()
    if held is None or held.state not in {State.FAILED, State.STOPPED}:
        return False
    task = later.task_of(held.task)
    if task is None:
        return False
    signs.forget(held.pk)
    held.state, held.message, held.ended_at, held.attempts, held.worker = State.WAITING, "", None, 0, ""
    held.result, held.done, held.total = {}, 0, 0
    _enqueue(held, task)
    return True


def _end_waiting(job: Job) -> None:
    with transaction.atomic():
        if Job.objects.filter(pk=job.pk, state=State.WAITING).exists():
            DBTaskResult.objects.filter(pk__in=[job.queued], status=TaskResultStatus.READY).delete()
            end_job(job, State.STOPPED)


def _enqueue(job: Job, task: Task[..., Any]) -> None:
    job.queued = later.enqueue(task, job.pk, *job.arguments)
    job.save()
