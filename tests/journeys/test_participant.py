"""A participant's way on a phone, in three languages: profile, proposal, request, answer from a mail, agenda, feedback."""

from __future__ import annotations

import email
import email.policy
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

Visit = Callable[..., Page]
Inspected = Callable[[Page], Page]
LONGEST_MAIL_S = 180

PREPARE = """
from datetime import timedelta
from django.utils import timezone
from neisse.web.core.actors import SYSTEM
from neisse.web.meet.actions.events import keep
from neisse.web.meet.actions.meetings import make_slots, make_tables
from neisse.web.meet.actions.profile import keep_profile
from neisse.web.meet.actions.registration import confirm, register
from neisse.web.meet.links import personal_path
from neisse.web.meet.models import Event
from neisse.web.record.models import Organisation

begins = timezone.now().replace(hour=8, minute=0, second=0, microsecond=0) + timedelta(days=12)
event = keep(Event(
    title="Treffen an der Neiße", titles_de="Treffen an der Neiße", titles_pl="Spotkanie nad Nysą",
    titles_en="Meeting on the Neisse", organiser=Organisation.objects.first(), city="Görlitz", country="DE",
    starts_at=begins, ends_at=begins + timedelta(hours=8), state="open", web_address="http://127.0.0.1:8000/",
), actor=SYSTEM)
make_slots(event, begins, begins + timedelta(hours=3), actor=SYSTEM)
make_tables(event, 2, actor=SYSTEM)
PEOPLE = {
    "anna": ("Anna Krüger", "de", ["de", "en"], None, None),
    "bartek": ("Bartłomiej Wójcik", "pl", ["pl", "en"], ["badania kliniczne z pacjentami"], ["czujniki noszone na ciele"]),
    "carol": ("Carol Smith", "en", ["en"], ["Regulatory advice"], ["Laboratory space"]),
}
said = {"slug": event.slug}
for key, (name, language, languages, offers, needs) in PEOPLE.items():
    fields = {"name": name, "country": language.upper().replace("EN", "XX"), "language": language, "languages": languages}
    fields |= {"organisation_name": f"Firma {key}"}
    row = confirm(register(event, f"{key}@example.org", fields, actor=SYSTEM), actor=SYSTEM)
    if offers:
        keep_profile(row, {"offers": offers, "needs": needs, "topics": [], "languages": languages}, actor=SYSTEM)
    said[key] = personal_path(row)
"""
PUBLISH = """
from neisse.web.core.actors import SYSTEM
from neisse.web.meet.actions.computing import compute
from neisse.web.meet.actions.schedules import begin_schedule, publish
from neisse.web.meet.models import Event, ScheduleVersion
version = begin_schedule(Event.objects.get(slug=words["slug"]), actor=SYSTEM)
compute(version, limit_s=5.0)
version = ScheduleVersion.objects.get(pk=version.pk)
publish(version, 0, actor=SYSTEM)
said = [version.placed, version.requested]
"""
PASS_BY = """
from datetime import timedelta
from django.db.models import F
from neisse.web.meet.models import Event
event = Event.objects.get(slug=words["slug"])
back = timedelta(days=20)
event.slots.update(starts_at=F("starts_at") - back, ends_at=F("ends_at") - back)
"""


@pytest.fixture(scope="module")
def forum(in_product: Callable[..., Any]) -> dict[str, str]:
    return in_product(PREPARE)  # type: ignore[no-any-return]


def link_in_mail(folder: Path, to: str) -> str:
    """The path of the link to answer in the latest mail to somebody."""
    for _second in range(LONGEST_MAIL_S):
        messages = [
            email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            for path in (folder / "mail").glob("*.eml")
        ]
        found = [
            m
            for message in messages
            if to in str(message["To"])
            for m in re.findall(r"/events/answer/[\w-]+/", message.get_content())
        ]
        if found:
            return str(found[-1])
        time.sleep(1)
    pytest.fail(f"no mail with a link to answer came for {to}")


