"""One's own agenda: page, feed, PDF; a word on the day; reminders; feedback in numbers alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import icalendar
import pytest
from django.db import IntegrityError, transaction
from django.db.models import F
from django.test import Client
from django.utils import timezone

from neisse.engine.values import NeisseError
from neisse.web.core.actors import SYSTEM
from neisse.web.core.models import Mail
from neisse.web.meet.actions import notices
from neisse.web.meet.actions.computing import compute
from neisse.web.meet.actions.profile import give_feedback, set_absences
from neisse.web.meet.actions.programme import publish_programme
from neisse.web.meet.actions.reminders import remind, remind_on_the_day_before
from neisse.web.meet.actions.requests import answer, ask
from neisse.web.meet.actions.schedules import begin_repair, begin_schedule, publish
from neisse.web.meet.links import answer_path, personal_path
from neisse.web.meet.models import Event, MeetingFeedback, MeetingSeat, ScheduleVersion
from neisse.web.meet.queries.agenda import agenda_of
from neisse.web.meet.queries.feedback import feedback_summary
from neisse.web.meet.queries.mails import mails_to
from neisse.web.record.models import Organisation


@pytest.fixture
def held(market: Any, takes_part: Any, published: Any, session: Any) -> Any:
    """Ann meets Bob in slot 0 and Cora in slot 3; Bob and Cora meet in slot 1; a talk and the meetings' session."""
    forum = market(zone="Europe/Warsaw", country="PL")
    session(forum, 4, 5, room="Aula", title="Closing talk")
    session(forum, 0, 3, kind="meetings", title="All meetings")
    publish_programme(forum, actor=SYSTEM)
    ann, bob, cora = (
        takes_part(
            forum, f"{name}@example.org", name=name.title(), offers=[f"offer of {name}"], languages=[code]
        )
        for name, code in (("ann", "de"), ("bob", "pl"), ("cora", "de"))
    )
    requests = [
        answer(ask(a, b, actor=SYSTEM), True, actor=SYSTEM) for a, b in ((ann, bob), (cora, ann), (bob, cora))
    ]
    published(forum, list(zip(requests, (0, 3, 1), (0, 0, 1), strict=True)))
    return forum, (ann, bob, cora), requests


def page(person: Any, path: str = "agenda/") -> str:
    found = Client().get(f"{personal_path(person)}{path}")
    assert found.status_code == 200
    return found.content.decode()


def pass_by(forum: Any) -> None:
    """The slots move into the past."""
    back = timedelta(days=20)
    forum.slots.update(starts_at=F("starts_at") - back, ends_at=F("ends_at") - back)


def test_meetings_sessions_and_gaps_on_one_line_of_time(held: Any) -> None:
    _forum, (ann, bob, cora), _requests = held
    said = [(e.kind, e.other.name if e.other else str(e.session or "")) for e in agenda_of(ann)]
    assert said == [
        ("meeting", "Bob"), ("gap", ""), ("gap", ""), ("meeting", "Cora"), ("session", "Closing talk"),
    ]  # fmt: skip
    assert [e.other.name for e in agenda_of(bob) if e.other] == ["Ann", "Cora"]
    shown = page(ann)
    assert "with interpreter" in shown
    assert "offer of cora" in shown
    assert "bob@example.org" not in shown
    assert "with interpreter" not in page(cora).split("Ann")[1][:600]


def test_nothing_before_publishing(held: Any) -> None:
    forum, (ann, _bob, _cora), _requests = held
    forum.schedules.update(state="draft")
    assert [e.kind for e in agenda_of(ann)] == ["session", "session"]
    assert "Bob" not in page(ann)


