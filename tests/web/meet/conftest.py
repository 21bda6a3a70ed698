"""Events with everything that tests of the meet stage need."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from django.utils import timezone

from neisse.web.core.actors import SYSTEM


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
            "visibility": "public",
            "web_address": "https://neisse.example.org/",
        }
        row = Event(organiser=organiser or organisation(), **known | fields)
        return keep(row, actor=SYSTEM)

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
        return keep_session(row, [Speaker(name=name) for name in speakers], actor=SYSTEM)

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
        row = register(of, email, known | fields, actor=SYSTEM)
        return confirm(row, actor=SYSTEM) if confirmed else row

    return make


@pytest.fixture
def market(event: Any) -> Any:
    """`market(slots=6, tables=2)`: an event with one-to-one meetings, half-hour slots from its beginning."""
    from neisse.web.meet.models import MeetingPlan, MeetingSlot, MeetingTable

    def make(slots: int = 6, plan: Any = None, tables: int = 2, **fields: Any) -> Any:
        of = event(**fields)
        MeetingPlan.objects.create(event=of, **plan or {})
        half = timedelta(minutes=30)
        MeetingSlot.objects.bulk_create(
            MeetingSlot(event=of, starts_at=of.starts_at + n * half, ends_at=of.starts_at + (n + 1) * half)
            for n in range(slots)
        )
        MeetingTable.objects.bulk_create(
            MeetingTable(event=of, name=str(n), position=n) for n in range(1, tables + 1)
        )
        return of

    return make


@pytest.fixture
def takes_part(registered: Any) -> Any:
    """`takes_part(event, "a@example.org", offers=["x"])`: somebody with a place and a profile."""
    from neisse.web.meet.actions.profile import keep_profile

    def make(
        of: Any, email: str, *, offers: Any = (), needs: Any = (), topics: Any = (), **fields: Any
    ) -> Any:
        row = registered(of, email, **fields)
        said = {"takes_part": True, "offers": list(offers), "needs": list(needs), "topics": list(topics)}
        keep_profile(row, said | {"languages": fields.get("languages", ["en"])}, actor=SYSTEM)
        return type(row).objects.select_related("meeting_profile", "event").get(pk=row.pk)

    return make


@pytest.fixture
def published() -> Any:
    """`published(event, [(request, slot number, table number)])`: a published schedule with these meetings."""
    from neisse.web.meet.models import Meeting, MeetingSeat, ScheduleVersion

    def make(of: Any, places: Any) -> Any:
        of.schedules.filter(state="published").update(state="superseded")
        number = of.schedules.count() + 1
        version = ScheduleVersion.objects.create(
            event=of, number=number, state="published", published_at=timezone.now()
        )
        slots, tables = list(of.slots.all()), list(of.meeting_tables.all())
        for request, slot, table in places:
            meeting = Meeting.objects.create(
                version=version, request=request, slot=slots[slot], table=tables[table]
            )
            MeetingSeat.objects.bulk_create(
                MeetingSeat(version=version, slot=slots[slot], registration=person, meeting=meeting)
                for person in (request.asker, request.asked)
            )
        return version

    return make


@pytest.fixture
def meeting_event(market: Any, registered: Any) -> Any:
    """`meeting_event(people=6, slots=4, tables=2)`: an event with meetings and its people P0, P1, ...

    `languages` are given in turn, one to each person; without them everybody speaks German.
    """

    def make(*, people: int, languages: Any = ("de",), **fields: Any) -> Any:
        row = market(**fields)
        spoken = [[languages[n % len(languages)]] for n in range(people)]
        return row, [registered(row, f"p{n}@example.org", languages=spoken[n]) for n in range(people)]

    return make


@pytest.fixture
def agreed() -> Any:
    """`agreed(people, (0, 1), (0, 2))`: accepted requests between people, by their numbers."""
    from neisse.web.meet.models import MeetingRequest

    def make(people: Any, *pairs: tuple[int, int]) -> list[Any]:
        return [
            MeetingRequest.objects.create(
                event=people[a].event,
                asker=people[a],
                asked=people[b],
                state="accepted",
                answered_at=timezone.now(),
            )
            for a, b in pairs
        ]

    return make
