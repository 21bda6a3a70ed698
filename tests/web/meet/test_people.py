"""The organiser's hand on people: added, corrected, moved in the queue, written to; who may, and who is told."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from neisse.engine.values import NeisseError
from neisse.web.core.actors import SYSTEM
from neisse.web.core.models import Mail
from neisse.web.meet.actions import desk, people, registration
from neisse.web.meet.actions.letters import Letter, write_to
from neisse.web.meet.actions.requests import ask
from neisse.web.meet.links import answer_path, personal_path
from neisse.web.meet.models import Event, Quota, Registration
from neisse.web.meet.queries.registrations import place_in_queue
from neisse.web.record.models import Organisation

WHO = {"name": "Ada", "country": "PL", "language": "pl", "group": "guest"}


def test_somebody_who_is_added_gets_a_place_as_far_as_the_quotas_go(event: Any) -> None:
    forum = event(state="closed")
    Quota.objects.create(event=forum, places=1)
    first = people.add_person(forum, "A@example.org", WHO, actor=SYSTEM)
    second = people.add_person(forum, "b@example.org", WHO, actor=SYSTEM, tells=False)
    third = people.add_person(forum, "c@example.org", WHO, actor=SYSTEM, anyway=True)
    assert [row.state for row in (first, second, third)] == ["registered", "waiting", "registered"]
    assert [row.confirmed_at is not None for row in (first, second)] == [True, True]
    assert set(Mail.objects.values_list("to", "purpose")) == {
        ("a@example.org", "registered"),
        ("c@example.org", "registered"),
    }
    with pytest.raises(NeisseError, match=r"registration\.known"):
        people.add_person(forum, "a@example.org", WHO, actor=SYSTEM)
    for state in ("draft", "cancelled", "over"):
        Event.objects.filter(pk=forum.pk).update(state=state)
        with pytest.raises(NeisseError, match=r"event\.not_now"):
            people.add_person(forum, "d@example.org", WHO, actor=SYSTEM)


def test_another_address_ends_the_old_link_and_answers_still_work(market: Any, takes_part: Any) -> None:
    forum = market()
    ann, bob = (takes_part(forum, f"{name}@example.org") for name in ("ann", "bob"))
    asked = ask(bob, ann, actor=SYSTEM)
    old, old_answer = personal_path(ann), answer_path(asked)
    with pytest.raises(NeisseError, match=r"registration\.known"):
        people.edit_person(ann, "bob@example.org", {}, actor=SYSTEM)
    new = people.edit_person(ann, "Anna@example.org", {"name": "Anna"}, actor=SYSTEM)
    assert (new.email, new.name, new.state) == ("anna@example.org", "Anna", "registered")
    asked.refresh_from_db()
    paths = (old, old_answer, personal_path(new), answer_path(asked))
    assert [Client().get(path).status_code for path in paths] == [404, 404, 200, 200]
    assert personal_path(new) in Mail.objects.get(to="anna@example.org").body


def test_the_head_and_the_end_of_the_waiting_list(event: Any, registered: Any) -> None:
    forum = event()
    Quota.objects.create(event=forum, places=1)
    holder, *waiting = (registered(forum, f"p{n}@example.org") for n in range(4))
    people.move_in_queue(waiting[2], first=True, actor=SYSTEM)
    people.move_in_queue(waiting[0], first=False, actor=SYSTEM)
    assert [place_in_queue(Registration.objects.get(pk=row.pk)) for row in waiting] == [3, 2, 1]
    with pytest.raises(NeisseError, match=r"registration\.not_waiting"):
        people.move_in_queue(holder, first=True, actor=SYSTEM)


def test_quotas_hold_where_country_and_group_change(event: Any, registered: Any, user: Any) -> None:
    forum = event()
    Quota.objects.create(event=forum, places=1, country="PL")
    Quota.objects.create(event=forum, places=1, country="DE")
    ann = registered(forum, "ann@example.org", country="PL")
    bob = registered(forum, "bob@example.org", country="DE")
    waits = registered(forum, "waits@example.org", country="PL")
    asked = desk.change(bob, {"country": "PL"}, actor=bob)
    assert asked is not None
    assert Registration.objects.get(pk=bob.pk).country == "DE"
    assert desk.change(ann, {"country": "CZ"}, actor=ann) is None
    assert Registration.objects.get(pk=waits.pk).state == "offered"
    late = registered(forum, "late@example.org", country="DE")
    assert late.state == "waiting"
    desk.decide_change(asked, True, actor=user("manager"))
    assert Registration.objects.get(pk=late.pk).state == "offered"


@pytest.mark.parametrize("step", [registration.withdraw, desk.refuse])
def test_a_choice_not_to_tell(event: Any, registered: Any, step: Any) -> None:
    row = registered(event(), "ann@example.org")
    before = Mail.objects.count()
    step(row, actor=SYSTEM, tells=False)
    assert Registration.objects.get().state in {"withdrawn", "declined"}
    assert Mail.objects.count() == before


def test_a_letter_goes_to_whom_it_was_shown_for_in_their_language(event: Any, registered: Any) -> None:
    forum = event()
    for name, fields in {
        "de": {"language": "de"}, "pl": {"language": "pl"}, "en": {"language": "en"}, "far": {"country": "CZ"},
    }.items():  # fmt: skip
        registered(forum, f"{name}@example.org", **fields)
    registered(forum, "unconfirmed@example.org", confirmed=False)
    registration.withdraw(registered(forum, "gone@example.org"), actor=SYSTEM)
    letter = Letter({"de": "Anfahrt", "pl": "Dojazd", "en": ""}, {"de": "Gleis 2", "pl": "Peron 2", "en": ""})
    with pytest.raises(NeisseError, match=r"letter\.others"):
        write_to(forum, {"country": "DE"}, letter, 4, actor=SYSTEM)
    assert write_to(forum, {"country": "DE"}, letter, 3, actor=SYSTEM) == 3
    told = dict(Mail.objects.filter(purpose="letter").values_list("to", "subject"))
    assert told == {"de@example.org": "Anfahrt", "pl@example.org": "Dojazd", "en@example.org": "Anfahrt"}
    assert write_to(forum, {"state": "withdrawn"}, letter, 1, actor=SYSTEM) == 1
    assert not Mail.objects.filter(purpose="letter", to="unconfirmed@example.org").exists()


def test_a_thank_you_after_the_event_but_nothing_of_a_draft(event: Any, registered: Any) -> None:
    forum = event()
    registered(forum, "ann@example.org")
    letter = Letter({"en": "Thank you"}, {"en": "It was good."})
    Event.objects.filter(pk=forum.pk).update(state="over")
    assert write_to(forum, {}, letter, 1, actor=SYSTEM) == 1
    Event.objects.filter(pk=forum.pk).update(state="draft")
    with pytest.raises(NeisseError, match=r"event\.not_now"):
        write_to(forum, {}, letter, 1, actor=SYSTEM)


def test_pages_who_may_and_that_a_preview_sends_nothing(
    event: Any, registered: Any, people: Any, client_of: Any
) -> None:
    forum = event(Organisation.objects.get(key="owner"))
    ann = registered(forum, "ann@example.org")
    readers = ("manager", "circle", "owner", "partner", "stranger", "guest", "public")
    expected = dict.fromkeys(readers, 403) | {"manager": 200, "owner": 200, "public": 302}
    for page in ("new/", "letter/", f"{ann.pk}/edit/"):
        address = f"/events/{forum.slug}/registrations/{page}"
        assert {r: client_of(people[r]).get(address).status_code for r in readers} == expected, page
        assert client_of(people["partner"]).post(address, {"step": "send", "seen": "1"}).status_code == 403
    owner = client_of(people["owner"], HTTP_ACCEPT_LANGUAGE="en")
    before = Mail.objects.count()
    said = {"subject_en": "Hello", "text_en": "Track 2", "step": "preview"}
    shown = owner.post(f"/events/{forum.slug}/registrations/letter/?state=registered", said)
    assert "Send to 1 person" in shown.content.decode()
    assert Mail.objects.count() == before
    sent = said | {"step": "send", "seen": "1"}
    assert owner.post(f"/events/{forum.slug}/registrations/letter/?state=registered", sent).status_code == 302
    assert Mail.objects.count() == before + 1
    log = owner.get(f"/events/{forum.slug}/registrations/{ann.pk}/edit/").content.decode()
    assert "Hello" in log
    new = {"name": "Eve", "email": "eve@example.org", "country": "DE", "language": "en", "tells": "on"}
    assert owner.post(f"/events/{forum.slug}/registrations/new/", new).status_code == 302
    assert Registration.objects.get(email="eve@example.org").state == "registered"
    elsewhere = event(Organisation.objects.get(key="owner"))
    assert owner.get(f"/events/{elsewhere.slug}/registrations/{ann.pk}/edit/").status_code == 404
