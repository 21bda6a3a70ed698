"""“Still right?” by itself: once per entry and year, one mail per person, only where the public address is said."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from neisse.web.core.actions import describe_instance
from neisse.web.core.models import Mail
from neisse.web.record.actions import campaign as campaigns
from neisse.web.record.actions import yearly
from neisse.web.record.actions.answers import answer_without_plans
from neisse.web.record.models import Campaign, Measure, Organisation, Recipient

HOME = "https://netz.example/"
LONG_AGO = timedelta(days=500)


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def houses(organisation: Any, measure: Any, user: Any) -> None:
    """Two of one person, one of a mail address, one fresh with an old plan, one fresh, one invented, one without mail."""
    for key in ("eins", "zwei", "haus", "plan", "frisch", "stumm"):
        organisation(id=key, name=key.title(), mail="" if key == "stumm" else f"{key}@example.org")
    organisation(id="erfunden", name="Erfunden", mail="x@example.org", invented=True)
    speaker = user("member", speaks_for=Organisation.objects.get(key="eins"), email="wer@example.org")
    from neisse.web.record.models import Person

    Person.objects.create(
        key="p2", slug="p2", name="Wer", user=speaker, organisation=Organisation.objects.get(key="zwei")
    )
    measure(owner=Organisation.objects.get(key="plan"), id="alt", title="Altes", starts="2099-05-01")
    Organisation.objects.exclude(key__in=("frisch", "plan")).update(updated_at=timezone.now() - LONG_AGO)
    Measure.objects.update(updated_at=timezone.now() - LONG_AGO)


def told() -> dict[str, int]:
    """How many personal pages the mails to each address name."""
    found: dict[str, int] = {}
    for mail in Mail.objects.all():
        found[mail.to] = found.get(mail.to, 0) + len(re.findall(rf"{HOME}\S+", mail.body))
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("said", [{}, {"public_address": HOME, "asks_yearly": False}])
def test_nobody_is_written_to_before_managers_say_so(
    houses: None, now: datetime, said: dict[str, Any]
) -> None:
    describe_instance(name_de="Netz", **said)
    assert yearly.ask(now) == 0
    assert not Campaign.objects.exists()


@pytest.mark.django_db
def test_one_mail_per_person_once_per_entry_and_year(houses: None, now: datetime) -> None:
    describe_instance(name_de="Netz", public_address=HOME)
    assert yearly.ask(now) == 3
    first = {"wer@example.org": 2, "haus@example.org": 1, "plan@example.org": 1}
    assert told() == first
    for days in (0, 1, 40, 300):
        assert yearly.ask(now + timedelta(days=days)) == 0
    assert told() == first
    after = now + timedelta(days=400)
    assert yearly.ask(after) == 4  # the fresh one is a year old by now
    assert {address: n for address, n in told().items() if address in first} == {
        a: 2 * n for a, n in first.items()
    }
    assert Campaign.objects.count() == 2


@pytest.mark.django_db
def test_the_turn_of_the_year_is_no_second_question(houses: None) -> None:
    describe_instance(name_de="Netz", public_address=HOME)
    assert yearly.ask(datetime(2030, 12, 31, 9, tzinfo=UTC)) > 0
    assert yearly.ask(datetime(2031, 1, 1, 9, tzinfo=UTC)) == 0


@pytest.mark.django_db
def test_one_click_confirms_and_who_takes_no_part_is_not_asked_again(houses: None, now: datetime) -> None:
    describe_instance(name_de="Netz", public_address=HOME)
    yearly.ask(now)
    mail = Mail.objects.get(to="haus@example.org")
    (page,) = re.findall(rf"{HOME[:-1]}(\S+)", mail.body)
    client = Client()
    shown = re.findall(r'name="entry" value="([^"]+)"', client.get(page).content.decode())
    assert client.post(page, {"by": "right", "entry": shown}).status_code == 302
    assert Organisation.objects.get(key="haus").aged_since is None
    refusing = Recipient.objects.get(address="plan@example.org").link
    answer_without_plans(refusing, Recipient.Answer.REFUSED, actor=refusing)
    yearly.ask(now + timedelta(days=400))
    assert told()["plan@example.org"] == 1


@pytest.mark.django_db
def test_what_a_manager_ends_or_asks_just_now_is_left_alone(houses: None, now: datetime) -> None:
    from neisse.web.core.actors import SYSTEM

    describe_instance(name_de="Netz", public_address=HOME)
    words = {f"{name}_{code}": "x" for name in ("title", "text") for code in ("de", "pl", "en")}
    own = Campaign(**words, open_until=timezone.localdate() + timedelta(days=30))
    campaigns.keep_campaign(own, actor=SYSTEM)
    house = Organisation.objects.get(key="haus")
    campaigns.add_recipients(own, [campaigns.Asked(house, "", "haus@example.org", "de")], actor=SYSTEM)
    campaigns.send(own, web_address=HOME, actor=SYSTEM)
    campaigns.send_mails.func(own.pk)
    question = yearly.question_of(timezone.localdate(now))
    assert yearly.ask(now) == 2
    assert told()["haus@example.org"] == 1  # the manager's own question
    campaigns.close(own, actor=SYSTEM)
    campaigns.close(question, actor=SYSTEM)
    assert yearly.ask(now) == 0


@pytest.mark.django_db
def test_a_first_round_comes_in_parts(houses: None, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    describe_instance(name_de="Netz", public_address=HOME)
    monkeypatch.setattr(yearly, "MOST_A_DAY", 2)
    assert [yearly.ask(now + timedelta(days=n)) for n in range(3)] == [2, 1, 0]
    assert max(told().values()) == 2


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_write_one_mail(houses: None, together: Any) -> None:
    describe_instance(name_de="Netz", public_address=HOME)

    def look(_n: int) -> None:
        from django.utils import timezone

        from neisse.web.record.actions import yearly

        yearly.ask(timezone.now())

    rows = together(look, [1, 2, 3], "SELECT body FROM core_mail")
    assert sorted(len(re.findall(rf"{HOME}\S+", body)) for (body,) in rows) == [1, 1, 2]
