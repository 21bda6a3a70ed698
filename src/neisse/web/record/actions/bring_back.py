"""Bringing back what was removed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from neisse.engine.values import NeisseError, say
from neisse.web.core.actions import index
from neisse.web.core.actors import person
from neisse.web.core.events import Changed, publish
from neisse.web.record.actions.aside import (
    bring_back,
    is_free,
    is_whole,
    point_again,
    without_lost,
)
from neisse.web.record.actions.history import keep_history
from neisse.web.record.actions.moving import Moved, move_back, renew
from neisse.web.record.actions.notices import tell_of_offices
from neisse.web.record.actions.rights import Step, check_return
from neisse.web.record.bridge.kinds import KIND_OF, rows_of
from neisse.web.record.bridge.search import entry
from neisse.web.record.bridge.whole import instances
from neisse.web.record.models import Merge, Organisation, Person, Removal
from neisse.web.record.queries.removed import as_it_was


@dataclass(frozen=True, slots=True)
class Returned:
    """The record that is back, and how many records that fell with it could not come along."""

    row: Any
    missing: int


@transaction.atomic
def restore(removal: Removal, *, actor: Any) -> Returned:
    """Bring a removed record back as it was, with all that fell with it or was handed over.

    What somebody put in its place meanwhile stays. Needs the right to remove it. Errors: `removal.undone`,
    `removal.id_taken`, `removal.missing`, `removal.heir`, `rights.denied`.
    """
    removal = Removal.objects.select_for_update().get(pk=removal.pk)
    if not removal.can_come_back:
        raise NeisseError("removal.undone", removal.key, "this record is back already", "reload the page")
    row = as_it_was(removal)
    check_return(removal.kind, row, actor)
    _check(removal, row)
    reason = f"removal undone: {removal.key}"
    heir = _heir(removal)
    bring_back([without_lost(row, removal.removed_at)])
    moved = Moved(removal.moved, removal.aside)
    returned = move_back(moved, row, heir) if heir is not None else {}
    back, left = bring_back([without_lost(r, removal.removed_at) for r in instances(removal.rows[1:])])
    point_again(removal.loose, row.pk)
    _tell([row, *back], actor, reason)
    renew(returned, removal.aside, actor, reason)
    if removal.kind == "person":
        tell_of_offices([Step("person", Person(user_id=row.user_id), row)], actor)
    removal.restored_by, removal.restored_at = person(actor), timezone.now()
    removal.save()
    return Returned(rows_of(removal.kind).get(pk=row.pk), sum(type(lost) in KIND_OF for lost in left))


def restore_all(removals: Iterable[Removal], *, actor: Any) -> list[Returned | NeisseError]:
    """Bring records back, each on its own: what cannot come does not keep the others away."""
    found: list[Returned | NeisseError] = []
    for removal in removals:
        try:
            found.append(restore(removal, actor=actor))
        except NeisseError as error:
            found.append(error)
    return found


def _check(removal: Removal, row: Any) -> None:
    if not is_whole(without_lost(row, removal.removed_at)):
        text = say("something that “%(record)s” belongs to is no longer there", record=removal.name)
        raise NeisseError("removal.missing", removal.key, text, "bring that back first")
    if not is_free(row):
        text = say("another record stands where “%(record)s” stood", record=removal.name)
        raise NeisseError(
            "removal.id_taken", removal.key, text, "give the other record another id, or remove it"
        )


def _heir(removal: Removal) -> Organisation | None:
    """Who has what was handed over now; None where nothing was."""
    if not (removal.moved or removal.aside):
        return None
    if removal.heir is None:
        text = say("the organisation that took over is no longer there")
        raise NeisseError("removal.heir", removal.key, text, "bring that back first")
    later = Merge.objects.filter(
        survivor=removal.heir, undone_at=None, merged_at__gt=removal.removed_at
    ).first()
    if later is not None:
        text = say("“%(later)s” was merged into “%(kept)s” later", later=later, kept=removal.heir)
        raise NeisseError("merge.later", removal.key, text, "undo the later merge first")
    return Organisation.objects.select_for_update().get(pk=removal.heir.pk)


def _tell(rows: list[Any], actor: Any, reason: str) -> None:
    """New versions, search entries and the event of what is back."""
    for model in dict.fromkeys(type(row) for row in rows):
        back = [row for row in rows if type(row) is model]
        if hasattr(model, "history"):
            keep_history(model, back, "+", actor, reason)
        if kind := KIND_OF.get(model):
            whole = list(rows_of(kind).filter(pk__in=[row.pk for row in back]))
            index(entry(row) for row in whole)
            publish(Changed("stored", kind, tuple(r.pk for r in whole), tuple(r.key for r in whole)))
