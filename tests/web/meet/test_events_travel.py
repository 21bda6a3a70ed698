"""Delegations and workshops: ways between towns, what does not fit, seats, notes, ideas; the example."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from neisse.engine.values import NeisseError
from neisse.web.core.actors import SYSTEM
from neisse.web.meet.actions import workshops
from neisse.web.meet.actions.example import load_example_event
from neisse.web.meet.models import (
    Delegation,
    DelegationMember,
    Event,
    Idea,
    Registration,
    Stop,
    TopicTable,
    Visit,
)
from neisse.web.meet.queries.journey import great_circle_km, journey
from neisse.web.places import example_folder
from neisse.web.record.actions.example import load_example
from neisse.web.record.models import Organisation

WROCLAW, DRESDEN = (51.1, 17.033), (51.051, 13.738)
NINE = datetime(2027, 5, 4, 7, tzinfo=UTC)


@pytest.fixture
def trip(people: Any) -> Delegation:
    row = Delegation.objects.create(
        key="trip",
        slug="trip",
        title="Trip",
        organiser=Organisation.objects.get(key="owner"),
        visibility="public",
    )
    for town, (lat, lon), begin_h, end_h in (("Dresden", DRESDEN, 0, 3), ("Wrocław", WROCLAW, 5, 9)):
        Stop.objects.create(
            delegation=row, city=town, lat=lat, lon=lon,
            arrives_at=NINE + timedelta(hours=begin_h), leaves_at=NINE + timedelta(hours=end_h),
        )  # fmt: skip
    return row


def test_the_way_is_estimated_from_the_straight_line(trip: Delegation) -> None:
    assert great_circle_km(WROCLAW, DRESDEN) == pytest.approx(230, abs=3)
    first, second = journey(AnonymousUser(), trip)
    assert first.way is None
    assert second.way is not None
    assert (second.way.distance_km, second.way.travel_min) == (288, 240)
    assert second.way.is_tight  # two hours are planned


def test_meetings_outside_the_stay_or_at_the_same_time_are_marked(trip: Delegation) -> None:
    stop = trip.stops.get(city="Dresden")
    times = {"inside": (0, 1), "meets the first": (0.5, 1.5), "too late": (2.5, 3.5)}
    for subject, (begin_h, end_h) in times.items():
        Visit.objects.create(
            stop=stop,
            subject=subject,
            starts_at=NINE + timedelta(hours=begin_h),
            ends_at=NINE + timedelta(hours=end_h),
        )
    leg = journey(AnonymousUser(), trip)[0]
    assert [visit.subject for visit in leg.misfits] == ["meets the first", "too late"]


def test_who_sees_and_changes_a_delegation(trip: Delegation, people: Any, client_of: Any) -> None:
    DelegationMember.objects.create(delegation=trip, name="Hidden Person")
    for reader, person in people.items():
        client, organises = client_of(person), reader in {"manager", "owner"}
        page = client.get("/events/delegations/trip/")
        assert page.status_code == 200
        assert ("Hidden Person" in page.content.decode()) is organises, reader
        book = client.get("/events/delegations/trip/briefing.pdf")
        assert book.status_code == (200 if organises else 302 if reader == "public" else 403)
        assert book.content.startswith(b"%PDF") is organises
        typed = {"name": "New", "organisation_name": reader}
        client.post("/events/delegations/trip/parts/member/new/", typed)
        assert trip.members.filter(organisation_name=reader).exists() is organises


def test_a_stop_keeps_the_clock_of_its_town(trip: Delegation, people: Any, client_of: Any) -> None:
    typed = {
        "city": "Breslau",
        "travel": "rail",
        "zone": "UTC",
        "arrives_at": "2027-05-06T09:00",
        "leaves_at": "2027-05-06T12:00",
    }
    answer = client_of(people["owner"]).post("/events/delegations/trip/parts/stop/new/", typed)
    assert answer.status_code == 302
    stop = trip.stops.get(city="Breslau")
    assert stop.arrives_at == datetime(2027, 5, 6, 9, tzinfo=UTC)
    assert (stop.country, round(stop.lat, 1)) == ("PL", 51.1)


@pytest.fixture
def tables(event: Any, session: Any, people: Any) -> list[TopicTable]:
    forum = event(organiser=Organisation.objects.get(key="owner"))
    workshop = session(forum, 0, 2, kind="workshop")
    return [TopicTable.objects.create(session=workshop, title=f"Table {n}", places=2) for n in (1, 2)]


def test_one_seat_in_a_session_and_no_more_than_there_are(tables: list[TopicTable], registered: Any) -> None:
    first, second = tables
    forum = first.session.event
    rows = [registered(forum, f"{n}@example.org") for n in range(5)]
    for row in rows[:2]:
        workshops.take_seat(first, row, actor=SYSTEM)
    with pytest.raises(NeisseError) as refused:
        workshops.take_seat(first, rows[2], actor=SYSTEM)
    assert refused.value.code == "table.full"
    workshops.take_seat(second, rows[0], actor=SYSTEM)
    assert [first.seats.count(), second.seats.count()] == [1, 1]
    assert workshops.spread(first.session, actor=SYSTEM) == 2
    assert [first.seats.count(), second.seats.count()] == [2, 2]
    outsider = registered(forum, "x@example.org", confirmed=False)
    with pytest.raises(NeisseError) as refused:
        workshops.take_seat(second, outsider, actor=SYSTEM)
    assert refused.value.code == "table.stranger"


def test_notes_are_for_who_took_part_and_ideas_for_the_organiser(
    tables: list[TopicTable], registered: Any, people: Any, client_of: Any, user: Any
) -> None:
    table = tables[0]
    forum, guest = table.session.event, user("guest")
    Registration.objects.filter(pk=registered(forum, guest.email).pk).update(user=guest)
    from neisse.web.meet.actions.programme import publish_programme

    publish_programme(forum, actor=SYSTEM)
    workshops.add_note(table, "A quiet word", "Ada", actor=SYSTEM)
    idea = Idea.objects.create(table=table, title="Test field")
    page = f"/events/{forum.slug}/sessions/{table.session_id}/"
    readers = {**people, "participant": guest}
    seen = {
        r for r, person in readers.items() if "A quiet word" in client_of(person).get(page).content.decode()
    }
    assert seen == {"manager", "circle", "owner", "participant"}
    for reader, person in readers.items():
        client_of(person).post(f"/events/{forum.slug}/tables/{table.pk}/note/", {"text": f"by {reader}"})
        client_of(person).post(
            f"/events/{forum.slug}/ideas/{idea.pk}/", {"state": "dropped" if reader != "owner" else "kept"}
        )
        if reader == "owner":
            idea.refresh_from_db()
            assert idea.state == "kept"
    wrote = set(table.notes.values_list("text", flat=True)) - {"A quiet word"}
    assert wrote == {"by manager", "by owner", "by participant"}


@pytest.mark.slow
def test_the_example_has_a_hundred_invented_people_and_is_loaded_once() -> None:
    load_example(example_folder())
    assert load_example_event(example_folder()) is True
    assert load_example_event(example_folder()) is False
    forum = Event.objects.get(key="2025-forum")
    assert forum.registrations.count() == 100
    rows = forum.registrations.select_related("organisation")
    assert all(row.invented and row.organisation.invented for row in rows)
    assert sum(row.country == "DE" for row in rows) >= 25
    assert all(row.email.endswith("@example.org") for row in rows)
    assert timezone.localdate(forum.starts_at, forum.tz).isoformat() == "2025-10-21"
    assert [v.number for v in forum.versions.all()] == [2, 1]
    assert Delegation.objects.get(key="2021-delegation").members.count() == 30
    assert Idea.objects.filter(state="kept").count() == 2
