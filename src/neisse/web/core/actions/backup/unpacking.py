"""Reading a backup as if an enemy had made it: nothing lands outside of one folder, nothing is larger than it says."""

from __future__ import annotations

import hashlib
import shutil
import stat
import zlib
from pathlib import Path
from zipfile import BadZipFile, ZipFile, ZipInfo

from neisse.engine.values import NeisseError, say
from neisse.web.core.actions.backup.manifest import NAME, Manifest, Member, check_names, read_manifest

CHUNK_BYTES = 1 << 20
MOST_MANIFEST_BYTES = 64 << 20
MOST_RATIO = 100  # a database packs to a fifth, at best to a thirtieth
FREE_OF_RATIO_BYTES = 64 << 20


def unpack(source: Path, folder: Path) -> Manifest:
    """Unpack a backup into an empty folder and check every byte against its manifest.

    Errors: `file.missing`, `restore.no_backup`, `restore.hostile`, `restore.damaged`, `restore.newer`,
    `restore.disk_full`. Where one is raised, nothing outside of `folder` was touched.
    """
    if not source.is_file():
        raise NeisseError(
            "file.missing", str(source), say("there is no file %(source)s", source=source), "check the path"
        )
    try:
        with ZipFile(source) as archive:
            manifest = _checked(source, archive)
            _check_room(source, folder, manifest)
            for member in manifest.members:
                _extract(archive, member, folder, source)
    except (BadZipFile, zlib.error, EOFError, RuntimeError) as error:
        raise _damaged(source) from error
    return manifest


def _checked(source: Path, archive: ZipFile) -> Manifest:
    entries = {entry.filename: entry for entry in archive.infolist()}
    if NAME not in entries:
        text = say("%(name)s is no backup", name=source.name)
        raise NeisseError(
            "restore.no_backup", source.name, text, "an export is imported with `neisse record import`"
        )
    if len(entries) < len(archive.infolist()):
        raise _hostile(source, say("the same name twice"))
    for entry in entries.values():
        if not _is_plain(entry):
            raise _hostile(
                source, say("“%(filename)s”, which is no plain file", filename=entry.filename[:80])
            )
    head = entries.pop(NAME)
    check_names(source.name, entries)
    if head.file_size > MOST_MANIFEST_BYTES:
        raise _hostile(source, say("a manifest without end"))
    manifest = read_manifest(source.name, archive.read(head))
    if {m.name: m.size_bytes for m in manifest.members} != {
        e.filename: e.file_size for e in entries.values()
    }:
        raise _damaged(source)
    size, packed = sum(e.file_size for e in entries.values()), source.stat().st_size
    if size > FREE_OF_RATIO_BYTES and size > MOST_RATIO * packed:
        raise _hostile(
            source,
            say("%(count)s MB in %(count2)s MB", count=f"{size / 1e6:,.0f}", count2=f"{packed / 1e6:,.1f}"),
        )
    return manifest


def _is_plain(entry: ZipInfo) -> bool:
    mode = entry.external_attr >> 16
    return not entry.is_dir() and not entry.flag_bits & 1 and stat.S_IFMT(mode) in {0, stat.S_IFREG}


def _check_room(source: Path, folder: Path, manifest: Manifest) -> None:
    needed = 2 * sum(member.size_bytes for member in manifest.members)
    free = shutil.disk_usage(folder).free
    if free < needed:
        text = say(
            "restoring may need %(count)s MB, free are %(count2)s MB",
            count=f"{needed / 1e6:,.0f}",
            count2=f"{free / 1e6:,.0f}",
        )
        raise NeisseError("restore.disk_full", source.name, text, "make room first")


def _extract(archive: ZipFile, member: Member, folder: Path, source: Path) -> None:
    path = folder / member.name
    make_folder(path.parent)
    digest, size = hashlib.sha256(), 0
    with archive.open(member.name) as packed, path.open("xb") as target:
        path.chmod(0o600)
        while chunk := packed.read(CHUNK_BYTES):
            size += len(chunk)
            if size > member.size_bytes:
                raise _hostile(source, say("more of “%(name)s” than it says", name=member.name))
            digest.update(chunk)
            target.write(chunk)
    if size != member.size_bytes or digest.hexdigest() != member.sha256:
        raise _damaged(source)


def make_folder(path: Path) -> None:
    """A folder and those above it where they are missing, each for its owner only."""
    if not path.is_dir():
        make_folder(path.parent)
        path.mkdir(mode=0o700)


def _damaged(source: Path) -> NeisseError:
    text = say("%(name)s is damaged: its content is not what its manifest says", name=source.name)
    return NeisseError("restore.damaged", source.name, text, "take another backup")


def _hostile(source: Path, what: str) -> NeisseError:
    text = say("%(name)s holds %(what)s", name=source.name, what=what)
    return NeisseError("restore.hostile", source.name, text, "restore only what an instance wrote")
