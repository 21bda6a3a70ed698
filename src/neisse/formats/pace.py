"""How far a reading is: told to who waits for it. Alone it tells nobody."""

from __future__ import annotations

EVERY_RECORDS = 250


class Pace:
    """Told by the readers while they work; the child process passes it on, and gets more time for it."""

    def told(self, done: int, total: int) -> None:
        """`done` of `total` records are read (0: nobody knows how many). Cheap; call it for each record."""

    def earned(self, cells: int) -> None:
        """A sheet turns out to have this many cells: it will take longer."""


SILENT = Pace()