def test_from_the_profile_to_the_feedback(
    visit: Visit,
    forum: dict[str, str],
    in_product: Callable[..., Any],
    data_folder: Path,
    inspected: Inspected,
) -> None:
    anna = visit(forum["anna"], language="de-DE", size="phone")
    profile_and_request(inspected, anna)
    bartek = inspected(visit(link_in_mail(data_folder, "bartek@example.org"), language="pl-PL", size="phone"))
    expect(bartek.get_by_text("Wearables, hat jemand Studien?")).to_be_visible()
    bartek.get_by_role("button", name="Przyjmij").click()
    expect(bartek.get_by_role("status")).to_contain_text("Dziękujemy")
    anna.goto(f"{forum['anna']}requests/")
    expect(inspected(anna).get_by_role("heading", name="Vereinbart")).to_be_visible()
    assert in_product(PUBLISH, slug=forum["slug"]) == [1, 1]
    on_the_agenda(inspected, anna, forum["anna"])
    in_product(PASS_BY, slug=forum["slug"])
    carol = visit(f"{forum['carol']}agenda/", language="en-GB", size="phone")
    expect(inspected(carol).get_by_text("Nothing is published yet")).to_be_visible()
    feedback(inspected, bartek, forum["bartek"])


def profile_and_request(inspected: Inspected, anna: Page) -> None:
    """Say what one offers, find who fits first, wish and ask."""
    inspected(anna).get_by_role("link", name="Zu meinem Profil").click()
    anna.get_by_label("Was ich biete").fill("Sensoren für Wearables")
    anna.get_by_label("Was ich suche").fill("Partner für klinische Studien")
    inspected(anna).get_by_role("button", name="Speichern").first.click()
    first = inspected(anna).locator("ol.people > li").first
    expect(first).to_contain_text("Bartłomiej Wójcik")
    expect(first).to_contain_text("czujniki noszone na ciele")
    first.get_by_role("button", name="unbedingt").click()
    expect(first.get_by_role("button", name="unbedingt")).to_have_attribute("aria-pressed", "true")
    anna.locator("label.filters-button").click()
    anna.get_by_label("Text").fill("bartlomiej wojcik")
    anna.get_by_label("Text").press("Enter")
    expect(anna.locator("ol.people > li")).to_have_count(1)
    anna.get_by_role("link", name="Bartłomiej Wójcik").click()
    anna.get_by_label("Nachricht").fill("Wearables, hat jemand Studien?")
    inspected(anna).get_by_role("button", name="Um ein Gespräch bitten").click()
    expect(inspected(anna).get_by_role("heading", name="Sie warten auf Antwort")).to_be_visible()


def on_the_agenda(inspected: Inspected, anna: Page, home: str) -> None:
    """The meeting with its table; as a feed and as PDF; a word to the organiser, taken back again."""
    anna.goto(f"{home}agenda/")
    expect(inspected(anna).locator("li.meeting")).to_contain_text("Bartłomiej Wójcik")
    expect(anna.locator("li.meeting")).to_contain_text("Tisch 1")
    assert anna.request.get(f"{home}agenda.pdf").body().startswith(b"%PDF")
    anna.get_by_role("button", name="Ich kann nicht kommen").click()
    expect(anna.get_by_role("status").filter(has_text="nicht kommen")).to_be_visible()
    anna.get_by_role("button", name="Ich komme doch").click()
    anna.get_by_role("button", name="Neue Adresse").click()
    address = inspected(anna).locator("#address").input_value()
    assert b"BEGIN:VEVENT" in anna.request.get(re.sub(r"^https?://[^/]+", "", address)).body()


def feedback(inspected: Inspected, bartek: Page, home: str) -> None:
    """After the meeting: what it was good for."""
    bartek.goto(f"{home}agenda/")
    inspected(bartek).get_by_label("tak").check()
    bartek.get_by_label("Na ile było przydatne?").select_option("5")
    bartek.get_by_label("what follows").or_(bartek.locator("select[name$=follow_up]")).first.select_option(
        "project"
    )
    bartek.locator("#feedback").get_by_role("button", name="Zapisz").click()
    expect(inspected(bartek).locator("#feedback")).to_contain_text("jest odpowiedź")


def test_the_page_is_a_page_of_the_desk_too(visit: Visit, forum: dict[str, str]) -> None:
    page = visit(f"{forum['carol']}participants/", language="en-GB", theme="dark")
    expect(page.locator("ol.people > li").first).to_be_visible()
    page.get_by_text("More filters").click()
    page.get_by_label("Order").select_option("name")
    expect(page).to_have_url(re.compile(r"[?&]sort=name"))
    names = page.locator("ol.people > li h2").all_inner_texts()
    assert "Bartłomiej Wójcik" in names
    assert names == sorted(names)


def test_the_personal_pages_need_no_script(visit: Visit, forum: dict[str, str]) -> None:
    page = visit(f"{forum['carol']}participants/", java_script_enabled=False)
    page.get_by_role("button", name="gladly").first.click()
    expect(page.get_by_role("button", name="gladly").first).to_have_attribute("aria-pressed", "true")
