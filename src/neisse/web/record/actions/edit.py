"""Writing one record by hand: a new one, a change that must not overwrite somebody else's, a removal."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.crypto import get_random_string

from neisse.engine.values import NeisseError, say
from neisse.web.record.actions.store import store
from neisse.web.record.bridge import KINDS
from neisse.web.record.bridge.fields import Object
from neisse.web.record.bridge.kinds import KIND_OF, rows_of
from neisse.web.record.bridge.reading import derived_id

BY_CHANCE = 8


class ConflictError(NeisseError):
    """Somebody else changed the record since it was read (`record.conflict`)."""

    def __init__(self, row: Any) -> None:
        text = say("“%(row)s” was changed by somebody else meanwhile", row=str(row))
        super().__init__("record.conflict", row.key, text, say("look at both versions, then save again"))
        self.row = row


@transaction.atomic
def create(kind: str, obj: Object, *, actor: Any, reason: str = "") -> Any:
    """A new record; its id is made from its name and its row is returned."""
    key = free_key(kind, obj)
    store(kind, [{**obj, "id": key}], actor=actor, reason=reason)
    return rows_of(kind).get(key=key)


@transaction.atomic
def change(row: Any, obj: Object, *, version: int | None, actor: Any, reason: str = "") -> Any:
    """Change the fields that `obj` names, if the record still has the version that was read.

    Raises ConflictError with the row as it is now.
    """
    kind = KIND_OF[type(row)]
    now = rows_of(kind).select_for_update(of=("self",)).get(pk=row.pk)
    if version is not None and now.version != version:
        raise ConflictError(now)
    store(kind, [{**obj, "id": now.key}], actor=actor, reason=reason)
    return rows_of(kind).get(pk=row.pk)


def free_key(kind: str, obj: Object) -> str:
    """An id from what names the record; a number behind it where that is taken.

    The last signs of a plan's id are by chance, so that they do not tell of plans that the actor may not see.
    """
    base = derived_id(kind, obj) or kind
    if kind == "measure":
        return f"{base.rpartition('-')[0] or kind}-{get_random_string(BY_CHANCE, '0123456789abcdef')}"
    key, number = base, 1
    while KINDS[kind].model.objects.filter(key=key).exists():
        number += 1
        key = f"{base}-{number}"
    return key
