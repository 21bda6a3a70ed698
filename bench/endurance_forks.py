"""Workers as `neisse run` starts them, forked from a process that has loaded everything: none pays for loading."""

from __future__ import annotations

import os
import secrets
import signal
import time
from collections.abc import Callable

LONGEST_S = 240.0
LOOK_EVERY_S = 0.05
RUN = secrets.token_hex(3)  # what an earlier run left in the same instance is another's


def fork(work: Callable[[], object]) -> int:
    """A child that works and ends; its number."""
    from django.db import connections

    connections.close_all()
    pid = os.fork()
    if pid == 0:
        try:
            work()
        finally:
            os._exit(0)
    return pid


def end(pid: int) -> None:
    """Kill a child; one that has ended is only put away."""
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


def killed_after(seconds: float, work: Callable[[], object]) -> None:
    """Let a child work so long, and no longer."""
    pid = fork(work)
    time.sleep(seconds)
    end(pid)


def until(is_ended: Callable[[], bool], work: Callable[[], object]) -> bool:
    """Let a child work until something is so; False where it takes too long."""
    pid, last = fork(work), time.monotonic() + LONGEST_S
    try:
        while time.monotonic() < last:
            if is_ended():
                return True
            time.sleep(LOOK_EVERY_S)
    finally:
        end(pid)
    return False


def heavy() -> None:
    """The worker of long tasks."""
    from neisse.web.worker import work_off

    work_off("heavy")
