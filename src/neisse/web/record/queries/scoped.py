"""Records of any kind as far as a reader may see them: which ones, and which parts of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from neisse.web.accounts.rules import role_of
from neisse.web.core.queries import today
from neisse.web.record.bridge.fields import Object
from neisse.web.record.bridge.kinds import KIND_OF, KINDS, to_object
from neisse.web.record.models import Figure
from neisse.web.record.queries.visible import (
    PLANNERS,
    visible_measures,
    visible_memberships,
    visible_organisations,
)

Naming = dict[str, tuple[str, ...]]
CONTACT = ("email", "phone", "consent")
SCOPED: dict[str, Callable[[Any], QuerySet[Any]]] = {
    "organisation": visible_organisations,
    "measure": visible_measures,
    "membership": visible_memberships,
}
# Fields that name organisations or measures. The owner of a visible measure is always named.
NAMING: dict[str, Naming] = {
    "person": {"organisation": ("organisation",)},
    "network": {"organisation": ("organisation",)},
    "measure": {"partners": ("organisation",)},
    "section": {"chair": ("organisation", "person"), "members": ("organisation",)},
    "topic_group": {
        "chair": ("organisation", "person"),
        "members": ("organisation",),
        "meetings": ("measure",),
    },
}


def visible(kind: str, user: Any) -> QuerySet[Any]:
    """The records of a kind that a reader may see; the same as `rules`, for many."""
    if kind in SCOPED:
        return SCOPED[kind](user)
    if kind == "figure":
        return visible_figures(user)
    rows: QuerySet[Any] = KINDS[kind].model.objects.all()
    return rows


def visible_figures(user: Any) -> QuerySet[Figure]:
    """Figures about nothing in particular, a network, or what the reader may see."""
    about = Q(organisation=None) | Q(organisation__in=visible_organisations(user).values("pk"))
    return Figure.objects.filter(about, Q(measure=None) | Q(measure__in=visible_measures(user).values("pk")))


def with_parts(kind: str, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Read with the rows what their objects are made of."""
    return rows.select_related(*KINDS[kind].related).prefetch_related(*KINDS[kind].prefetch)


def shown_objects(user: Any, rows: Sequence[Any]) -> list[Object]:
    """The contract objects of rows of one kind without what this reader may not see: a few queries for many.

    Contact data stand for the circle and for the person, as long as the consent holds; references to hidden
    records are left out.
    """
    if not rows:
        return []
    kind = KIND_OF[type(rows[0])]
    found = [to_object(row) for row in rows]
    if kind == "person":
        day = today()
        found = [_without_contact(user, row, obj, day) for row, obj in zip(rows, found, strict=True)]
    fields = NAMING.get(kind, {})
    hidden = {
        target: _hidden(target, user, _named(found, fields, target))
        for target in {target for targets in fields.values() for target in targets}
    }
    return [_without_hidden(obj, fields, hidden) for obj in found]


def _without_contact(user: Any, row: Any, obj: Object, day: date) -> Object:
    is_self = row.user_id is not None and row.user_id == getattr(user, "pk", None)
    may = is_self or (role_of(user) in PLANNERS and row.may_be_contacted(day))
    return obj if may else {name: value for name, value in obj.items() if name not in CONTACT}


def _named(objects: Iterable[Object], fields: Naming, target: str) -> set[str]:
    names: set[str] = set()
    for name, targets in fields.items():
        for obj in objects if target in targets else ():
            value = obj.get(name) or ()
            names.update([value] if isinstance(value, str) else value)
    return names


def _hidden(target: str, user: Any, keys: set[str]) -> set[str]:
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
