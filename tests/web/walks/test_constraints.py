"""What the database would refuse is refused at the form, for every form of a row and every constraint of its model."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.db.models import UniqueConstraint
from tests.web.planting import ROWS, planted_row

from neisse.engine.values import NeisseError
from neisse.web.core.constraints import broken, refuse_broken
from neisse.web.core.forms import ModelForm
from neisse.web.meet.models import Registration
from neisse.web.urls import urlpatterns

assert urlpatterns  # every form is known then


def below(kind: type[Any]) -> Iterator[type[Any]]:
    for one in kind.__subclasses__():
        yield one
        yield from below(one)


def row_forms() -> list[type[Any]]:
    found = {form for form in below(forms.ModelForm) if form.__module__.startswith("neisse.web.")}
    return sorted((form for form in found if form._meta.model), key=lambda form: form.__qualname__)


def uniques() -> list[tuple[type[Any], UniqueConstraint]]:
    """Every form of a row with each constraint of its model that one of its fields can break."""
    return [
        (form, constraint)
        for form in row_forms()
        for constraint in form._meta.model._meta.constraints
        if isinstance(constraint, UniqueConstraint) and set(constraint.fields) & set(form.base_fields)
    ]


def test_every_form_of_a_row_asks_for_constraints() -> None:
    assert [form for form in row_forms() if not issubclass(form, ModelForm)] == []
    assert len(uniques()) > 3


@pytest.mark.parametrize(("form", "constraint"), uniques(), ids=lambda value: getattr(value, "name", None))
def test_a_second_one_is_refused_at_the_form_and_in_the_action(
    form: Any, constraint: UniqueConstraint
) -> None:
    ROWS.clear()
    row = planted_row(form._meta.model)
    second = form._meta.model(
        **{
            f.attname: getattr(row, f.attname)
            for f in row._meta.concrete_fields
            if f.name in constraint.fields
        }
    )
    assert [found.name for found in broken(second) if isinstance(found, UniqueConstraint)] == [
        constraint.name
    ]
    assert list(broken(row)) == []
    with pytest.raises(NeisseError) as refused:
        refuse_broken(second)
    assert refused.value.code == "row.there_already"


def test_a_form_shows_it_at_its_field(world: Any) -> None:
    from neisse.web.meet.forms.events import RoomForm
    from neisse.web.meet.models import Event, Room

    event = Event.objects.get(slug=world["slug"][0])
    form = RoomForm({"name": event.rooms.get().name}, instance=Room(event=event))
    assert form.errors.as_data()["name"][0].code == "there_already"
    assert RoomForm({"name": "Another"}, instance=Room(event=event)).is_valid()
    assert RoomForm({"name": "Aula"}, instance=event.rooms.get()).is_valid()


def test_what_does_not_go_together_is_refused(world: Any) -> None:
    event = Registration.objects.first().event  # type: ignore[union-attr]
    event.ends_at = event.starts_at
    with pytest.raises(NeisseError) as refused:
        refuse_broken(event)
    assert refused.value.code == "row.contradiction"
