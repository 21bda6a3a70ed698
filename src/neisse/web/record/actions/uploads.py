"""Uploaded files between preview and confirmation."""

from __future__ import annotations

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from neisse.engine.values import NeisseError

FOLDER = "imports"


def keep_upload(number: int, data: bytes) -> None:
    """Keep the bytes of an import (by its number) until it is confirmed or discarded."""
    drop_upload(number)
    default_storage.save(_place(number), ContentFile(data))


def read_upload(number: int, name: str) -> bytes:
    """The bytes of an import; `import.file_gone` where they are no longer kept."""
    if not default_storage.exists(_place(number)):
        raise NeisseError("import.file_gone", name, f"the file {name} is no longer kept", "upload it again")
    with default_storage.open(_place(number)) as file:
        data: bytes = file.read()
    return data


def drop_upload(number: int) -> None:
    """Forget the bytes of an import; nothing happens where there are none."""
    if default_storage.exists(_place(number)):
        default_storage.delete(_place(number))


def _place(number: int) -> str:
    return f"{FOLDER}/{number}"
