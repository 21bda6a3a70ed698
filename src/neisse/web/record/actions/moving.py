"""Handing everything that refers to one organisation over to another, and back; every stage's, without knowing them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils import timezone

from neisse.web.core.actions import hand_over, index
from neisse.web.core.events import Changed, publish
from neisse.web.record.actions.aside import bring_back
from neisse.web.record.actions.history import keep_history
from neisse.web.record.bridge.fields import Object
from neisse.web.record.bridge.kinds import KIND_OF, KINDS, rows_of
from neisse.web.record.bridge.merging import PARENT, PARENT_KINDS
from neisse.web.record.bridge.search import entry
from neisse.web.record.bridge.whole import instances, serialised
from neisse.web.record.merging import CHOSEN, Reference, references
from neisse.web.record.models import Measure, Organisation

FOUND = "core.SearchDocument.owners"


@dataclass(slots=True)
class Moved:
    """What was handed over: rows by reference, ids in other fields, and rows that could not stand beside others."""

    rows: dict[str, list[Any]] = field(default_factory=dict)
    aside: list[Object] = field(default_factory=list)


def move(gone: Organisation, kept: Organisation) -> Moved:
    """Let everything that refers to `gone` refer to `kept`.

    A row that says the same of `kept` already, or that would pair it with itself, is set aside: deleted, but
    returned whole. Offers and needs are set aside too: they are chosen with the fields.
    """
    moved = Moved()
    for reference in references():
        rows = list(reference.rows(gone.pk))
        standing = {
            row.pk for row in rows if reference.model not in CHOSEN and _may_stand(row, reference, kept)
        }
        _set_aside(moved, [row for row in rows if row.pk not in standing])
        _point(moved, reference, sorted(standing), kept.pk)
    own = Measure.partners.through.objects.filter(organisation=kept, measure__owner=kept)
    _set_aside(moved, list(own))
    for kind in PARENT_KINDS:
        _parents(moved, kind, gone.key, kept.key)
    moved.rows[FOUND] = hand_over(gone.pk, kept.pk)
    return moved


def move_back(moved: Moved, gone: Organisation, kept: Organisation) -> dict[str, list[Any]]:
    """Undo `move`; what somebody gave to others meanwhile stays there. Returns what went back, by reference."""
    back: dict[str, list[Any]] = {}
    for reference in references():
        asked = moved.rows.get(reference.label, [])
        pks = list(reference.rows(kept.pk).filter(pk__in=asked).values_list("pk", flat=True))
        reference.model._base_manager.filter(pk__in=pks).update(**{reference.field: gone.pk})
        back[reference.label] = pks
    bring_back(instances(moved.aside))
    for kind in PARENT_KINDS:
        label = _parent_label(kind)
        _set_parents(kind, moved.rows.get(label, []), kept.key, gone.key)
        back[label] = moved.rows.get(label, [])
    hand_over(kept.pk, gone.pk, moved.rows.get(FOUND, []))
    return back


def renew(rows: Mapping[str, Sequence[Any]], aside: Iterable[Object], actor: Any, reason: str) -> None:
    """Versions, search entries and events of the records whose references changed."""
    for model, pks in _holders(rows, aside).items():
        kind = KIND_OF.get(model)
        if kind:
            model.objects.filter(pk__in=pks).update(version=F("version") + 1, updated_at=timezone.now())
        found = list(rows_of(kind).filter(pk__in=pks) if kind else model._base_manager.filter(pk__in=pks))
        if found and hasattr(model, "history"):
            keep_history(model, found, "~", actor, reason)
        if found and kind:
            index(entry(row) for row in found)
            publish(Changed("stored", kind, tuple(r.pk for r in found), tuple(r.key for r in found)))


def _may_stand(row: Any, reference: Reference, kept: Organisation) -> bool:
    """Whether the row may refer to `kept`: no pair with itself, nothing that is unique a second time."""
    column = row._meta.get_field(reference.field)
    others = [f for f in row._meta.concrete_fields if f.related_model is Organisation and f is not column]
    is_pair = row._meta.auto_created or all(not f.null for f in others)
    if is_pair and any(getattr(row, f.attname) == kept.pk for f in others):
        return False
    setattr(row, reference.field, kept)
    try:
        row.validate_unique(exclude={f.name for f in row._meta.concrete_fields if f.unique})
        for constraint in row._meta.constraints:
            if _speaks_of(constraint, reference.field):
                constraint.validate(type(row), row)
    except ValidationError:
        return False
    return True


def _speaks_of(constraint: Any, name: str) -> bool:
    if isinstance(constraint, CheckConstraint) and isinstance(constraint.condition, Q):
        return name in constraint.condition.referenced_base_fields
    return isinstance(constraint, UniqueConstraint) and (
        name in constraint.fields or bool(constraint.expressions)
    )


def _set_aside(moved: Moved, rows: Sequence[Any]) -> None:
    fresh = [type(row)._base_manager.get(pk=row.pk) for row in rows]
    moved.aside += serialised(fresh)
    for row in fresh:
        type(row)._base_manager.filter(pk=row.pk).delete()


def _point(moved: Moved, reference: Reference, pks: list[Any], to: int) -> None:
    if pks:
        reference.model._base_manager.filter(pk__in=pks).update(**{reference.field: to})
        moved.rows[reference.label] = pks


def _parents(moved: Moved, kind: str, gone: str, kept: str) -> None:
    """`part_of` names an organisation by its key, in the fields that a file brought."""
    found = KINDS[kind].model.objects.filter(**{f"extra__{PARENT}": gone}).exclude(key=kept)
    pks = list(found.values_list("pk", flat=True))
    if pks:
        _set_parents(kind, pks, gone, kept)
        moved.rows[_parent_label(kind)] = pks


def _set_parents(kind: str, pks: Sequence[Any], before: str, after: str) -> None:
    rows = list(KINDS[kind].model.objects.filter(pk__in=pks, **{f"extra__{PARENT}": before}))
    for row in rows:
        row.extra = {**row.extra, PARENT: after}
    KINDS[kind].model.objects.bulk_update(rows, ["extra"])


def _parent_label(kind: str) -> str:
    return f"{KINDS[kind].model._meta.label}.extra.{PARENT}"


def _holders(rows: Mapping[str, Sequence[Any]], aside: Iterable[Object]) -> dict[type[Any], set[Any]]:
    """Model -> primary keys of the records that changed: the row itself, or whose many-to-many row it is."""
    found: dict[type[Any], set[Any]] = defaultdict(set)
    for reference in references():
        model, column = reference.holder
        pks = rows.get(reference.label, ())
        if pks:
            found[model].update(
                reference.model._base_manager.filter(pk__in=pks).values_list(column, flat=True)
            )
    for obj in aside:
        model = apps.get_model(obj["model"])
        if model._meta.auto_created:
            _model, column = Reference(model, "organisation").holder
            found[model._meta.auto_created].add(obj["fields"][column.removesuffix("_id")])
    for kind in PARENT_KINDS:
        found[KINDS[kind].model].update(rows.get(_parent_label(kind), ()))
    return {model: pks for model, pks in found.items() if pks}
