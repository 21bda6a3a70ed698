"""Whether a process that works still lives.

Each such process holds a lock on a file of its own and touches it every two seconds. The system frees the lock
when the process ends, however it ends; so nobody has to guess from a silence that it is dead. The folder belongs to
one instance on one machine, as the rest of the data folder does.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

BEAT_S = 2.0
SILENT_S = 30.0
MAIL = "mail"  # the work of the process that sends mails


@dataclass(slots=True)
class _Mine:
    name: str = ""
    pid: int = 0
    file: int = -1


_mine = _Mine()
_once = threading.Lock()


@dataclass(frozen=True, slots=True)
class Process:
    """A process that works: the name that it signs with, what it works for, seconds since its last beat."""

    name: str
    work: str
    silent_s: float


def folder() -> Path:
    """Where signs of processes and of jobs lie: files, which can be written while the database is locked."""
    place = Path(settings.DATA) / "signs"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def mine(work: str = "page") -> str:
    """The name that this process signs its work with; taken at the first call, which starts its heartbeat."""
    with _once:
        if _mine.pid != os.getpid():  # a child that was forked is not its parent
            _take(work)
        return _mine.name


def alive(name: str) -> bool:
    """Whether the process of this name lives; its file is removed where it does not."""
    path = folder() / f"{name}.lease"
    try:
        file = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    else:
        path.unlink(missing_ok=True)
        return False
    finally:
        os.close(file)


def living(work: str = "") -> list[Process]:
    """The processes that live, those for one kind of work only if it is named."""
    now, found = time.time(), []
    for path in sorted(folder().glob(f"{work or '*'}-*.lease")):
        if alive(path.stem):
            silent_s = max(0.0, now - path.stat().st_mtime)
            found.append(Process(path.stem, path.stem.partition("-")[0], silent_s))
    return found


def _take(work: str) -> None:
    _mine.pid = os.getpid()
    _mine.name = f"{work}-{os.getpid()}-{secrets.token_hex(4)}"
    path = folder() / f"{_mine.name}.lease"
    part = path.with_suffix(".part")
    _mine.file = os.open(part, os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(_mine.file, fcntl.LOCK_EX)
    part.replace(path)  # from here on it is seen, and locked already
    threading.Thread(target=_beat, args=(_mine.file, _mine.pid), name="heartbeat", daemon=True).start()


def _beat(file: int, pid: int) -> None:
    while os.getpid() == pid:
        os.utime(file)
        time.sleep(BEAT_S)
