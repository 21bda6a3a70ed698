"""What was previewed is stored: few records in one step, many in parts, so that others can write between them.

A part and the note of what it changed are one transaction. What was cut off, by whatever, goes on where it ended when it
is confirmed again; undoing takes back what there is of it.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from neisse.engine.values import NeisseError, say
from neisse.web.core.actions import describe_instance
from neisse.web.core.actions.rights import may, require
from neisse.web.core.actions.trees import take_parts
from neisse.web.core.actors import SYSTEM
from neisse.web.core.models import Erasure
from neisse.web.core.queries import the_instance
from neisse.web.record.actions.plan import Item, Planned, Progress, counts_of, plan
from neisse.web.record.actions.resolve import known_meanwhile
from neisse.web.record.actions.store import existing_rows, store
from neisse.web.record.actions.uploads import drop_upload
from neisse.web.record.bridge import LOAD_ORDER
from neisse.web.record.models import ImportBatch, ImportChange, Measure

ALLOWED, OPEN, FOR_ALL = "record.import", "record.open_import", "record.import_for_all"
# Up to so many records are stored in one step; of more, so many at a time: a fraction of a second each.
AT_ONCE, PART = 500, 200
# SQLite has one lock for all who write, and who waits for it looks ten times a second.
PAUSE_S = 0.12
# What an entry keeps of its item besides the object, in the order of `Item`.
PACKED = ("soft", "emptied", "empty")
State = ImportBatch.State


def confirm(
    batch: ImportBatch,
    *,
    actor: Any,
    progress: Progress | None = None,
    planned: Sequence[Planned] | None = None,
) -> dict[str, int]:
    """Store what is new or changed, and keep what every record was before.

    Up to `AT_ONCE` records all or nothing. More in parts: where one fails or the process ends, the import stays at
    work, and confirming it again stores the rest. Compared again with what is stored now, unless it was `planned`
    just now. Records that are refused or in doubt stay out. Returns counts.
    """
    require(actor, OPEN, batch)
    erasures = Erasure.objects.count()
    with one_step(len(batch.objects_read)):
        known = _begun(batch, planned, progress, actor)
        wanted, done = _to_store(known), 0
        for kind, part in _parts(wanted):
            with transaction.atomic():
                _store_part(kind, part, batch, actor, erasures)
            done += len(part)
            if progress:
                progress(done, len(wanted))
            let_others_write()
        return _finish(batch, known)


@transaction.atomic
def confirm_whole(batch: ImportBatch, *, actor: Any) -> dict[str, int]:
    """As `confirm`, all or nothing however many there are: for who decides on more in the same transaction."""
    require(actor, OPEN, batch)
    erasures = Erasure.objects.count()
    known = _begun(batch, None, None, actor)
    for kind, part in _parts(_to_store(known)):
        _store_part(kind, part, batch, actor, erasures)
    return _finish(batch, known)


def parts_for(actor: Any, mapping: Mapping[str, Any]) -> Mapping[str, Any]:
    """What stages keep beside records (decisions, consents, registrations) comes into an empty instance only.

    Elsewhere a file could agree to open blind plans; who runs the machine may bring it all the same. Only managers fill an
    instance.
    """
    may_take = actor is SYSTEM or (may(actor, FOR_ALL) and not Measure.objects.exists())
    found: Mapping[str, Any] = mapping.get("parts", {}) if may_take else {}
    return found


def entry_of(planned: Planned) -> dict[str, Any]:
    """What an import keeps of one record of its file."""
    item = planned.item
    entry = {"row": item.row, "object": item.obj, "decision": item.decision, "status": planned.status}
    entry |= {"soft": list(item.soft)} if item.soft else {}
    entry |= {"emptied": list(planned.emptied), "empty": list(item.empty)} if planned.emptied else {}
    entry |= {"refused_by": planned.error.code} if planned.error else {}
    return entry | {"fields": list(planned.fields), "twins": list(planned.twins)}


def item_of(entry: Mapping[str, Any]) -> Item:
    """The record of the file behind an entry."""
    more = (tuple(entry.get(name, ())) for name in PACKED)
    return Item(entry["row"], entry["object"], entry.get("decision", ""), *more)


def must_be_open(batch: ImportBatch, *more: str) -> None:
    """Refuse (`import.closed`) what was confirmed, discarded or undone, or is at work, unless that is in `more`."""
    if batch.state not in {State.PREVIEWED, *more}:
        state = batch.get_state_display()
        raise NeisseError(
            "import.closed",
            batch.file_name,
            say("this import is %(state)s already", state=state),
            "upload the file again",
        )


def one_step(count: int) -> AbstractContextManager[Any]:
    """One transaction around all parts of few records, none around those of many."""
    return transaction.atomic() if count <= AT_ONCE else nullcontext()


def _held(batch: ImportBatch) -> ImportBatch:
    """The import as it is now, held; of what it read nothing is loaded."""
    held = ImportBatch.objects.select_for_update(of=("self",)).defer("objects_read", "findings", "mapping")
    return held.get(pk=batch.pk)


def _begun(
    batch: ImportBatch, planned: Sequence[Planned] | None, progress: Progress | None, actor: Any
) -> list[Planned]:
    """What came out. Settled once and kept, so that the first parts make nothing of the later ones doubtful."""
    items = [item_of(entry) for entry in batch.objects_read]
    if _state_of(batch) == State.STORING:
        settled = {id(i): e["status"] for i, e in zip(items, batch.objects_read, strict=True)}
        again = plan(items, progress, actor=actor)
        return [replace(p, status=settled[id(p.item)]) for p in again if p.error is None]
    if planned is None:
        planned = plan(known_meanwhile(items, actor=actor), progress, actor=actor)
    refused = batch.counts.get("refused", 0) - sum(e["status"] == "refused" for e in batch.objects_read)
    counts = counts_of(planned)
    with transaction.atomic():
        must_be_open(_held(batch))
        batch.counts = {**counts, "refused": counts["refused"] + refused}
        batch.mapping = {**batch.mapping, "parts": dict(parts_for(actor, batch.mapping))}
        batch.objects_read = [entry_of(p) for p in planned]
        batch.state = State.STORING
        batch.save()
    return list(planned)


def _to_store(planned: Iterable[Planned]) -> list[Planned]:
    return [p for p in planned if p.status in {"new", "changed"} and p.obj is not None]


def _state_of(batch: ImportBatch) -> str:
    """The state as it is now; `import.closed` for what cannot be stored."""
    now = ImportBatch.objects.only("state", "file_name").get(pk=batch.pk)
    must_be_open(now, State.STORING)
    return now.state


def _parts(wanted: Sequence[Planned]) -> Iterator[tuple[str, list[Planned]]]:
    """What is stored together, in the order in which records depend on each other."""
    for kind in LOAD_ORDER:
        chosen = [p for p in wanted if p.item.kind == kind]
        for start in range(0, len(chosen), PART):
            yield kind, chosen[start : start + PART]


def _store_part(kind: str, part: Sequence[Planned], batch: ImportBatch, actor: Any, erasures: int) -> None:
    """Store what is not stored yet; what came, went or was erased since it was compared stays out."""
    if (held := _held(batch)).state != State.STORING:
        must_be_open(held)
    if Erasure.objects.count() != erasures:  # rare: what was read is loaded for it
        part = _not_erased(part, batch)
    keys = [str(p.obj["id"]) for p in part if p.obj is not None]
    done = set(
        ImportChange.objects.filter(batch=batch, kind=kind, key__in=keys).values_list("key", flat=True)
    )
    there = existing_rows(kind, keys)
    objects = {
        key: p
        for key, p in zip(keys, part, strict=True)
        if key not in done and (p.status == "new") == (key not in there)
    }
    stored = store(
        kind,
        [p.obj for p in objects.values() if p.obj is not None],
        actor=actor,
        reason=f"import: {batch.file_name}",
        origin=batch,
    )
    ImportChange.objects.bulk_create(
        [
            ImportChange(
                batch=batch, kind=kind, key=c.key, row=objects[c.key].item.row, before=c.before, after=c.after
            )
            for c in stored.changes
        ],
        batch_size=500,
    )


def _not_erased(part: Sequence[Planned], batch: ImportBatch) -> list[Planned]:
    """Those of which the import still holds every word: erasing takes entries and words out of what it read."""
    kept = ImportBatch.objects.values_list("objects_read", flat=True).get(pk=batch.pk)
    whole = {json.dumps(entry["object"], sort_keys=True) for entry in kept}
    return [p for p in part if json.dumps(p.item.obj, sort_keys=True) in whole]


def let_others_write() -> None:
    """Between two parts: a moment in which who waits for the one lock of SQLite gets it."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        time.sleep(PAUSE_S)


