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

    with _background():
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
def _background() -> Iterator[None]:
    """Child processes that work off tasks and send mails; asked to stop at the end, made to where they do not."""
    children = [
        subprocess.Popen([sys.executable, "-m", module], start_new_session=True)
        for module in ("neisse.web.worker", "neisse.web.sender")
    ]
    try:
        yield
    finally:
        for child in children:
            child.send_signal(signal.SIGTERM)
        for child in children:
            try:
                child.wait(STOP_WITHIN_S)
            except subprocess.TimeoutExpired:
                child.kill()
