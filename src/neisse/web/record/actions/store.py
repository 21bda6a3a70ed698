"""The one way in: contract objects become rows, with history, search index and events."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from neisse.engine.values import NeisseError
from neisse.web.core.actions import index
from neisse.web.core.events import Changed, publish
from neisse.web.record.actions.history import keep_history
from neisse.web.record.actions.parts import Parts, current_parts, set_parts
from neisse.web.record.actions.slugs import give_slugs
from neisse.web.record.bridge.fields import Object
from neisse.web.record.bridge.kinds import KINDS, assign, rows_of, to_object
from neisse.web.record.bridge.organisations import profile_of
from neisse.web.record.bridge.references import References
from neisse.web.record.bridge.search import entry
from neisse.web.record.models import ImportBatch

NOT_COMPARED = {"id", "slug", "version", "created_at", "updated_at", "origin"}
NOT_CHECKED = {"slug"}
NAMED_BY = ("name", "visibility")


@dataclass(frozen=True, slots=True)
class Change:
    """One record before (None = new) and after, as contract objects."""

    key: str
    before: Object | None
    after: Object


@dataclass(frozen=True, slots=True)
class Stored:
    """What a call of `store` did."""

    changes: tuple[Change, ...] = ()
    unchanged: int = 0
    pks: tuple[int, ...] = ()

    @property
    def new(self) -> int:
        """How many records did not exist before."""
        return sum(change.before is None for change in self.changes)

    @property
    def changed(self) -> int:
        """How many records existed and are different now."""
        return len(self.changes) - self.new


@dataclass(slots=True)
class _Work:
    """One object on its way: its row, its parts and what it was."""

    row: Any
    parts: Parts
    before: Object | None
    pks: list[int] = field(default_factory=list)


@transaction.atomic
def store(
    kind: str,
    objects: Iterable[Object],
    *,
    actor: Any = None,
    reason: str = "",
    origin: ImportBatch | None = None,
    merge: bool = True,
) -> Stored:
    """Create or change records of one kind; all or nothing.

    With `merge`, fields that an object does not name keep their value; without, they become empty.
    Objects that change nothing write nothing. Cost: a handful of queries per 500 objects.
    Errors: `object.*`, `person.consent`, `period.*`, with the id of the record as subject.
    """
    given = list(objects)
    rows = existing_rows(kind, [str(obj.get("id") or "") for obj in given])
    refs = References()
    load_references(kind, given, refs)
    work = [w for obj in given if (w := prepare(kind, obj, rows, refs, merge))]
    changed = [w for w in work if w is not None]
    _write(kind, changed, actor, reason, origin)
    after = _reread(kind, changed)
    index(entry(row) for row in after.values())
    index(entry(row) for row in _naming(kind, changed))
    pks = tuple(w.row.pk for w in changed)
    if pks:
        publish(Changed("stored", kind, pks, tuple(w.row.key for w in changed)))
    changes = tuple(Change(w.row.key, w.before, to_object(after[w.row.pk])) for w in changed)
    return Stored(changes, len(given) - len(changed), pks)


def existing_rows(kind: str, keys: Sequence[str]) -> dict[str, Any]:
    """The stored rows with these keys; each key may stand once (`object.twice`)."""
    if "" in keys:
        raise NeisseError("object.required", "id", "a record has no id", "give every record an id")
    if len(set(keys)) < len(keys):
        twice = next(key for key in keys if keys.count(key) > 1)
        raise NeisseError("object.twice", twice, f"the id “{twice}” stands twice", "merge the two rows")
    found: dict[str, Any] = {}
    for start in range(0, len(keys), 500):
        found.update({row.key: row for row in rows_of(kind).filter(key__in=keys[start : start + 500])})
    return found


def load_references(kind: str, objects: Sequence[Object], refs: References) -> None:
    """Read everything that the objects refer to, in one go per field."""
    for name, target in KINDS[kind].refers:
        keys: list[str] = []
        for obj in objects:
            value = obj.get(name)
            keys += [str(v) for v in value] if isinstance(value, list) else [str(value or "")]
        refs.load(target, keys)


def prepare(kind: str, obj: Object, rows: dict[str, Any], refs: References, merge: bool) -> _Work | None:
    """Set a row (not saved) from its object; None where nothing changes. Raises what is wrong with it."""
    row = rows.get(str(obj["id"])) or KINDS[kind].model()
    exists = row.pk is not None
    before = to_object(row) if exists else None
    full = {**before, **obj} if before and merge else obj
    was = _columns(row), current_parts(kind, row)
    try:
        parts = Parts(assign(row, full, refs), profile_of(full) if kind == "organisation" else {})
        _check(row)
    except NeisseError as error:
        error.args = (f"{obj['id']}: {error.text}",)
        raise
    if exists and was == (_columns(row), parts):
        return None
    return _Work(row, parts, before)


def _columns(row: Any) -> dict[str, Any]:
    return {
        f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if f.name not in NOT_COMPARED
    }


def _check(row: Any) -> None:
    relations = {f.name for f in row._meta.concrete_fields if f.is_relation}
    try:
        row.clean_fields(exclude=relations | NOT_CHECKED)
    except ValidationError as error:
        name, messages = next(iter(error.message_dict.items()))
        code = "object.required" if not getattr(row, name, "") else "object.invalid"
        raise NeisseError(code, f"{row.key} {name}", f"{name}: {' '.join(messages)}") from error


def _write(kind: str, work: list[_Work], actor: Any, reason: str, origin: ImportBatch | None) -> None:
    model = KINDS[kind].model
    new = [w for w in work if w.row.pk is None]
    old = [w for w in work if w.row.pk is not None]
    for w in work:
        w.row.version += 1
        w.row.updated_at = timezone.now()
        w.row.origin = origin or w.row.origin
    give_slugs(model, [w.row for w in new])
    model.objects.bulk_create([w.row for w in new], batch_size=500)
    columns = [f.name for f in model._meta.concrete_fields if not f.primary_key]
    model.objects.bulk_update([w.row for w in old], columns, batch_size=200)
    set_parts(kind, [(w.row, w.parts) for w in work])
    keep_history(model, [w.row for w in new], "+", actor, reason)
    keep_history(model, [w.row for w in old], "~", actor, reason)


def _naming(kind: str, work: list[_Work]) -> Iterable[Any]:
    """Whose entries in the index name organisations that are called or shown otherwise now: people and plans."""
    if kind != "organisation":
        return
    pks = [w.row.pk for w in work if w.before and any(w.before.get(n) != getattr(w.row, n) for n in NAMED_BY)]
    for other, column in (("person", "organisation"), ("measure", "owner")) if pks else ():
        yield from rows_of(other).filter(**{f"{column}__in": pks})


def _reread(kind: str, work: list[_Work]) -> dict[int, Any]:
    pks = [w.row.pk for w in work]
    found: dict[int, Any] = {}
    for start in range(0, len(pks), 500):
        found.update({row.pk: row for row in rows_of(kind).filter(pk__in=pks[start : start + 500])})
    return found
