"""Signs of long tasks as files: how far each is, and whether somebody asked it to stop.

Files, not rows: an import writes in one transaction, out of which no row is seen, and on SQLite no other row can be
written meanwhile.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from pathlib import Path

from neisse.web.core import lease


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a task is: its step, how much is done, of how much where that is known (else 0)."""

    step: str = ""
    done: int = 0
    total: int = 0


def show(job: int, worker: str, progress: Progress) -> None:
    """Say how far a job is, and which process works on it."""
    said = [worker, progress.step, progress.done, progress.total]
    part = _place(job, "part")
    part.write_text(json.dumps(said), encoding="utf-8")
    part.replace(_place(job, "progress"))


def progress_of(job: int) -> Progress | None:
    """How far a job is that is at work, else None."""
    try:
        _worker, step, done, total = json.loads(_place(job, "progress").read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    return Progress(step, done, total)


def ask_to_stop(job: int) -> None:
    """Ask a job to stop; the sign stays until the job has ended."""
    if not is_asked(job):
        _place(job, "stop").touch(mode=0o600)


def is_asked(job: int) -> bool:
    """Whether somebody asked a job to stop."""
    return _place(job, "stop").exists()


def mark_discarded(job: int) -> None:
    """Nobody wants to see the job any more: whoever ends it takes it off the list."""
    _place(job, "discard").touch(mode=0o600)


def is_discarded(job: int) -> bool:
    """Whether the job goes when it ends."""
    return _place(job, "discard").exists()


def forget(job: int) -> None:
    """A job has ended: its signs go."""
    for sign in ("progress", "part", "stop", "discard"):
        _place(job, sign).unlink(missing_ok=True)


def deaf(after_s: float) -> set[str]:
    """The processes whose job was asked to stop longer ago than `after_s` seconds and has not ended."""
    found = set()
    for asked in lease.folder().glob("job-*.stop"):
        try:
            if time.time() - asked.stat().st_mtime > after_s:
                found.add(str(json.loads(asked.with_suffix(".progress").read_text(encoding="utf-8"))[0]))
        except (FileNotFoundError, ValueError):
            continue
    return found


def _place(job: int, sign: str) -> Path:
    return lease.folder() / f"job-{job}.{sign}"
