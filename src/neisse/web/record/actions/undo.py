"""Taking back: a whole import, or one record to an earlier version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from neisse.engine.values import NeisseError, say
from neisse.web.core.actions.rights import may, require
from neisse.web.record.actions.reach import hidden_keys
from neisse.web.record.actions.remove import remove
from neisse.web.record.actions.store import store
from neisse.web.record.actions.storing import OPEN, PART, let_others_write, one_step
from neisse.web.record.actions.uploads import drop_upload
from neisse.web.record.bridge import KINDS, LOAD_ORDER
from neisse.web.record.bridge.fields import Object
from neisse.web.record.bridge.kinds import KIND_OF, rows_of, to_object
from neisse.web.record.models import ImportBatch, ImportChange, Visibility
from neisse.web.record.queries.access import permission
from neisse.web.record.queries.visible import is_seen

CHUNK = 500
PARTS = {"offers", "needs", "offers_confirmed"}


@dataclass(frozen=True, slots=True)
class Kept:
    """A record that undoing left as it is, and why: `changed` since, `used` by others, or `closed` to the actor.

    Of a closed one neither id nor title is told.
    """

    kind: str
    key: str
    title: str
    why: str


@dataclass(frozen=True, slots=True)
class Undone:
    """What undoing an import did."""

    removed: int
    restored: int
    kept: tuple[Kept, ...]


def undo_import(batch: ImportBatch, *, actor: Any) -> Undone:
    """Remove what an import brought, as far as it was stored, and restore what it changed; begun again where it was cut off.

    Records that somebody changed since or that the actor may not see, and new ones on which others hang, stay
    and are reported. Small ones are undone all or nothing, large ones in parts, so that others can write meanwhile.
    """
    require(actor, OPEN, batch)
    changes = ImportChange.objects.filter(batch=batch)
    with one_step(changes.count()):
        must_be_in_force(batch)
        removed, restored, kept = 0, 0, list[Kept]()
        for kind in reversed(LOAD_ORDER):
            pks = list(changes.filter(kind=kind).values_list("pk", flat=True))
            for start in range(0, len(pks), PART):
                with transaction.atomic():
                    part = list(changes.filter(pk__in=pks[start : start + PART]))
                    gone, back = _undo_part(kind, part, batch, actor, kept)
                removed, restored = removed + gone, restored + back
                let_others_write()
        with transaction.atomic():
            must_be_in_force(batch)
            ImportBatch.objects.filter(pk=batch.pk).update(
                state=ImportBatch.State.UNDONE, undone_at=timezone.now(), objects_read=[]
            )
            transaction.on_commit(lambda: drop_upload(batch.pk))
    return Undone(removed, restored, tuple(kept))


def must_be_in_force(batch: ImportBatch) -> None:
    """Refuse (`import.not_confirmed`) what was not stored or is undone; held from here on where a transaction is open."""
    held = ImportBatch.objects.select_for_update() if connection.in_atomic_block else ImportBatch.objects
    now = held.only("state").get(pk=batch.pk)
    if now.state not in {ImportBatch.State.CONFIRMED, ImportBatch.State.STORING}:
        text = say("the import of %(file_name)s is not in force", file_name=batch.file_name)
        raise NeisseError(
            "import.not_confirmed", batch.file_name, text, "only confirmed imports can be undone"
        )


def _undo_part(
    kind: str, changes: Sequence[ImportChange], batch: ImportBatch, actor: Any, kept: list[Kept]
) -> tuple[int, int]:
    """Take some changes back; how many records are removed, how many restored. What stays goes to `kept`."""
    must_be_in_force(batch)
    reason = f"undo of import: {batch.file_name}"
    rows, touched = _unchanged_since(kind, changes, actor)
    kept += touched
    removed = 0
    for change in changes:
        row = rows.get(change.key) if change.before is None else None
        if row is not None and is_used(row):
            kept.append(_kept(actor, kind, row, "used"))
        elif row is not None:
            remove(row, actor=actor, reason=reason, keep=False)
            removed += 1
    olds = [change.before for change in changes if change.before and change.key in rows]
    return removed, len(store(kind, olds, actor=actor, reason=reason, merge=False).changes)


def is_used(row: Any) -> bool:
    """Whether other records hang on this one (refer to it, in whatever way)."""
    for relation in row._meta.related_objects:
        model = relation.related_model
        if model in KIND_OF and model._base_manager.filter(**{relation.field.name: row}).exists():
            return True
    return False


def restore_version(row: Any, obj: Object, *, actor: Any, reason: str) -> None:
    """Give a record the content of an earlier version; that is a new version, nothing is forgotten.

    Offers and needs have no versions: they stay as they are.
    """
    kind = KIND_OF[type(row)]
    empty = dict.fromkeys(KINDS[kind].fields - PARTS, "")
    store(kind, [{**empty, **obj, "id": row.key}], actor=actor, reason=reason)


def _kept(actor: Any, kind: str, row: Any, why: str) -> Kept:
    """What stays; a blind plan of others without its name."""
    is_closed = kind == "measure" and row.visibility == Visibility.BLIND and not is_seen(actor, row)
    return Kept(kind, "", _("a blind plan"), why) if is_closed else Kept(kind, row.key, str(row), why)


def _may_take_back(kind: str, row: Any, actor: Any, *, is_new: bool) -> bool:
    """Whether an actor may do to a record what undoing does; of what they brought, some may be others' by now."""
    return may(actor, permission("delete" if is_new else "change", kind), row)


def _unchanged_since(
    kind: str, changes: Sequence[ImportChange], actor: Any
) -> tuple[dict[str, Any], list[Kept]]:
    """The rows that are still as the import left them, and those that are not."""
    rows: dict[str, Any] = {}
    kept: list[Kept] = []
    after = {change.key: change.after for change in changes}
    before = {change.key: change.before for change in changes}
    keys = list(after)
    hidden = hidden_keys(actor, kind, keys)
    for start in range(0, len(keys), CHUNK):
        for row in rows_of(kind).filter(key__in=keys[start : start + CHUNK]):
            if row.key in hidden:
                kept.append(Kept(kind, "", "", "closed"))
            elif not _may_take_back(kind, row, actor, is_new=before[row.key] is None):
                kept.append(_kept(actor, kind, row, "closed"))
            elif (now := to_object(row)) == after[row.key]:
                rows[row.key] = row
            elif now != before[row.key]:  # else it was taken back before this was cut off
                kept.append(_kept(actor, kind, row, "changed"))
    return rows, kept
