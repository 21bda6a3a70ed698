"""Uploaded files between preview and confirmation, and the signs of an import at work."""

from __future__ import annotations

from pathlib import Path

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


def show_progress(number: int, step: str, done: int, total: int) -> bool:
    """Say how far an import is; False when somebody asked it to stop.

    Files, not rows: an import writes in one transaction, out of which no row is seen, and on SQLite no other
    row can be written meanwhile.
    """
    _write(f"{_place(number)}.progress", f"{step} {done} {total}")
    return not default_storage.exists(f"{_place(number)}.stop")


def progress_of(number: int) -> tuple[str, int, int] | None:
    """(step, done, total) of an import that is at work, else None."""
    place = f"{_place(number)}.progress"
    if not default_storage.exists(place):
        return None
    with default_storage.open(place) as file:
        step, done, total = (file.read().decode() or "read 0 0").split()
    return step, int(done), int(total)


def ask_to_stop(number: int) -> None:
    """Ask an import that is at work to stop at its next step."""
    _write(f"{_place(number)}.stop", "stop")


def at_rest(number: int) -> None:
    """An import is no longer at work."""
    for sign in ("progress", "stop"):
        if default_storage.exists(f"{_place(number)}.{sign}"):
            default_storage.delete(f"{_place(number)}.{sign}")


def _write(place: str, text: str) -> None:
    path = Path(default_storage.path(place))
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f"{path.suffix}.part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)


def _place(number: int) -> str:
    return f"{FOLDER}/{number}"
