"""“Still right?”: asked by a campaign, shown by GET, confirmed by one POST, of exactly what was looked at."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from neisse.engine.values import NeisseError
from neisse.web.core.actions.rights import DeniedError
from neisse.web.core.actors import SYSTEM
from neisse.web.record.actions import campaign as campaigns
from neisse.web.record.actions.answers import confirm_entries
from neisse.web.record.actions.intake import make_link
from neisse.web.record.links import secret_of_seed
from neisse.web.record.models import Campaign, Measure, Organisation, Recipient

WORDS = {f"{name}_{code}": f"{name} {code}" for name in ("title", "text") for code in ("de", "pl", "en")}
LONG_AGO = timedelta(days=500)


@pytest.fixture
def house(organisation: Any, measure: Any) -> Any:
    row = organisation(id="haus", name="Haus", city="Zgorzelec")
    other = organisation(id="fremd", name="Fremd")
    measure(owner=row, id="offen", title="Offenes", visibility="circle", starts="2030-05-01")
    measure(owner=row, id="blind", title="Blindes", visibility="blind", starts="2030-05-02")
    measure(owner=row, id="vorbei", title="Vergangenes", visibility="public", starts="2020-05-02")
    measure(owner=other, id="anderes", title="Anderes", visibility="public", starts="2030-05-02")
    for model in (Organisation, Measure):
        model.objects.update(updated_at=timezone.now() - LONG_AGO)
    return row


@pytest.fixture
def page(house: Any) -> str:
    row = Campaign(**WORDS, open_until=timezone.localdate() + timedelta(days=30))
    campaigns.keep_campaign(row, actor=SYSTEM)
    campaigns.add_recipients(row, [campaigns.Asked(house, "", "haus@example.org", "de")], actor=SYSTEM)
    campaigns.send(row, web_address="https://neisse.example/", actor=SYSTEM)
    return reverse("record:intake", args=[secret_of_seed(Recipient.objects.get().seed)])


def entries(text: str) -> list[str]:
    return re.findall(r'name="entry" value="([^"]+)"', text)


def confirmed() -> set[str]:
    found = {row.key for row in Organisation.objects.exclude(confirmed_on=None)}
    return found | {row.key for row in Measure.objects.exclude(confirmed_on=None)}


def test_get_shows_what_is_ahead_and_open_and_changes_nothing(page: str, client_of: Any) -> None:
    text = client_of(None).get(page).content.decode()
    assert [name.split()[1] for name in entries(text)] == ["haus", "offen"]
    assert "Offenes" in text
    assert all(word not in text for word in ("Blindes", "Vergangenes", "Anderes"))
    assert confirmed() == set()


def test_one_click_confirms_what_was_shown_and_no_more(page: str, client_of: Any) -> None:
    client = client_of(None)
    seen = entries(client.get(page).content.decode())
    assert client.post(page, {"by": "right", "entry": seen}).status_code == 302
    assert confirmed() == {"haus", "offen"}
    assert Organisation.objects.get(key="haus").aged_since is None
    assert Recipient.objects.get().answer == "right"


def test_what_changed_meanwhile_is_not_confirmed_unseen(page: str, client_of: Any) -> None:
    from neisse.web.record.actions.edit import change

    client = client_of(None)
    seen = entries(client.get(page).content.decode())
    change(Measure.objects.get(key="offen"), {"title": "Verschoben"}, version=None, actor=SYSTEM)
    client.post(page, {"by": "right", "entry": seen})
    assert confirmed() == {"haus"}


@pytest.mark.parametrize("forged", ["measure blind 1", "measure anderes 1", "organisation fremd 1", "x", ""])
def test_nothing_else_can_be_named(page: str, client_of: Any, forged: str) -> None:
    client_of(None).post(page, {"by": "right", "entry": [forged]})
    assert confirmed() == set()


def test_only_who_was_asked_while_it_lasts(page: str, house: Any, client_of: Any, user: Any) -> None:
    link, secret = make_link(house, addressee="", language="de", days=3, actor=SYSTEM)
    by_hand = reverse("record:intake", args=[secret])
    assert entries(client_of(None).get(by_hand).content.decode()) == []
    with pytest.raises(DeniedError):
        confirm_entries(link, set(), actor=link)
    asked = Recipient.objects.get().link
    for actor in (link, user("manager"), None):
        with pytest.raises(DeniedError):
            confirm_entries(asked, set(), actor=actor)
    campaigns.close(Campaign.objects.get(), actor=SYSTEM)
    with pytest.raises(NeisseError, match=r"campaign\.closed"):
        confirm_entries(asked, set(), actor=asked)


def test_what_nobody_confirmed_bears_its_age_and_waits_for_the_manager(
    house: Any, client_of: Any, user: Any
) -> None:
    client = client_of(user("manager"))
    last = timezone.localdate(timezone.now() - LONG_AGO)
    for address in (reverse("record:organisation", args=["haus"]), reverse("record:measure", args=["offen"])):
        assert str(last.year) in client.get(address).content.decode()
    assert Organisation.objects.get(key="haus").aged_since == last
    Organisation.objects.filter(key="haus").update(confirmed_on=timezone.localdate())
    assert Organisation.objects.get(key="haus").aged_since is None
    proposed = client.get(reverse("record:campaign_new") + "?about=entries").context["form"]
    plans = client.get(reverse("record:campaign_new")).context["form"]
    assert all(
        proposed.initial[f"title_{code}"] != plans.initial[f"title_{code}"] for code in ("de", "pl", "en")
    )