def test_the_feed_is_in_the_zone_of_the_place_and_can_be_revoked(held: Any) -> None:
    forum, (ann, bob, _cora), _requests = held
    shown = Client().post(f"{personal_path(ann)}agenda/feed/").content.decode()
    address = shown.split('value="http://testserver')[1].split('"')[0]
    assert "/events/feed/" in address
    calendar = icalendar.Calendar.from_ical(Client().get(address).content)
    found = {str(e["summary"]): e for e in calendar.walk("VEVENT")}
    assert set(found) == {"Bob", "Cora", "Closing talk"}
    first = found["Bob"]["dtstart"].dt
    assert first == forum.starts_at
    assert first.tzinfo is not None
    assert found["Bob"]["dtstart"].params["TZID"] == "Europe/Warsaw"
    assert str(found["Bob"]["location"]).startswith("Table 1, ")
    token = ann.feed_tokens.get()
    revoke = f"agenda/feed/{token.pk}/revoke/"
    assert Client().post(f"{personal_path(bob)}{revoke}").status_code == 404
    assert Client().get(address).status_code == 200
    assert Client().post(f"{personal_path(ann)}{revoke}").status_code == 302
    assert Client().get(address).status_code == 404


def test_a_moved_meeting_keeps_its_uid(held: Any, published: Any) -> None:
    forum, (ann, _bob, _cora), requests = held
    address = f"/events/feed/{feed_secret(ann)}.ics"
    before = uids(address)
    published(forum, [(requests[0], 2, 1), (requests[1], 4, 0), (requests[2], 5, 0)])
    assert uids(address) == before


def feed_secret(person: Any) -> str:
    from neisse.web.meet.actions.feeds import issue_feed

    return issue_feed(person.event, "test", person, actor=SYSTEM)[1]


def uids(address: str) -> set[str]:
    calendar = icalendar.Calendar.from_ical(Client().get(address).content)
    return {str(e["uid"]) for e in calendar.walk("VEVENT")}


