"""What reading one foreign file may cost the machine: memory, processor, time, answer, and how many at once."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace

MEGABYTE = 1_000_000
# What a record and a cell of an honest file may take: about five times what they take on a slow machine.
RECORD_SECONDS = 0.001
CELL_SECONDS = 0.000_01


@dataclass(frozen=True, slots=True)
class Costs:
    """Bounds of one reading.

    `cpu_seconds` and `wall_seconds` bound the work before anything is read; every record that is read earns
    `RECORD_SECONDS` more (thrice that on the clock), up to `most_seconds` in all. So a long list has the time that it needs,
    and a short file that asks for much is refused at once. `at_once` readings run on a host at a time, and a
    reading waits `wait_seconds` for its turn. `answer_bytes` bounds what comes back.
    """

    memory_bytes: int = 1_000 * MEGABYTE
    cpu_seconds: float = 3.0
    wall_seconds: float = 4.0
    most_seconds: float = 60.0
    answer_bytes: int = 100 * MEGABYTE
    at_once: int = 2
    wait_seconds: float = 10.0


def costs() -> Costs:
    """The bounds of this instance: the defaults, or what `NEISSE_READING_…` says; a word that is no number is ignored."""
    usual = Costs()
    return replace(
        usual,
        memory_bytes=int(_said("MEMORY_MB", usual.memory_bytes / MEGABYTE) * MEGABYTE),
        wall_seconds=_said("SECONDS", usual.wall_seconds),
        most_seconds=_said("MOST_SECONDS", usual.most_seconds),
        at_once=max(1, int(_said("AT_ONCE", usual.at_once))),
    )


def costs_of_strangers() -> Costs:
    """The bounds for a file that comes through a door without login: one at a time, no waiting, ten seconds."""
    usual = costs()
    return replace(usual, at_once=1, wait_seconds=1.0, most_seconds=min(10.0, usual.most_seconds))


def _said(name: str, usual: float) -> float:
    said = os.environ.get(f"NEISSE_READING_{name}", "")
    try:
        return max(0.1, float(said)) if said else usual
    except ValueError:
        return usual
