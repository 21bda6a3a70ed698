"""Taking records out."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import ProtectedError

from neisse.engine.values import NeisseError, say
from neisse.web.core.actions import unindex
from neisse.web.core.actors import person
from neisse.web.core.events import Changed, publish
from neisse.web.record.actions.notices import tell_of_offices
from neisse.web.record.actions.rights import Step, check_removal
from neisse.web.record.bridge.fields import Object
from neisse.web.record.bridge.kinds import KIND_OF, KINDS, rows_of, to_object


@transaction.atomic
def remove(row: Any, *, actor: Any, reason: str = "") -> Object:
    """Delete a record, keep its last version in the history, and return its object, so that it can be undone.

    Asked about as it is now, not as it was read. A record that others hang on is refused (`record.in_use`); how
    many would tell of those that are hidden.
    """
    kind = KIND_OF[type(row)]
    row = rows_of(kind).select_for_update(of=("self",)).get(pk=row.pk)
    check_removal(kind, row, actor)
    pk, key, last = row.pk, row.key, to_object(row)
    row._change_reason = reason
    row._history_user = person(actor)
    try:
        row.delete()
    except ProtectedError as error:
        raise NeisseError(
            "record.in_use",
            key,
            say("other records hang on “%(row)s”", row=row),
            "move or delete those first",
        ) from error
    if kind == "person":
        tell_of_offices([Step(kind, row, KINDS[kind].model())], actor)
    unindex(kind, [key])
    publish(Changed("deleted", kind, (pk,), (key,)))
    return last
