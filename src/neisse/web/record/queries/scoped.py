"""Records of any kind as far as a reader may see them: which ones, and which parts of each.

Nothing reaches a reader but through here: pages and lists read `visible` rows, and whatever is handed out as an
object (API, exports, archive, history) goes through `shown_objects` or `closed_to`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import partial
from typing import Any

from django.db.models import QuerySet

from neisse.web.accounts.rules import is_manager, role_of
from neisse.web.core.queries import today
from neisse.web.core.search import register_findable
from neisse.web.record.bridge.fields import Object
from neisse.web.record.bridge.kinds import COMMON, KIND_OF, KINDS, rows_of, to_object
from neisse.web.record.models import Membership, Visibility
from neisse.web.record.queries.veil import scoped
from neisse.web.record.queries.visible import (
    visible_figures,
    visible_measures,
    visible_memberships,
    visible_organisations,
    visible_people,
)
from neisse.web.record.rules.seen import PLANNERS, organisations_of

Naming = dict[str, tuple[str, ...]]
CONTACT = ("email", "phone", "consent")
# How to reach an organisation, and what it pays: for the circle and its own people, unless it shows the first to all.
REACH = ("address", "postcode", "phone", "mail", "contact_visibility")
FEE = ("fee_class",)
SCOPED: dict[str, Callable[[Any], QuerySet[Any]]] = {
    "organisation": visible_organisations,
    "measure": visible_measures,
    "person": visible_people,
    "membership": visible_memberships,
    "figure": visible_figures,
}
# Fields that name records which may be hidden, with the kinds that they may be of.
NAMING: dict[str, Naming] = {
    "person": {"organisation": ("organisation",)},
    "network": {"organisation": ("organisation",)},
    "membership": {"organisation": ("organisation",), "representative": ("person",)},
    "measure": {"owner": ("organisation",), "partners": ("organisation",)},
    "section": {"chair": ("organisation", "person"), "members": ("organisation",)},
    "topic_group": {
        "chair": ("organisation", "person"),
        "members": ("organisation",),
        "meetings": ("measure",),
    },
    "figure": {"about": ("organisation", "measure")},
}


def visible(kind: str, user: Any) -> QuerySet[Any]:
    """The records of a kind that a reader may see."""
    if kind in SCOPED:
        return SCOPED[kind](user)
    return scoped(KINDS[kind].model.objects.all(), user)  # type: ignore[no-any-return]


def register_all() -> None:
    """Let the records of every kind be found by those who may see them; called once, when the app is ready."""
    for kind in KINDS:
        register_findable(kind, partial(_keys, kind))


def _keys(kind: str, user: Any) -> QuerySet[Any, Any]:
    return visible(kind, user).order_by().values("key")


def stored(row: Any) -> Any:
    """The row as it stands in the database, with everything; for writes, never for showing."""
    return rows_of(KIND_OF[type(row)]).get(pk=row.pk)


def with_parts(kind: str, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Read with the rows what their objects are made of."""
    return rows.select_related(*KINDS[kind].related).prefetch_related(*KINDS[kind].prefetch)


def shown_objects(user: Any, rows: Sequence[Any]) -> list[Object]:
    """The contract objects of rows of one kind without what this reader may not see: a few queries for many.

    Contact data stand for the circle and for the person, as long as the consent holds; the rest as `closed_to`.
    """
    if not rows:
        return []
    kind = KIND_OF[type(rows[0])]
    found = [to_object(row) for row in rows]
    if kind == "person":
        day = today()
        found = [_without_contact(user, row, obj, day) for row, obj in zip(rows, found, strict=True)]
    if kind in {"organisation", "membership"}:
        found = [_without(closed_fields(user, row), obj) for row, obj in zip(rows, found, strict=True)]
    return closed_to(user, kind, found)


def closed_to(user: Any, kind: str, objects: Sequence[Object]) -> list[Object]:
    """Objects of one kind without references to records that the reader may not see, and without unknown keys.

    Keys of a file that Neisse does not know are kept, and shown to managers only.
    """
    fields = NAMING.get(kind, {})
    hidden = {
        target: hidden_keys(target, user, _named(objects, fields, target))
        for target in {target for targets in fields.values() for target in targets}
    }
    found = [_without_hidden(obj, fields, hidden) for obj in objects]
    return found if is_manager(user) else [_known(kind, obj) for obj in found]


def _known(kind: str, obj: Object) -> Object:
    """The object without the keys that came with a file and mean nothing here."""
    known = KINDS[kind].fields | COMMON
    kept = {name: value for name, value in obj.items() if name in known}
    if isinstance(sources := kept.get("sources"), dict):
        kept["sources"] = {name: said for name, said in sources.items() if name in known}
        if not kept["sources"]:
            del kept["sources"]
    return kept


def _without_contact(user: Any, row: Any, obj: Object, day: date) -> Object:
    is_self = row.user_id is not None and row.user_id == getattr(user, "pk", None)
    may = is_self or (role_of(user) in PLANNERS and row.may_be_contacted(day))
    return obj if may else {name: value for name, value in obj.items() if name not in CONTACT}


def closed_fields(user: Any, row: Any) -> tuple[str, ...]:
    """The fields of an organisation or a membership that are not for this reader."""
    if role_of(user) in PLANNERS:
        return ()
    if isinstance(row, Membership):
        return () if row.organisation_id in organisations_of(user) else FEE
    is_open = row.contact_visibility == Visibility.PUBLIC or row.pk in organisations_of(user)
    return () if is_open else REACH


def _without(fields: Iterable[str], obj: Object) -> Object:
    return {name: value for name, value in obj.items() if name not in fields}


def _named(objects: Iterable[Object], fields: Naming, target: str) -> set[str]:
    names: set[str] = set()
    for name, targets in fields.items():
        for obj in objects if target in targets else ():
            value = obj.get(name) or ()
            names.update([value] if isinstance(value, str) else value)
    return names


def hidden_keys(target: str, user: Any, keys: set[str]) -> set[str]:
    """Those of the keys that belong to records which the reader may not see."""
    if not keys or target not in SCOPED:
        return set()
    there = KINDS[target].model.objects.filter(key__in=keys).values_list("key", flat=True)
    return set(there) - set(visible(target, user).filter(key__in=keys).values_list("key", flat=True))


def _without_hidden(obj: Object, fields: Naming, hidden: dict[str, set[str]]) -> Object:
    kept = dict(obj)
    for name, targets in fields.items():
        secret = set().union(*(hidden[target] for target in targets))
        value = kept.get(name)
        if isinstance(value, str) and value in secret:
            del kept[name]
        elif isinstance(value, list):
            kept[name] = [key for key in value if key not in secret]
            if not kept[name]:
                del kept[name]
    return kept
