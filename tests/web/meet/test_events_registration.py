"""Registration: double opt-in, quotas, the waiting list, offers that lapse, late changes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from neisse.engine.values import NeisseError
from neisse.web.accounts.actions import erase_user
from neisse.web.core.actors import SYSTEM
from neisse.web.core.models import Mail
from neisse.web.meet.actions import desk, places, retention
from neisse.web.meet.actions import registration as actions
from neisse.web.meet.links import personal_path
from neisse.web.meet.models import Quota, Registration
from neisse.web.meet.queries.mails import mails_to
from neisse.web.meet.queries.registrations import place_in_queue

DETAILS = {"name": "Ada", "country": "PL", "language": "pl", "organisation_name": "", "office": ""}


def states(event: Any) -> dict[str, str]:
    return dict(event.registrations.values_list("email", "state"))


def test_looking_at_the_link_changes_nothing_and_a_button_confirms(event: Any, client_of: Any) -> None:
    forum, public = event(), client_of()
    answer = public.post(
        f"/events/{forum.slug}/register/", DETAILS | {"email": "Ada@Example.org", "consent": "on"}
    )
    assert answer.status_code == 200
    row = Registration.objects.get(event=forum)
    assert (row.email, row.state) == ("ada@example.org", "unconfirmed")
    path = personal_path(row)
    assert public.get(path).status_code == 200
    assert states(forum) == {"ada@example.org": "unconfirmed"}
    assert public.post(path, {"action": "confirm"}).status_code == 302
    assert states(forum) == {"ada@example.org": "registered"}


def test_the_secret_is_not_in_the_database(event: Any, registered: Any) -> None:
    row = registered(event(), "a@example.org")
    secret = personal_path(row).strip("/").split("/")[-1]
    assert secret not in {row.digest, row.link_seed}
    assert len(secret) == 43


def test_mails_speak_the_language_of_the_person_and_lose_their_text_when_sent(
    event: Any, registered: Any, letters: Any
) -> None:
    row = registered(event(), "a@example.org", language="pl", confirmed=False)
    waiting = mails_to(row).get()
    assert waiting.language == "pl"
    assert personal_path(row) in waiting.body
    assert len(letters()) == 1
    assert len(letters()) == 1
    assert personal_path(row) in letters()[0].body
    waiting.refresh_from_db()
    assert (waiting.state, waiting.body) == ("sent", "")


def test_an_address_registers_once(event: Any, registered: Any) -> None:
    forum = event()
    first = registered(forum, "a@example.org")
    again = actions.register(forum, "A@EXAMPLE.org", {"name": "Mallory"}, actor=SYSTEM)
    assert (again.pk, Registration.objects.get().name) == (first.pk, first.name)
    copy = actions.new_registration(forum, "a@example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        copy.save()


def test_the_form_floods_nobody(event: Any) -> None:
    forum = event()
    for _ in range(4):
        actions.register(
            forum, "victim@example.org", {"name": "V", "country": "DE", "language": "de"}, actor=SYSTEM
        )
    assert Mail.objects.filter(to="victim@example.org").count() == 1


def test_every_quota_that_one_falls_under_must_have_a_place(event: Any, registered: Any) -> None:
    forum = event()
    for group, country, count in (("", "", 3), ("guest", "", 2), ("", "PL", 1)):
        Quota.objects.create(event=forum, group=group, country=country, places=count)
    registered(forum, "pl1@example.org", country="PL", group="member")
    registered(forum, "pl2@example.org", country="PL", group="member")
    registered(forum, "g1@example.org")
    registered(forum, "g2@example.org")
    registered(forum, "m1@example.org", group="member")
    assert states(forum) == {
        "pl1@example.org": "registered",
        "pl2@example.org": "waiting",
        "g1@example.org": "registered",
        "g2@example.org": "registered",
        "m1@example.org": "waiting",
    }


def test_a_free_place_is_offered_to_who_waits_longest_for_it(event: Any, registered: Any) -> None:
    forum = event()
    Quota.objects.create(event=forum, places=1)
    first = registered(forum, "first@example.org")
    second, third = (registered(forum, f"{name}@example.org") for name in ("second", "third"))
    assert [place_in_queue(row) for row in (first, second, third)] == [0, 1, 2]
    actions.withdraw(first, actor=SYSTEM)
    assert states(forum) == {
        "first@example.org": "withdrawn",
        "second@example.org": "offered",
        "third@example.org": "waiting",
    }
    second.refresh_from_db()
    assert timedelta(hours=47) < second.offered_until - timezone.now() <= timedelta(hours=48)
    assert actions.accept_offer(second, actor=SYSTEM).state == "registered"
    assert mails_to(second).filter(purpose="offer").count() == 1


def test_an_offer_that_nobody_takes_goes_on(event: Any, registered: Any) -> None:
    forum = event()
    Quota.objects.create(event=forum, places=1)
    first = registered(forum, "first@example.org")
    second = registered(forum, "second@example.org")
    registered(forum, "third@example.org")
    actions.withdraw(first, actor=SYSTEM)
    Registration.objects.filter(pk=second.pk).update(offered_until=timezone.now() - timedelta(minutes=1))
    with pytest.raises(NeisseError) as refused:
        actions.accept_offer(second, actor=SYSTEM)
    assert refused.value.code == "registration.lapsed"
    assert places.offer_next(forum, actor=SYSTEM) == 1
    assert states(forum)["second@example.org"] == "declined"
    assert states(forum)["third@example.org"] == "offered"
    assert actions.queue_again(second, actor=SYSTEM).state == "waiting"


def test_the_organiser_may_overrule_quotas_and_order(event: Any, registered: Any, user: Any) -> None:
    forum, boss = event(), user("manager")
    Quota.objects.create(event=forum, places=1)
    registered(forum, "first@example.org")
    rows = [registered(forum, f"{name}@example.org") for name in ("b", "c", "d")]
    assert desk.give_place(rows[2], actor=boss).state == "registered"
    assert desk.offer_place(rows[1], actor=boss).state == "offered"
    assert rows[1].history.first().history_user == boss
    with pytest.raises(NeisseError) as refused:
        desk.offer_place(rows[1], actor=boss)
    assert refused.value.code == "registration.not_waiting"
    assert desk.refuse(rows[0], actor=boss).state == "declined"


def test_changes_after_the_deadline_need_approval(event: Any, registered: Any, user: Any) -> None:
    forum = event()
    row = registered(forum, "a@example.org")
    assert desk.change(row, {"office": "Director"}, actor=row) is None
    forum.changes_until = timezone.now() - timedelta(hours=1)
    forum.save()
    asked = desk.change(row, {"office": "Chair", "name": row.name}, actor=row)
    row.refresh_from_db()
    assert (row.office, asked.fields) == ("Director", {"office": "Chair"})
    desk.decide_change(asked, True, "fine", actor=user("manager"))
    row.refresh_from_db()
    assert row.office == "Chair"
    with pytest.raises(NeisseError) as refused:
        desk.decide_change(asked, False, actor=user("manager"))
    assert refused.value.code == "registration.decided"


def test_registration_closes(event: Any) -> None:
    for fields in ({"state": "closed"}, {"registers_until": timezone.now() - timedelta(hours=1)}):
        with pytest.raises(NeisseError) as refused:
            actions.register(event(**fields), "a@example.org", {"name": "A"}, actor=SYSTEM)
        assert refused.value.code == "registration.closed"


def test_check_in_needs_a_place(event: Any, registered: Any, user: Any) -> None:
    forum, boss = event(), user("manager")
    row = registered(forum, "a@example.org")
    assert desk.check_in(row, actor=boss).checked_in_at is not None
    assert desk.check_in(row, here=False, actor=boss).checked_in_at is None
    actions.withdraw(row, actor=SYSTEM)
    with pytest.raises(NeisseError) as refused:
        desk.check_in(row, actor=boss)
    assert refused.value.code == "registration.no_place"


def test_people_are_forgotten_when_the_time_is_over(event: Any, registered: Any) -> None:
    forum = event(retention_days=5)
    row = registered(forum, "a@example.org", office="Chair")
    assert retention.forget_people(forum.ends_at + timedelta(days=4)) == 0
    assert retention.forget_people(forum.ends_at + timedelta(days=6)) == 1
    row.refresh_from_db()
    assert (row.name, row.office, row.state, row.country) == ("", "", "registered", "DE")
    assert "a@example.org" not in row.email
    assert not mails_to(row).exists()


def test_erasing_an_account_frees_its_place(event: Any, registered: Any, user: Any) -> None:
    forum, person = event(), user("guest")
    Quota.objects.create(event=forum, places=1)
    registered(forum, person.email)
    other = registered(forum, "other@example.org")
    erase_user(person, actor=SYSTEM)
    assert not Registration.objects.filter(email=person.email).exists()
    other.refresh_from_db()
    assert other.state == "offered"


def test_whoever_has_the_link_erases_themselves_only_after_confirming(
    event: Any, registered: Any, client_of: Any, measure: Any
) -> None:
    plan = measure(description="Anna Muster and guest@example.org")
    row = registered(event(), "guest@example.org")
    Registration.objects.filter(pk=row.pk).update(name="Anna Muster")
    page, client = personal_path(row), client_of()
    client.get(page, {"action": "erase", "sure": "on"})
    client.post(page, {"action": "erase"})
    assert Registration.objects.get().name == "Anna Muster"
    client.post(page, {"action": "erase", "sure": "on"})
    assert Registration.objects.get().name == ""
    assert client.get(page).status_code == 404
    plan.refresh_from_db()
    assert plan.description.startswith(
        "Anna Muster and erased-"
    )  # only a proven address goes out of texts of others
