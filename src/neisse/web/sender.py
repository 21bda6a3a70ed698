"""The process that sends mails: `python -m neisse.web.sender`. It loads no models of language and is small."""

from __future__ import annotations

import logging
import os
import signal
from threading import Event

LOOK_EVERY_S = 1.0
LONGEST_PAUSE_S = 60.0

log = logging.getLogger("neisse.mail")


def run(stop: Event) -> None:
    """Send what is due, every second, until asked to stop; wait longer while the mail server is in trouble."""
    from django.db import DatabaseError, close_old_connections

    from neisse.web.core.actions.mail.sending import send_due

    pause_s = LOOK_EVERY_S
    while not stop.wait(pause_s):
        close_old_connections()
        try:
            is_in_trouble = send_due(stop=stop.is_set).is_server_down
        except DatabaseError:
            log.exception("the database does not answer")
            is_in_trouble = True
        pause_s = min(2 * pause_s, LONGEST_PAUSE_S) if is_in_trouble else LOOK_EVERY_S


def main() -> None:
    """Set Django up and send until asked to stop."""
    from neisse.web.orphans import end_with_supervisor

    end_with_supervisor()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "neisse.web.settings")
    import django

    django.setup()
    send()


def send() -> None:
    """Send until asked to stop; a mail that is being handed over is finished first."""
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    from neisse.web.core import lease

    lease.mine(lease.MAIL)
    run(stop)


if __name__ == "__main__":
    main()
