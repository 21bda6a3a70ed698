"""Merging organisations: nothing is lost, everything comes back, whatever refers to an organisation."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from tests.web.record import dumped

from neisse.web.core.actions import index
from neisse.web.core.actors import SYSTEM
from neisse.web.record.actions.merge import merge, undo_merge
from neisse.web.record.bridge import KINDS
from neisse.web.record.bridge.kinds import rows_of
from neisse.web.record.bridge.search import entry
from neisse.web.record.merging import CHOSEN, references
from neisse.web.record.models import Organisation

# Writing a record counts its version up; profile texts and search entries are written anew.
NOT_COMPARED = {"version", "updated_at"}
RENUMBERED = {"record.Offer", "record.Need", "core.SearchDocument"}


def dump() -> list[str]:
    """Everything but what tells of the merge, as it is compared."""
    linked = {
        model._meta.label for model in apps.get_models(include_auto_created=True) if model._meta.auto_created
    }
    return dumped.dump(but={"record.Merge"}, renumbered=RENUMBERED | linked, not_compared=NOT_COMPARED)


class Maker:
    """Makes a row of any model, with everything that it needs, from what the model says of itself."""

    def __init__(self, organisation: Any) -> None:
        self.organisation = organisation
        self.number = 0

    def row(self, model: type[Any], **given: Any) -> Any:
        self.number += 1
        values = dict(given)
        for field in model._meta.concrete_fields:
            if field.name in values or field.primary_key or field.has_default() or field.null:
                continue
            if field.blank and not field.is_relation:
                continue
            values[field.name] = self.value(field)
        return model._base_manager.create(**values)

    def value(self, field: Any) -> Any:
        """Something that the column takes; times and numbers grow, so that what ends ends after its start."""
        if field.is_relation:
            model = field.related_model
            return self.organisation() if model is Organisation else self.row(model)
        if field.choices:
            return field.choices[0][0]
        self.number += 1
        moment = datetime(2026, 10, 1, tzinfo=UTC) + timedelta(days=self.number)
        plain: list[tuple[type[Any] | tuple[type[Any], ...], Any]] = [
            (models.DateTimeField, moment),
            (models.DateField, moment.date()),
            (models.JSONField, []),
            ((models.FloatField, models.IntegerField, models.DecimalField), self.number),
            (models.BooleanField, False),
            (models.Field, f"t{self.number}"),
        ]
        return next(value for kind, value in plain if isinstance(field, kind))


@pytest.fixture
def maker(organisation: Any) -> Maker:
    return Maker(organisation)


@pytest.fixture
def pair(organisation: Any) -> tuple[Any, Any]:
    """One that goes (the earlier row) and one that stays."""
    gone = organisation(id="gone", name="Instytut Sensorow", names={"pl": "Instytut Sensorów"}, city="Wrocław",
                        offers=["czujniki"], aliases=["IS"], nip="5260250274")  # fmt: skip
    kept = organisation(
        id="kept", name="Institute of Sensors", city="Wrocław", offers=["sensors"], needs=["clinics"]
    )
    return gone, kept


def refer(maker: Maker, reference: Any, gone: Any) -> Any:
    """A row that refers to `gone`; where a model wants its pair in order, on the right side."""
    others = [f.name for f in reference.model._meta.concrete_fields
              if f.related_model is Organisation and f.name != reference.field]  # fmt: skip
    if not others:
        return maker.row(reference.model, **{reference.field: gone})
    other = Organisation.objects.get(key="first" if reference.field in {"b"} else "last")
    return maker.row(reference.model, **{reference.field: gone, others[0]: other})


def test_every_reference_is_known_by_name() -> None:
    """A stage that refers to organisations names it in its `AppConfig.ready`: `merging.name_references`."""
    assert [r.label for r in references() if r.words is None] == []


def test_every_reference_moves_and_comes_back(maker: Maker, organisation: Any) -> None:
    organisation(id="first", name="First")
    gone, kept = organisation(id="gone", name="Gone"), organisation(id="kept", name="Kept")
    organisation(id="last", name="Last")
    made = {r.label: refer(maker, r, gone).pk for r in references() if r.model not in CHOSEN}
    Organisation.objects.filter(pk=gone.pk).update(created_at=datetime(2026, 1, 2, 3, 4, 5, 7, UTC))
    gone.refresh_from_db()
    assert {"record.Measure.owner", "record.Measure_partners.organisation"} <= made.keys()
    index(entry(row) for kind in KINDS for row in rows_of(kind))
    before = dump()

    done = merge(kept, gone, {}, actor=SYSTEM)
    assert not Organisation.objects.filter(pk=gone.pk).exists()
    aside = {f"{obj['model']}" for obj in done.aside}
    lost = []
    for reference in references():
        moved = reference.rows(kept.pk).filter(pk=made.get(reference.label)).exists()
        if reference.label in made and not moved and reference.model._meta.label_lower not in aside:
            lost.append(reference.label)
    assert lost == []

    undo_merge(done, actor=SYSTEM)
    after = dump()
    assert (sorted(set(before) - set(after)), sorted(set(after) - set(before))) == ([], [])
    assert len(after) == len(before)
