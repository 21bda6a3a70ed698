"""The programme: conflicts before and after saving, versions that never change, feeds."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import icalendar
import pytest
from django.utils import timezone

from neisse.engine.values import NeisseError
from neisse.web.core.actions.links import revoke
from neisse.web.core.actors import SYSTEM
from neisse.web.meet.actions.events import drop, set_state
from neisse.web.meet.actions.feeds import issue_feed
from neisse.web.meet.actions.programme import keep_session, publish_programme
from neisse.web.meet.models import Event, EventSession
from neisse.web.meet.programme import conflicts, difference, published_sessions, sessions_of


def kinds(event: Any) -> list[tuple[str, str]]:
    return [(found.kind, found.name) for found in conflicts(event, sessions_of(event))]


def test_half_open_times_do_not_collide(event: Any, session: Any) -> None:
    forum = event()
    session(forum, 0, 1, room="Aula", speakers=["Ada"])
    session(forum, 1, 2, room="Aula", speakers=["Ada"])
    assert kinds(forum) == []


def test_one_room_one_speaker_and_the_time_of_the_event(event: Any, session: Any) -> None:
    forum = event()
    session(forum, 0, 2, room="Aula", speakers=["Łucja Wzór"])
    session(forum, 1, 3, room="Aula")
    session(forum, 1, 3, room="Lab", speakers=["Lucja  Wzor"])
    session(forum, 7, 9)
    assert sorted(kinds(forum)) == [("outside", ""), ("room", "Aula"), ("speaker", "Lucja  Wzor")]


def test_a_break_does_not_take_a_room(event: Any, session: Any) -> None:
    forum = event()
    session(forum, 0, 2, room="Aula")
    session(forum, 1, 2, room="Aula", kind="break")
    assert kinds(forum) == []


def test_versions_are_numbered_and_stay_as_they_were(event: Any, session: Any) -> None:
    forum = event()
    with pytest.raises(NeisseError) as refused:
        publish_programme(forum, actor=SYSTEM)
    assert refused.value.code == "programme.empty"
    talk, gone = session(forum, 0, 1, title="Talk"), session(forum, 1, 2, title="Gone")
    first = publish_programme(forum, "first", actor=SYSTEM)
    with pytest.raises(NeisseError) as refused:
        publish_programme(forum, actor=SYSTEM)
    assert refused.value.code == "programme.unchanged"
    talk.starts_at += timedelta(minutes=30)
    keep_session(talk, [], actor=SYSTEM)
    drop(gone, actor=SYSTEM)
    session(forum, 3, 4, title="New")
    second = publish_programme(forum, actor=SYSTEM)
    assert (first.number, second.number) == (1, 2)
    assert [s.title for s in published_sessions(forum.versions.get(number=1).content)] == ["Talk", "Gone"]
    found = {(d.what, d.session.title): d.fields for d in difference(first.content, second.content)}
    assert found == {("changed", "Talk"): ("starts",), ("gone", "Gone"): (), ("new", "New"): ()}


def test_guests_see_the_published_programme_and_not_the_draft(
    event: Any, session: Any, client_of: Any
) -> None:
    forum = event()
    session(forum, 0, 1, title="Published talk")
    publish_programme(forum, actor=SYSTEM)
    session(forum, 1, 2, title="Secret draft")
    page = client_of().get(f"/events/{forum.slug}/").content.decode()
    assert "Published talk" in page
    assert "Secret draft" not in page
    calendar = client_of().get(f"/events/{forum.slug}/programme.ics").content.decode()
    assert "Published talk" in calendar
    assert "Secret draft" not in calendar


def test_a_collision_is_shown_before_it_is_saved(event: Any, session: Any, client_of: Any, user: Any) -> None:
    forum, boss = event(), client_of(user("manager"))
    taken = session(forum, 0, 2, room="Aula")
    local = {name: timezone.localtime(getattr(taken, name), forum.tz) for name in ("starts_at", "ends_at")}
    typed = {name: f"{at:%Y-%m-%dT%H:%M}" for name, at in local.items()}
    data = typed | {
        "titles_en": "Second",
        "kind": "talk",
        "room": taken.room.pk,
        "speakers_text": "* Ada, PORT",
    }
    address = f"/events/{forum.slug}/sessions/new/"
    assert boss.post(address, data).status_code == 200
    assert EventSession.objects.count() == 1
    assert boss.post(address, data | {"anyway": "on"}).status_code == 302
    saved = EventSession.objects.get(title="Second")
    assert (saved.starts_at, saved.ends_at) == (taken.starts_at, taken.ends_at)
    assert [(s.name, s.organisation_name, s.chairs) for s in saved.speakers.all()] == [("Ada", "PORT", True)]


def test_a_feed_follows_the_programme_until_it_is_revoked(event: Any, session: Any, client_of: Any) -> None:
    forum = event(country="PL", zone="Europe/Warsaw", visibility="circle")
    row = session(forum, 0, 1, title="Talk", room="Aula")
    token, secret = issue_feed(forum, "board", actor=SYSTEM)
    address, public = f"/events/feed/{secret}.ics", client_of()
    assert b"VEVENT" not in public.get(address).content
    publish_programme(forum, actor=SYSTEM)
    calendar = icalendar.Calendar.from_ical(public.get(address).content)
    (entry,) = calendar.walk("VEVENT")
    assert entry["dtstart"].dt == row.starts_at
    assert entry["dtstart"].params["TZID"] == "Europe/Warsaw"
    assert calendar.walk("VTIMEZONE")
    assert secret not in (token.digest, token.label)
    revoke(token, actor=SYSTEM)
    assert public.get(address).status_code == 404


def test_an_event_goes_step_by_step(event: Any) -> None:
    forum = event(state="draft")
    with pytest.raises(NeisseError) as refused:
        set_state(forum, "over", actor=SYSTEM)
    assert refused.value.code == "event.step"
    begins = timezone.now() + timedelta(minutes=30)
    Event.objects.filter(pk=forum.pk).update(starts_at=begins)
    for state in ("open", "closed", "running"):
        assert set_state(forum, state, actor=SYSTEM).state == state
