"""The one way in: contract objects become rows, with history, search index and events."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from neisse.engine.values import NeisseError, say
from neisse.web.core.actions import index
from neisse.web.core.events import Changed, publish
from neisse.web.record.actions.history import keep_history
from neisse.web.record.actions.notices import tell_of_offices
from neisse.web.record.actions.parts import Parts, current_parts, set_parts
from neisse.web.record.actions.reach import references_for
from neisse.web.record.actions.rights import Step, check_step
from neisse.web.record.actions.slugs import give_slugs
from neisse.web.record.bridge.fields import Object
from neisse.web.record.bridge.kinds import KIND_OF, KINDS, assign, rows_of, to_object
from neisse.web.record.bridge.organisations import moved, profile_of
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
    """One object on its way: its row, its parts and what it was, as an object and as a row."""

    row: Any
    parts: Parts
    before: Object | None
    old: Any
    old_parts: Parts

    def step(self, kind: str) -> Step:
        """What changes, for who asks whether it may."""
        return Step(kind, self.old, self.row, self.old_parts.many, self.parts.many)


@transaction.atomic
def store(
    kind: str,
    objects: Iterable[Object],
    *,
    actor: Any,
    reason: str = "",
    origin: ImportBatch | None = None,
    merge: bool = True,
) -> Stored:
    """Create or change records of one kind as far as `actor` may; all or nothing.

    The rows are held, references found among what the actor may see, and every row asked about
    (`actions.rights`) before anything is written.
    With `merge`, fields that an object does not name keep their value; without, they become empty.
    Objects that change nothing write nothing. Cost: a handful of queries per 500 objects.
    Errors: `rights.*`, `object.*`, `person.consent`, `period.*`, with the id of the record as subject.
    """
    given = list(objects)
    rows = existing_rows(kind, [str(obj.get("id") or "") for obj in given], lock=True)
    refs = references_for(actor)
    load_references(kind, given, refs, rows)
    changed = [w for obj in given if (w := prepare(kind, obj, rows, refs, merge))]
    steps = [w.step(kind) for w in changed]
    for step in steps:
        check_step(step, actor)
    _write(kind, changed, actor, reason, origin)
    tell_of_offices(steps, actor)
    after = _reread(kind, changed)
    index(entry(row) for row in after.values())
    index(entry(row) for row in _naming(kind, changed))
    pks = tuple(w.row.pk for w in changed)
    if pks:
        publish(Changed("stored", kind, pks, tuple(w.row.key for w in changed)))
    changes = tuple(Change(w.row.key, w.before, to_object(after[w.row.pk])) for w in changed)
    return Stored(changes, len(given) - len(changed), pks)


def existing_rows(kind: str, keys: Sequence[str], *, lock: bool = False) -> dict[str, Any]:
    """The stored rows with these keys, held if asked; each key may stand once (`object.twice`)."""
    if "" in keys:
        raise NeisseError("object.required", "id", "a record has no id", "give every record an id")
    if len(set(keys)) < len(keys):
        twice = next(key for key in keys if keys.count(key) > 1)
        raise NeisseError(
            "object.twice", twice, say("the id “%(twice)s” stands twice", twice=twice), "merge the two rows"
        )
    found: dict[str, Any] = {}
    stored = rows_of(kind).select_for_update(of=("self",)) if lock else rows_of(kind)
    for start in range(0, len(keys), 500):
        found.update({row.key: row for row in stored.filter(key__in=keys[start : start + 500])})
    return found


def load_references(
    kind: str, objects: Sequence[Object], refs: References, rows: Mapping[str, Any] | None = None
) -> None:
    """Read everything that the objects, and the stored rows, refer to, in one go per field."""
    standing = [known for row in (rows or {}).values() for known in _standing(row)]
    for name, target in KINDS[kind].refers:
        keys = [key for found, key in standing if found == target]
        for obj in objects:
            value = obj.get(name)
            keys += [str(v) for v in value] if isinstance(value, list) else [str(value or "")]
        refs.load(target, keys)


def _standing(row: Any) -> dict[tuple[str, str], int]:
    """(kind, id) -> primary key of the records that a stored row refers to."""
    if row.pk is None:
        return {}
    meta = row._meta
    single = [getattr(row, f.name) for f in meta.fields if f.is_relation and f.related_model in KIND_OF]
    many = [other for relation in meta.many_to_many for other in getattr(row, relation.name).all()]
    return {(KIND_OF[type(r)], r.key): r.pk for r in (*single, *many) if r is not None}


def prepare(kind: str, obj: Object, rows: dict[str, Any], refs: References, merge: bool) -> _Work | None:
    """Set a row (not saved) from its object; None where nothing changes. Raises what is wrong with it."""
    row = rows.get(str(obj["id"])) or KINDS[kind].model()
    old = copy(row) if row.pk is not None else None
    before = to_object(row) if old else None
    was = current_parts(kind, row)
    refs.stand(_standing(row))
    full = {**moved(before, obj), **obj} if before and merge else obj
    if before:
        full = _with_hidden(kind, full, before, refs)
    try:
        parts = Parts(assign(row, full, refs), profile_of(full) if kind == "organisation" else {})
        _check(row)
    except NeisseError as error:
        error.add_note(str(obj["id"]))
        raise
    if old and (_columns(old), was) == (_columns(row), parts):
        return None
    return _Work(row, parts, before, old, was)


def _with_hidden(kind: str, obj: Object, before: Object, refs: References) -> Object:
    """Nobody takes out of a list what they cannot see in it."""
    kept = dict(obj)
    for name, target in KINDS[kind].refers:
        if isinstance(stood := before.get(name), list):
            given = [str(value) for value in obj.get(name) or ()]
            hidden = [key for key in stood if refs.hidden(target, key) and key not in given]
            kept[name] = [*given, *hidden]
    return kept


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
        raise NeisseError(
            code, f"{row.key} {name}", say("%(name)s: %(all)s", name=name, all=" ".join(messages))
        ) from error


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
