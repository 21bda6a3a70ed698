"""Taking records out."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import ProtectedError

from neisse.engine.values import NeisseError
from neisse.web.core.actions import unindex
from neisse.web.core.events import Changed, publish
from neisse.web.record.bridge.fields import Object
from neisse.web.record.bridge.kinds import KIND_OF, to_object


@transaction.atomic
def remove(row: Any, *, actor: Any = None, reason: str = "") -> Object:
    """Delete a record, keep its last version in the history, and return its object, so that it can be undone.

    A record that others hang on is refused (`record.in_use`); how many would tell of those that are hidden.
    """
    kind, pk, key, last = KIND_OF[type(row)], row.pk, row.key, to_object(row)
    row._change_reason = reason
    row._history_user = actor if getattr(actor, "pk", None) else None
    try:
        row.delete()
    except ProtectedError as error:
        raise NeisseError(
            "record.in_use", key, f"other records hang on “{row}”", "move or delete those first"
        ) from error
    unindex(kind, [key])
    publish(Changed("deleted", kind, (pk,), (key,)))
    return last
