"""What an event is at a moment and who may do what then: every state, every deed, every role, every clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from neisse.engine.values import NeisseError
from neisse.web.core.actors import SYSTEM
from neisse.web.core.models import Mail
from neisse.web.meet.actions import dates, desk, notices, profile, registration, reminders, requests
from neisse.web.meet.actions.copying import copy_event
from neisse.web.meet.actions.dates import Word
from neisse.web.meet.links import personal_path
from neisse.web.meet.models import Event, Quota, Registration
from neisse.web.meet.queries.events import listed_events
from neisse.web.meet.rules.clock import (
    DATED,
    MAY,
    STEPS,
    Deed,
    Role,
    State,
    may,
    standing,
    stands,
    steps_from,
)

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
ORDER = [State.ANNOUNCED, State.OPEN, State.CLOSED, State.RUNNING, State.OVER]
minutes = st.integers(-5, 5)


@st.composite
def events(draw: Any, states: Any = tuple(State)) -> Event:
    begins, long = draw(minutes), draw(st.integers(1, 5))
    until = draw(st.none() | st.integers(-5, begins))
    return Event(
        state=draw(st.sampled_from(states)),
        starts_at=NOW + timedelta(minutes=begins),
        ends_at=NOW + timedelta(minutes=begins + long),
        registers_until=None if until is None else NOW + timedelta(minutes=until),
    )


@given(events(), minutes)
def test_dates_take_an_event_forward_and_never_back(event: Event, at: int) -> None:
    early, late = NOW + timedelta(minutes=at), NOW + timedelta(minutes=at + 2)
    if event.state not in DATED:
        assert standing(event, early) == event.state == standing(event, late)
        return
    found = [ORDER.index(State(event.state)), *(ORDER.index(standing(event, t)) for t in (early, late))]
    assert found == sorted(found)


@given(events(), minutes, st.sampled_from(Deed), st.sampled_from(Role))
def test_what_no_clock_allows(event: Event, at: int, deed: Deed, role: Role) -> None:
    now = NOW + timedelta(minutes=at)
    if not may(event, deed, role, now):
        return
    ended = event.state in {State.OVER, State.CANCELLED} or (event.state in DATED and now >= event.ends_at)
    by_hand = {Deed.WRITE, Deed.CHANGE, Deed.CHECK_IN, Deed.FEEDBACK}
    assert not ended or deed in by_hand
    assert not (ended and role == Role.PERSON) or deed == Deed.FEEDBACK
    assert not (role == Role.ANYBODY and (now >= event.starts_at or event.state != State.OPEN))
    if role == Role.ANYBODY and event.registers_until:
        assert now < event.registers_until


@given(events(), minutes)
def test_a_step_leads_where_it_says_and_lasts(event: Event, at: int) -> None:
    now = NOW + timedelta(minutes=at)
    here = standing(event, now)
    for state in steps_from(event, now):
        assert state in STEPS[here]
        assert state != here
        event.state = state
        assert standing(event, now) == state
        assert state != State.OVER or now >= event.starts_at


def test_every_deed_and_every_state_is_in_the_tables() -> None:
    assert set(MAY) == set(Deed)
    assert set(STEPS) == set(State)
    assert all(may_do for of in MAY.values() for may_do in of.values())


def test_the_list_says_the_same_as_the_pages(organisation: Any) -> None:
    of, rows = organisation(), []
    spans = product(State, (-3, 0, 2), (1, 4), (None, -4, 0))
    for number, (state, begins, long, before) in enumerate(spans):
        starts = NOW + timedelta(hours=begins)
        until = None if before is None else starts + timedelta(hours=before)
        ends = starts + timedelta(hours=long)
        dates_of = {"starts_at": starts, "ends_at": ends, "registers_until": until}
        rows.append(
            Event(key=f"e{number}", slug=f"e{number}", title="E", organiser=of, state=state, **dates_of)
        )
    Event.objects.bulk_create(rows)
    for now in (NOW + timedelta(hours=h) for h in range(-4, 7)):
        for state in State:
            found = set(Event.objects.filter(stands(state, now)).values_list("key", flat=True))
            assert found == {row.key for row in rows if standing(row, now) == state}, (state, now)


def test_the_database_keeps_the_dates_in_order(event: Any) -> None:
    forum = event()
    for name, at in (("registers_until", forum.starts_at), ("changes_until", forum.ends_at)):
        Event.objects.filter(pk=forum.pk).update(**{name: at})
        with pytest.raises(IntegrityError), transaction.atomic():
            Event.objects.filter(pk=forum.pk).update(**{name: at + timedelta(seconds=1)})


def end(forum: Event) -> Event:
    """The event lies in the past; nobody touched its state."""
    ends = timezone.now() - timedelta(days=400)
    Event.objects.filter(pk=forum.pk).update(starts_at=ends - timedelta(hours=8), ends_at=ends)
    return Event.objects.get(pk=forum.pk)


def stop(forum: Event) -> Event:
    """The event is cancelled."""
    dates.cancel(forum, Word(tells=False), actor=SYSTEM)
    return Event.objects.get(pk=forum.pk)


@pytest.mark.parametrize("ending", [end, stop])
def test_nobody_acts_on_and_nobody_is_told_of_what_is_over(
    ending: Any, market: Any, takes_part: Any, registered: Any
) -> None:
    forum = market()
    ann, bob = (takes_part(forum, f"{name}@example.org") for name in ("ann", "bob"))
    new = registered(forum, "new@example.org", confirmed=False)
    asked = requests.ask(ann, bob, actor=SYSTEM)
    forum = ending(forum)
    before = dict(Registration.objects.values_list("email", "state")), Mail.objects.count()
    for person in (ann, bob, new):
        person.refresh_from_db()
        person.event = forum
    tries = (
        lambda: registration.register(forum, "late@example.org", {"name": "L"}, actor=SYSTEM),
        lambda: registration.confirm(new, actor=new),
        lambda: registration.withdraw(ann, actor=ann),
        lambda: registration.withdraw(ann, actor=SYSTEM),
        lambda: desk.change(ann, {"office": "Chair"}, actor=ann),
        lambda: desk.refuse(ann, actor=SYSTEM),
        lambda: desk.give_place(new, actor=SYSTEM),
        lambda: requests.answer(asked, True, actor=bob),
        lambda: requests.withdraw_request(asked, ann, actor=ann),
        lambda: requests.ask(bob, ann, actor=bob),
        lambda: profile.set_wish(ann, bob, "must", actor=ann),
        lambda: profile.keep_profile(ann, {"takes_part": False}, actor=ann),
        lambda: notices.cannot_come(ann, actor=ann),
    )
    for number, attempt in enumerate(tries):
        with pytest.raises(NeisseError) as refused:
            attempt()
        assert refused.value.code in {"event.not_now", "registration.closed", "request.closed"}, number
    assert reminders.remind(forum, timezone.now(), actor=SYSTEM) == 0
    assert (dict(Registration.objects.values_list("email", "state")), Mail.objects.count()) == before


@pytest.mark.parametrize("ending", [end, stop])
def test_a_personal_page_of_what_is_over_is_read_only(ending: Any, market: Any, takes_part: Any) -> None:
    forum = market()
    ann, bob = (takes_part(forum, f"{name}@example.org") for name in ("ann", "bob"))
    requests.ask(ann, bob, actor=SYSTEM)
    ending(forum)
    path = personal_path(bob)
    for page in ("", "profile/", "participants/", f"participants/{ann.pk}/", "requests/", "agenda/"):
        shown = Client(headers={"Accept-Language": "en"}).get(f"{path}{page}")
        assert shown.status_code == 200, page
        text = shown.content.decode()
        assert "nothing can be changed any more" in text
        for button in ('value="withdraw"', 'value="accept"', 'name="kind" value="must"', "Save times"):
            assert button not in text, (page, button)
    assert Client().get(f"{path}change/").status_code in {400, 409}
    assert Client().post(path, {"action": "withdraw"}).status_code in {400, 409}
    assert Registration.objects.get(pk=bob.pk).state == "registered"
    assert Client().post(path, {"action": "erase", "sure": "on"}).status_code == 302


def test_cancelling_tells_everybody_once_in_their_language(event: Any, registered: Any) -> None:
    forum = event()
    Quota.objects.create(event=forum, places=2)
    for name, language in (("ann", "de"), ("bob", "pl"), ("waits", "en")):
        registered(forum, f"{name}@example.org", language=language)
    registration.withdraw(registered(forum, "gone@example.org"), actor=SYSTEM)
    registered(forum, "unconfirmed@example.org", confirmed=False)
    word = Word({"de": "Leider Sturm.", "pl": "", "en": "A storm."})
    assert dates.cancel(forum, word, actor=SYSTEM) == 3
    with pytest.raises(NeisseError, match=r"event\.step"):
        dates.cancel(forum, word, actor=SYSTEM)
    told = {mail.to: mail for mail in Mail.objects.filter(purpose="cancelled")}
    assert set(told) == {"ann@example.org", "bob@example.org", "waits@example.org"}
    assert "Leider Sturm." in told["ann@example.org"].body
    assert any(words in told["bob@example.org"].body for words in ("A storm.", "Leider Sturm."))
    assert told["bob@example.org"].language == "pl"


def test_the_organiser_may_choose_not_to_tell(event: Any, registered: Any) -> None:
    forum = event()
    registered(forum, "ann@example.org")
    before = Mail.objects.count()
    assert dates.postpone(forum, Word(tells=False), actor=SYSTEM) == 0
    assert Mail.objects.count() == before


def test_another_date_takes_programme_slots_and_deadlines_along(
    market: Any, registered: Any, session: Any
) -> None:
    forum = market(slots=3)
    Event.objects.filter(pk=forum.pk).update(registers_until=forum.starts_at - timedelta(days=2))
    session(forum, 1, 2)
    registered(forum, "ann@example.org")
    dates.postpone(forum, Word(), actor=SYSTEM)
    assert standing(Event.objects.get(pk=forum.pk), timezone.now()) == State.POSTPONED
    begins = forum.starts_at + timedelta(
        minutes=30
    )  # less than a slot: the slots must not collide on the way
    assert dates.move_to(forum, begins, begins + timedelta(hours=9), Word(), actor=SYSTEM) == 1
    moved = Event.objects.get(pk=forum.pk)
    assert (moved.starts_at, moved.state) == (begins, "announced")
    assert moved.registers_until == begins - timedelta(days=2)
    assert moved.sessions.get().starts_at == begins + timedelta(hours=1)
    assert [slot.starts_at for slot in moved.slots.all()] == [
        begins + n * timedelta(minutes=30) for n in range(3)
    ]
    assert Mail.objects.filter(purpose="moved").count() == 1
    with pytest.raises(NeisseError, match=r"event\.step"):
        dates.move_to(moved, timezone.now() - timedelta(days=1), timezone.now(), Word(), actor=SYSTEM)


def test_a_copy_has_the_frame_and_no_people(market: Any, takes_part: Any, session: Any) -> None:
    forum = market(slots=2, retention_days=30)
    Quota.objects.create(event=forum, places=9, country="PL")
    session(forum, 0, 1, room="Aula", speakers=["Ada"])
    takes_part(forum, "ann@example.org")
    begins = forum.starts_at + timedelta(days=364)
    new = Event.objects.get(pk=copy_event(forum, begins, actor=SYSTEM).pk)
    assert (new.state, new.measure, new.retention_days, str(new)) == ("draft", None, 30, str(forum))
    assert (new.sessions.get().room.name, new.sessions.get().speakers.count()) == ("Aula", 0)
    assert [(q.places, q.country) for q in new.quotas.all()] == [(9, "PL")]
    assert [s.starts_at - new.starts_at for s in new.slots.all()] == [
        s.starts_at - forum.starts_at for s in forum.slots.all()
    ]
    assert (new.registrations.count(), new.meeting_tables.count()) == (0, 2)
    assert forum.registrations.count() == 1


def test_who_may_cancel_move_and_copy(event: Any, people: Any, client_of: Any) -> None:
    from neisse.web.record.models import Organisation

    readers = ("manager", "circle", "owner", "partner", "stranger", "guest", "public")
    expected = dict.fromkeys(readers, 403) | {"manager": 200, "owner": 200, "public": 302}
    forum = event(Organisation.objects.get(key="owner"))
    for page in ("cancel/", "postpone/", "date/", "copy/"):
        codes = {r: client_of(people[r]).get(f"/events/{forum.slug}/{page}").status_code for r in readers}
        assert codes == expected, page
        codes = {
            r: client_of(people[r]).post(f"/events/{forum.slug}/{page}").status_code for r in readers[3:]
        }
        assert set(codes.values()) == {403, 302}
    assert Event.objects.get().state == "open"
    answer = client_of(people["owner"]).post(
        f"/events/{forum.slug}/cancel/", {"tells": "on", "note_de": "Sturm"}
    )
    assert answer.status_code == 302
    assert Event.objects.get().state == "cancelled"
    shown = client_of(HTTP_ACCEPT_LANGUAGE="en").get(f"/events/{forum.slug}/").content.decode()
    assert "does not take place" in shown
    assert [str(e.pk) for e in listed_events(people["owner"], {"state": "cancelled"}, timezone.localdate())]


def test_an_event_that_people_know_is_no_draft_again(event: Any, registered: Any) -> None:
    from neisse.web.meet.actions.events import set_state

    forum = event()
    registered(forum, "ann@example.org")
    with pytest.raises(NeisseError, match=r"event\.known"):
        set_state(forum, "draft", actor=SYSTEM)
