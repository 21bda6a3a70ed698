"""Reading the file of an import: once, unless its columns are read in another way; what it gave is kept."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from neisse.engine.values import Finding, NeisseError
from neisse.formats.costs import Costs
from neisse.formats.limited import read_columns_limited, read_limited
from neisse.formats.reading import ANYWHERE, ReadResult, TablePlace
from neisse.formats.wire import parts_of, result_of
from neisse.web.core.queries import today
from neisse.web.record.actions.plan import Progress
from neisse.web.record.actions.uploads import keep_reading, read_reading, read_upload
from neisse.web.record.models import ImportBatch, ImportMapping

VISIBILITY = "visibility"


def read_file(
    name: str,
    data: bytes,
    kind: str = "",
    mapping: Mapping[str, str] | None = None,
    within: Costs | None = None,
    progress: Progress | None = None,
    place: TablePlace = ANYWHERE,
) -> ReadResult:
    """Any file, or a whole instance as a zip, read in a limited process; a mapping corrected before is used again."""
    read = partial(read_limited, name, data, reference=today(), within=within, progress=progress, place=place)
    try:
        result = read(kind or None, mapping)
    except NeisseError as error:
        headers = (
            read_columns_limited(name, data, within=within, place=place).headers
            if error.code == "table.columns"
            else ()
        )
        known = remembered(headers, kind)
        if known is None:
            raise
    else:
        known = remembered(result.headers, kind) if mapping is None else None
        if known is None or dict(known.mapping) == dict(result.mapping) or _opens(known, result):
            return result
    return read(known.kind, known.mapping)


def _opens(known: ImportMapping, result: ReadResult) -> bool:
    """Whether a file, read as somebody once read another, would lose the column that says who may see a row."""
    closing = [header for header, name in result.mapping.items() if name == VISIBILITY]
    return any(known.mapping.get(header) != VISIBILITY or known.kind != result.kind for header in closing)


def reading_of(batch: ImportBatch, data: bytes | None = None, progress: Progress | None = None) -> ReadResult:
    """What the file of an import gives: as it was read before, or read now (and kept)."""
    if data is None and batch.mapping.get("is_read") and (packed := read_reading(batch.pk)):
        return result_of(json.loads(gzip.decompress(packed)))
    mapping = batch.mapping.get("columns") if batch.mapping.get("corrected") else None
    place = TablePlace(*batch.mapping.get("place", ()))
    data = read_upload(batch.pk, batch.file_name) if data is None else data
    try:
        result = read_file(batch.file_name, data, batch.kind, mapping, progress=progress, place=place)
    except NeisseError as error:
        if error.code != "table.columns":
            raise
        result = _columns_to_choose(batch, data, error, place)
    if result.instance is None:
        keep_reading(batch.pk, gzip.compress(json.dumps(list(parts_of(result))).encode(), 1))
        batch.mapping = {**batch.mapping, "is_read": True}
    return result


def _columns_to_choose(batch: ImportBatch, data: bytes, error: NeisseError, place: TablePlace) -> ReadResult:
    """A table of which no column is understood: nothing is read before somebody chooses fields."""
    found = Finding(error.code, batch.file_name, error.text, error.hint)
    columns = read_columns_limited(batch.file_name, data, place=place)
    return replace(columns, kind=batch.kind or "organisation", findings=(found,))


def remembered(headers: Sequence[str], kind: str) -> ImportMapping | None:
    """How somebody read the columns of a file with these headers before."""
    known = ImportMapping.objects.filter(headers_digest=headers_digest(headers)).first() if headers else None
    return known if known and kind in {"", known.kind} else None


def headers_digest(headers: Iterable[str]) -> str:
    """The same for files with the same headers in any order."""
    return hashlib.sha256("\x1f".join(sorted(headers)).encode()).hexdigest()
