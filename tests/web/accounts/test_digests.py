"""What waits for somebody comes in one mail a day, at the hour that they chose, and never an empty one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from neisse.web.accounts.actions import change_user, choose_digest
from neisse.web.accounts.actions.digests import send_digests
from neisse.web.accounts.models import Digest
from neisse.web.core.actions.mail import post
from neisse.web.core.actions.rights import DeniedError
from neisse.web.core.actors import SYSTEM
from neisse.web.core.models import Mail

ZONE = ZoneInfo("Europe/Berlin")
ADDRESS = "https://neisse.example/"
Make = Callable[..., Any]


def at(hour: int, day: int = 1, minute: int = 5) -> datetime:
    return datetime(2030, 5, day, hour, minute, tzinfo=ZONE)


def something_waits() -> None:
    mail = post("note", "a@example.org", language="de", subject="x", body="y")
    Mail.objects.filter(pk=mail.pk).update(state=Mail.State.FAILED)


def digests() -> list[str]:
    return list(Mail.objects.filter(purpose="digest").order_by("pk").values_list("to", flat=True))


@pytest.fixture
def manager(user: Make) -> Any:
    person = user("manager")
    choose_digest(person, 7, actor=person, address=ADDRESS)
    Digest.objects.update(looked_on=None)
    return person


def test_it_comes_at_the_hour_once_a_day(manager: Any) -> None:
    something_waits()
    assert send_digests(at(6, minute=59)) == 0
    for minute in (0, 10, 50):
        send_digests(at(7, minute=minute))
    send_digests(at(22))
    assert digests() == [manager.email]
    send_digests(at(6, day=2))
    assert len(digests()) == 1
    send_digests(at(9, day=2))  # the instance was off at seven
    assert len(digests()) == 2


def test_it_is_never_empty(manager: Any) -> None:
    for day in (1, 2, 3):
        assert send_digests(at(8, day=day)) == 0
    assert digests() == []


@pytest.mark.parametrize("language", ["de", "pl", "en"])
def test_it_says_in_the_language_of_the_person_what_waits_and_where(manager: Any, language: str) -> None:
    something_waits()
    change_user(manager, actor=manager, language=language)
    assert send_digests(at(7)) == 1
    mail = Mail.objects.get(purpose="digest")
    line = {"de": "Mails, die nicht ankamen: 1", "pl": ": 1", "en": "Mails that did not arrive: 1"}
    assert line[language] in mail.body
    assert f"{ADDRESS}inbox/" in mail.body
    assert mail.language == language


def test_who_is_closed_or_may_no_longer_open_the_inbox_gets_none(manager: Any, user: Make) -> None:
    something_waits()
    guest, closed = user("guest"), user("manager")
    for person in (guest, closed):
        choose_digest(person, 7, actor=person, address=ADDRESS)
    Digest.objects.update(looked_on=None)
    change_user(closed, actor=SYSTEM, is_active=False)
    send_digests(at(7))
    assert digests() == [manager.email]


def test_nobody_chooses_for_another(manager: Any, user: Make) -> None:
    with pytest.raises(DeniedError):
        choose_digest(manager, 9, actor=user("manager"), address=ADDRESS)
    assert Digest.objects.get().hour == 7


def test_an_hour_that_is_over_begins_tomorrow(user: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    something_waits()
    person = user("manager")
    monkeypatch.setattr(
        "neisse.web.accounts.actions.digests.timezone.localtime", lambda now=None, _zone=None: now or at(12)
    )
    choose_digest(person, 8, actor=person, address=ADDRESS)
    assert send_digests(at(13)) == 0
    assert send_digests(at(8, day=2)) == 1
    choose_digest(person, 15, actor=person, address=ADDRESS)
    assert send_digests(at(15, day=2)) == 0
    assert send_digests(at(15, day=3)) == 1


def test_it_is_chosen_and_ended_on_the_page_of_the_account(client_of: Any, user: Make) -> None:
    person = user("manager")
    client, page = client_of(person), reverse("accounts:settings")
    assert 'name="digest_hour"' in client.get(page).content.decode()
    for typed, hours in (("6", [6]), ("25", [6]), ("x", [6]), ("18", [18]), ("", [])):
        client.post(page, {"name": "Name", "language": "de", "digest_hour": typed})
        assert list(Digest.objects.values_list("hour", flat=True)) == hours
    client.post(page, {"name": "Name", "language": "de", "digest_hour": "6"})
    assert '"digest_hour": 6' in client.get(reverse("accounts:my_data")).content.decode()
    guest = client_of(user("guest"))
    assert 'name="digest_hour"' not in guest.get(page).content.decode()
    guest.post(page, {"name": "Name", "language": "de", "digest_hour": "6"})
    person.delete()
    assert not Digest.objects.exists()
