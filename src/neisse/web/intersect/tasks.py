"""Background work of the intersect stage, and what starts it."""

from __future__ import annotations

from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from neisse.web.core.events import Changed
from neisse.web.core.models import Job
from neisse.web.intersect import actions

AT_ONCE = 25


@task()
def compare_all(job: int) -> None:
    """Compute all overlaps and partner proposals again."""
    actions.compare(Job.objects.get(pk=job))


@task()
def compare_some(pks: list[int]) -> None:
    """Compute the overlaps of some measures again."""
    actions.recompute(pks)


def request_refresh() -> None:
    """Have everything computed again, unless that is waiting to be done anyway."""
    waiting = DBTaskResult.objects.filter(task_path=compare_all.module_path, status=TaskResultStatus.READY)
    if not waiting.exists():
        compare_all.enqueue(actions.begin_comparison().pk)


def on_change(changed: Changed) -> None:
    """Keep overlaps and partners up to date: a few measures at once, everything else in the background."""
    if changed.kind == "vocabulary":
        request_refresh()
    if changed.kind not in {"measure", "organisation"}:
        return
    actions.bump()
    if changed.kind == "organisation" or len(changed.pks) > AT_ONCE:
        request_refresh()
    elif changed.what == "stored" and not actions.recompute(changed.pks, wait=False):
        compare_some.enqueue(list(changed.pks))