@transaction.atomic
def _finish(batch: ImportBatch, known: Sequence[Planned]) -> dict[str, int]:
    """What came beside the records, and the end."""
    if (held := _held(batch)).state != State.STORING:
        must_be_open(held)
    if batch.mapping.get("instance") and the_instance().pk is None:
        describe_instance(**batch.mapping["instance"])
    take_parts(batch.mapping.get("parts", {}))
    batch.mapping = {name: value for name, value in batch.mapping.items() if name != "parts"}
    batch.counts = _counted(batch, known)
    batch.state, batch.confirmed_at = State.CONFIRMED, timezone.now()
    batch.objects_read = []
    batch.save()
    transaction.on_commit(lambda: drop_upload(batch.pk))
    return dict(batch.counts)


def _counted(batch: ImportBatch, known: Sequence[Planned]) -> dict[str, int]:
    """The counts, by what was stored; what came or went while it was stored is in doubt.

    What stays out because nobody may learn that it is there already counts as if it were stored.
    """
    made = ImportChange.objects.filter(batch=batch)
    silent = sum(p.obj is None and p.status == "new" for p in known)
    new, all_of_them = made.filter(before__isnull=True).count() + silent, made.count() + silent
    counts = dict(batch.counts)
    doubtful = counts["doubtful"] + counts["new"] + counts["changed"] - all_of_them
    return {**counts, "new": new, "changed": all_of_them - new, "doubtful": doubtful}
