"""Uploaded files between preview and confirmation, and what they gave when they were read."""

from __future__ import annotations

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from neisse.engine.values import NeisseError, say

FOLDER = "imports"


def keep_upload(number: int, data: bytes) -> None:
    """Keep the bytes of an import (by its number) until it is confirmed or discarded."""
    drop_upload(number)
    default_storage.save(_place(number), ContentFile(data))


def read_upload(number: int, name: str) -> bytes:
    """The bytes of an import; `import.file_gone` where they are no longer kept."""
    data = _read(_place(number))
    if data is None:
        raise NeisseError(
            "import.file_gone", name, say("the file %(name)s is no longer kept", name=name), "upload it again"
        )
    return data


def keep_reading(number: int, packed: bytes) -> None:
    """Keep what the file of an import gave, so that it need not be read again."""
    _drop(_place_read(number))
    default_storage.save(_place_read(number), ContentFile(packed))


def read_reading(number: int) -> bytes:
    """What the file of an import gave; empty where it is not kept."""
    return _read(_place_read(number)) or b""


def drop_upload(number: int) -> None:
    """Forget the bytes of an import and what they gave; nothing happens where there are none."""
    _drop(_place(number))
    _drop(_place_read(number))


def _read(place: str) -> bytes | None:
    if not default_storage.exists(place):
        return None
    with default_storage.open(place) as file:
        data: bytes = file.read()
    return data


def _drop(place: str) -> None:
    if default_storage.exists(place):
        default_storage.delete(place)


def _place(number: int) -> str:
    return f"{FOLDER}/{number}"


def _place_read(number: int) -> str:
    return f"{FOLDER}/{number}-read"
