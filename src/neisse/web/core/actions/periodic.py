"""Periodic work: put into the queue when its time has come."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from neisse.web.core import later
from neisse.web.core.models import Periodic

AT_WORK = (TaskResultStatus.READY, TaskResultStatus.RUNNING)


def enqueue_due(now: datetime) -> int:
    """Put what is due into the queue; returns how much.

    Claimed by its row, so that of several processes one does it; what still waits or is at work from the last time
    is left out until the next.
    """
    known = set(Periodic.objects.values_list("name", flat=True))
    new = [Periodic(name=each.name, due_at=now) for each in later.periodic() if each.name not in known]
    Periodic.objects.bulk_create(new, ignore_conflicts=True)
    due = set(Periodic.objects.filter(due_at__lte=now).values_list("name", flat=True))
    return sum(_enqueue(each, now) for each in later.periodic() if each.name in due)


@transaction.atomic
def _enqueue(each: later.Periodic, now: datetime) -> int:
    claimed = Periodic.objects.filter(name=each.name, due_at__lte=now).update(
        due_at=now + timedelta(seconds=each.seconds)
    )
    if (
        not claimed
        or DBTaskResult.objects.filter(task_path=each.task.module_path, status__in=AT_WORK).exists()
    ):
        return 0
    queued = later.enqueue(each.task)
    return Periodic.objects.filter(name=each.name).update(last_at=now, queued=queued)
