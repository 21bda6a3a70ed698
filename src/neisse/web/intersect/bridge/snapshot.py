"""The columns of the live index in a file beside the database: computed once, and mapped by every process.

What is mapped lies in memory once for all processes; a page of it that one of them changes becomes its own. The file
has room for more measures than it holds, so that a few new ones move nothing.

Derived data: the file may be deleted at any time. It is believed only where it fits: the whole of it while `mark`
(the code that computes columns, the encoder, the vocabulary) is the same, and each row while the measure's primary
key and time of change are those of the database.
"""

from __future__ import annotations

import json
import math
import mmap
import os
from collections.abc import Mapping
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, BinaryIO, NamedTuple

import numpy as np
from django.conf import settings

from neisse import engine
from neisse.engine.intersect.table.measures import Table
from neisse.engine.intersect.words.lexicon import Lexicon
from neisse.engine.text.encoder import default_encoder

Stamp = tuple[int, int]
NAME = "overlap_index.columns"
FORMER = "overlap_index.npz"  # of earlier releases
MAGIC = b"NEISSE1\n"
PAGE = mmap.ALLOCATIONGRANULARITY
SPARE, LEAST_ROOM = 8, 1000
SOURCES = ("intersect", "text", "values")


class Snapshot(NamedTuple):
    """Ids with their stamps (primary key, microseconds of the last change), and the row of columns of each."""

    stamps: dict[str, Stamp]
    table: Table


def path() -> Path:
    """Where the file lies."""
    return Path(settings.DATA) / NAME


def mark_of(topics: Lexicon) -> str:
    """What the columns depend on beside the measures: another mark, another file."""
    said = (sources_digest(), default_encoder().name, topics.concepts)
    return blake2b(repr(said).encode(), digest_size=16).hexdigest()


@lru_cache(maxsize=1)
def sources_digest() -> str:
    """A hash of the code and the data that make columns of measures; 2 MB are read."""
    found = blake2b(digest_size=16)
    for name in SOURCES:
        files = (file for file in (Path(engine.__path__[0]) / name).rglob("*") if file.is_file())
        # what is compiled is made by running, and would be another mark after the first question
        for file in sorted(file for file in files if file.parent.name != "__pycache__"):
            found.update(f"{file.name}\0{file.stat().st_size}\0".encode())
            found.update(file.read_bytes())
    return found.hexdigest()


def keep(
    topics: Lexicon, stamps: Mapping[str, Stamp], keys: list[str], table: Table, version: int = -1
) -> None:
    """Write the file at once or not at all; row k of the table is `keys[k]`. About 4 kB a measure.

    `version`: up to which change of the database it knows all. Room that is not used costs no space on the disk.
    """
    room = len(keys) + len(keys) // SPARE + LEAST_ROOM
    columns, at = {}, 0
    for name, column in table.columns().items():
        columns[name] = (column.dtype.str, [room, *column.shape[1:]], at)
        at += _pages(column.dtype.itemsize * math.prod(column.shape[1:]) * room)
    known = {"mark": mark_of(topics), "version": version}
    said = known | {"keys": keys, "stamps": [stamps[key] for key in keys], "columns": columns, "bytes": at}
    head = json.dumps(said).encode()
    first = _pages(len(MAGIC) + 8 + len(head))
    with NamedTemporaryFile(dir=path().parent, prefix=f".{NAME}-", delete=False) as stream:
        stream.write(MAGIC + len(head).to_bytes(8, "little") + head)
        for (_type, _shape, start), column in zip(columns.values(), table.columns().values(), strict=True):
            stream.seek(first + start)
            stream.write(np.ascontiguousarray(column[: len(keys)]).data)
        stream.truncate(first + at)
        stream.flush()
        os.fsync(stream.fileno())
    os.replace(stream.name, path())
    path().with_name(FORMER).unlink(missing_ok=True)


def load(topics: Lexicon) -> Snapshot | None:
    """What the file holds, mapped; None where there is none with this mark, or half of one."""
    try:
        with path().open("rb") as stream:
            said, first = _head(stream)
            if not said or said["mark"] != mark_of(topics):
                return None
            mapped = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_COPY)
    except FileNotFoundError:
        return None
    stamps = {key: (pk, at) for key, (pk, at) in zip(said["keys"], said["stamps"], strict=True)}
    columns = {name: _column(mapped, first, *known) for name, known in said["columns"].items()}
    return Snapshot(stamps, Table(**columns))


def is_of(topics: Lexicon, version: int) -> bool:
    """Whether the file knows all changes up to this one."""
    try:
        with path().open("rb") as stream:
            said, _first = _head(stream)
    except FileNotFoundError:
        return False
    return bool(said) and (said["mark"], said["version"]) == (mark_of(topics), version)


def _head(stream: BinaryIO) -> tuple[dict[str, Any], int]:
    """What the file says of itself, and where its columns begin; nothing for a file that is not whole."""
    size = os.fstat(stream.fileno()).st_size
    begin = stream.read(len(MAGIC) + 8)
    length = int.from_bytes(begin[len(MAGIC) :], "little")
    if begin[: len(MAGIC)] != MAGIC or length > size:
        return {}, 0
    said = json.loads(stream.read(length))
    first = _pages(length + len(begin))
    return (said, first) if size == first + said["bytes"] else ({}, 0)


def _pages(size: int) -> int:
    """A size in whole pages."""
    return -(-size // PAGE) * PAGE


def _column(mapped: mmap.mmap, first: int, kind: str, shape: list[int], start: int) -> Any:
    """One column in the mapped file; it may be written to, which changes the copy of this process only."""
    found = np.frombuffer(mapped, kind, math.prod(shape), first + start)
    return found.reshape(shape)
