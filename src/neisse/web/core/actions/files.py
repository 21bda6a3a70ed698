"""Files of the data folder that speak of a person, or that are no longer needed."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

from django.conf import settings

from neisse.web.core.personal import Holding, Needles, place_of

MAILS_KEPT = timedelta(days=30)
READ_AT_ONCE_BYTES = 64 * 1024 * 1024
BETWEEN_MAILS = b"-" * 79  # as the folder of mails has it
UNREADABLE = (b"%PDF", b"\xd0\xcf\x11\xe0")


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


def erase_files(needles: Needles) -> int:
    """Delete the files in which the person is named, or whose content cannot be looked through; returns how many."""
    gone = 0
    for path in personal_files():
        if names_person(path, needles):
            path.unlink(missing_ok=True)
            gone += 1
    return gone


def names_person(path: Path, needles: Needles) -> bool:
    """Whether a file names the person, packed sheets and encoded mails included. Nothing is written."""
    with path.open("rb") as file:
        if file.read(4).startswith(UNREADABLE):
            return True
    if zipfile.is_zipfile(path):
        return any(needles.found_in(text) for text in texts_of_zip(path))
    data = path.read_bytes()
    return any(needles.found_in(text) for text in texts_of(path, data))


def texts_of(path: Path, data: bytes) -> Iterator[str]:
    """A file as text in the encodings that people send, and the readable parts of a mail."""
    yield data.decode("utf-8", errors="replace")
    yield data.decode("cp1250", errors="replace")
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        yield data.decode("utf-16", errors="replace")
    if path.suffix in {".log", ".eml"}:
        for mail in data.split(BETWEEN_MAILS):
            for part in message_from_bytes(mail.lstrip(), policy=policy.default).walk():
                yield " ".join(str(value) for value in part.values())
                if part.get_content_maintype() == "text":
                    yield str(part.get_content())


def texts_of_zip(path: Path) -> Iterator[str]:
    """The members of a packed file as text; one that is too large to look through counts as naming everybody."""
    with zipfile.ZipFile(path) as packed:
        for member in packed.infolist():
            with packed.open(member) as file:
                yield file.read(READ_AT_ONCE_BYTES).decode("utf-8", errors="replace")


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
