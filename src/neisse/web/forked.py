"""Processes that are copies of a warm one: they begin at once, and share with it all memory that none of them changes."""

from __future__ import annotations

import gc
import logging
import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Callable

log = logging.getLogger(__name__)
CAN_FORK = sys.platform == "linux"
RESET = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


_early = False


def is_early() -> bool:
    """Whether this process only shows pages until one that knows all takes its place, seconds after the start."""
    return _early


def open_pages() -> None:
    """Load what pages need and let the garbage collector leave it alone: a walk over it stalls requests for 0.3 s,
    and would make every copy's memory its own. Copies made now are early ones, until `make_whole`.
    """
    global _early  # noqa: PLW0603 - a process has one state, and its copies inherit it
    from neisse.web.memory import give_back
    from neisse.web.warm import application, warm_pages

    _early = True
    give_back()
    application()
    warm_pages()
    _settle()


def make_whole() -> None:
    """Load encoder, models and index, and rehearse: what no page waits for. About 4 s of a core."""
    global _early  # noqa: PLW0603
    from neisse.web.intersect.bridge import load_models, rehearse
    from neisse.web.memory import as_mapped_file
    from neisse.web.warm import rehearse_pages, warm_up

    warm_up()
    load_models(as_mapped_file)
    try:
        rehearse()
    except Exception:  # who goes without has slower first answers; an instance that does not start has none
        log.exception("the rehearsal of comparisons failed; pages are served all the same")
    rehearse_pages()
    _settle()
    _early = False


def _settle() -> None:
    """No connection to the database stays open, since copies may not share one, and what is here stays."""
    from django.db import connections

    connections.close_all()
    gc.collect()
    gc.freeze()


class Forked:
    """A copy of this process that runs one function; what the supervisor asks of it is what `Popen` offers, too."""

    def __init__(self, run: Callable[[], object]) -> None:
        self._inner = multiprocessing.get_context("fork").Process(target=_begin, args=(run,))
        self._inner.start()

    @property
    def pid(self) -> int:
        """Its number."""
        return self._inner.pid or 0

    def poll(self) -> int | None:
        """Its exit code; None while it runs."""
        return self._inner.exitcode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end; `subprocess.TimeoutExpired` after so many seconds."""
        self._inner.join(timeout)
        if self._inner.exitcode is None:
            raise subprocess.TimeoutExpired(str(self._inner.name), timeout or 0)
        return self._inner.exitcode

    def terminate(self) -> None:
        """Ask it to stop."""
        self._inner.terminate()

    def kill(self) -> None:
        """End it at once."""
        self._inner.kill()


def _begin(run: Callable[[], object]) -> None:
    """Away from the terminal and from what the parent does on signals; gone when the parent is."""
    from neisse.web.orphans import end_with_parent

    os.setsid()
    signal.set_wakeup_fd(-1)
    for number in RESET:
        signal.signal(number, signal.SIG_DFL)
    end_with_parent()
    run()
