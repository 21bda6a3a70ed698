"""A manager takes in a member list and a calendar: asked once, looked at, single rows left out, stored."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

Visit = Callable[..., Page]
Inspected = Callable[[Page], Page]
MEMBERS = (
    "Mitglieder der Musterrunde;;;;;;\n"
    "Lfd. Nr.;Mitglied;Straße, Nr.;PLZ;Ort;Ansprechpartner;E-Mail;Mitglied seit;Beitrag €\n"
    "1;{one} GmbH;{one}weg 1;07743;Jena;Dr. Ida Beispiel (GF);i.beispiel@{host}.example;01.03.2014;500\n"
    "2;{two};ul. {two} 3;50-001;Wrocław;;;2019;250,00 €\n"
    "Summe;;;;;;;;750\n"
)
CALENDAR = (
    "BEGIN:VCALENDAR\nVERSION:2.0\nX-WR-CALNAME:Termine\n"
    "BEGIN:VEVENT\nUID:{tag}-1\nSUMMARY:Musterfrühstück {tag}\nDTSTART;VALUE=DATE:20270312\nEND:VEVENT\n"
    "BEGIN:VEVENT\nUID:{tag}-2\nSUMMARY:Zahnarzt {tag}\nDTSTART;VALUE=DATE:20270313\nEND:VEVENT\nEND:VCALENDAR\n"
)


def word(tag: str) -> str:
    """A name like no other: members with nearly the same one would be in doubt."""
    return "".join(chr(97 + int(sign, 16)) for sign in sha256(tag.encode()).hexdigest()[:12]).capitalize()


def at_import(visit: Visit, language: str, **more: object) -> Page:
    page = visit("/", language=language, **more)
    page.locator("aside.demo-bar button[formaction='/demo/as/manager/']").click()
    page.goto("/")
    page.locator(f"form.languages button[value={language}]").first.click()
    page.goto("/import/")
    return page


def sent(page: Page, folder: Path, name: str, text: str) -> Page:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    page.locator("input[type=file]").set_input_files(path)
    page.locator("main form button.primary").first.click()
    page.wait_for_url("**/import/*/")
    return page


@pytest.mark.parametrize("language", ["de", "pl", "en"])
@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_member_list_goes_in(
    visit: Visit, inspected: Inspected, tmp_path: Path, language: str, size: str
) -> None:
    tag = f"{language}{size}"
    one, two = word(f"1{tag}"), word(f"2{tag}")
    page = at_import(visit, language, size=size)
    sent(page, tmp_path, f"{tag}.csv", MEMBERS.format(one=one, two=two, host=one.lower()))
    form = page.locator("form[action$='/answer/']")
    form.locator("[name=network]").fill(f"Runde {word(tag)}")
    form.locator("[name=consent_purpose]").fill("Mitgliederverzeichnis")
    form.locator("[name=consent_given_on]").fill("2026-11-15")
    form.locator("button").click()
    inspected(page)
    records = page.locator("section[aria-labelledby=records], section:has(#records)")
    expect(records).to_contain_text(f"i.beispiel@{one.lower()}.example")
    expect(records).to_contain_text("07743 Jena")
    expect(records).to_contain_text("500 €")
    page.locator("form[action$='/confirm/'] button").click()
    expect(page.locator(".badge.confirmed, ol.steps")).not_to_have_count(0)
    page.goto(f"/search/?q={two}")
    expect(page.locator("main")).to_contain_text(two)


def test_a_calendar_goes_in_without_scripts(visit: Visit, tmp_path: Path) -> None:
    page = at_import(visit, "de", java_script_enabled=False)
    sent(page, tmp_path, "termine.ics", CALENDAR.format(tag="ohne"))
    form = page.locator("form[action$='/answer/']")
    # Who speaks for one organisation takes in its plans until somebody says otherwise.
    expect(form.locator("[name=owner]")).not_to_have_value("")
    form.locator("[name=owner]").fill("Stadt Musterau")
    form.locator("button").click()
    page.locator("tr", has_text="Zahnarzt").locator("input[type=checkbox]").uncheck()
    page.locator("form[action$='/decide/'] button").last.click()
    expect(page.locator("tr", has_text="Zahnarzt")).to_contain_text("weggelassen")
    page.locator("tr", has_text="Musterfrühstück").get_by_role("link", name="Berichtigen").click()
    page.locator("[name=title]").fill("Musterfrühstück im März")
    page.locator("main form button.primary").click()
    page.locator("form[action$='/confirm/'] button").click()
    page.goto("/search/?q=Musterfr%C3%BChst%C3%BCck")
    expect(page.locator("main")).to_contain_text("Musterfrühstück im März")
    expect(page.locator("main")).not_to_contain_text("Zahnarzt")
