"""Imports that take long: worked off in the background, seen and stopped from the page."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from neisse.web.accounts.models import User
from neisse.web.core import later
from neisse.web.core.actions.jobs import begin, claim, running
from neisse.web.core.actors import person
from neisse.web.core.job_kinds import Kind
from neisse.web.core.models import Job
from neisse.web.record.actions.imports import prepare
from neisse.web.record.actions.storing import OPEN, confirm
from neisse.web.record.models import ImportBatch

KIND = "import"


def begin_step(batch: ImportBatch, step: str, actor: Any) -> Job:
    """Have a step of an import done in the background: `read` or `store`."""
    by = getattr(person(actor), "pk", None)
    return begin(work_import, batch.pk, step, by, kind=KIND, subject=str(batch.pk), owner=person(actor))


@later.work(
    queue=later.HEAVY,
    repeats=True,
    formerly={"neisse.web.record.tasks.work_import": ("batch", "step", "job", "user")},
)
def work_import(job: int, batch: int, step: str, user: int | None) -> None:
    """A step of an import. Reading again replaces what was read; storing goes on where it was cut off."""
    found, claimed = ImportBatch.objects.filter(pk=batch).first(), claim(job)
    if claimed is None:
        return
    with running(claimed) as tell:
        if found is None:
            return
        actor = User.objects.filter(pk=user or 0).first()
        if step == "read":
            prepare(found, progress=partial(tell, step), actor=actor)
        else:
            confirm(found, actor=actor, progress=partial(tell, step))
        tell.result = dict(found.counts)


def may_follow(user: Any, number: str) -> bool:
    """Whether somebody may see how far an import is."""
    found = ImportBatch.objects.only("created_by").filter(pk=number).first()
    return found is not None and bool(user.has_perm(OPEN, found))


def _was_stored(job: Job) -> bool:
    """Whether an import was stored although nobody noted it on its job."""
    done = ImportBatch.objects.filter(pk=job.subject, state=ImportBatch.State.CONFIRMED)
    return "store" in job.arguments and done.exists()


IMPORT = Kind(
    KIND,
    _("Import"),
    page=lambda job: reverse("record:import_batch", args=[job.subject]),
    may=lambda user, job: may_follow(user, job.subject),
    steps={"read": _("The file is being read and compared."), "store": _("The records are being stored.")},
    finished=_was_stored,
)
