"""Events with everything that tests of the meet stage need."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from django.utils import timezone


@pytest.fixture
def event(organisation: Any) -> Any:
    """`event(organiser=..., state="open")`: an event in ten days, with registration open."""
    from neisse.web.meet.actions.events import keep
    from neisse.web.meet.models import Event

    numbers = count(1)

    def make(organiser: Any = None, **fields: Any) -> Any:
        number = next(numbers)
        begins = timezone.now().replace(hour=8, minute=0, second=0, microsecond=0) + timedelta(days=10)
        known = {
            "title": f"Forum {number}",
            "titles_en": f"Forum {number}",
            "city": "Görlitz",
            "country": "DE",
            "starts_at": begins,
            "ends_at": begins + timedelta(hours=8),
            "state": "open",
            "web_address": "https://neisse.example.org/",
        }
        row = Event(organiser=organiser or organisation(), **known | fields)
        return keep(row)

    return make


@pytest.fixture
def session(event: Any) -> Any:
    """`session(event, 9, 10, room="Aula", speakers=["A"])`: hours are counted from the event's beginning."""
    from neisse.web.meet.actions.programme import keep_session
    from neisse.web.meet.models import EventSession, Room, Speaker

    def make(
        of: Any, first_h: float, last_h: float, *, room: str = "", speakers: Any = (), **fields: Any
    ) -> Any:
        place = Room.objects.get_or_create(event=of, name=room)[0] if room else None
        known = {"title": f"Session {first_h}", "room": place}
        row = EventSession(
            event=of,
            starts_at=of.starts_at + timedelta(hours=first_h),
            ends_at=of.starts_at + timedelta(hours=last_h),
            **known | fields,
        )
        return keep_session(row, [Speaker(name=name) for name in speakers])

    return make


@pytest.fixture
def registered() -> Any:
    """`registered(event, "a@example.org")`: a registration that is confirmed; `confirmed=False` leaves it open."""
    from neisse.web.meet.actions.registration import confirm, register

    def make(of: Any, email: str, *, confirmed: bool = True, **fields: Any) -> Any:
        known = {
            "name": email.split("@", maxsplit=1)[0].title(),
            "country": "DE",
            "group": "guest",
            "language": "en",
        }
        row = register(of, email, known | fields)
        return confirm(row) if confirmed else row

    return make
