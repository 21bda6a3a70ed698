"""Imports that take long: worked off in the background, seen and stopped from the page."""

from __future__ import annotations

from functools import partial
from typing import Any

from neisse.engine.values import NeisseError
from neisse.web.core.actions import begin_job, end_job
from neisse.web.core.models import Job
from neisse.web.record.actions.imports import confirm, prepare
from neisse.web.record.actions.plan import StoppedError
from neisse.web.record.actions.uploads import at_rest, show_progress
from neisse.web.record.models import ImportBatch

KIND = "import"


def begin_step(batch: ImportBatch, step: str, actor: Any) -> Job:
    """Note that an import waits for a step: `read` or `store`."""
    show_progress(batch.pk, step, 0, 0)
    return begin_job(KIND, str(batch.pk), owner=actor if getattr(actor, "pk", None) else None)


def work(batch: ImportBatch, step: str, job: Job, actor: Any) -> None:
    """Do a step of an import to its end, to a stop or to a user error; each is noted on its job."""
    progress = partial(show_progress, batch.pk, step)
    try:
        if step == "read":
            prepare(batch, progress=progress)
        else:
            confirm(batch, actor=actor, progress=progress)
    except StoppedError:
        end_job(job, Job.State.STOPPED)
    except NeisseError as error:
        end_job(job, Job.State.FAILED, str(error))
    except BaseException:
        end_job(job, Job.State.FAILED)
        raise
    else:
        end_job(job, result=dict(batch.counts))
    finally:
        at_rest(batch.pk)
