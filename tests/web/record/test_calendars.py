"""Calendars that are looked at: asked politely, waiting as an import, told what vanished, for their people alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from neisse.engine.values import NeisseError
from neisse.web.core.actions.rights import DeniedError
from neisse.web.core.outside import Fetched
from neisse.web.record.actions import storing
from neisse.web.record.actions import subscriptions as actions
from neisse.web.record.models import ImportBatch, Measure, Subscription

ADDRESS = "https://calendar.example/geheim-7/basic.ics"


def calendar(*titles: str, year: int = 2030) -> bytes:
    """A calendar with an event for each title."""
    events = "".join(
        f"BEGIN:VEVENT\r\nUID:{title}@example\r\nDTSTAMP:20260101T000000Z\r\nDTSTART:{year}0601T080000Z\r\n"
        f"DTEND:{year}0601T090000Z\r\nSUMMARY:{title}\r\nEND:VEVENT\r\n"
        for title in titles
    )
    head = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nX-WR-CALNAME:Beta\r\n"
    return f"{head}{events}END:VCALENDAR\r\n".encode()


@pytest.fixture
def outside(monkeypatch: Any) -> Any:
    """What the address answers; `asked` are the validators it got."""

    class Outside:
        def __init__(self) -> None:
            self.data: Any = calendar("Eins", "Zwei")
            self.asked: list[tuple[str, str]] = []

        def fetch(self, address: str, *, etag: str = "", modified: str = "") -> Fetched:
            self.asked.append((etag, modified))
            if isinstance(self.data, Exception):
                raise self.data
            return Fetched(self.data, '"7"', "yesterday")

    found = Outside()
    monkeypatch.setattr(actions, "fetch", found.fetch)
    return found


def looked(row: Subscription) -> Subscription:
    """The calendar after a worker looked at it."""
    Subscription.objects.filter(pk=row.pk).update(due_at=timezone.now())
    actions.look.func(row.pk)
    row.refresh_from_db()
    return row


@pytest.fixture
def row(member: Any, alpha: Any, outside: Any) -> Subscription:
    return actions.subscribe(alpha, ADDRESS, actor=member)


def test_what_is_new_waits_for_who_subscribed_and_is_theirs(row: Any, member: Any, client_of: Any) -> None:
    batch = looked(row).batch
    assert (batch.counts["new"], batch.created_by, row.error) == (2, member, {})
    assert not Measure.objects.exists()
    page = client_of(member).get(reverse("record:calendars")).content.decode()
    assert f"/import/{batch.pk}/" in page
    storing.confirm(batch, actor=member)
    assert set(Measure.objects.values_list("owner__key", "visibility")) == {("alpha", "circle")}


@pytest.mark.parametrize("stores_at_once", [True, False])
@pytest.mark.parametrize("level", ["public", "circle", "blind"])
@pytest.mark.parametrize("who", ["manager", "member"])
def test_a_calendar_changes_nothing_of_others_whoever_subscribed(
    user: Any, alpha: Any, organisation: Any, measure: Any, outside: Any, member: Any, who: str, level: str,
    stores_at_once: bool,
) -> None:  # fmt: skip
    """Whose calendar it is may write any id and any name into it; the rights of who subscribed are not theirs."""
    other = organisation(id="other", name="Other")
    measure(other, id="theirs", title="Theirs", visibility=level)
    measure(other, id="shared", title="Shared", visibility=level, partners=[alpha.key])
    outside.data = calendar("theirs", "shared", "alpha-theirs", "new").replace(b"@example", b"")
    outside.data = outside.data.replace(b"Beta", b"Other").replace(
        b"END:VEVENT", b"ORGANIZER;CN=Other:mailto:x@example.org\r\nEND:VEVENT"
    )
    actor = user("manager") if who == "manager" else member
    row = looked(actions.subscribe(alpha, ADDRESS, stores_at_once=stores_at_once, actor=actor))
    if not stores_at_once:
        storing.confirm(row.batch, actor=actor)
    assert row.error == {}
    kept = Measure.objects.filter(owner=other)
    assert set(kept.values_list("key", "title", "version")) == {
        ("theirs", "Theirs", 1),
        ("shared", "Shared", 1),
    }
    came = Measure.objects.exclude(owner=other)
    assert set(came.values_list("owner__key", flat=True)) == {"alpha"}
    assert "new" in came.values_list("title", flat=True)


@pytest.mark.parametrize("said", ["public", "circle", "blind"])
@pytest.mark.parametrize("level", ["public", "circle", "blind"])
def test_a_calendar_makes_no_stored_plan_more_visible(
    alpha: Any, measure: Any, outside: Any, member: Any, level: str, said: str
) -> None:
    measure(alpha, id="mine", title="Mine", visibility=level)
    lines = (
        f"UID:mine\r\nCLASS:{'PUBLIC' if said == 'public' else 'PRIVATE'}\r\nX-NEISSE-VISIBILITY:{said}\r\n"
    )
    outside.data = calendar("Changed").replace(b"UID:Changed@example\r\n", lines.encode())
    row = looked(actions.subscribe(alpha, ADDRESS, stores_at_once=True, actor=member))
    now = Measure.objects.get(key="mine")
    wide = ["blind", "circle", "public"]
    assert (row.error, now.title) == ({}, "Changed")
    assert now.visibility == min(level, said, key=wide.index)


def test_what_is_unchanged_makes_no_import_and_is_asked_with_the_validators(row: Any, outside: Any) -> None:
    looked(row)
    storing.confirm(row.batch, actor=row.created_by)
    for same in (outside.data, None):
        outside.data = same
        looked(row)
    assert ImportBatch.objects.count() == 1
    assert outside.asked == [("", ""), ('"7"', "yesterday"), ('"7"', "yesterday")]
    assert row.due_at > timezone.now() + timedelta(hours=5)


def test_one_import_waits_however_often_the_calendar_changes(row: Any, outside: Any) -> None:
    looked(row)
    outside.data = calendar("Eins", "Zwei", "Drei")
    looked(row)
    waits = ImportBatch.objects.filter(state=ImportBatch.State.PREVIEWED)
    assert [batch.counts["new"] for batch in waits] == [3]


def test_what_vanished_is_told_and_never_deleted(row: Any, outside: Any, member: Any, client_of: Any) -> None:
    outside.data = calendar("Eins", "Zwei")
    storing.confirm(looked(row).batch, actor=member)
    outside.data = calendar("Eins")
    looked(row)
    assert Measure.objects.count() == 2
    assert [Measure.objects.get(key=key).title for key in row.gone] == ["Zwei"]
    assert "Zwei" in client_of(member).get(reverse("record:calendars")).content.decode()
    assert client_of(member).get(reverse("core:inbox")).context is not None
    outside.data = calendar("Eins", "Zwei")
    assert looked(row).gone == []


def test_what_is_over_may_vanish_in_silence(row: Any, outside: Any, member: Any) -> None:
    outside.data = calendar("Alt", year=2026)
    looked(row)
    if row.batch is not None:
        storing.confirm(row.batch, actor=member)
    outside.data = calendar("Neu")
    assert looked(row).gone == []


def test_failures_are_told_and_asked_about_later_and_later(
    row: Any, outside: Any, member: Any, client_of: Any
) -> None:
    outside.data, waits = NeisseError("outside.unreachable", "", "x", "y"), []
    for _ in range(8):
        looked(row)
        waits.append(round((row.due_at - timezone.now()) / timedelta(hours=1)))
    assert waits == sorted(waits)
    assert (waits[0], waits[-1]) == (12, 192)
    assert client_of(member).get(reverse("record:calendars")).status_code == 200
    outside.data = calendar("Eins")
    assert looked(row).error == {}


@pytest.mark.parametrize("data", [b"<html>no</html>", b"Titel;Beginn\nX;2030-01-01\n", b"", b"\0\1"])
def test_what_is_no_calendar_leaves_no_import(row: Any, outside: Any, data: bytes) -> None:
    outside.data = data
    looked(row)
    assert row.error["code"]
    assert not ImportBatch.objects.exclude(state=ImportBatch.State.DISCARDED).exists()


def test_whoever_speaks_no_longer_brings_nothing(row: Any, outside: Any, member: Any) -> None:
    member.people.update(organisation=None)
    looked(row)
    assert row.error["code"] == "rights.denied"
    assert outside.asked == []


def test_stored_at_once_only_where_somebody_said_so(row: Any, outside: Any, alpha: Any, member: Any) -> None:
    actions.subscribe(alpha, ADDRESS, stores_at_once=True, actor=member)
    assert Subscription.objects.count() == 1
    row.refresh_from_db()
    looked(row)
    assert Measure.objects.count() == 2


@pytest.mark.parametrize("who", ["stranger", "circle", "guest", "public"])
def test_a_calendar_is_for_its_people_and_for_managers(
    who: str, row: Any, alpha: Any, user: Any, organisation: Any, client_of: Any
) -> None:
    reader = {
        "stranger": lambda: user("member", speaks_for=organisation(name="Gamma")),
        "circle": lambda: user("circle", speaks_for=organisation(name="Delta")),
        "guest": lambda: user("guest"),
        "public": lambda: None,
    }[who]()
    client = client_of(reader)
    pages = [client.get(reverse("record:calendars"))]
    pages += [client.post(reverse(f"record:calendar_{step}", args=[row.pk])) for step in ("look", "end")]
    assert all("calendar.example" not in page.content.decode() for page in pages)
    assert {page.status_code for page in pages[1:]} <= {302, 403, 404}
    assert Subscription.objects.exists()
    for action in (actions.end, actions.look_now):
        with pytest.raises(DeniedError):
            action(row, actor=reader)
    with pytest.raises(DeniedError):
        actions.subscribe(alpha, "https://other.example/", actor=reader)


def test_the_secret_of_the_address_stands_on_no_page(
    row: Any, member: Any, user: Any, client_of: Any
) -> None:
    for reader in (member, user("manager")):
        page = client_of(reader).get(reverse("record:calendars")).content.decode()
        assert "calendar.example" in page
        assert "geheim-7" not in page


def test_limits(row: Any, alpha: Any, member: Any, client_of: Any) -> None:
    for number in range(actions.MOST_EACH - 1):
        actions.subscribe(alpha, f"https://{number}.example/", actor=member)
    with pytest.raises(NeisseError, match=r"calendar\.many"):
        actions.subscribe(alpha, "https://more.example/", actor=member)
    looked(row)
    assert not actions.look_now(row, actor=member)
    page = client_of(member).post(
        reverse("record:calendars"), {"organisation": "alpha", "address": "http://10.0.0.1:22/"}
    )
    assert page.status_code == 422


@pytest.mark.django_db(transaction=True)
def test_two_workers_ask_once(row: Any, together: Any) -> None:
    assert together(work, [row.pk, row.pk], "SELECT COUNT(*) FROM record_importbatch") == [(1,)]


def work(pk: int) -> None:
    """What a worker does."""
    from neisse.web.core.outside import Fetched
    from neisse.web.record.actions import subscriptions

    data = calendar("Eins")
    subscriptions.fetch = lambda _address, **_said: Fetched(data)
    subscriptions.look.func(pk)
