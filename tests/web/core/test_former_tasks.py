"""An upgraded instance: what waits under names of the release before is done, or dropped; nothing stays for ever."""

from __future__ import annotations

import inspect
import logging
from typing import Any

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from neisse.web.core import later, lease
from neisse.web.core.actions import jobs
from neisse.web.core.actions.former import UNKNOWN, settle_former
from neisse.web.core.actions.settle import settle
from neisse.web.core.models import Job
from neisse.web.core.queries.jobs import shown
from neisse.web.worker import make_worker, waits

# Every task of the release 93fa3f6 that has another path or other arguments now, with what it got.
MOVED = {
    "neisse.web.intersect.tasks.compare_some": [[1, 2]],
    "neisse.web.meet.tasks.end_offer": [0],
    "neisse.web.meet.tasks.encode_profile": [0],
    "neisse.web.meet.tasks.send_reminders": [0],
}
DROPPED = {
    "neisse.web.accounts.tasks.forget_old": [],
    "neisse.web.meet.tasks.forget_people": [],
    "neisse.web.meet.tasks.send_mails": [],
    "neisse.web.meet.tasks.compute_schedule": [1, 2.0],
    "neisse.web.no_such.module.task": [],
    "neisse.web.core.later.work": [],  # there, but no task
}


def left(path: str, args: list[Any], **more: Any) -> Any:
    return DBTaskResult.objects.create(
        task_path=path,
        args_kwargs={"args": args, "kwargs": {}},
        backend_name="default",
        **{"queue_name": later.LIGHT, "run_after": timezone.now()} | more,
    )


@pytest.mark.django_db(transaction=True)  # a worker closes its connection
@pytest.mark.parametrize("status", ["READY", "RUNNING"])
@pytest.mark.parametrize("path", MOVED)
def test_what_has_moved_is_done_by_the_task_of_today(path: str, status: str) -> None:
    row = left(path, MOVED[path], status=status, worker_ids=["old"] if status == "RUNNING" else [])
    assert settle_former() == 1
    settle()
    row.refresh_from_db()
    inspect.signature(row.task.func).bind(*row.args_kwargs["args"])
    assert row.queue_name == row.task.queue_name
    assert row.status == "READY"
    worker = make_worker(row.queue_name, lease.mine())
    worker.run()
    row.refresh_from_db()
    assert row.status == "SUCCESSFUL"
    assert not waits(row.queue_name)


@pytest.mark.parametrize("path", DROPPED)
def test_what_is_no_more_is_dropped(path: str, caplog: pytest.LogCaptureFixture) -> None:
    left(path, DROPPED[path])
    left(path, DROPPED[path], status="SUCCESSFUL")
    with caplog.at_level(logging.WARNING, "neisse.jobs"):
        assert settle_former() == 1
    assert path in caplog.text
    assert [row.status for row in DBTaskResult.objects.all()] == ["SUCCESSFUL"]


def test_jobs_of_the_release_before_go_on_under_their_row() -> None:
    comparison = jobs.begin_job("comparison")
    stored = jobs.begin_job("import", "7")
    left("neisse.web.intersect.tasks.compare_all", [comparison.pk])
    left("neisse.web.record.tasks.work_import", [7, "store", stored.pk, None])
    settle_former()
    comparison.refresh_from_db()
    stored.refresh_from_db()
    row = DBTaskResult.objects.get(pk=stored.queued)
    assert row.args_kwargs["args"] == [stored.pk, 7, "store", None]
    assert (stored.arguments, stored.state) == ([7, "store", None], "waiting")
    assert DBTaskResult.objects.get(pk=comparison.queued).args_kwargs["args"] == [comparison.pk]


def test_a_job_whose_task_is_no_more_says_so() -> None:
    job = jobs.begin_job("test")
    Job.objects.filter(pk=job.pk).update(queued=left("neisse.web.no_such.task", [job.pk]).pk)
    settle_former()
    job.refresh_from_db()
    assert (job.state, job.message) == ("failed", UNKNOWN)
    assert shown(job).message != UNKNOWN, "in words"


def test_tasks_of_today_are_left_alone(periodic_row: Any) -> None:
    assert settle_former() == 0
    assert DBTaskResult.objects.get().status == "READY"


@pytest.fixture
def periodic_row() -> None:
    from neisse.web.core.tasks import forget_due

    later.once(forget_due)
