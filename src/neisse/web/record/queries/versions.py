"""The versions of a record: who made them, when, why, and what each changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist

from neisse.web.accounts.rules import role_of
from neisse.web.record.bridge import KINDS, to_object
from neisse.web.record.bridge.fields import Object, differing
from neisse.web.record.models import Organisation, Visibility
from neisse.web.record.queries.duplicates import survivors
from neisse.web.record.queries.scoped import CONTACT, FEE, REACH, closed_to
from neisse.web.record.queries.wording import reason_text, value_text
from neisse.web.record.rules.seen import PLANNERS, organisations_of

# Kept in tables of their own, without versions.
NOT_VERSIONED = {"offers", "needs", "offers_confirmed"}


@dataclass(frozen=True, slots=True)
class Difference:
    """One field before and after, as text."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Version:
    """One version. `obj` is None where it refers to a record that no longer exists."""

    pk: int
    made_at: Any
    made_by: Any
    reason: str
    mark: str
    obj: Object | None
    differences: tuple[Difference, ...] = ()


def history_of(user: Any, kind: str, row: Any) -> Any:
    """The versions of a record that the reader may see, newest first.

    A plan that was blind once: its versions from that time stay with its owner and co-owners.
    """
    rows = KINDS[kind].model.history.filter(id=row.pk).select_related("history_user").order_by("-history_id")
    if kind != "measure":
        return rows
    mine = organisations_of(user)
    is_own = row.owner_id in mine or row.partners.filter(pk__in=mine).exists()
    return rows if is_own else rows.exclude(visibility=Visibility.BLIND)


def versions(user: Any, kind: str, rows: Sequence[Any], before: Any = None) -> list[Version]:
    """Versions (newest first) with what each changed against the one before it, as far as the reader may see it."""
    objects = shown_versions(user, kind, [*rows, *([before] if before else [])])
    found: list[Version] = []
    for number, row in enumerate(rows):
        obj = objects[number]
        older = objects[number + 1] if number + 1 < len(objects) else None
        shown = differences(kind, older, obj, user) if obj is not None and older is not None else []
        found.append(
            Version(
                row.history_id,
                row.history_date,
                row.history_user,
                reason_text(row.history_change_reason or ""),
                row.history_type,
                obj,
                tuple(shown),
            )
        )
    return found


def shown_versions(user: Any, kind: str, rows: Sequence[Any]) -> list[Object | None]:
    """Versions as objects without what the reader may not see; None where one refers to what is gone."""
    objects = [version_object(kind, row) for row in rows]
    out = CONTACT if kind == "person" else () if role_of(user) in PLANNERS else (*REACH, *FEE)
    shown = iter(closed_to(user, kind, [obj for obj in objects if obj is not None]))
    return [
        None if obj is None else {name: value for name, value in next(shown).items() if name not in out}
        for obj in objects
    ]


def version_object(kind: str, row: Any) -> Object | None:
    """The contract object of a version, without what has no versions."""
    instance = _led_on(row.instance)
    instance._prefetched_objects_cache = {name: [] for name in ("offers", "needs")} | _many_of(kind, row)
    try:
        return {name: value for name, value in to_object(instance).items() if name not in NOT_VERSIONED}
    except ObjectDoesNotExist:
        return None


def _led_on(instance: Any) -> Any:
    """An organisation that was merged away stands for the one that it went into."""
    columns = [f.attname for f in instance._meta.concrete_fields if f.related_model is Organisation]
    now = survivors([pk for name in columns if (pk := getattr(instance, name))]) if columns else {}
    for name in columns:
        setattr(instance, name, now.get(getattr(instance, name), getattr(instance, name)))
    return instance


def differences(kind: str, before: Object, after: Object, user: Any) -> list[Difference]:
    """The fields that differ, in the words of the reader; texts in three languages one by one."""
    found: list[Difference] = []
    for name in differing(before, after):
        old, new = before.get(name), after.get(name)
        if name in {"type", "id"} or (name in NOT_VERSIONED and name not in before):
            continue
        if isinstance(old or new, dict):
            old, new = dict(old or {}), dict(new or {})
            found += [
                Difference(
                    field := f"{name}__{inner}",
                    value_text(kind, field, old.get(inner), user),
                    value_text(kind, field, new.get(inner), user),
                )
                for inner in dict.fromkeys([*old, *new])
                if old.get(inner) != new.get(inner)
            ]
        else:
            texts = (value_text(kind, name, value, user) for value in (old, new))
            found.append(Difference(name, *texts))
    return found


def _many_of(kind: str, row: Any) -> dict[str, list[Any]]:
    """The records that a version was linked with, as far as they still exist."""
    model = KINDS[kind].model
    found: dict[str, list[Any]] = {}
    for relation in model._meta.many_to_many:
        history = apps.get_model(model._meta.app_label, f"Historical{model.__name__}_{relation.name}")
        there = f"{relation.m2m_reverse_field_name()}_id"
        pks: Iterable[int] = history.objects.filter(history_id=row.history_id).values_list(there, flat=True)
        listed = list(pks)
        if relation.related_model is Organisation:
            now = survivors(listed)
            listed = [now.get(pk, pk) for pk in listed]
        found[relation.name] = list(relation.related_model._base_manager.filter(pk__in=listed))
    return found
