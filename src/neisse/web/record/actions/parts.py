"""What belongs to a record but stands in other tables: many-to-many fields, offers and needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from neisse.web.record.bridge.kinds import KINDS
from neisse.web.record.bridge.language import language_of
from neisse.web.record.models import Need, Offer

PROFILE: dict[str, type[Any]] = {"offers": Offer, "needs": Need}


@dataclass(frozen=True, slots=True)
class Parts:
    """Primary keys per many-to-many field; texts with their day of confirmation per side of a profile."""

    many: dict[str, list[int]] = field(default_factory=dict)
    profile: dict[str, list[tuple[str, date | None]]] = field(default_factory=dict)

    def __eq__(self, other: object) -> bool:
        """Order does not matter in many-to-many fields; it does in a profile."""
        if not isinstance(other, Parts):
            return NotImplemented
        return self.profile == other.profile and {k: set(v) for k, v in self.many.items()} == {
            k: set(v) for k, v in other.many.items()
        }

    __hash__ = None  # type: ignore[assignment]


def current_parts(kind: str, row: Any) -> Parts:
    """The parts that a row has now; none for a new row."""
    names = [f.name for f in KINDS[kind].model._meta.many_to_many]
    if row.pk is None:
        return Parts({name: [] for name in names}, {})
    profile = (
        {side: [(t.text, t.confirmed_on) for t in getattr(row, side).all()] for side in PROFILE}
        if kind == "organisation"
        else {}
    )
    return Parts({name: [item.pk for item in getattr(row, name).all()] for name in names}, profile)


def set_parts(kind: str, work: Sequence[tuple[Any, Parts]]) -> None:
    """Replace the parts of saved rows, with few queries for many rows."""
    for relation in KINDS[kind].model._meta.many_to_many:
        through = relation.remote_field.through
        here, there = relation.m2m_field_name(), relation.m2m_reverse_field_name()
        through.objects.filter(**{f"{here}__in": [row.pk for row, _ in work]}).delete()
        through.objects.bulk_create(
            [
                through(**{f"{here}_id": row.pk, f"{there}_id": pk})
                for row, parts in work
                for pk in parts.many.get(relation.name, ())
            ],
            batch_size=500,
        )
    if kind == "organisation":
        _set_profiles(work)


def _set_profiles(work: Sequence[tuple[Any, Parts]]) -> None:
    for side, model in PROFILE.items():
        model.objects.filter(organisation__in=[row.pk for row, _ in work]).delete()
        model.objects.bulk_create(
            [
                model(
                    organisation_id=row.pk,
                    text=text[:500],
                    language=language_of(text),
                    position=position,
                    confirmed_on=day,
                )
                for row, parts in work
                for position, (text, day) in enumerate(parts.profile.get(side, ()))
            ],
            batch_size=500,
        )
