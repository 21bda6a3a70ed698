"""The list of erasures: what a restore does again, because a backup still holds who was erased after it.

A line holds the numbers of rows and the way, never a name or an address: what is to be taken out of texts is read from
these rows where they are back. The list lies in the data folder, and beside the backups where a folder of them is set:
who restores on another disk has it with the backup. It is no part of a backup.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

LIST = "erasures.jsonl"


def note(rows: Iterable[tuple[str, int]], way: str) -> None:
    """Add an erasure to the list, in every folder where it lies."""
    said = {
        "at": timezone.now().isoformat(),
        "way": way,
        "rows": sorted(f"{label}:{pk}" for label, pk in rows),
    }
    for folder in folders():
        with open(folder / LIST, "a", encoding="utf-8", opener=_for_owner) as file:
            file.write(json.dumps(said) + "\n")


def folders() -> list[Path]:
    """Where the list lies; a folder of backups that is away is left out."""
    found = [Path(settings.DATA), *([Path(settings.BACKUP_FOLDER)] if settings.BACKUP_FOLDER else [])]
    return [folder for folder in found if folder.is_dir()]


def after(places: Iterable[Path], moment: datetime) -> Iterator[tuple[frozenset[tuple[str, int]], str]]:
    """Rows and way of the erasures after a moment, each once; a line that cannot be read (of a full disk) is left out."""
    lines: dict[str, None] = {}
    for place in sorted(places):
        if (place / LIST).is_file():
            lines |= dict.fromkeys((place / LIST).read_text(encoding="utf-8").splitlines())
    for line in lines:
        try:
            said: dict[str, Any] = json.loads(line)
            rows = frozenset(
                (label, int(pk)) for label, _, pk in (row.partition(":") for row in said["rows"])
            )
            if datetime.fromisoformat(said["at"]) > moment:
                yield rows, str(said["way"])
        except (ValueError, KeyError, TypeError):
            continue


def _for_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
