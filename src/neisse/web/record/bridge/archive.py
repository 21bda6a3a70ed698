"""A whole instance as one zip: `instance.json` and one JSON Lines file per kind, byte for byte repeatable."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import IO
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from django.core.exceptions import ValidationError

from neisse.engine.values import LANGUAGES, NeisseError
from neisse.formats.detect import ReadResult, read_any
from neisse.formats.limits import DEFAULT_LIMITS
from neisse.web.core.models import Instance
from neisse.web.record.bridge.fields import Object, day_in, day_out
from neisse.web.record.bridge.kinds import KINDS, LOAD_ORDER, rows_of, to_object

HEAD = "instance.json"
STAMP = (1980, 1, 1, 0, 0, 0)
TRANSLATED = ("name", "region", "about")
PLAIN = ("countries", "default_language")


def is_archive(data: bytes) -> bool:
    """Whether a file is the zip of an instance; a damaged zip is not."""
    if not data.startswith(b"PK\x03\x04"):
        return False
    try:
        with ZipFile(BytesIO(data)) as archive:
            return HEAD in archive.namelist()
    except (BadZipFile, ValueError, OSError):
        return False


def write_archive(
    target: IO[bytes], instance: Instance, left_out: Mapping[str, Iterable[int]]
) -> dict[str, int]:
    """Write the records of an instance; `left_out` names rows by kind that the reader may not have.

    Sorted by id and without any time of writing: the same instance gives the same bytes. Returns counts.
    """
    counts: dict[str, int] = {}
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for kind in LOAD_ORDER:
            rows = rows_of(kind).exclude(pk__in=list(left_out.get(kind, ())))
            lines = [json.dumps(to_object(row), ensure_ascii=False) + "\n" for row in rows]
            counts[kind] = len(lines)
            _put(archive, f"{kind}.jsonl", "".join(lines))
        described = describe(instance) | {"records": counts}
        _put(archive, HEAD, json.dumps(described, ensure_ascii=False, indent=1) + "\n")
    return counts


def describe(instance: Instance) -> Object:
    """What `instance.json` says of an instance."""
    texts = {
        f"{name}_{lang}": getattr(instance, f"{name}_{lang}") for name in TRANSLATED for lang in LANGUAGES
    }
    plain = {name: getattr(instance, name) for name in PLAIN}
    return texts | plain | {"today": day_out(instance.today)}


def read_archive(name: str, data: bytes, today: date) -> ReadResult:
    """The objects of all kinds; `file.zip_bomb`, `file.damaged`."""
    with ZipFile(BytesIO(data)) as archive:
        _check_size(name, archive)
        present = [f"{kind}.jsonl" for kind in KINDS if f"{kind}.jsonl" in archive.namelist()]
        text = b"".join(_member(name, archive, member) for member in present)
    if not text.strip():
        return ReadResult(name, "archive", "mixed", (), ())
    return replace(read_any(name, text, reference=today), form="archive")


def read_instance(name: str, data: bytes) -> Object:
    """The fields of the instance, those that are known and of the right type."""
    with ZipFile(BytesIO(data)) as archive:
        _check_size(name, archive)
        try:
            said = json.loads(_member(name, archive, HEAD))
        except ValueError as error:
            raise _damaged(name) from error
    if not isinstance(said, dict):
        raise _damaged(name)
    empty = describe(Instance())
    found = {key: said[key] for key in empty if isinstance(said.get(key), type(empty[key]))}
    found["countries"] = [country for country in found.get("countries", []) if isinstance(country, str)]
    try:
        found["today"] = day_in(found.get("today"), "today")
        Instance(**found).clean_fields(exclude=["countries"])
    except (NeisseError, ValidationError) as error:
        raise _damaged(name) from error
    return found | {"today": day_out(found["today"]) or None}


def _put(archive: ZipFile, name: str, text: str) -> None:
    info = ZipInfo(name, STAMP)
    info.compress_type = ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    archive.writestr(info, text)


def _check_size(name: str, archive: ZipFile) -> None:
    size = sum(member.file_size for member in archive.infolist())
    if size > DEFAULT_LIMITS.unpacked_bytes:
        text = f"{name} becomes {size / 1e6:,.0f} MB when unpacked"
        raise NeisseError("file.zip_bomb", name, text, "import the files of the zip one by one")


def _member(name: str, archive: ZipFile, member: str) -> bytes:
    """The bytes of one member, never more than it says of itself."""
    try:
        with archive.open(member) as file:
            return file.read(archive.getinfo(member).file_size)
    except (BadZipFile, RuntimeError, OSError, EOFError) as error:
        raise _damaged(name) from error


def _damaged(name: str) -> NeisseError:
    return NeisseError("file.damaged", name, f"{name} is a damaged zip", "export the instance again")
