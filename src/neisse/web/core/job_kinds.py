"""What each kind of long task is called, who may end it, and what its end means; stages register theirs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from neisse.web.core.models import Job
from neisse.web.core.signs import Progress

MANAGES = "accounts.manage_users"
LOST = "job.worker_ended"
UNEXPECTED = "job.failed"


def _nowhere(_job: Job) -> str:
    return ""


def _managers(user: Any, _job: Job) -> bool:
    return bool(user.has_perm(MANAGES))


def _nothing(_job: Job) -> None:
    return None


def _unknown(_job: Job) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of long task.

    `cut_off(job)` tells what the job worked for that it has ended as failed or stopped; it is called in the
    transaction that notes the end, also where the process was killed. `finished(job)` says whether the work was
    done although nobody noted it: a process may be killed between the two. `say(progress)` puts a step into words.
    """

    name: str
    label: str | Promise
    page: Callable[[Job], str] = _nowhere
    may: Callable[[Any, Job], bool] = _managers
    steps: Mapping[str, str | Promise] = field(default_factory=dict)
    say: Callable[[Progress], str] | None = None
    cut_off: Callable[[Job], None] = _nothing
    finished: Callable[[Job], bool] = _unknown
    stop: str | Promise = _("Stop")


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Make a kind of task known; called in `AppConfig.ready`."""
    _kinds[kind.name] = kind


def handles(user: Any, job: Job) -> bool:
    """Whether somebody may see how far a job is, stop it, try it again and discard it."""
    is_own = bool(getattr(user, "is_authenticated", False)) and job.owner_id == user.pk
    return is_own or kind_of(job).may(user, job) or bool(user.has_perm(MANAGES))


def kind_of(job: Job) -> Kind:
    """The kind of a job; a plain one under the name itself where no stage registered it."""
    return _kinds.get(job.kind) or Kind(job.kind, job.kind)
