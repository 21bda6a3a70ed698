"""Work for later: once, at a time, again and again; never twice at once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from neisse.web.core import later
from neisse.web.core.actions.periodic import enqueue_due
from neisse.web.core.models import Periodic
from neisse.web.core.tasks import forget_due
from neisse.web.intersect.actions.comparison import compare_some

HOUR_S = 3600


@pytest.fixture
def periodic(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(later, "_periodic", {})
    later.every("test.forget", forget_due, HOUR_S, "Forget")


def waiting() -> list[Any]:
    return list(DBTaskResult.objects.filter(status="READY").order_by("run_after"))


def test_once_is_once_while_it_waits() -> None:
    later.once(compare_some, [1, 2])
    later.once(compare_some, [1, 2])
    assert len(waiting()) == 1
    later.once(compare_some, [3])
    assert len(waiting()) == 2
    DBTaskResult.objects.update(status="RUNNING")
    later.once(compare_some, [1, 2])
    assert len(waiting()) == 1


def test_another_time_is_another_wait() -> None:
    soon, late = timezone.now() + timedelta(hours=1), timezone.now() + timedelta(hours=2)
    for at in (late, soon, soon, late, None, None):
        later.once(forget_due, at=at)
    assert [row.run_after for row in waiting()][:2] == [soon, late]
    assert len(waiting()) == 3
    assert DBTaskResult.objects.ready().count() == 1


def test_queues_are_named_at_registration() -> None:
    later.once(compare_some, [1])
    later.once(forget_due)
    assert {row.queue_name for row in waiting()} == set(later.QUEUES)


def test_periodic_work_is_begun_once_in_its_time(periodic: None) -> None:
    now = timezone.now()
    assert enqueue_due(now) == 1
    assert enqueue_due(now) == 0
    DBTaskResult.objects.update(status="SUCCESSFUL")
    assert enqueue_due(now + timedelta(seconds=HOUR_S - 1)) == 0
    assert enqueue_due(now + timedelta(seconds=HOUR_S)) == 1
    row = Periodic.objects.get()
    assert row.last_at == now + timedelta(seconds=HOUR_S)
    assert DBTaskResult.objects.get(pk=row.queued).status == "READY"


def test_periodic_work_whose_time_came_while_off_is_done_at_the_start(periodic: None) -> None:
    now = timezone.now()
    Periodic.objects.create(name="test.forget", due_at=now - timedelta(days=9))
    assert enqueue_due(now) == 1
    assert Periodic.objects.get().due_at == now + timedelta(seconds=HOUR_S)


@pytest.mark.parametrize("status", ["READY", "RUNNING"])
def test_periodic_work_is_not_begun_while_the_last_one_is_at_work(periodic: None, status: str) -> None:
    now = timezone.now()
    enqueue_due(now)
    DBTaskResult.objects.update(status=status)
    assert enqueue_due(now + timedelta(days=1)) == 0
    assert DBTaskResult.objects.count() == 1


def begin_what_is_due(pk: int) -> None:
    from django.utils import timezone

    from neisse.web.core.actions.periodic import enqueue_due

    enqueue_due(timezone.now())


@pytest.mark.django_db(transaction=True)
def test_of_several_processes_one_begins_it(together: Any) -> None:
    Periodic.objects.create(name="core.forget_due", due_at=timezone.now() - timedelta(days=1))

    rows = together(
        begin_what_is_due, [1, 2, 3, 4], "SELECT task_path FROM django_tasks_database_dbtaskresult"
    )
    assert [path for (path,) in rows].count(forget_due.module_path) == 1
