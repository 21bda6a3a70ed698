"""The instance behind the command line: Django set up, the database migrated, pages served."""

from __future__ import annotations

import errno
import gc
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from neisse.engine.values import NeisseError, say

SETTINGS = "neisse.web.settings"
LEFT_OVER_S = 5.0
LOOK_EVERY_S = 0.1
TAKES_OVER_S = 1.0


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
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from neisse.web.places import keep_private

    keep_private(settings.DATA)
    executor = MigrationExecutor(connection)
    if executor.migration_plan(
        executor.loader.graph.leaf_nodes()
    ):  # looking costs a third of what `migrate` does
        call_command("migrate", interactive=False, verbosity=0)


def require_free(host: str, port: int) -> None:
    """Refuse (`server.port`) an address that another program listens on, or that this user may not open.

    The server would share the port of another one that is willing to: half of the requests would go to each. Waits
    for what is left of a server that was killed, at most five seconds.
    """
    until_s = time.monotonic() + LEFT_OVER_S
    while True:
        try:
            return _probe(host, port)
        except OSError as error:
            if error.errno == errno.EADDRINUSE and time.monotonic() < until_s:
                time.sleep(LOOK_EVERY_S)
                continue
            where = f"{host}:{port}"
            text = say("http://%(where)s cannot be opened: %(why)s", where=where, why=error.strerror or "")
            hint = say("choose another --port, or end what listens there")
            raise NeisseError("server.port", where, text, hint) from error


def _probe(host: str, port: int) -> None:
    family, kind, number, _name, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind, number) as probe:
        if sys.platform != "win32":  # there it would mean: take the port away from others
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(place)


def serve(host: str, port: int, when_open: Callable[[], None]) -> None:
    """Serve pages and work off background tasks until Ctrl-C; all end together, also when this process is killed.

    `when_open` is called in a thread once pages are answered. Where processes can be copied, those that answer first know
    only the pages; seconds later others that know all take their places one by one, and no request is lost.
    """
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    from neisse.web.core.static_files import collect
    from neisse.web.forked import CAN_FORK, open_pages
    from neisse.web.supervisor import STOP_WITHIN_S, workers

    collect()
    if CAN_FORK:
        open_pages()  # before others are made: they are copies of this process
    gc.enable()
    server = Granian(
        "neisse.web.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=min(2, os.cpu_count() or 1),
        blocking_threads=4,
        log_level=LogLevels.warning,
        workers_kill_timeout=int(STOP_WITHIN_S),
        respawn_interval=TAKES_OVER_S,
    )

    def is_open() -> bool:
        with suppress(OSError), socket.create_connection((host, port), LOOK_EVERY_S):
            return len(server.wrks) == server.workers
        return False

    threading.Thread(target=_once, args=(is_open, when_open), daemon=True).start()
    with workers(partial(_take_over, is_open) if CAN_FORK else None):
        server.serve()


def _take_over(is_open: Callable[[], bool], start: Callable[[], None]) -> None:
    """Learn the rest, start the workers, and let the server make its processes anew.

    Not before all of the early ones are there: a copy made meanwhile would wait for ever for what is being loaded.
    """
    from neisse.web.forked import make_whole

    _once(is_open, make_whole)
    start()
    os.kill(os.getpid(), signal.SIGHUP)


def _once(is_so: Callable[[], bool], act: Callable[[], None]) -> None:
    while not is_so():
        time.sleep(LOOK_EVERY_S)
    act()
