"""A whole instance as one zip, read: `instance.json`, one JSON Lines file per kind, `parts/` of later stages."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from neisse.engine.values import NeisseError, say
from neisse.formats.detect import read_any
from neisse.formats.limits import DEFAULT_LIMITS
from neisse.formats.objects import KINDS
from neisse.formats.pace import SILENT, Pace
from neisse.formats.reading import HEAD, LINES, PARTS, ReadResult, damaged

ARCHIVED = tuple(kind for kind in KINDS if kind != "document")


def is_archive(data: bytes) -> bool:
    """Whether a file is the zip of an instance; a damaged zip is not."""
    if not data.startswith(b"PK\x03\x04"):
        return False
    try:
        with ZipFile(BytesIO(data)) as archive:
            return HEAD in archive.namelist()
    except (BadZipFile, ValueError, OSError):
        return False


def read_archive(name: str, data: bytes, today: date | None = None, pace: Pace = SILENT) -> ReadResult:
    """The objects of all kinds, and what the archive says of its instance; `file.zip_bomb`, `file.damaged`."""
    with ZipFile(BytesIO(data)) as archive:
        _check_size(name, archive)
        said = _head(name, archive)
        members = set(archive.namelist())
        said["parts"] = {
            member[len(PARTS) : -len(LINES)]: _lines(name, archive, member)
            for member in sorted(members)
            if member.startswith(PARTS) and member.endswith(LINES)
        }
        text = b"".join(
            _member(name, archive, f"{kind}.jsonl") for kind in ARCHIVED if f"{kind}.jsonl" in members
        )
    if not text.strip():
        return ReadResult(name, "archive", "mixed", (), (), instance=said)
    return replace(read_any(name, text, reference=today, pace=pace), form="archive", instance=said)


def _head(name: str, archive: ZipFile) -> dict[str, Any]:
    try:
        said = json.loads(_member(name, archive, HEAD))
    except (ValueError, RecursionError) as error:
        raise damaged(name) from error
    if not isinstance(said, dict):
        raise damaged(name)
    return said


def _lines(name: str, archive: ZipFile, member: str) -> list[dict[str, Any]]:
    """The objects of a part that a stage added; the stage checks what they say."""
    try:
        found = [json.loads(line) for line in _member(name, archive, member).splitlines() if line.strip()]
    except (ValueError, RecursionError) as error:
        raise damaged(name) from error
    if not all(isinstance(obj, dict) for obj in found):
        raise damaged(name)
    return found


def _check_size(name: str, archive: ZipFile) -> None:
    size = sum(member.file_size for member in archive.infolist())
    if size > DEFAULT_LIMITS.unpacked_bytes:
        text = say("%(name)s becomes %(count)s MB when unpacked", name=name, count=f"{size / 1e6:,.0f}")
        raise NeisseError("file.zip_bomb", name, text, "import the files of the zip one by one")


def _member(name: str, archive: ZipFile, member: str) -> bytes:
    """The bytes of one member, never more than it says of itself."""
    try:
        with archive.open(member) as file:
            return file.read(archive.getinfo(member).file_size)
    except (BadZipFile, RuntimeError, OSError, EOFError) as error:
        raise damaged(name) from error
