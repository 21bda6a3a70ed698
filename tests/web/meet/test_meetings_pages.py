"""The organiser's pages of meetings: who may open and do what, equal numbers of queries, files, refusals."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from neisse.web.core.actors import SYSTEM
from neisse.web.core.models import Job
from neisse.web.meet.actions import schedules
from neisse.web.meet.actions.computing import compute
from neisse.web.meet.models import Event, InterpreterPool, MeetingChange, MeetingPlan, ScheduleVersion
from neisse.web.meet.queries import meetings as reads
from neisse.web.meet.queries.mails import mails_of_event
from neisse.web.record.models import Organisation

READERS = ("manager", "circle", "owner", "partner", "stranger", "guest", "public")
PAGES = (
    "", "requests/", "setup/", "schedules/", "schedules/1/", "schedules/1/?view=tables", "schedules/1/?view=list",
    "schedules/1/compare/?with=1", "day/", "export/people/?format=csv",
    "export/requests/?format=csv", "export/schedule/?format=csv&version=1",
)  # fmt: skip
POSTS = (
    "setup/", "never/", "phase/", "slots/", "slots/delete/", "tables/", "schedules/compute/", "schedules/1/act/", "day/",
    "day/repair/",
)  # fmt: skip


@pytest.fixture
def forum(meeting_event: Any, agreed: Any, people: Any) -> Event:
    owner = Organisation.objects.get(key="owner")
    row, persons = meeting_event(people=6, slots=5, tables=2, languages=["de", "pl"], organiser=owner)
    agreed(persons, (0, 1), (2, 3), (0, 2))
    compute(schedules.begin_schedule(row, actor=SYSTEM), limit_s=1)
    return row  # type: ignore[no-any-return]


@pytest.mark.parametrize("page", PAGES)
def test_pages_are_the_organisers(forum: Event, people: Any, client_of: Any, page: str) -> None:
    url = f"/events/{forum.slug}/meetings/{page}"
    answers = {reader: client_of(people[reader]).get(url).status_code for reader in READERS}
    assert answers == dict.fromkeys(READERS, 403) | {"manager": 200, "owner": 200, "public": 302}


@pytest.mark.parametrize("page", POSTS)
def test_only_the_organiser_acts(forum: Event, people: Any, client_of: Any, page: str) -> None:
    before = list(ScheduleVersion.objects.values()), list(forum.slots.values()), Job.objects.count()
    url = f"/events/{forum.slug}/meetings/{page}"
    for reader in ("circle", "partner", "stranger", "guest", "public"):
        sent = {"action": "publish", "seen": "0", "count": "3", "state": "over", "seconds": "1"}
        assert client_of(people[reader]).post(url, sent).status_code in {302, 403}, reader
    assert before == (list(ScheduleVersion.objects.values()), list(forum.slots.values()), Job.objects.count())
    assert not mails_of_event(forum).filter(purpose="agenda").exists()


def test_versions_and_tables_of_another_event_are_not_there(
    forum: Event, meeting_event: Any, people: Any, client_of: Any
) -> None:
    other, _persons = meeting_event(people=2, slots=2, tables=2)
    client = client_of(people["manager"])
    table = forum.meeting_tables.first()
    assert table is not None
    for page in ("schedules/1/", "schedules/1/act/", f"tables/{table.pk}/", "export/schedule/?version=1"):
        url = f"/events/{other.slug}/meetings/{page}"
        answer = client.post(url, {}) if page.endswith("act/") else client.get(url)
        assert answer.status_code == 404, page


def queries_of(client: Any, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


@pytest.mark.parametrize("page", [page for page in PAGES if "compare" not in page])
def test_more_people_are_not_more_queries(
    meeting_event: Any, agreed: Any, user: Any, client_of: Any, page: str
) -> None:
    client, counts = client_of(user("manager")), []
    for size in (4, 12):
        row, persons = meeting_event(people=size, slots=6, tables=size // 2, languages=["de", "pl"])
        agreed(
            persons, *[(n, n + 1) for n in range(0, size, 2)], *[(n, n + 3) for n in range(0, size - 3, 4)]
        )
        schedules.publish(done(row), 0, actor=SYSTEM)
        counts.append(queries_of(client, f"/events/{row.slug}/meetings/{page}"))
    assert counts[0] == counts[1]


def done(event: Event) -> ScheduleVersion:
    version = schedules.begin_schedule(event, actor=SYSTEM)
    compute(version, limit_s=1)
    return ScheduleVersion.objects.get(pk=version.pk)


def test_the_way_of_an_organiser(
    event: Any, session: Any, registered: Any, agreed: Any, user: Any, client_of: Any
) -> None:
    row = event()
    talk = session(row, 1, 3, kind="meetings")
    persons = [registered(row, f"p{n}@example.org", languages=[("de", "pl")[n % 2]]) for n in range(4)]
    client, base = (
        client_of(user("manager"), headers={"accept-language": "en"}),
        f"/events/{row.slug}/meetings/",
    )
    assert client.get(base).headers["Location"].endswith("setup/")
    client.post(f"{base}setup/", {"meeting_min": 25, "pause_min": 5, "most_open_requests": 9})
    page = client.get(f"{base}setup/").content.decode()
    assert "There are no slots" in page
    assert "There are no tables" in page
    client.post(f"{base}slots/", {"session": talk.pk})
    client.post(f"{base}tables/", {"count": 1, "zone": "A"})
    client.post(f"/events/{row.slug}/parts/interpreters/new/", {"first": "pl", "second": "de", "people": 2})
    assert (row.slots.count(), row.meeting_tables.count()) == (4, 1)
    assert InterpreterPool.objects.get(event=row).pair == "de-pl"
    agreed(persons, (0, 1), (0, 2), (0, 3), (1, 2), (1, 3))
    board = client.get(base).content.decode()
    assert "Tables: 5 meetings need 5 slots at 1 table, 4 are open." in board
    assert client.get(f"{base}?show=nothing").context["page"].paginator.count == 0
    assert client.post(f"{base}schedules/compute/", {"seconds": 2, "seed": 3}).status_code == 302
    assert "being computed" in client.get(f"{base}schedules/1/").content.decode()
    job = reverse("core:job", args=[row.schedules.get().job_id])
    assert client.get(job).headers.get("HX-Refresh") is None
    compute(row.schedules.get(), limit_s=2)
    assert client.get(job).headers["HX-Refresh"] == "true"
    assert "The hall is full: 5 meetings for 4 places" in client.get(f"{base}schedules/1/").content.decode()
    client.post(f"{base}schedules/1/act/", {"action": "publish", "seen": "0"})
    assert row.schedules.get().state == "published"
    assert MeetingPlan.objects.get(event=row).state == "scheduled"
    answer = client.post(f"{base}schedules/1/act/", {"action": "publish", "seen": "0"})
    assert answer.status_code == 400
    assert "meetings.published_meanwhile" in answer.content.decode()
    assert client.post(f"{base}day/", {"kind": "late", "registration": persons[0].pk}).status_code == 422
    client.post(f"{base}day/", {"kind": "no_show", "registration": persons[0].pk})
    assert MeetingChange.objects.get().said_by is not None
    answer = client.post(f"{base}day/repair/")
    assert answer.headers["Location"].endswith("schedules/2/")
    page = client.get(answer.headers["Location"]).content.decode()
    assert "does not come" in page
    client.post(f"{base}schedules/2/act/", {"action": "publish", "seen": "1"})
    assert row.schedules.get(number=2).state == "published"


@pytest.mark.parametrize(
    ("page", "sent", "said"),
    [
        ("slots/", {}, "Choose a session"),
        ("tables/", {"count": 0}, "Give a number of tables"),
        ("schedules/compute/", {"seconds": 0}, "Give from 1 to 1,800 seconds"),
    ],
)
def test_what_cannot_be_read_is_said(
    forum: Event, user: Any, client_of: Any, page: str, sent: dict[str, Any], said: str
) -> None:
    client = client_of(user("manager"), headers={"accept-language": "en"})
    answer = client.post(f"/events/{forum.slug}/meetings/{page}", sent, follow=True)
    assert said in answer.content.decode()


def test_a_time_that_is_too_short_makes_no_slots(forum: Event, user: Any, client_of: Any) -> None:
    client = client_of(user("manager"))
    first = forum.slots.first()
    assert first is not None
    times = {"begins": f"{first.starts_at:%Y-%m-%dT%H:%M}", "ends": f"{first.starts_at:%Y-%m-%dT%H}:59"}
    before = forum.slots.count()
    answer = client.post(f"/events/{forum.slug}/meetings/slots/", times | {"begins": times["ends"]})
    assert answer.status_code == 400
    assert "slots.none" in answer.content.decode()
    assert forum.slots.count() == before


def test_files_say_what_the_pages_say(forum: Event, user: Any, client_of: Any) -> None:
    client, base = client_of(user("manager")), f"/events/{forum.slug}/meetings/export/"
    for kind, count in (("people", 6), ("requests", 3), ("schedule", 3)):
        answer = client.get(f"{base}{kind}/?format=csv&version=1")
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
        assert len(rows) == count + 1, kind
    assert client.get(f"{base}people/?format=exe").status_code == 404
    assert client.get(f"{base}secrets/?format=csv").status_code == 404


def test_the_board_counts_everybody(forum: Event) -> None:
    loads = {load.registration.name: load for load in reads.loads(forum)}
    assert (loads["P0"].sent, loads["P0"].accepted, loads["P0"].room) == (2, 2, 5)
    assert loads["P5"].marks == {"nothing": True, "unanswered": False, "full": False, "unplaced": False}
    room = reads.room(forum, list(loads.values()))
    assert (room.meetings, room.places, room.is_enough) == (3, 10, True)
    assert room.without_interpreters == [("de-pl", 2)]
