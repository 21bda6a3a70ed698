"""Background work of the record stage."""

from __future__ import annotations

from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from neisse.web.accounts.models import User
from neisse.web.core.events import Changed
from neisse.web.core.models import Job
from neisse.web.record.actions.background import work
from neisse.web.record.actions.merge import find_again
from neisse.web.record.models import ImportBatch


@task()
def work_import(batch: int, step: str, job: int, user: int | None) -> None:
    """A step of an import; nothing where it was deleted meanwhile."""
    found = ImportBatch.objects.filter(pk=batch).first()
    if found is not None:
        work(found, step, Job.objects.get(pk=job), User.objects.filter(pk=user or 0).first())


@task()
def search_duplicates() -> int:
    """Compare all organisations with each other."""
    return find_again()


def request_duplicates(changed: Changed | None = None) -> None:
    """Have the directory searched for duplicates, unless that is waiting anyway or nothing in it changed."""
    if changed is not None and (changed.kind, changed.what) != ("organisation", "stored"):
        return
    waiting = DBTaskResult.objects.filter(
        task_path=search_duplicates.module_path, status=TaskResultStatus.READY
    )
    if not waiting.exists():
        search_duplicates.enqueue()
