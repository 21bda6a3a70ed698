"""The columns of the live index in a file beside the database, so that a cold process need not compute them again.

Derived data: the file may be deleted at any time. It is believed only where it fits: the whole of it while `mark`
(the code that computes columns, the encoder, the vocabulary) is the same, and each row while the measure's primary
key and time of change are those of the database.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, NamedTuple

import numpy as np
from django.conf import settings

from neisse import engine
from neisse.engine.intersect.table.measures import Table
from neisse.engine.intersect.words.lexicon import Lexicon
from neisse.engine.text.encoder import default_encoder

Stamp = tuple[int, int]
NAME = "overlap_index.npz"
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
        for file in sorted(file for file in files if file.suffix != ".pyc"):
            found.update(f"{file.name}\0{file.stat().st_size}\0".encode())
            found.update(file.read_bytes())
    return found.hexdigest()


def keep(topics: Lexicon, stamps: Mapping[str, Stamp], keys: list[str], table: Table) -> None:
    """Write the file at once or not at all; row k of the table is `keys[k]`. About 6 kB a measure."""
    columns: dict[str, Any] = {f"column_{name}": column for name, column in table.columns().items()}
    said = np.frombuffer(json.dumps(keys).encode(), np.uint8)
    times = np.array([stamps[key] for key in keys], np.int64).reshape(-1, 2)
    with NamedTemporaryFile(dir=path().parent, prefix=f".{NAME}-", delete=False) as stream:
        np.savez(stream, mark=np.array(mark_of(topics)), keys=said, stamps=times, **columns)
    os.replace(stream.name, path())


def load(topics: Lexicon) -> Snapshot | None:
    """What the file holds; None where there is none with this mark."""
    if not path().exists():
        return None
    with np.load(path()) as arrays:
        if str(arrays["mark"]) != mark_of(topics):
            return None
        keys = json.loads(arrays["keys"].tobytes())
        stamps = {key: (pk, at) for key, (pk, at) in zip(keys, arrays["stamps"].tolist(), strict=True)}
        names = (name for name in arrays.files if name.startswith("column_"))
        return Snapshot(stamps, Table(**{name.removeprefix("column_"): arrays[name] for name in names}))
