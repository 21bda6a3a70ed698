"""Imports: read and previewed, corrected, then confirmed all or nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import Any

from django.db import DatabaseError, transaction

from neisse.engine.values import Finding, Severity, say
from neisse.formats.answers import Answered, Answers, answered, answers_of
from neisse.formats.limits import check_size
from neisse.formats.reading import ReadResult
from neisse.web.core.actions.rights import may, require
from neisse.web.core.actions.trees import Counts, compare_parts
from neisse.web.core.actors import person
from neisse.web.core.lines import one_line
from neisse.web.record.actions.closed_files import BLIND_ONCE, check_reader, is_any_blind, open_remarks
from neisse.web.record.actions.noticing import columns_of, noticed
from neisse.web.record.actions.plan import (
    Item,
    Planned,
    Progress,
    counts_of,
    plan,
)
from neisse.web.record.actions.reach import own_plan, reach
from neisse.web.record.actions.reading import headers_digest, reading_of
from neisse.web.record.actions.resolve import ids_named, resolve
from neisse.web.record.actions.storing import ALLOWED, FOR_ALL, OPEN, entry_of, must_be_open, parts_for
from neisse.web.record.actions.uploads import drop_upload, keep_upload
from neisse.web.record.bridge import KINDS
from neisse.web.record.bridge.archive import read_instance
from neisse.web.record.bridge.decisions import decision_key
from neisse.web.record.bridge.fields import Object
from neisse.web.record.models import ImportBatch, ImportMapping

MOST_FINDINGS = 1000
NO_ANSWERS = Answers()
ONLY_OF = "only_of"
WIDTH = {"blind": 0, "circle": 1, "public": 2}
KEPT = ("answers", BLIND_ONCE, ONLY_OF)


@dataclass(frozen=True, slots=True)
class Preview:
    """A file that was read and compared with what is stored; nothing is written."""

    result: ReadResult
    planned: tuple[Planned, ...]
    findings: tuple[Finding, ...]

    @property
    def counts(self) -> dict[str, int]:
        """`new, changed, unchanged, doubtful, refused`: records of the file and stubs that they need."""
        counts = counts_of(self.planned)
        return {**counts, "refused": counts["refused"] + sum(self.result.refused.values())}


def preview(
    result: ReadResult,
    decisions: Mapping[str, str],
    progress: Progress | None = None,
    *,
    actor: Any,
    answers: Answers = NO_ANSWERS,
    rows: Mapping[str, Object] = {},
    empty: Mapping[str, Sequence[str]] = {},
) -> Preview:
    """What storing a file that was read would do, with the eyes of `actor`; `decisions` by `decision_key`.

    `answers` fill what its records leave open, where these are new; `rows` are records as somebody corrected them,
    `empty` the fields that somebody wants emptied, both by `decision_key`.
    """
    require(actor, ALLOWED)
    hinted = {hints["owner"] for hints in result.hints if hints.get("owner")} | {answers.owner} - {""}
    known = ids_named("organisation", hinted, actor)
    own = None if may(actor, FOR_ALL) else known.get(answers.owner, "")
    if own is not None:  # what a calendar calls itself is no owner that its member could name
        known = {said: key for said, key in known.items() if key == own}
    said = answered(result.name, result.records(), answers, known.get)
    items = _items(result, said, decisions, rows, empty)
    settled, findings = resolve(items, answers.network, own, actor=actor)
    planned = plan(settled, progress, actor=actor)
    refused = [finding for p in planned if (finding := _refusal(p))]
    read = [f for f in result.findings if f.code != "import.owner"]
    told = [*said.findings, *findings, *noticed(result.name, planned)]
    return Preview(result, tuple(planned), (*refused, *told, *read))


def _corrected(obj: Object, said: Object | None) -> Object:
    """The object as somebody corrected it; what it refers to stays as the file says where nobody said otherwise."""
    if said is None:
        return obj
    refers = [name for name, _target in KINDS[str(obj["type"])].refers]
    return {name: obj[name] for name in refers if name in obj} | said


def _items(
    result: ReadResult,
    said: Answered,
    decisions: Mapping[str, str],
    rows: Mapping[str, Object],
    empty: Mapping[str, Sequence[str]],
) -> list[Item]:
    """The records of a file with what was said of each."""
    columns = columns_of(result)
    found = []
    for row, obj, soft in zip(result.rows, said.objects, said.filled, strict=True):
        key = decision_key(obj)
        emptied = tuple(empty.get(key, ()))
        spoken = columns.get(str(obj["type"]), ())
        found.append(Item(row, _corrected(obj, rows.get(key)), decisions.get(key, ""), soft, spoken, emptied))
    return found


def begin(
    name: str, data: bytes, *, actor: Any, kind: str = "", answers: Answers = NO_ANSWERS, only_of: str = ""
) -> ImportBatch:
    """A new import, not read yet: `prepare` reads it. Too large a file is refused at once.

    `only_of`: the key of the organisation whose plans the file brings, whatever it says of others.
    """
    require(actor, ALLOWED)
    check_size(name, len(data))
    return ImportBatch.objects.create(
        file_name=one_line(name)[:255],
        sha256=hashlib.sha256(data).hexdigest(),
        kind=kind,
        mapping={"answers": answers.packed()} | ({ONLY_OF: only_of} if only_of else {}),
        created_by=person(actor),
    )


def upload(
    name: str, data: bytes, *, actor: Any, kind: str = "", answers: Answers = NO_ANSWERS, only_of: str = ""
) -> ImportBatch:
    """Begin an import and keep its file, so that it can be read again when its columns are corrected."""
    with transaction.atomic():  # no open import without its file, where the disk is full
        batch = begin(name, data, actor=actor, kind=kind, answers=answers, only_of=only_of)
        keep_upload(batch.pk, data)
    return batch


@contextmanager
def given_up(batch: ImportBatch, *, actor: Any) -> Iterator[None]:
    """What begins to read a file stands in here: where it fails, whatever the reason, no open import is left."""
    try:
        yield
    except Exception:
        with suppress(DatabaseError, OSError):  # the first reason is told, not what followed from it
            # as it is stored: what was read of a large file is what a full disk did not take
            discard(ImportBatch.objects.get(pk=batch.pk), actor=actor)
        raise


def prepare(
    batch: ImportBatch, data: bytes | None = None, progress: Progress | None = None, *, actor: Any
) -> Preview:
    """Read the file of an import (the kept one, unless given) and keep what confirming it would do."""
    require(actor, OPEN, batch)
    must_be_open(batch)
    result = _only_of(batch.mapping.get(ONLY_OF, ""), reading_of(batch, data, progress), actor)
    answers = answers_of(batch.mapping.get("answers", {}))
    said = batch.mapping
    seen = preview(
        result,
        said.get("decisions", {}),
        progress,
        actor=actor,
        answers=answers,
        rows=said.get("rows", {}),
        empty=said.get("empty", {}),
    )
    keep_preview(batch, seen, actor=actor)
    return seen


def _only_of(owner: str, result: ReadResult, actor: Any) -> ReadResult:
    """The plans of a file as those of the one organisation that it was brought for; nothing else of it is taken.

    A stored plan may become less visible by it, never more: that says who speaks for the organisation.
    """
    if not owner:
        return result
    levels = dict(reach(actor, "measure").filter(owner__key=owner).values_list("key", "visibility"))
    plans: dict[str, tuple[int, Object]] = {}
    for row, obj, _hints in result.records():
        if obj["type"] == "measure":
            own = own_plan(obj, owner, actor)
            if WIDTH.get(str(own.get("visibility")), 0) > WIDTH.get(levels.get(own["id"], ""), 9):
                del own["visibility"]
            plans.setdefault(own["id"], (row, own))  # an id that gave way may be that of another one
    rows, objects = zip(*plans.values(), strict=True) if plans else ((), ())
    return replace(result, objects=objects, rows=rows, hints=())


def answer(batch: ImportBatch, said: Mapping[str, Any], *, actor: Any) -> None:
    """Say once for the file what its records leave open (`formats.answers`): whose it is, who may see it."""
    require(actor, OPEN, batch)
    must_be_open(batch)
    check_reader(batch, actor)
    batch.mapping = {**batch.mapping, "answers": answers_of(said).packed()}
    batch.save()
    prepare(batch, actor=actor)


def keep_preview(batch: ImportBatch, seen: Preview, *, actor: Any) -> None:
    """Keep what a file gave and what confirming it would do."""
    result = seen.result
    batch.format, batch.kind, batch.counts = result.form, result.kind, seen.counts
    has_blind = batch.mapping.get(BLIND_ONCE, False) or is_any_blind(result.objects, seen.planned)
    table = {
        BLIND_ONCE: has_blind,
        "columns": dict(result.mapping),
        "headers": list(result.headers),
        "sheets": list(result.sheets),
        "taken": [result.place.sheet, result.place.header_row],
        "sample": [] if has_blind else [list(row) for row in result.sample],
        "confidence": dict(result.confidence),
    }
    instance = (
        {}
        if result.instance is None or not may(actor, FOR_ALL)
        else {
            "instance": read_instance(batch.file_name, result.instance),
            "parts": result.instance.get("parts", {}),
        }
    )
    batch.mapping = {**batch.mapping, **table, **instance}
    batch.objects_read = [entry_of(p) for p in seen.planned]
    parts = compare_parts(parts_for(actor, instance))
    found = [*_of_parts(batch.file_name, parts), *open_remarks(seen.findings, seen.planned)]
    batch.findings = [finding.as_json() for finding in found[:MOST_FINDINGS]]
    batch.save()


def _of_parts(name: str, parts: Counts) -> list[Finding]:
    """What an archive holds besides records, and what confirming does with it."""
    return [
        Finding(
            "archive.part",
            name,
            say("%(part)s: %(new)s new, %(unchanged)s there already", part=part, **c),
            severity=Severity.NOTE,
        )
        for part, c in parts.items()
    ]


def choose_place(batch: ImportBatch, kind: str, sheet: str, header_row: int, *, actor: Any) -> None:
    """Read another sheet, or take another row for the one that names the columns, or the rows for something else."""
    require(actor, OPEN, batch)
    must_be_open(batch)
    check_reader(batch, actor)
    batch.kind = kind
    kept = {name: batch.mapping[name] for name in KEPT if name in batch.mapping}
    batch.mapping = {**kept, "place": [sheet, header_row]}
    batch.save()
    prepare(batch, actor=actor)


def correct_mapping(batch: ImportBatch, kind: str, columns: Mapping[str, str], *, actor: Any) -> None:
    """Read the columns of a table as a person says; a manager says it for all files with the same headers."""
    require(actor, OPEN, batch)
    must_be_open(batch)
    check_reader(batch, actor)
    headers = batch.mapping.get("headers", [])
    wanted = {header: columns.get(header, "") for header in headers}
    if may(actor, FOR_ALL):  # how others' files are read, nobody says for them
        ImportMapping.objects.update_or_create(
            headers_digest=headers_digest(headers), defaults={"kind": kind, "mapping": wanted}
        )
    batch.kind = kind
    kept = {name: batch.mapping[name] for name in (*KEPT, "headers", "place") if name in batch.mapping}
    batch.mapping = {**kept, "columns": wanted, "corrected": True}
    batch.save()
    prepare(batch, actor=actor)


def decide(
    batch: ImportBatch,
    decisions: Mapping[str, str],
    *,
    actor: Any,
    empty: Mapping[str, Sequence[str]] = {},
) -> None:
    """Say what records are: `new`, `skip`, or the key of a stored record; and which of their fields become empty."""
    require(actor, OPEN, batch)
    must_be_open(batch)
    said = {**batch.mapping.get("decisions", {}), **decisions}
    emptied = {**batch.mapping.get("empty", {}), **{key: list(fields) for key, fields in empty.items()}}
    batch.mapping = {**batch.mapping, "decisions": said, "empty": emptied}
    batch.save()
    prepare(batch, actor=actor)


def correct_row(batch: ImportBatch, key: str, obj: Object, *, actor: Any) -> None:
    """Take a record of the file as somebody corrected it (`key` by `decision_key`); it keeps its id."""
    require(actor, OPEN, batch)
    must_be_open(batch)
    batch.mapping = {**batch.mapping, "rows": {**batch.mapping.get("rows", {}), key: dict(obj)}}
    batch.save()
    prepare(batch, actor=actor)


def discard(batch: ImportBatch, *, actor: Any) -> None:
    """Give an import up before it was confirmed; its file is forgotten."""
    require(actor, OPEN, batch)
    must_be_open(batch)
    batch.state, batch.objects_read = ImportBatch.State.DISCARDED, []
    batch.mapping = {name: value for name, value in batch.mapping.items() if name != "parts"}
    batch.save()
    drop_upload(batch.pk)


def _refusal(planned: Planned) -> Finding | None:
    error, item = planned.error, planned.item
    if error is None:
        return None
    column = error.subject.rsplit(" ", 1)[-1] if error.subject != item.obj["id"] else ""
    found = Finding(error.code, str(item.obj["id"]), error.text, error.hint, Severity.ERROR, item.row, column)
    return replace(found, severity=Severity.NOTE) if error.code == "import.skipped" else found
