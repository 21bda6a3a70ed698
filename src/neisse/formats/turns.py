"""Turns: at most so many readings of foreign files at a time on one host, whichever process asks."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import BoundedSemaphore

from neisse.engine.values import NeisseError, say

MOST = 64
LOOK_SECONDS = 0.05
# Where the system has no such locks, the turns of this process are counted, not those of the host.
_ALONE = BoundedSemaphore(2)
Release = Callable[[], object]


@contextmanager
def turn(name: str, at_once: int, wait_seconds: float) -> Iterator[None]:
    """Hold one of the first `at_once` turns while the body runs; `reading.busy` where none gets free in time.

    The turns are locks that the system takes back when their holder dies. The highest free one is taken: who may
    have only the first ones never holds up who may have more.
    """
    deadline = time.monotonic() + wait_seconds
    while (held := _taken(min(at_once, MOST))) is None:
        if time.monotonic() > deadline:
            text = say("%(name)s has to wait: other files are being read", name=name)
            raise NeisseError("reading.busy", name, text, "try again in a minute")
        time.sleep(LOOK_SECONDS)
    try:
        yield
    finally:
        held()


def _taken(at_once: int) -> Release | None:
    """A turn, as what gives it back; None where all are taken."""
    if os.name != "posix":
        return _ALONE.release if _ALONE.acquire(blocking=False) else None
    import fcntl

    for number in reversed(range(at_once)):
        file = (_folder() / f"{number}").open("ab")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.close()
        else:
            return file.close
    return None


def _folder() -> Path:
    """A folder of this user alone, beside the other temporary files."""
    folder = Path(tempfile.gettempdir()) / f"neisse-reading-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid != os.getuid():
        text = say("%(folder)s belongs to somebody else", folder=folder)
        raise NeisseError("reading.folder", str(folder), text, "remove it, or set TMPDIR")
    return folder
