"""Work for later: in the background once, at a time, or again and again.

Two queues, each worked off by a process of its own: what is quick and must not wait (mail, periodic work) is LIGHT,
what takes seconds or loads the engine is HEAVY.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django_tasks import TaskResultStatus, task
from django_tasks.base import Task

LIGHT = "default"
HEAVY = "heavy"
QUEUES = (LIGHT, HEAVY)
_works: dict[str, Task[..., Any]] = {}
_repeatable: set[str] = set()
_former: dict[str, tuple[Task[..., Any], Sequence[str]]] = {}


@dataclass(frozen=True, slots=True)
class Periodic:
    """A task that is done again and again, at most once in so many seconds."""

    name: str
    task: Task[..., Any]
    seconds: int
    label: str | Promise


_periodic: dict[str, Periodic] = {}


def work(
    *, queue: str = LIGHT, repeats: bool = False, formerly: Mapping[str, Sequence[str]] | None = None
) -> Callable[[Callable[..., Any]], Task[..., Any]]:
    """Make a function a task of a queue.

    `repeats`: doing it twice, or half and then again, is the same as doing it once; then it goes on by itself after
    its process was killed. Else that counts as a failure.
    `formerly`: the paths of this task in earlier releases, each with the names of what it got then, in order. What
    waits under such a path when an instance is upgraded is done by this task.
    """

    def made(function: Callable[..., Any]) -> Task[..., Any]:
        done = task(queue_name=queue)(function)
        _works[done.module_path] = done
        if repeats:
            _repeatable.add(done.module_path)
        _former.update({path: (done, names) for path, names in (formerly or {}).items()})
        return done

    return made


def task_of(path: str) -> Task[..., Any] | None:
    """The task of a path; None where this release has none."""
    return _works.get(path)


def repeats(path: str) -> bool:
    """Whether the task of this path may be done again after it was cut off."""
    return path in _repeatable


def formerly(path: str) -> tuple[Task[..., Any], Sequence[str]] | None:
    """The task that does what waits under a path of an earlier release, and the names of what it got then."""
    return _former.get(path)


def once(task: Task[..., Any], *args: Any, at: datetime | None = None) -> None:
    """Enqueue a task (not before `at`), unless the same with the same arguments waits for the same time.

    Part of the caller's transaction. Two transactions that cannot see each other may both enqueue; tasks are made
    so that this does no harm.
    """
    from django_tasks_db.models import DBTaskResult, get_date_max

    waiting = DBTaskResult.objects.filter(
        task_path=task.module_path,
        status=TaskResultStatus.READY,
        run_after=at or get_date_max(),
        args_kwargs={"args": list(args), "kwargs": {}},
    )
    if not waiting.exists():
        (task.using(run_after=at) if at else task).enqueue(*args)


def enqueue(task: Task[..., Any], *args: Any) -> UUID:
    """Enqueue a task in the caller's transaction; returns the key of its row in the queue."""
    return UUID(str(task.enqueue(*args).id))


def every(name: str, task: Task[..., Any], seconds: int, label: str | Promise) -> None:
    """Have a task done every so many seconds while an instance runs; called in `AppConfig.ready`. `label` is what the
    page on the state of the instance calls it.

    Also soon after a start where its time came while the instance was off. Never twice at once.
    """
    _periodic[name] = Periodic(name, task, seconds, label)


def periodic() -> list[Periodic]:
    """All that is done again and again, by name."""
    return [_periodic[name] for name in sorted(_periodic)]
