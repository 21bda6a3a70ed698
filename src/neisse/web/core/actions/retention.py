"""Forgetting what the core keeps only for a while; each call one small batch."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from neisse.web.core.models import Erasure, Job

BATCH = 200
TASKS_KEPT = timedelta(days=14)
JOBS_KEPT = timedelta(days=90)
ERASURES_KEPT = timedelta(days=3 * 365)


def delete_batch(rows: QuerySet[Any]) -> int:
    """Delete the first rows of a query with all that hangs on them; returns how many of them there were."""
    pks = list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH])
    if pks:
        rows.model._base_manager.filter(pk__in=pks).delete()
    return len(pks)


def forget_sessions(now: datetime) -> int:
    """Sessions that are over."""
    return delete_batch(Session.objects.filter(expire_date__lt=now))


def forget_tasks(now: datetime) -> int:
    """Arguments and results of tasks that ended 14 days ago."""
    ended = {TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED}
    return delete_batch(DBTaskResult.objects.filter(status__in=ended, finished_at__lt=now - TASKS_KEPT))


def forget_jobs(now: datetime) -> int:
    """Long tasks that ended 90 days ago."""
    return delete_batch(Job.objects.filter(ended_at__lt=now - JOBS_KEPT))


def forget_erasures(now: datetime) -> int:
    """Lines of the log of erasures after three years."""
    return delete_batch(Erasure.objects.filter(done_at__lt=now - ERASURES_KEPT))
