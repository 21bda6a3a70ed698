"""Patience with one record: what takes longer is given up, and the rest of the file is read."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class TookTooLongError(Exception):
    """The body of `patience` used up its time."""


@contextmanager
def patience(seconds: float) -> Iterator[None]:
    """Let the body use so many seconds of the processor, then raise `TookTooLongError` in it.

    Works in the main thread of a Unix process, which is where foreign files are read; elsewhere there is no bound.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(_number: int, _frame: object) -> None:
        raise TookTooLongError

    before = signal.signal(signal.SIGVTALRM, ring)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
