"""A mail of an event says where it is as far as somebody said so, and leaves no comma for what nobody said."""

from __future__ import annotations

from itertools import product

import pytest
from django.utils import timezone, translation

from neisse.web.meet.models import Event
from neisse.web.meet.templatetags.meet import event_when_where


@pytest.mark.parametrize("language", ["de", "pl", "en"])
@pytest.mark.parametrize(("place", "city"), product(["", "Haus A"], ["", "Görlitz"]))
def test_where_is_said_as_far_as_it_is_known(language: str, place: str, city: str) -> None:
    begins = timezone.now().replace(hour=9, minute=0)
    event = Event(
        place=place, city=city, starts_at=begins, ends_at=begins.replace(hour=15), zone="Europe/Berlin"
    )
    with translation.override(language):
        said = event_when_where(event)
    assert [part for part in (place, city) if part and part not in said] == []
    assert not said.rstrip().endswith(",")
    assert ", ," not in said
