"""The comparison of everything with everything as a long task: seen, and stopped, from the pages."""

from __future__ import annotations

from neisse.web.core.actions import begin_job, end_job, report, request_stop
from neisse.web.core.models import Job
from neisse.web.intersect.actions.overlaps import refresh
from neisse.web.intersect.queries import COMPARISON
from neisse.web.record.actions.plan import StoppedError


def begin_comparison() -> Job:
    """Note that everything waits to be compared; comparisons that have ended are forgotten."""
    Job.objects.filter(kind=COMPARISON, ended_at__isnull=False).delete()
    return begin_job(COMPARISON)


def compare(job: Job) -> None:
    """Compare everything to the end or to a stop; each is noted on the job."""

    def tell(step: str, done: int, total: int) -> None:
        if not report(job, done, total, step):
            raise StoppedError

    try:
        counts = refresh(tell)
    except StoppedError:
        end_job(job, Job.State.STOPPED)
    except BaseException:
        end_job(job, Job.State.FAILED)
        raise
    else:
        end_job(job, result=counts)


def stop_comparison() -> None:
    """Ask the comparisons that wait or are at work to stop."""
    for job in Job.objects.filter(kind=COMPARISON, ended_at=None):
        request_stop(job)
