"""Processes that end with the one that started them, however that one ends."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
import threading
from multiprocessing.connection import wait

SUPERVISED = "--supervised"
PR_SET_PDEATHSIG = 1


def end_with_parent(pipe: int | None = None) -> None:
    """Let this process be killed when its parent is gone.

    `pipe`: the reading end of one that only the parent holds open. Without it that of `multiprocessing` counts, where
    this started the process; nothing happens where neither did. On Linux the kernel kills as well, which also reaches
    a process that is deep in foreign code.
    """
    known = multiprocessing.parent_process()
    if pipe is None and known is None:
        return
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    watched = pipe if known is None or pipe is not None else known.sentinel
    threading.Thread(target=_watch, args=(watched,), name="parent", daemon=True).start()


def end_with_supervisor() -> None:
    """The same for a process that the supervisor started: its standard input is a pipe that nobody writes to."""
    if SUPERVISED in sys.argv:
        end_with_parent(sys.stdin.fileno())


def _watch(pipe: int) -> None:
    wait([pipe])
    os.kill(os.getpid(), signal.SIGKILL)
