"""Background work of the record stage."""

from __future__ import annotations

from django_tasks import task

from neisse.web.accounts.models import User
from neisse.web.core.models import Job
from neisse.web.record.actions.background import work
from neisse.web.record.models import ImportBatch


@task()
def work_import(batch: int, step: str, job: int, user: int | None) -> None:
    """A step of an import; nothing where it was deleted meanwhile."""
    found = ImportBatch.objects.filter(pk=batch).first()
    if found is not None:
        work(found, step, Job.objects.get(pk=job), User.objects.filter(pk=user or 0).first())
