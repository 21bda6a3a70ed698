"""A campaign on an empty instance: from the text that is proposed to the answer of somebody without a login."""

from __future__ import annotations

import email
import email.policy
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.journeys import test_first_day
from tests.journeys.conftest import LONGEST_MS, SIZES

Inspected = Callable[[Page], Page]
empty = test_first_day.empty
LONGEST_MAIL_S = 180
OTHER = {"desktop": "phone", "phone": "desktop"}
SAYS = {"de": "nichts geplant", "pl": "nic nie planuje"}


def link_in(folder: Path) -> str:
    """The personal link of the mail that the instance sent."""
    for _ in range(LONGEST_MAIL_S):
        for path in sorted(folder.glob("*.eml")):
            text = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            body = text.get_body()
            if body is not None and (found := re.search(r"http://\S+/intake/\S+", body.get_content())):
                return found[0]
        time.sleep(1)
    pytest.fail(f"no mail came: {sorted(folder.glob('*'))}")


def set_up(page: Page, link: str) -> None:
    """The first manager of a new instance."""
    page.goto(link)
    page.fill("[name=email]", "anna@example.org")
    page.fill("[name=name]", "Anna Nowak")
    page.fill("[name=password]", "ein langes Wort 7")
    page.locator("main form button.primary").first.click()
    page.wait_for_load_state()


@pytest.mark.parametrize(("language", "size"), [("de", "desktop"), ("pl", "phone")])
def test_a_campaign_is_answered_without_a_login(
    browser: Browser, empty: tuple[str, str], tmp_path: Path, inspected: Inspected, language: str, size: str
) -> None:
    home, link = empty
    context = browser.new_context(viewport=SIZES[size], locale=language, base_url=home)
    context.set_default_timeout(LONGEST_MS)
    page = context.new_page()
    set_up(page, link)
    page.goto("/intake/")
    page.locator("main a[href='/campaigns/'], #page-head a[href='/campaigns/']").first.click()
    inspected(page).locator("a[href='/campaigns/new/']").first.click()
    inspected(page).locator("main form button.primary").first.click()
    page.wait_for_url("**/recipients/")
    inspected(page)
    file = tmp_path / "members.csv"
    file.write_text(test_first_day.MEMBERS[language], encoding="utf-8")
    person = test_first_day.Person(page)
    page.goto("/import/")
    person.read_in(file)
    page.goto("/campaigns/1/recipients/")
    page.fill("[name=organisation]:not([type=checkbox])", "Politechnika Wrocławska")
    page.fill("[name=address]", "plany@example.org")
    page.locator("select[name=language]").last.select_option(language)
    page.locator("main form.form button").last.click()
    inspected(page).locator("a[href$='/send/']").first.click()
    inspected(page).locator("main form button.primary").click()
    page.wait_for_load_state()
    asked = browser.new_context(viewport=SIZES[OTHER[size]], locale="en").new_page()
    asked.goto(link_in(tmp_path / "data" / "mail"))
    inspected(asked).locator("button[value=nothing]").click()
    expect(asked.locator("[role=status], .message.success").first).to_be_visible()
    inspected(asked)
    page.goto("/campaigns/1/")
    expect(inspected(page).locator("main")).to_contain_text(SAYS[language])
    asked.context.close()
    context.close()
