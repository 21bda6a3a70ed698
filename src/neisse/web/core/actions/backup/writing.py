"""Writing a backup: under a temporary name, complete and checked out to the disk before it gets its own."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.conf import settings
from django.db import connection
from django.utils import timezone

from neisse.engine.values import NeisseError, say
from neisse.web.core.actions.backup.database import Dump, dump_database, size_bytes
from neisse.web.core.actions.backup.manifest import FILES, FORMAT, NAME, SECRET, Manifest, Member
from neisse.web.core.actions.erasures import LIST
from neisse.web.core.queries.backups import LAST

TEMPORARY = ".neisse-backup-"
CHUNK_BYTES = 1 << 20
STALE_AFTER_S = 24 * 3600
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
# The secret is a member of its own; static files come with the product; the list of erasures outlives a restore.
NOT_KEPT = {SECRET, "static", "exports", LAST, LIST}
SQLITE_FULL = ("SQLITE_FULL", "SQLITE_IOERR")


def write_backup(target: Path) -> Manifest:
    """Write the whole instance, which may run meanwhile, into `target`, for its owner only (0600).

    Whatever happens, `target` is either complete or not there. Errors: `backup.exists`, `backup.inside`,
    `backup.folder`, `backup.disk_full`, `backup.nothing`, `backup.no_tool`, `backup.old_tool`. Cost: reads and
    compresses everything once; needs room for the database twice and the files once.
    """
    target = target.absolute()
    _check_place(target)
    _sweep(target.parent)
    with _full_disk(target), TemporaryDirectory(prefix=TEMPORARY, dir=target.parent) as name:
        dump = dump_database(Path(name))
        packed = Path(name) / "backup.zip"
        manifest = _pack(packed, dump)
        _put_in_place(packed, target)
    return manifest


def _check_place(target: Path) -> None:
    if target.exists() or target.is_symlink():
        text = say("%(name)s is there already", name=target.name)
        raise NeisseError(
            "backup.exists", str(target), text, "a backup never replaces a file; choose another name"
        )
    if not target.parent.is_dir():
        text = say("there is no folder %(parent)s", parent=target.parent)
        raise NeisseError("backup.folder", str(target), text, "make the folder first")
    if target.parent.resolve().is_relative_to(Path(settings.DATA)):
        text = say("a backup must lie outside of the folder of the instance")
        raise NeisseError(
            "backup.inside", str(target), text, "choose a folder elsewhere, best on another disk"
        )
    database = size_bytes()
    needed = 2 * database + sum(path.stat().st_size for _, path in _files())
    free = shutil.disk_usage(target.parent).free
    if free < needed:
        text = say(
            "the backup may need %(count)s MB, free are %(count2)s MB",
            count=f"{needed / 1e6:,.0f}",
            count2=f"{free / 1e6:,.0f}",
        )
        raise NeisseError("backup.disk_full", str(target), text, "make room, or choose another disk")


def _files() -> Iterator[tuple[str, Path]]:
    """(name in the backup, path) of all files of the instance besides database, secret and what can be made again."""
    folder = Path(settings.DATA)
    database = str(connection.settings_dict["NAME"])
    for at, folders, names in os.walk(folder):
        if Path(at) == folder:
            folders[:] = [name for name in folders if name not in NOT_KEPT and not name.startswith(".")]
        folders.sort()
        for name in sorted(names):
            path = Path(at) / name
            kept = path.relative_to(folder).as_posix()
            if (
                kept not in NOT_KEPT
                and not str(path).startswith(database)
                and path.is_file()
                and not path.is_symlink()
            ):
                yield FILES + kept, path


def _pack(packed: Path, dump: Dump) -> Manifest:
    """Files after the database: a row then finds its file, at worst there is a file more than rows."""
    with open(packed, "xb", opener=_for_owner) as file, ZipFile(file, "w", ZIP_DEFLATED) as archive:
        members = [_member(archive, dump.path.name, dump.path)]
        members.append(_secret(archive))
        for name, path in _files():
            with suppress(FileNotFoundError):  # a file that ended meanwhile
                members.append(_member(archive, name, path))
        manifest = Manifest(
            format=FORMAT,
            product=version("neisse"),
            made_at=timezone.now().isoformat(timespec="seconds"),
            database=connection.vendor,
            migrations=dump.migrations,
            counts=dump.counts,
            members=tuple(members),
        )
        archive.writestr(_entry(NAME), manifest.as_json())
    return manifest


def _for_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name, time.gmtime()[:6])
    entry.compress_type = ZIP_DEFLATED
    entry.external_attr = 0o100600 << 16
    return entry


def _member(archive: ZipFile, name: str, path: Path) -> Member:
    with path.open("rb") as source:
        return _copy(archive, name, source)


def _secret(archive: ZipFile) -> Member:
    data = str(settings.SECRET_KEY).encode()
    archive.writestr(_entry(SECRET), data)
    return Member(SECRET, len(data), hashlib.sha256(data).hexdigest())


def _copy(archive: ZipFile, name: str, source: IO[bytes]) -> Member:
    digest, size = hashlib.sha256(), 0
    with archive.open(_entry(name), "w", force_zip64=True) as member:
        while chunk := source.read(CHUNK_BYTES):
            digest.update(chunk)
            size += len(chunk)
            member.write(chunk)
    return Member(name, size, digest.hexdigest())


def _put_in_place(packed: Path, target: Path) -> None:
    """On the disk first, then under its name, which nobody may have taken meanwhile."""
    _flush(packed)
    try:
        os.link(packed, target)
    except FileExistsError as error:
        text = say("%(name)s was made meanwhile", name=target.name)
        raise NeisseError("backup.exists", str(target), text, "choose another name") from error
    except OSError:  # a disk without hard links
        packed.rename(target)
    _flush(target.parent)


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sweep(folder: Path) -> None:
    """Take away what backups left that were killed: temporary folders older than a day."""
    for path in folder.glob(f"{TEMPORARY}*"):
        if path.is_dir() and time.time() - path.stat().st_mtime > STALE_AFTER_S:
            shutil.rmtree(path, ignore_errors=True)


@contextmanager
def _full_disk(target: Path) -> Iterator[None]:
    """A disk that is full in the middle is said in a sentence."""
    try:
        yield
    except (OSError, sqlite3.OperationalError) as error:
        is_full = getattr(error, "errno", None) in FULL
        if not is_full and not getattr(error, "sqlite_errorname", "").startswith(SQLITE_FULL):
            raise
        text = say("the disk of %(parent)s is full or cannot be written to", parent=target.parent)
        raise NeisseError(
            "backup.disk_full", str(target), text, "make room, or choose another disk"
        ) from error
