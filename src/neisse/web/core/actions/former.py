"""What waits in the queue from an earlier release under a name that is no more: done by today's task, or dropped."""

from __future__ import annotations

import inspect
import logging

from django.core.exceptions import SuspiciousOperation
from django.db import transaction
from django.urls import get_resolver
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from neisse.web.core import later
from neisse.web.core.actions.jobs import end_job
from neisse.web.core.actions.settle import Row
from neisse.web.core.models import Job

UNKNOWN = "job.unknown_task"
OPEN = (TaskResultStatus.READY, TaskResultStatus.RUNNING)

log = logging.getLogger("neisse.jobs")


@transaction.atomic
def settle_former() -> int:
    """Give every open row of the queue a task of this release or take it away; returns how many it touched.

    Called at the start of a worker. Mails, forgetting and the like are found again by the
    periodic work of today; a job whose task is no more ends as failed.
    """
    list(get_resolver().url_patterns)  # the pages load all tasks
    rows = [row for row in DBTaskResult.objects.filter(status__in=OPEN) if not _is_known(row)]
    for row in rows:
        if not _renamed(row):
            log.warning("the task %s is not of this release and was dropped", row.task_path)
            DBTaskResult.objects.filter(pk=row.pk).delete()
            for job in Job.objects.filter(queued=row.pk):
                end_job(job, Job.State.FAILED, UNKNOWN)
    return len(rows)


def _is_known(row: Row) -> bool:
    try:
        return later.formerly(row.task_path) is None and bool(row.task)
    except (ImportError, AttributeError, SuspiciousOperation):
        return False


def _renamed(row: Row) -> bool:
    """Whether a task of today does it; where that has a job, the job knows its row from now on."""
    found, args = later.formerly(row.task_path), row.args_kwargs["args"]
    if found is None or len(found[1]) != len(args):
        return False
    task, got = found[0], dict(zip(found[1], args, strict=True))
    names = list(inspect.signature(task.func).parameters)
    if set(names) != set(got):
        return False
    ordered = [got[name] for name in names]
    DBTaskResult.objects.filter(pk=row.pk).update(
        task_path=task.module_path,
        queue_name=task.queue_name,
        args_kwargs={"args": ordered, "kwargs": {}},
    )
    if "job" in got:
        Job.objects.filter(pk=got["job"], queued=None).update(
            queued=row.pk, task=task.module_path, arguments=ordered[1:]
        )
    return True
