"""A long task of the meetings whose schedule is gone or has another job by now ends its own job."""

from __future__ import annotations

from typing import Any

import pytest

from neisse.web.core.actors import SYSTEM
from neisse.web.core.models import Job
from neisse.web.meet.actions import schedules
from neisse.web.meet.actions.computing import compute_schedule
from neisse.web.meet.models import ScheduleVersion


@pytest.mark.parametrize("what", ["deleted", "another job", "no job"])
def test_a_task_that_nobody_needs_ends_its_job(what: str, meeting_event: Any, agreed: Any) -> None:
    forum, people = meeting_event(people=2, slots=2, tables=1)
    agreed(people, (0, 1))
    version = schedules.begin_schedule(forum, actor=SYSTEM)
    job = version.job
    assert job is not None
    found = ScheduleVersion.objects.filter(pk=version.pk)
    if what == "deleted":
        found.delete()
    else:
        found.update(job=Job.objects.create(kind=job.kind) if what == "another job" else None)
    compute_schedule.func(job.pk, version.pk, 1.0)
    assert Job.objects.get(pk=job.pk).state == Job.State.STOPPED
