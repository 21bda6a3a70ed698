"""What the register says is over goes: on the day, in the zone of the place, without a restart, until nothing is left."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage
from django.utils import timezone

from neisse.web.core.actions.personal import forget_everything_due
from neisse.web.core.actors import SYSTEM
from neisse.web.core.models import Job
from neisse.web.core.personal import holdings
from neisse.web.meet.actions.events import keep
from neisse.web.meet.actions.registration import new_registration
from neisse.web.meet.models import Delegation, DelegationMember, Event, Registration, Stop
from neisse.web.record.actions.imports import upload
from neisse.web.record.actions.remove import remove
from neisse.web.record.models import ImportBatch, Person

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)


@pytest.fixture
def event(organisation: Any) -> Any:
    """An event that ended at a moment."""

    def make(ends_at: datetime, **fields: Any) -> Event:
        given = {"title": "Forum", "organiser": organisation(), "retention_days": 5} | fields
        return keep(Event(starts_at=ends_at - timedelta(hours=3), ends_at=ends_at, **given), actor=SYSTEM)

    return make


def guests(event: Event, number: int) -> None:
    """So many people whose time of keeping was set when they registered."""
    taken: set[str] = set()
    for n in range(number):
        row = new_registration(event, f"guest{n}@example.org", taken)
        taken.add(row.badge_code)
        row.name, row.state, row.consent_at = f"Guest {n}", "registered", event.starts_at
        row.keep_until = timezone.localdate(event.ends_at, event.tz) + timedelta(days=event.retention_days)
        row.save()


def test_all_of_700_guests_go_in_one_run(event: Any) -> None:
    guests(event(NOW - timedelta(days=10)), 700)
    assert forget_everything_due(NOW)["participants"] == 700
    assert not Registration.objects.exclude(name="").exists()
    assert "participants" not in forget_everything_due(NOW)


@pytest.mark.parametrize(
    ("zone", "moment", "left"),
    [
        ("Europe/Berlin", datetime(2026, 6, 14, 21, 59, tzinfo=UTC), 1),
        ("Europe/Berlin", datetime(2026, 6, 14, 22, 0, tzinfo=UTC), 0),
        ("America/New_York", datetime(2026, 6, 15, 3, 59, tzinfo=UTC), 1),
        ("America/New_York", datetime(2026, 6, 15, 4, 0, tzinfo=UTC), 0),
        ("Pacific/Auckland", datetime(2026, 6, 14, 12, 0, tzinfo=UTC), 0),
    ],
)
def test_the_day_begins_where_the_event_takes_place(
    event: Any, zone: str, moment: datetime, left: int
) -> None:
    ends_at = datetime(2026, 6, 10, 9, 0, tzinfo=UTC)
    guests(event(ends_at, zone=zone), 1)
    Registration.objects.update(keep_until="2026-06-15")
    forget_everything_due(moment)
    assert Registration.objects.exclude(name="").count() == left


def test_an_event_that_moves_keeps_people_as_long_as_it_says(event: Any) -> None:
    forum = event(NOW - timedelta(days=10))
    guests(forum, 1)
    forum.ends_at += timedelta(days=30)
    keep(forum, actor=SYSTEM)
    assert "participants" not in forget_everything_due(NOW)
    forum.ends_at -= timedelta(days=35)
    forum.starts_at -= timedelta(days=35)
    keep(forum, actor=SYSTEM)
    assert forget_everything_due(NOW)["participants"] == 1


def test_a_cancelled_event_keeps_people_less_long(event: Any, measure: Any) -> None:
    plan = measure()
    forum = event(NOW + timedelta(days=100), measure=plan)
    guests(forum, 1)
    plan.certainty = "cancelled"
    plan.save()
    keep(Event.objects.get(), actor=SYSTEM)
    assert Registration.objects.get().keep_until == timezone.localdate() + timedelta(days=5)


def test_what_an_instance_keeps_only_for_a_while_goes(organisation: Any, record: Any) -> None:
    long_ago = NOW - timedelta(days=400)
    Session.objects.create(session_key="x", session_data="", expire_date=NOW - timedelta(minutes=1))
    Job.objects.create(kind="k", message="Anna", ended_at=long_ago)
    person = record(
        "person",
        name="Anna",
        email="a@example.org",
        consent={"given_on": "2026-01-01", "until": "2026-11-28"},
    )
    gone = record("person", name="Gone")
    remove(gone, actor=SYSTEM)
    Person.history.filter(id=gone.pk).update(history_date=long_ago)
    batch = upload("people.csv", b"Name\nAnna Muster\n", actor=SYSTEM)
    ImportBatch.objects.update(created_at=long_ago, objects_read=[{"object": {"name": "Anna"}}])
    journey = Delegation.objects.create(key="d", slug="d", title="T", organiser=organisation())
    Stop.objects.create(
        delegation=journey, city="Brno", arrives_at=long_ago, leaves_at=long_ago + timedelta(1)
    )
    DelegationMember.objects.create(delegation=journey, name="Anna")
    place = Path(default_storage.path(f"imports/{batch.pk}"))
    assert place.exists()
    forget_everything_due(NOW)
    person.refresh_from_db()
    assert (person.email, Session.objects.count(), Job.objects.count()) == ("", 0, 0)
    assert not Person.history.filter(id=gone.pk).exists()
    assert (ImportBatch.objects.get().state, ImportBatch.objects.get().objects_read) == ("discarded", [])
    assert not DelegationMember.objects.exists()


def test_what_is_not_over_stays(organisation: Any, record: Any, event: Any) -> None:
    guests(event(NOW - timedelta(days=4)), 1)
    record(
        "person",
        name="Anna",
        email="a@example.org",
        consent={"given_on": "2026-01-01", "until": "2026-11-29"},
    )
    batch = upload("people.csv", b"Name\nAnna Muster\n", actor=SYSTEM)
    ImportBatch.objects.update(created_at=NOW - timedelta(days=29))
    Job.objects.create(kind="k", ended_at=NOW - timedelta(days=89))
    assert forget_everything_due(NOW) == {}
    assert default_storage.exists(f"imports/{batch.pk}")


def test_every_rule_comes_to_an_end() -> None:
    """A rule answers 0 when nothing is over; one that does not would run for ever."""
    for holding in holdings():
        for name, due in holding.due.items():
            assert due(NOW) == 0, name
