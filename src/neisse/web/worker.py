"""The process that works off a queue of tasks: `python -m neisse.web.worker default` (or `heavy`).

With `--supervised` its standard input is a pipe that shows that the server lives.
"""

from __future__ import annotations

import logging
import os
import resource
import sys
import time
from typing import Any

POLL_S = 0.5
TIDY_EVERY_S = 5.0
# A third of the time where pages want it, all of it otherwise; less would keep SQLite's lock too long while it writes.
GIVES_WAY = 5


def main() -> None:
    """Set Django up, warm up, work until asked to stop or until the server is gone."""
    from neisse.web.orphans import end_with_supervisor

    end_with_supervisor()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "neisse.web.settings")
    import django

    django.setup()
    from neisse.web.core.later import LIGHT
    from neisse.web.warm import warm_up

    queue = sys.argv[1] if len(sys.argv) > 1 else LIGHT
    warm_up()
    if queue == LIGHT:
        work_off(queue)
    else:
        work_off_long(queue)


def work_off_long(queue: str, most: int = 0) -> None:
    """The same for tasks that compute for minutes: they leave the processor to whoever waits for a page."""
    if hasattr(os, "nice"):
        os.nice(GIVES_WAY)
    work_off(queue, most)


def work_off(queue: str, most: int = 0, most_grown_mb: int = 0) -> None:
    """One task after the other, and between them what has to be tidied; a locked database is waited for.

    After `most` tasks, or where it has grown by more than so much, it is over, so that what tasks have loaded and
    learnt is given back (0: never).
    """
    from django.db import OperationalError, close_old_connections
    from django_tasks_db.utils import is_locked_database_exception

    from neisse.web.core import lease
    from neisse.web.core.actions.former import settle_former

    logging.getLogger("django_tasks_db").setLevel(logging.CRITICAL)
    worker = make_worker(queue, lease.mine(queue))
    worker.configure_signals()
    tidied, is_settled, done, began_mb = -TIDY_EVERY_S, False, 0, peak_mb()
    while worker.running:
        close_old_connections()
        try:
            if not is_settled:
                settle_former()
                is_settled = True
            if time.monotonic() - tidied >= TIDY_EVERY_S:
                tidy(queue, worker.worker_id)
                tidied = time.monotonic()
            if waits(queue):
                worker.run()
                done += 1
        except OperationalError as error:
            if not is_locked_database_exception(error):
                raise
        if done and (done == most or 0 < most_grown_mb < peak_mb() - began_mb):
            return
        if worker.running and not waits(queue):
            time.sleep(POLL_S)


def peak_mb() -> int:
    """The most memory that this process had so far; Linux counts in kB, others in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (
        1024 if sys.platform == "linux" else 1024**2
    )


def make_worker(queue: str, name: str) -> Any:
    """What takes one task at a time from a queue and signs it with a name."""
    from django_tasks_db.management.commands.db_worker import Worker

    return Worker(
        queue_names=[queue],
        interval=POLL_S,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=1,
        worker_id=name,
        excluded_queue_names=[],
    )


def waits(queue: str) -> bool:
    """Whether a task can be begun; a look that needs no lock, so that idle workers never disturb a writer."""
    from django_tasks_db.models import DBTaskResult

    return bool(DBTaskResult.objects.ready().filter(queue_name=queue).exists())


def tidy(queue: str, name: str) -> None:
    """Settle what dead processes left; the light worker also begins what is due again and again."""
    from django.utils import timezone

    from neisse.web.core.actions.periodic import enqueue_due
    from neisse.web.core.actions.settle import settle
    from neisse.web.core.later import LIGHT

    settle(idle=name)
    if queue == LIGHT:
        enqueue_due(timezone.now())


if __name__ == "__main__":
    main()
