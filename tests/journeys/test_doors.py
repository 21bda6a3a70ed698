"""The doors without a login, in a browser that says where it comes from: a plan by form and by file, a registration."""

from __future__ import annotations

import email
import email.policy
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Request, expect

Visit = Callable[..., Page]
Inspected = Callable[[Page], Page]
LONGEST_MAIL_S = 120
READERS = (("de", "phone"), ("pl", "desktop"))
PLANS = "Titel;Beginn;Ende;Ort\nTag der Sensorik;12.03.2027;13.03.2027;Görlitz\n"
WORDS = {
    "de": {"thanks": "Danke", "step": "Noch ein Schritt", "confirmed": "Sie haben einen Platz"},
    "pl": {"thanks": "Dziękujemy", "step": "Jeszcze jeden krok", "confirmed": "Miejsce jest zarezerwowane"},
}
PREPARE = """
from datetime import timedelta
from django.utils import timezone
from neisse.web.accounts.models import User
from neisse.web.meet.actions.events import keep
from neisse.web.meet.models import Event
from neisse.web.record.actions.intake import make_link
from neisse.web.record.models import Organisation

manager = User.objects.filter(role="manager").first()
house = Organisation.objects.first()
begins = timezone.now() + timedelta(days=30)
event = keep(Event(
    title="Treffen der Türen", titles_de="Treffen der Türen", titles_pl="Spotkanie drzwi", organiser=house,
    city="Görlitz", country="DE", starts_at=begins, ends_at=begins + timedelta(hours=5), state="open", visibility="public",
), actor=manager)
said = {"event": event.slug}
for code in ("de", "pl"):
    said[code] = make_link(house, addressee="", language=code, days=9, actor=manager)[1]
"""
COUNT = """
from neisse.web.meet.models import Registration
said = Registration.objects.filter(email=words["who"]).count()
"""


@pytest.fixture(scope="module")
def doors(in_product: Callable[..., Any]) -> dict[str, str]:
    return in_product(PREPARE)  # type: ignore[no-any-return]


def origins_of(page: Page) -> list[str | None]:
    """The `Origin` that the browser sends with each form, as they are sent."""
    heard: list[str | None] = []

    def hear(request: Request) -> None:
        if request.method == "POST":
            heard.append(request.all_headers().get("origin"))

    page.on("request", hear)
    return heard


@pytest.mark.parametrize(("language", "size"), READERS)
def test_a_plan_comes_in_by_form_and_by_file(
    visit: Visit, inspected: Inspected, doors: dict[str, str], product: str, language: str, size: str
) -> None:
    home = f"/intake/{doors[language]}/"
    page = inspected(visit(home, language=language, size=size))
    origins = origins_of(page)
    page.locator("[name=title]").fill("Werkstatt der Türen")
    page.locator("[name=when]").fill("12.03.2027")
    page.locator("form:has([name=title]) button.primary").click()
    expect(page.get_by_role("status")).to_contain_text(WORDS[language]["thanks"])
    expect(page.locator("section[aria-labelledby=sent]")).to_contain_text("Werkstatt der Türen")
    file = {"name": "plans.csv", "mimeType": "text/csv", "buffer": PLANS.encode()}
    page.locator("input[type=file]").set_input_files(file)
    page.locator("form:has(input[type=file]) button").click()
    expect(inspected(page).locator("section[aria-labelledby=sent]")).to_contain_text("Tag der Sensorik")
    assert origins == [product, product]


@pytest.mark.parametrize(("language", "size"), READERS)
def test_a_guest_registers_confirms_and_goes_without_a_trace(
    visit: Visit,
    inspected: Inspected,
    in_product: Callable[..., Any],
    data_folder: Path,
    doors: dict[str, str],
    product: str,
    language: str,
    size: str,
) -> None:
    guest, words = f"tuer-{language}@example.org", WORDS[language]
    page = inspected(visit(f"/events/{doors['event']}/register/", language=language, size=size))
    origins = origins_of(page)
    page.locator("[name=name]").fill("Jana Nowak")
    page.locator("[name=email]").fill(guest)
    page.locator("[name=consent]").check()
    page.locator("main form button.primary").click()
    expect(inspected(page).locator("main")).to_contain_text(words["step"])
    page.goto(link_in_mail(data_folder, guest))
    inspected(page).locator("main button.primary").click()
    expect(inspected(page).locator("main")).to_contain_text(words["confirmed"])
    erase(inspected, page)
    assert set(origins) == {product}
    assert in_product(COUNT, who=guest) == 0


def erase(inspected: Inspected, page: Page) -> None:
    """A word opens a question; only its answer erases."""
    page.locator("main details:has([name=sure]) > summary").click()
    inspected(page).locator("[name=sure]").check()
    page.locator("button[value=erase]").click()
    expect(inspected(page).get_by_role("status")).to_be_visible()


def link_in_mail(folder: Path, to: str) -> str:
    """The path of the personal page in the mail to somebody."""
    for _second in range(LONGEST_MAIL_S):
        for path in (folder / "mail").glob("*"):
            message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            if message["to"] == to and (body := message.get_body(("plain",))):
                return re.search(r"/events/mine/[\w-]+/", body.get_content())[0]  # type: ignore[index]
        time.sleep(1)
    pytest.fail(f"no mail came for {to}")
