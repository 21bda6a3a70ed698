"""Taking records out; what is taken out is kept whole for a while, see `bring_back`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django.db import transaction

from neisse.engine.values import NeisseError, say
from neisse.web.core.actions import unindex
from neisse.web.core.actions.rights import require
from neisse.web.core.actors import person
from neisse.web.core.events import Changed, publish
from neisse.web.record.actions.moving import Moved, move, renew
from neisse.web.record.actions.notices import MERGED, tell_of_offices, tell_organisation
from neisse.web.record.actions.rights import Step, check_own_side, check_removal
from neisse.web.record.bridge.fields import Object
from neisse.web.record.bridge.kinds import KIND_OF, KINDS, rows_of, to_object
from neisse.web.record.bridge.whole import serialised
from neisse.web.record.models import Organisation, Removal
from neisse.web.record.queries.hanging import Hanging, hanging_on, in_the_way
from neisse.web.record.rules.seen import speaking_for


@transaction.atomic
def remove(row: Any, *, actor: Any, reason: str = "", keep: bool = True, together: str = "") -> Object:
    """Delete a record, keep its last version in the history, and return its object.

    Asked about as it is now, not as it was read. A record that others hang on is refused (`record.in_use`), with the
    names of those that the actor may see. With `keep` it can be brought back, with all that fell with it; `together`
    joins what was removed in one go.
    """
    row, last = _locked(row, actor)
    hanging = hanging_on(row)
    if hanging.holds:
        raise _refused(row, hanging, actor)
    if keep:
        _removal(row, hanging, actor, reason, together).save()
    _delete(row, hanging, actor, reason)
    return last


@transaction.atomic
def remove_in_favour_of(row: Organisation, heir: Organisation, *, actor: Any, reason: str = "") -> Removal:
    """Delete an organisation and hand over to another one what hangs on it; what it says of itself goes with it.

    Who speaks for the heir will speak for what was handed over: the same is needed as for a merge, and the heir's
    people are told. Errors: `rights.denied`, `rights.own_side`, `merge.itself`, `merge.gone`.
    """
    require(actor, "record.merge")
    check_own_side((row.pk, heir.pk), actor)
    rows = Organisation.objects.select_for_update().filter(pk__in=[row.pk, heir.pk]).order_by("pk")
    if {found.pk for found in rows} != {row.pk, heir.pk} or row.pk == heir.pk:
        text = say("one of the two is no longer there; somebody merged or removed it meanwhile")
        raise NeisseError("merge.gone", heir.key, text, "look at the list again")
    row, _last = _locked(row, actor)
    has_people = bool(speaking_for(row.pk))
    moved = move(row, heir)
    hanging = hanging_on(row)
    kept = _removal(row, hanging, actor, reason, "", heir, moved)
    _delete(row, hanging, actor, reason)
    kept.save()
    renew(moved.rows, moved.aside, actor, reason)
    if has_people:
        tell_organisation(heir.pk, MERGED, actor)
    return kept


def _locked(row: Any, actor: Any) -> tuple[Any, Object]:
    """The row as it is now, once the actor may remove it, and its object."""
    kind = KIND_OF[type(row)]
    row = rows_of(kind).select_for_update(of=("self",)).get(pk=row.pk)
    check_removal(kind, row, actor)
    return row, to_object(row)


def _delete(row: Any, hanging: Hanging, actor: Any, reason: str) -> None:
    kind = KIND_OF[type(row)]
    fallen: dict[str, list[tuple[Any, str]]] = defaultdict(list)
    for held in hanging.falls:
        if type(held) in KIND_OF:
            fallen[KIND_OF[type(held)]].append((held.pk, held.key))
    row._change_reason = reason
    row._history_user = person(actor)
    row.delete()
    if kind == "person":
        tell_of_offices([Step(kind, row, KINDS[kind].model())], actor)
    for name, gone in fallen.items():
        unindex(name, [key for _pk, key in gone])
        publish(Changed("deleted", name, tuple(pk for pk, _key in gone), tuple(key for _pk, key in gone)))


def _removal(
    row: Any,
    hanging: Hanging,
    actor: Any,
    reason: str,
    together: str,
    heir: Organisation | None = None,
    moved: Moved | None = None,
) -> Removal:
    """What has to be kept, not saved yet."""
    kind = KIND_OF[type(row)]
    return Removal(
        kind=kind,
        gone_pk=row.pk,
        key=row.key,
        slug=row.slug,
        name=str(row)[:500],
        visibility=getattr(row, "visibility", ""),
        owner_id=row.owner_id if kind == "measure" else None,
        heir=heir,
        rows=serialised(fresh(hanging.falls)),
        loose=hanging.loose,
        moved=moved.rows if moved else {},
        aside=moved.aside if moved else [],
        together=together,
        reason=reason[:500],
        removed_by=person(actor),
    )


def fresh(rows: Sequence[Any]) -> list[Any]:
    """The rows as they stand in the database: what was read along with others may have been read in part."""
    found: list[Any] = []
    for model, held in groupby(rows, key=lambda row: row._meta.model):
        pks = [row.pk for row in held]
        whole = model._base_manager.in_bulk(pks)
        found += [whole[pk] for pk in pks]
    return found


def _refused(row: Any, hanging: Hanging, actor: Any) -> NeisseError:
    """What hangs on the row, by name as far as the actor may see it; how many more there are would tell of those."""
    names = ", ".join(str(held) for held in in_the_way(hanging.holds, actor))
    text = say("other records hang on “%(row)s”", row=row)
    if names:
        text = say("other records hang on “%(row)s”: %(names)s", row=row, names=names)
    return NeisseError("record.in_use", row.key, text, "move or delete those first")
