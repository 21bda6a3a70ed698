"""Backups by themselves: once a day into a folder, the old ones taken away, the last outcome noted."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from neisse.engine.values import NeisseError
from neisse.web.core.actions.backup.writing import write_backup
from neisse.web.core.queries.backups import LAST, last_backup
from neisse.web.core.said import kept_text

NAME = "neisse-{:%Y-%m-%dT%H%M%SZ}.backup"
OWN = re.compile(r"neisse-(\d{4}-\d\d-\d\dT\d{6})Z\.backup")


def back_up_when_due(now: datetime) -> Path | None:
    """Write the backup of this day where its hour came and it is not there yet; returns its path.

    Does nothing where no folder is set. What goes wrong is noted for the health page and tried again next time;
    old backups go only after a new one is there.
    """
    if not settings.BACKUP_FOLDER:
        return None
    folder = Path(settings.BACKUP_FOLDER).expanduser()
    taken = backups_in(folder)
    if taken and max(taken) >= due_at(now, settings.BACKUP_HOUR):
        return None
    target = folder / NAME.format(now.astimezone(UTC))
    try:
        write_backup(target)
    except NeisseError as error:
        note(now, error=kept_text(error))
        raise
    except OSError as error:
        note(now, error=str(error))
        raise
    note(now, target=target)
    kept = backups_in(folder)
    for moment in superfluous(kept, settings.BACKUP_KEEP_DAYS, settings.BACKUP_KEEP_WEEKS):
        kept[moment].unlink(missing_ok=True)
    return target


def backups_in(folder: Path) -> dict[datetime, Path]:
    """The backups that were written here by the schedule, by their time; other files are never touched."""
    found = {}
    for path in folder.glob("neisse-*.backup"):
        if match := OWN.fullmatch(path.name):
            found[datetime.strptime(match[1], "%Y-%m-%dT%H%M%S").replace(tzinfo=UTC)] = path
    return found


def due_at(now: datetime, hour: int) -> datetime:
    """The last time, not after `now`, at which the clock of the instance showed this hour."""
    local = timezone.localtime(now)
    today = local.replace(hour=hour, minute=0, second=0, microsecond=0)
    return today if today <= local else today - timedelta(days=1)


def superfluous(moments: Iterable[datetime], days: int, weeks: int) -> list[datetime]:
    """Which backups may go: all but the newest of each of the last days and weeks that have one, and the newest."""
    newest_first = sorted(moments, reverse=True)
    kept = set(newest_first[:1])
    for most, period in ((days, "%Y-%m-%d"), (weeks, "%G-%V")):
        seen: dict[str, datetime] = {}
        for moment in newest_first:
            seen.setdefault(timezone.localtime(moment).strftime(period), moment)
        kept |= set(list(seen.values())[:most])
    return [moment for moment in newest_first if moment not in kept]


def note(now: datetime, *, target: Path | None = None, error: str = "") -> None:
    """Remember how the last backup ended; the last that worked stays known while others fail."""
    said = last_backup() | {"tried_at": now.isoformat(timespec="seconds"), "error": error}
    if target is not None:
        said |= {"done_at": said["tried_at"], "file": str(target), "size_bytes": target.stat().st_size}
    path = Path(settings.DATA) / LAST
    part = path.with_suffix(".part")
    part.touch(mode=0o600)
    part.write_text(json.dumps(said), encoding="utf-8")
    part.replace(path)
