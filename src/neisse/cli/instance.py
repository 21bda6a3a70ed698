"""The instance behind the command line: Django set up, the database migrated, pages served."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

SETTINGS = "neisse.web.settings"
STOP_WITHIN_S = 5


def set_up(*, demo: bool = False) -> None:
    """Let this process use the instance's data; `demo` also shows the bar of roles."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    if demo:
        os.environ["NEISSE_DEMO"] = "1"
    import django

    django.setup()


def migrate() -> None:
    """Bring database and folders to the state that the models ask for; quiet where they are there already."""
    from django.conf import settings
    from django.core.management import call_command

    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    call_command("migrate", interactive=False, verbosity=0)


def serve(host: str, port: int) -> None:
    """Serve pages and work off background tasks until Ctrl-C; both end together."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    with _task_worker():
        Granian(
            "neisse.web.wsgi:application",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=min(2, os.cpu_count() or 1),
            blocking_threads=4,
            log_level=LogLevels.warning,
            workers_kill_timeout=STOP_WITHIN_S,
        ).serve()


@contextmanager
def _task_worker() -> Iterator[None]:
    """A child process that works off the task queue; asked to stop at the end, made to where it does not."""
    worker = subprocess.Popen([sys.executable, "-m", "neisse.web.worker"], start_new_session=True)
    try:
        yield
    finally:
        worker.send_signal(signal.SIGTERM)
        try:
            worker.wait(STOP_WITHIN_S)
        except subprocess.TimeoutExpired:
            worker.kill()