@pytest.mark.parametrize("language", ["de", "pl", "en"])
def test_the_pdf(held: Any, language: str) -> None:
    _forum, (ann, _bob, _cora), _requests = held
    answer = Client(headers={"Accept-Language": language}).get(f"{personal_path(ann)}agenda.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_a_word_on_the_day_is_for_the_organiser_alone(held: Any) -> None:
    forum, (ann, bob, _cora), _requests = held
    slots = list(forum.slots.all())
    address = f"{personal_path(ann)}agenda/day/"
    Client().post(address, {"word": "late"})
    assert not forum.meeting_changes.exists()
    before = page(bob)
    Client().post(address, {"word": "late", "slot": slots[2].pk})
    change = forum.meeting_changes.get()
    assert (change.kind, change.slot_id, change.registration_id) == ("late", slots[2].pk, ann.pk)
    assert "The organiser knows" in page(ann)
    Client().post(address, {"word": "gone"})
    assert [c.kind for c in forum.meeting_changes.all()] == ["no_show"]
    assert [line for line in page(bob).splitlines() if "csrf" not in line.lower()] == [
        line for line in before.splitlines() if "csrf" not in line.lower()
    ]
    Client().post(address, {"word": "fine"})
    assert not forum.meeting_changes.exists()


def test_without_meetings_there_is_nothing_to_say(held: Any, takes_part: Any) -> None:
    new = takes_part(held[0], "new@example.org")
    with pytest.raises(NeisseError, match=r"meeting\.none"):
        notices.cannot_come(new, actor=SYSTEM)


def test_one_reminder_a_person_and_never_twice(held: Any, takes_part: Any) -> None:
    forum, (ann, bob, _cora), _requests = held
    dan, eve = takes_part(forum, "dan@example.org"), takes_part(forum, "eve@example.org", language="pl")
    takes_part(forum, "nothing@example.org")
    open_one = ask(dan, eve, actor=SYSTEM)
    before = Mail.objects.count()
    assert remind(forum, timezone.now(), actor=SYSTEM) == 4
    assert remind(forum, timezone.now(), actor=SYSTEM) == 0
    assert Mail.objects.count() == before + 4
    told = {m.to: m for m in Mail.objects.filter(purpose="reminder")}
    assert set(told) == {ann.email, bob.email, "cora@example.org", "eve@example.org"}
    assert answer_path(open_one) in told["eve@example.org"].body
    assert told["eve@example.org"].language == "pl"
    assert "Bob" in told[ann.email].body
    assert "Cora" in told[ann.email].body
    assert remind(forum, timezone.now() + timedelta(hours=21), actor=SYSTEM) == 4


def test_the_reminder_waits_for_the_day_before(held: Any) -> None:
    forum, _people, _requests = held
    assert remind_on_the_day_before(forum, forum.starts_at - timedelta(days=3)) == 0
    assert remind_on_the_day_before(forum, forum.starts_at + timedelta(hours=1)) == 0
    assert remind_on_the_day_before(forum, forum.starts_at - timedelta(hours=23)) == 3


def test_feedback_after_the_meeting_and_only_by_the_two(held: Any) -> None:
    forum, (ann, bob, cora), requests = held
    address = f"{personal_path(ann)}agenda/{requests[0].pk}/feedback/"
    name = f"m{requests[0].pk}-"
    form = {
        f"{name}took_place": "1",
        f"{name}useful": "4",
        f"{name}follow_up": "offer",
        f"{name}note": "Call them",
    }
    assert Client().post(address, form).status_code == 400
    pass_by(forum)
    assert Client().post(address, form).status_code == 302
    row = MeetingFeedback.objects.get()
    assert (row.registration_id, row.useful, row.follow_up, row.note) == (ann.pk, 4, "offer", "Call them")
    assert "Call them" in page(ann)
    assert "Call them" not in page(bob)
    assert Client().post(f"{personal_path(cora)}agenda/{requests[0].pk}/feedback/", form).status_code == 404
    Client().post(address, form | {f"{name}useful": "9"})
    Client().post(address, form | {f"{name}took_place": "0", f"{name}useful": ""})
    row.refresh_from_db()
    assert (row.took_place, row.useful) == (False, None)


def test_the_organiser_sees_numbers_and_none_of_few(
    held: Any, people: Any, client_of: Any, takes_part: Any, published: Any
) -> None:
    forum, (ann, bob, _cora), requests = held
    Event.objects.filter(pk=forum.pk).update(organiser=Organisation.objects.get(key="owner"))
    more = [
        answer(ask(takes_part(forum, f"p{n}@example.org"), bob, actor=SYSTEM), True, actor=SYSTEM)
        for n in range(3)
    ]
    published(forum, [(r, n, 0) for n, r in enumerate([*requests, *more])])
    pass_by(forum)
    give_feedback(
        requests[0],
        ann,
        {"took_place": True, "useful": 5, "follow_up": "project", "note": "secret"},
        actor=SYSTEM,
    )
    address = f"/events/{forum.slug}/feedback/"
    assert feedback_summary(forum).hidden
    csv = client_of(people["owner"]).get(f"{address}export/csv/").content.decode()
    assert "5" not in csv
    for request in more:
        give_feedback(
            request, request.asker, {"took_place": True, "useful": 3, "follow_up": "contact"}, actor=SYSTEM
        )
    give_feedback(requests[0], bob, {"took_place": False}, actor=SYSTEM)
    found = feedback_summary(forum)
    assert not found.hidden
    assert (found.people, found.answers, found.took_place, found.useful[3]) == (5, 5, 4, 3)
    shown = client_of(people["owner"], HTTP_ACCEPT_LANGUAGE="en").get(address).content.decode()
    assert "secret" not in shown
    assert "joint project" in shown
    readers = ("manager", "circle", "owner", "partner", "stranger", "guest", "public")
    for end in ("", "export/csv/"):
        codes = {r: client_of(people[r]).get(f"{address}{end}").status_code for r in readers}
        assert codes == dict.fromkeys(readers, 403) | {"manager": 200, "owner": 200, "public": 302}
    remind_it = {r: client_of(people[r]).post(f"/events/{forum.slug}/remind/").status_code for r in readers}
    assert remind_it == dict.fromkeys(readers, 403) | {"manager": 302, "owner": 302, "public": 302}


def test_reading_changes_nothing(held: Any) -> None:
    forum, (ann, bob, _cora), requests = held
    posts = (
        "absences/", f"participants/{bob.pk}/wish/", f"requests/{requests[0].pk}/", "agenda/day/", "agenda/feed/",
        f"agenda/{requests[0].pk}/feedback/",
    )  # fmt: skip
    for path in posts:
        assert Client().get(f"{personal_path(ann)}{path}").status_code == 405
    for path in ("", "profile/", "participants/", f"participants/{bob.pk}/", "requests/", "agenda/"):
        page(ann, path)
    assert not forum.feed_tokens.exists()
    assert not forum.meeting_changes.exists()
    assert Client(enforce_csrf_checks=True).post(f"{personal_path(ann)}agenda/feed/").status_code == 403


def test_nobody_acts_on_the_requests_of_others(held: Any) -> None:
    _forum, (ann, _bob, _cora), requests = held
    strange = requests[2]
    for step in ("accept", "decline", "withdraw"):
        found = Client().post(f"{personal_path(ann)}requests/{strange.pk}/", {"step": step})
        assert found.status_code == 404
    assert (
        Client().post(f"{personal_path(ann)}requests/{requests[0].pk}/", {"step": "decline"}).status_code
        == 404
    )
    strange.refresh_from_db()
    assert strange.state == "accepted"


def test_the_database_keeps_everybody_to_one_meeting_a_slot(held: Any) -> None:
    seat = MeetingSeat.objects.first()
    assert seat is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        MeetingSeat.objects.create(
            version=seat.version, slot=seat.slot, registration=seat.registration, meeting=seat.meeting
        )


def test_an_absence_told_late_is_repaired(market: Any, takes_part: Any) -> None:
    forum = market()
    ann, bob = takes_part(forum, "ann@example.org"), takes_part(forum, "bob@example.org")
    answer(ask(ann, bob, actor=SYSTEM), True, actor=SYSTEM)
    first = begin_schedule(forum, actor=SYSTEM)
    compute(first, limit_s=5.0)
    publish(ScheduleVersion.objects.get(pk=first.pk), 0, actor=SYSTEM)
    (before,) = (e for e in agenda_of(ann) if e.kind == "meeting")
    set_absences(ann.meeting_profile, [before.meeting.slot], actor=SYSTEM)  # type: ignore[union-attr]
    assert forum.meeting_changes.get(state="open").kind == "absent"
    mended = begin_repair(forum, actor=SYSTEM)
    compute(ScheduleVersion.objects.get(pk=mended.pk), limit_s=5.0)
    publish(ScheduleVersion.objects.get(pk=mended.pk), first.number, actor=SYSTEM)
    (after,) = (e for e in agenda_of(ann) if e.kind == "meeting")
    assert after.starts_at != before.starts_at
    assert forum.meeting_changes.get().state == "done"
    assert mails_to(bob).filter(purpose="agenda").count() == 2


def test_a_no_show_who_came_after_all(market: Any, takes_part: Any) -> None:
    from neisse.web.meet.actions.changes import take_back

    forum = market()
    ann, bob = takes_part(forum, "ann@example.org"), takes_part(forum, "bob@example.org")
    answer(ask(ann, bob, actor=SYSTEM), True, actor=SYSTEM)
    own = list(forum.slots.all())[-1]
    set_absences(ann.meeting_profile, [own], actor=SYSTEM)
    first = begin_schedule(forum, actor=SYSTEM)
    compute(first, limit_s=5.0)
    publish(ScheduleVersion.objects.get(pk=first.pk), 0, actor=SYSTEM)
    change = notices.cannot_come(ann, actor=SYSTEM)
    with pytest.raises(NeisseError, match=r"meetings\.change"):
        take_back(change, actor=SYSTEM)
    mended = begin_repair(forum, actor=SYSTEM)
    compute(ScheduleVersion.objects.get(pk=mended.pk), limit_s=5.0)
    publish(ScheduleVersion.objects.get(pk=mended.pk), first.number, actor=SYSTEM)
    assert not [e for e in agenda_of(bob) if e.kind == "meeting"]
    take_back(change, actor=SYSTEM)
    assert [a.slot for a in ann.meeting_profile.absences.all()] == [own]
    with pytest.raises(NeisseError, match=r"meetings\.change"):
        take_back(change, actor=SYSTEM)
    again = begin_repair(forum, actor=SYSTEM)
    compute(ScheduleVersion.objects.get(pk=again.pk), limit_s=5.0)
    publish(ScheduleVersion.objects.get(pk=again.pk), mended.number, actor=SYSTEM)
    assert [e for e in agenda_of(bob) if e.kind == "meeting"]
