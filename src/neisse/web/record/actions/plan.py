"""What storing objects would do, without storing them: the preview of an import."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from neisse.engine.values import NeisseError, say
from neisse.web.record.actions.hidden import Aside, aside_of
from neisse.web.record.actions.reach import reaching
from neisse.web.record.actions.rights import check_step
from neisse.web.record.actions.store import existing_rows, load_references, prepare
from neisse.web.record.bridge import LOAD_ORDER
from neisse.web.record.bridge.decisions import STUB
from neisse.web.record.bridge.fields import EMPTY, Object, differing
from neisse.web.record.bridge.kinds import to_object
from neisse.web.record.bridge.organisations import moved
from neisse.web.record.bridge.reading import derived_id
from neisse.web.record.bridge.references import References
from neisse.web.record.bridge.twins import Twins, another, rings_of

STATUSES = ("new", "changed", "unchanged", "doubtful", "refused")
CHUNK = 500
Progress = Callable[[int, int], None]
Rings = Mapping[tuple[str, str], tuple[str, ...]]

# Fields whose parts stand in columns of their own: texts by language, and what is known of a consent.
IN_PARTS = ("names", "titles", "descriptions", "consent")


@dataclass(frozen=True, slots=True)
class Item:
    """One object of a file, its row there, and what a person decided where it is in doubt.

    `decision`: empty (not decided), `new`, `skip`, `stub` (nobody described it), or the key of the record
    that it is. `soft` names the fields that were said once for the file: for new records only; `columns` those
    that the table has a column for, `empty` those of them that somebody wants emptied where the cell is empty.
    """

    row: int
    obj: Object
    decision: str = ""
    soft: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """The kind of the object."""
        return str(self.obj["type"])


@dataclass(frozen=True, slots=True)
class Planned:
    """What would become of one item: its status, the fields that would change, why it is refused or in doubt.

    `emptied` names fields that are stored while the cell of the file is empty: they stay unless somebody says otherwise.
    `obj` is what is stored: None for what stays out, or as the file has it where nothing was set aside.
    """

    item: Item
    status: str
    fields: tuple[str, ...] = ()
    twins: tuple[str, ...] = ()
    emptied: tuple[str, ...] = ()
    error: NeisseError | None = field(default=None, compare=False)
    obj: Object | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class _Eyes:
    """With whose eyes a file is compared: what they can refer to, and what is set aside for them."""

    actor: Any
    refs: References
    rings: Rings
    aside: Aside
    twins: Twins


def plan(items: Sequence[Item], progress: Progress | None = None, *, actor: Any) -> list[Planned]:
    """Compare items with what is stored, as far as the actor may see it, in the order of loading. Reads only.

    A record may refer to those that the same items bring, but not to one that is refused or in doubt. A new
    organisation or person that looks like a stored one is in doubt until somebody decides. What
    `progress(done, total)` raises ends it. Cost: a handful of queries per 500 items.
    """
    scope = reaching(actor)
    eyes = _Eyes(
        actor,
        References(scope),
        rings_of((item.obj for item in items), scope),
        aside_of([obj for item in items if (obj := _decided(item))], actor),
        Twins(scope),
    )
    by_kind: dict[str, list[Item]] = {kind: [] for kind in LOAD_ORDER}
    for item in items:
        if item.kind in by_kind:
            by_kind[item.kind].append(item)
    planned = [
        Planned(item, "refused", error=_no_such_kind(item)) for item in items if item.kind not in by_kind
    ]
    for kind, listed in by_kind.items():
        for start in range(0, len(listed), CHUNK):
            if progress:
                progress(len(planned), len(items))
            chunk = list(_plan_chunk(kind, listed[start : start + CHUNK], eyes))
            eyes.refs.promise(kind, (str(p.obj["id"]) for p in chunk if p.status == "new" and p.obj))
            planned += chunk
    return planned


def counts_of(planned: Sequence[Planned]) -> dict[str, int]:
    """How many items have each status; every status is there."""
    return {status: sum(p.status == status for p in planned) for status in STATUSES}


def _plan_chunk(kind: str, items: Sequence[Item], eyes: _Eyes) -> Iterator[Planned]:
    decided = [_decided(item) for item in items]
    stored = [eyes.aside.stored(obj) if obj is not None else None for obj in decided]
    objects = [obj for obj in stored if obj is not None]
    rows = existing_rows(kind, list(dict.fromkeys(str(obj["id"]) for obj in objects)))
    load_references(kind, objects, eyes.refs, rows)
    twins = eyes.twins.of(kind, [obj for obj in objects if str(obj["id"]) not in rows])
    for item, said, obj in zip(items, decided, stored, strict=True):
        if said is None:
            error = NeisseError("import.skipped", item.obj["id"], "left out by hand")
            yield Planned(item, "refused", error=error)
        elif ring := eyes.rings.get((kind, str(item.obj["id"]))):
            yield Planned(item, "refused", error=_circle(item, ring))
        elif obj is None:
            yield Planned(item, "new")
        else:
            now = _renamed(item, _hard(item, obj, rows), rows)
            yield _plan_one(item, now, rows, eyes, twins.get(str(now["id"]), ()))


def _plan_one(item: Item, obj: Object, rows: dict[str, Any], eyes: _Eyes, twins: tuple[str, ...]) -> Planned:
    row = rows.get(str(obj["id"]))
    before = to_object(row) if row else None
    if before is not None and not item.decision and another(before, obj):
        return Planned(item, "doubtful", twins=(str(obj["id"]),), obj=obj)
    emptied = _emptied(item, before, obj)
    obj = _completed(item, before, obj)
    obj = {**obj, **{name: "" for name in item.empty if name in emptied}}
    try:
        _check_open(item.kind, obj, before)
        work = prepare(item.kind, obj, rows, eyes.refs, merge=True)
        if work is not None:
            check_step(work.step(item.kind), eyes.actor)
    except NeisseError as error:
        return Planned(item, "refused", error=error)
    if before is not None:
        if work is None:
            return Planned(item, "unchanged", emptied=emptied, obj=obj)
        fields = tuple(differing(before, {**moved(before, obj), **obj}))
        return Planned(item, "changed", fields, emptied=emptied, obj=obj)
    if twins and not item.decision:
        return Planned(item, "doubtful", twins=twins, obj=obj)
    return Planned(item, "new", twins=() if item.decision == STUB else twins, obj=obj)


def _hard(item: Item, obj: Object, rows: Mapping[str, Any]) -> Object:
    """A stored record keeps what it has where the file itself says nothing."""
    if str(obj["id"]) not in rows:
        return obj
    return {name: value for name, value in obj.items() if name not in item.soft}


def _renamed(item: Item, obj: Object, rows: dict[str, Any]) -> Object:
    """Another record under a known id, which somebody called new, gets an id of its own: always the same one."""
    row = rows.get(str(obj["id"]))
    if item.decision != "new" or row is None or not another(to_object(row), obj):
        return obj
    key = derived_id(item.kind, obj)
    fresh = f"{obj['id']}-{key.rpartition('-')[2]}"[:200]
    rows |= existing_rows(item.kind, [fresh])
    return {**obj, "id": fresh}


def _completed(item: Item, before: Object | None, obj: Object) -> Object:
    """A table has a column for each part of these fields; parts without a column stay as they are stored."""
    if before is None or not item.columns:
        return obj
    parts = [name for name in IN_PARTS if isinstance(obj.get(name), dict) and before.get(name)]
    return {**obj, **{name: {**before[name], **obj[name]} for name in parts}}


def _emptied(item: Item, before: Object | None, obj: Object) -> tuple[str, ...]:
    if before is None:
        return ()
    return tuple(n for n in item.columns if before.get(n) not in EMPTY and obj.get(n) in EMPTY)


def _check_open(kind: str, obj: Object, before: Object | None) -> None:
    """Refuse what a new record needs and nobody said: whose plan, member of what (`import.owner`, `import.network`)."""
    if before is None and kind == "measure" and not obj.get("owner"):
        raise NeisseError(
            "import.owner", str(obj["id"]), "nobody says whose it is", "say it once for the file"
        )
    if before is None and kind == "membership" and not obj.get("network"):
        text = say("nobody says of which network it is a membership")
        raise NeisseError("import.network", str(obj["id"]), text, "say it once for the file")


def _circle(item: Item, ring: tuple[str, ...]) -> NeisseError:
    text = say("“part of” goes in a circle: %(all)s", all=" → ".join(ring))
    return NeisseError("relation.circular", str(item.obj["id"]), text, "remove one of these relations")


def _decided(item: Item) -> Object | None:
    """The object under the key that a person chose; None for one that is left out."""
    if item.decision == "skip":
        return None
    if item.decision in {"", "new", STUB}:
        return item.obj
    return {**item.obj, "id": item.decision}


def _no_such_kind(item: Item) -> NeisseError:
    return NeisseError(
        "import.kind",
        str(item.obj["id"]),
        say("records of the kind “%(kind)s” are not stored", kind=item.kind),
    )
