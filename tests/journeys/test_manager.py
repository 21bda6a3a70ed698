"""What a manager looks after: every page is reached by links, in three languages, on desk and phone."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

Visit = Callable[..., Page]
Inspected = Callable[[Page], Page]
IN_MENU = ("/users/", "/mails/", "/privacy/people/")
LANGUAGES = ("de", "pl", "en")
# Words of the code that must not stand on a page of another language.
ENGLISH = re.compile(r"\b(the|and|is not|waiting|never yet|core\.\w+)\b")


def in_role(visit: Visit, role: str, **reader: str) -> Page:
    """The start page of the demonstration, signed in as one of its invented accounts."""
    page = visit("/", **reader)
    page.locator(f"aside.demo-bar button[formaction='/demo/as/{role}/']").click()
    return page


def by_menu(page: Page, path: str) -> Page:
    """Open a page from the menu of the account."""
    page.locator("details.menu > summary").click()
    page.locator(f"details.menu a[href='{path}']").click()
    page.wait_for_url(f"**{path}")
    return page


@pytest.mark.parametrize("size", ["desktop", "phone"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_of_a_manager_are_found_and_read(
    visit: Visit, inspected: Inspected, language: str, size: str
) -> None:
    page = in_role(visit, "manager", language=language, size=size)
    page.locator(f"form.languages button[value={language}]").click()
    for path in IN_MENU:
        read(inspected(by_menu(page, path)), language)
    page.locator("form:has([name=step][value=look]) input:not([type=hidden])").first.fill("Nowak")
    page.locator("form:has([name=step][value=look]) button").click()
    read(inspected(page), language)
    for path in ("/inbox/", "/people/", "/settings/"):
        page.locator(f"header.top nav a[href='{path}']").click()
        page.wait_for_url(f"**{path}")
        read(inspected(page), language)
    page.locator("main a[href='/tasks/']").click()
    read(inspected(page), language)
    page.locator("a[href='/health/details/']").click()
    expect(read(inspected(page), language).locator("tbody tr")).not_to_have_count(0)
    page.locator("footer a[href='/privacy/']").click()
    read(inspected(page), language)


def read(page: Page, language: str) -> Page:
    """The page is in the reader's language and has one first heading."""
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    if language != "en":
        said = page.locator("main :is(h1, h2, th, label, legend, button, .lead, .empty)").all_inner_texts()
        assert [text for text in said if ENGLISH.search(text)] == [], page.url
    return page


def test_the_pages_of_a_manager_need_no_script(visit: Visit) -> None:
    page = in_role(visit, "manager", java_script_enabled=False)
    for path in IN_MENU:
        expect(by_menu(page, path)).to_have_url(re.compile(re.escape(path)))
    page.locator("form:has([name=step][value=look]) input:not([type=hidden])").first.fill("Nowak")
    page.locator("form:has([name=step][value=look]) button").click()
    expect(page.locator("form:has([name=step][value=preview])")).to_be_visible()
