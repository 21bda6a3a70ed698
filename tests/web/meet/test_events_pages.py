"""Pages of events: who may open and do what, equal numbers of queries, exports."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from neisse.web.core.actors import SYSTEM
from neisse.web.meet.actions.programme import publish_programme
from neisse.web.meet.models import Delegation, Event, Quota
from neisse.web.meet.queries.events import visible_events
from neisse.web.meet.queries.mails import mails_of_event
from neisse.web.record.models import Organisation

READERS = ("manager", "circle", "owner", "partner", "stranger", "guest", "public")
# Who sees an event: of the organisation "owner", by state and visibility.
SEEN = {
    ("draft", "public"): {"manager", "owner"},
    ("open", "public"): set(READERS),
    ("open", "circle"): {"manager", "circle", "owner"},
    ("over", "circle"): {"manager", "circle", "owner"},
}
ORGANISER_PAGES = (
    "edit/", "programme/", "sessions/new/", "registrations/", "registrations/export/registrations/?format=csv",
    "badges.pdf", "names.pdf", "check-in/", "parts/room/new/", "parts/quota/new/", "parts/question/new/",
)  # fmt: skip
ORGANISER_POSTS = ("state/", "programme/publish/", "feeds/new/", "registrations/offer/")


@pytest.fixture
def forum(event: Any, people: Any) -> Event:
    return event(organiser=Organisation.objects.get(key="owner"))  # type: ignore[no-any-return]


@pytest.mark.parametrize(("state", "visibility"), SEEN)
def test_who_sees_an_event(forum: Event, people: Any, client_of: Any, state: str, visibility: str) -> None:
    Event.objects.filter(pk=forum.pk).update(state=state, visibility=visibility)
    row = Event.objects.get(pk=forum.pk)
    pages = {r for r in READERS if client_of(people[r]).get(f"/events/{forum.slug}/").status_code == 200}
    assert pages == SEEN[state, visibility]
    assert {r for r in READERS if visible_events(people[r]).filter(pk=row.pk).exists()} == pages
    listed = {r for r in READERS if forum.title in client_of(people[r]).get("/events/").content.decode()}
    assert listed == pages


@pytest.mark.parametrize("page", ORGANISER_PAGES)
def test_pages_of_the_organiser(forum: Event, people: Any, client_of: Any, page: str) -> None:
    answers = {r: client_of(people[r]).get(f"/events/{forum.slug}/{page}").status_code for r in READERS}
    assert answers == dict.fromkeys(READERS, 403) | {"manager": 200, "owner": 200, "public": 302}


@pytest.mark.parametrize("page", ORGANISER_POSTS)
def test_only_the_organiser_acts(forum: Event, session: Any, people: Any, client_of: Any, page: str) -> None:
    session(forum, 0, 1)
    for reader in ("partner", "stranger", "circle", "guest"):
        answer = client_of(people[reader]).post(f"/events/{forum.slug}/{page}", {"state": "closed"})
        assert answer.status_code == 403, reader
    assert client_of().post(f"/events/{forum.slug}/{page}").status_code == 302
    forum.refresh_from_db()
    assert (forum.state, forum.versions.count(), forum.feed_tokens.count()) == ("open", 0, 0)
    answer = client_of(people["owner"]).post(f"/events/{forum.slug}/{page}", {"state": "closed"})
    assert answer.status_code in {200, 302}
    forum.refresh_from_db()
    assert forum.state == "closed" or forum.versions.exists() or forum.feed_tokens.exists() or "offer" in page


@pytest.mark.parametrize("action", ["give", "refuse", "withdraw", "member"])
def test_only_the_organiser_decides_about_people(
    forum: Event, registered: Any, people: Any, client_of: Any, action: str
) -> None:
    row = registered(forum, "a@example.org")
    address = f"/events/{forum.slug}/registrations/{row.pk}/"
    before = (row.state, row.group)
    for reader in ("partner", "stranger", "circle"):
        assert client_of(people[reader]).post(address, {"action": action}).status_code == 403
    row.refresh_from_db()
    assert (row.state, row.group) == before
    assert client_of(people["owner"]).post(address, {"action": action}).status_code == 302


def test_names_of_participants_are_for_the_organiser(
    forum: Event, registered: Any, people: Any, client_of: Any
) -> None:
    registered(forum, "hidden@example.org", name="Hidden Person")
    for reader in ("circle", "partner", "guest", "public"):
        assert "Hidden Person" not in client_of(people[reader]).get(f"/events/{forum.slug}/").content.decode()
    assert (
        "Hidden Person"
        in client_of(people["owner"]).get(f"/events/{forum.slug}/registrations/").content.decode()
    )


def test_failed_mails_are_shown_and_sent_again(
    forum: Event, registered: Any, people: Any, client_of: Any
) -> None:
    registered(forum, "a@example.org")
    mails_of_event(forum).update(state="failed", attempts=5)
    owner, address = client_of(people["owner"]), f"/events/{forum.slug}/registrations/"
    assert f"{address}mails/" in owner.get(address).content.decode()
    assert client_of(people["stranger"]).post(f"{address}mails/").status_code == 403
    owner.post(f"{address}mails/")
    assert set(mails_of_event(forum).values_list("state", "attempts")) == {("waiting", 0)}


def queries(client: Any, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


def test_lists_cost_the_same_for_one_and_three(
    event: Any, session: Any, registered: Any, user: Any, client_of: Any
) -> None:
    boss, forum = client_of(user("manager")), event()
    Quota.objects.create(event=forum, places=9)
    pages = ["/events/", "/events/delegations/"]
    pages += [
        f"/events/{forum.slug}/{page}" for page in ("", "programme/", "registrations/", "check-in/?q=a")
    ]

    def grow(number: int) -> None:
        event()
        session(forum, number, number + 1, room=f"Room {number}", speakers=["Ada"])
        registered(forum, f"a{number}@example.org", name=f"Ada {number}")
        Delegation.objects.create(
            title=f"D{number}", key=f"d{number}", slug=f"d{number}", organiser=forum.organiser
        )
        publish_programme(forum, actor=SYSTEM)

    grow(1)
    once = [queries(boss, page) for page in pages]
    grow(2)
    grow(3)
    assert [queries(boss, page) for page in pages] == once


def test_an_event_is_made_from_a_plan(measure: Any, people: Any, client_of: Any) -> None:
    owner = Organisation.objects.get(key="owner")
    plan = measure(
        owner=owner,
        title="Lab day",
        starts="2027-05-04",
        ends="2027-05-05",
        place={"city": "Wrocław", "country": "PL"},
    )
    for reader, status in (("public", 302), ("guest", 403)):
        assert client_of(people[reader]).get("/events/new/").status_code == status
    client, address = client_of(people["owner"]), f"/events/new/?measure={plan.slug}"
    form = client.get(address).context["form"]
    said = {name: form[name].value() for name in form.fields}
    assert (said["zone"], said["city"], said["organiser"]) == ("Europe/Warsaw", "Wrocław", owner.pk)
    typed = {name: value for name, value in said.items() if value is not None}
    typed |= {"titles_en": "Lab day", "starts_at": "2027-05-04T09:00", "ends_at": "2027-05-05T17:00"}
    assert client.post(address, typed).status_code == 302
    made = Event.objects.get(measure=plan)
    assert (made.state, made.starts_at.isoformat()) == ("draft", "2027-05-04T07:00:00+00:00")
    assert (
        client_of(people["stranger"]).post(address, typed).status_code == 200
    )  # nobody organises for others
    assert Event.objects.count() == 1
    assert "Lab day" in client.get(f"/measures/{plan.slug}/").content.decode()


def test_lists_are_written_as_files(forum: Event, registered: Any, people: Any, client_of: Any) -> None:
    registered(forum, "a@example.org", name="=cmd()")
    owner = client_of(people["owner"])
    for form in ("csv", "xlsx", "ods", "jsonl", "ics"):
        assert owner.get(f"/events/export/events/?format={form}").status_code == 200
    book = owner.get(f"/events/{forum.slug}/registrations/export/registrations/?format=xlsx").content
    cells = [str(c.value) for c in list(openpyxl.load_workbook(io.BytesIO(book)).active)[1]]
    assert cells[0] == "'=cmd()"
    assert owner.get(f"/events/{forum.slug}/badges.pdf").content.startswith(b"%PDF")
    assert owner.get(f"/events/{forum.slug}/names.pdf").content.startswith(b"%PDF")


def test_the_desk_finds_people_by_code_and_by_name(
    forum: Event, registered: Any, people: Any, client_of: Any
) -> None:
    row = registered(forum, "lucja@example.org", name="Łucja Wzór")
    client, desk = client_of(people["owner"]), f"/events/{forum.slug}/check-in/"
    for query in (f"?code={row.badge_code.lower()}", "?q=lucja wzor"):
        assert [r.pk for r in client.get(desk + query).context["found"]] == [row.pk]
    assert client.get(desk + "?q=nobody").context["found"] == []
    assert client.post(desk, {"registration": row.pk, "here": "1"}).status_code == 302
    row.refresh_from_db()
    assert row.checked_in_at is not None


def test_the_link_speaks_the_language_of_the_person(event: Any, registered: Any, client_of: Any) -> None:
    from neisse.web.meet.links import personal_path

    row = registered(event(), "a@example.org", language="pl")
    page = client_of(HTTP_ACCEPT_LANGUAGE="de").get(personal_path(row))
    assert 'lang="pl"' in page.content.decode()
    assert page["X-Robots-Tag"] == "noindex"
    assert client_of().get("/events/mine/none/").status_code == 404
