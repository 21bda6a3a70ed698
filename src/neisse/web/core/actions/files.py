"""Files of the data folder that speak of a person, or that are no longer needed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from neisse.engine.values import NeisseError
from neisse.formats.costs import costs
from neisse.formats.limited import named_limited
from neisse.formats.named import may_name
from neisse.web.core.actions.jobs import Tell
from neisse.web.core.personal import Holding, Needles, place_of

MAILS_KEPT = timedelta(days=30)
MOST_SECONDS, WAIT_SECONDS = 20.0, 300.0  # nobody waits for it on a page
CLOSED = {
    "file.too_costly",
    "file.too_large",
    "file.unreadable",
}  # nobody can say that the person is not named
FILES = "files"


def personal_files() -> Iterator[Path]:
    """Every file of the data folder (and of the folder of mails) that may speak of people."""
    folders = {Path(settings.DATA), Path(getattr(settings, "EMAIL_FILE_PATH", "") or settings.DATA)}
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and (
                folder != Path(settings.DATA) or is_personal(path.relative_to(folder).as_posix())
            ):
                yield path


def is_personal(place: str) -> bool:
    """Whether the register says that people stand in a file. One that it does not know is never touched: it may be a backup."""
    return isinstance(place_of(place), Holding)


def erase_files(needles: Needles, tell: Tell | None = None) -> Iterator[Path]:
    """Delete the files in which the person is named, or whose content cannot be looked through; each as it went.

    Plain text without any letters of the person's is passed over at once; the rest is read where foreign files are
    read, which takes half a second each. Whatever breaks off is completed by doing it again.
    """
    paths, sought = list(personal_files()), needles.sought()
    for number, path in enumerate(paths):
        if tell is not None:
            tell(FILES, number, len(paths))
        if names_person(path, sought):
            path.unlink(missing_ok=True)
            yield path


def names_person(path: Path, sought: Mapping[str, Any]) -> bool:
    """Whether a file names the person, packed sheets and encoded mails included. Nothing is written.

    User errors: `reading.busy` where other files are read for minutes.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return False
    if not may_name(data, sought):
        return False
    within = replace(costs(), most_seconds=MOST_SECONDS, wait_seconds=WAIT_SECONDS)
    try:
        return named_limited(path.name, data, sought, within=within)
    except NeisseError as error:
        if error.code not in CLOSED:
            raise
        return True


def forget_mail_files(now: datetime) -> int:
    """Delete mails that were written into a folder (no mail server is named) 30 days ago."""
    folder = Path(getattr(settings, "EMAIL_FILE_PATH", "") or "")
    old = (now - MAILS_KEPT).timestamp()
    gone = 0
    for path in folder.glob("*") if folder.name and folder.is_dir() else ():
        if path.is_file() and path.stat().st_mtime < old:
            path.unlink(missing_ok=True)
            gone += 1
    return gone
