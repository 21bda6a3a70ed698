"""Backups that are killed: there is a whole one or none, and the next one holds everything."""

from __future__ import annotations

import tempfile
from pathlib import Path


class Backup:
    """A backup of the instance beside everything else."""

    name = "backup"

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="neisse-endurance-backups-"))
        self.target = self.folder / "none"

    def begin(self, number: int) -> None:
        self.target = self.folder / f"{number}.backup"

    def work(self) -> None:
        from neisse.web.core.actions.backup.writing import write_backup

        write_backup(self.target)

    def finish(self) -> tuple[str, int]:
        """Write another one; (whether that worked, whether the first was cut off)."""
        from neisse.web.core.actions.backup.writing import write_backup

        write_backup(self.target.with_suffix(".second.backup"))
        return "done", int(not self.target.exists())

    def check(self, number: int) -> list[str]:
        """Each that is there is whole; the second has every confirmed write of before."""
        from neisse.web.core.actions.backup.unpacking import unpack
        from neisse.web.record.models import Network

        second = self.target.with_suffix(".second.backup")
        faults = []
        for path in (self.target, second):
            if path.exists():
                with tempfile.TemporaryDirectory() as folder:
                    counts = unpack(path, Path(folder)).counts  # checks every byte
                if path == second and counts["record_network"] != Network.objects.count():
                    faults.append(f"{counts['record_network']} networks of {Network.objects.count()}")
                path.unlink()
        return faults
