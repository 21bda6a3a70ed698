"""Long tasks as pages show them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from neisse.web.core import signs
from neisse.web.core.job_kinds import UNEXPECTED, Kind, kind_of
from neisse.web.core.models import Job
from neisse.web.core.said import said_again
from neisse.web.core.signs import Progress

WORDS: dict[str, str | Promise] = {}


def ending(code: str, text: str | Promise) -> None:
    """Say what is shown where a job ended with this code."""
    WORDS[code] = text


ending(
    "job.worker_ended",
    _("The process that worked on it ended before it was done. It can be done again."),
)
ending(UNEXPECTED, _("Something went wrong; the log says what."))
ending("job.unknown_task", _("The release that runs now does this in another way. Begin it again."))


@dataclass(frozen=True, slots=True)
class Shown:
    """A job with its kind, how far it is, its step and its end in words."""

    job: Job
    kind: Kind
    progress: Progress
    is_open: bool
    is_stopping: bool

    @property
    def step(self) -> str:
        """What it does now."""
        if self.kind.say is not None:
            return self.kind.say(self.progress)
        return str(self.kind.steps.get(self.progress.step, ""))

    @property
    def counted(self) -> bool:
        """Whether the numbers of its progress say something to people as they are."""
        return self.kind.say is None

    @property
    def message(self) -> str:
        """What was said at its end."""
        return str(WORDS[self.job.message]) if self.job.message in WORDS else said_again(self.job.message)

    @property
    def page(self) -> str:
        """The address of what it works for."""
        return self.kind.page(self.job)

    @property
    def may_try_again(self) -> bool:
        """Whether it ended in a way after which it can be done once more."""
        return bool(self.job.task) and self.job.state in {Job.State.FAILED, Job.State.STOPPED}


def shown(job: Job) -> Shown:
    """A job as pages show it."""
    is_open = job.state in {Job.State.WAITING, Job.State.RUNNING}
    progress = signs.progress_of(job.pk) if is_open else None
    return Shown(
        job,
        kind_of(job),
        progress or Progress(done=job.done, total=job.total),
        is_open,
        is_open and signs.is_asked(job.pk),
    )


def last_of(kind: str, subject: str = "") -> Shown | None:
    """The latest job of a kind (for a subject), as pages show it."""
    found = Job.objects.filter(kind=kind)
    job = (found.filter(subject=subject) if subject else found).first()
    return shown(job) if job else None


def find(pk: int) -> Job | None:
    """The job with this number."""
    return Job.objects.filter(pk=pk).first()


def latest(most: int = 200) -> list[Shown]:
    """Jobs, the newest first."""
    return [shown(job) for job in Job.objects.select_related("owner")[:most]]
