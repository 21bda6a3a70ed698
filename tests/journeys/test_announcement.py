"""A manager reads an announcement: pasted, looked at beside its text, taken by keyboard, stored with its words.

Where `NEISSE_RELEASES` names a folder of texts that others wrote, the journey reads one of them.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.conftest import LONGEST_MS
from tests.journeys.test_import import at_import

Inspected = Callable[[Page], Page]
INVENTED = """Zgorzelec, 3 marca 2030 r.

Zaproszenie na Dzień Lasera

Klaster Jasna Nysa zaprasza na Dzień Lasera, który odbędzie się 14 kwietnia 2030 r. w Zgorzelcu.
"""


def release() -> str:
    """An announcement that nobody here wrote, where there is one."""
    folder = Path(os.environ.get("NEISSE_RELEASES", "-"))
    found = sorted(folder.glob("2025*.txt"))
    return found[0].read_text(encoding="utf-8") if found else INVENTED


@pytest.mark.parametrize(("language", "size"), [("de", "desktop"), ("pl", "phone")])
def test_an_announcement_becomes_plans(
    visit: Callable[..., Page], inspected: Inspected, language: str, size: str
) -> None:
    page = at_import(visit, language, size=size)
    page.goto("/directory/")
    page.locator("a[href='/import/announcement/']").first.click()
    inspected(page)
    page.locator("main form button.primary").first.click()
    expect(inspected(page).locator("[role=alert]")).to_be_visible()
    page.fill("textarea[name=text]", release())
    page.locator("main form button.primary").first.click()
    page.wait_for_url("**/import/announcement/*/", timeout=LONGEST_MS)
    expect(inspected(page).locator(".reading-text mark").first).to_be_visible()
    count = page.locator("[data-proposal]").count()
    assert count
    for _ in range(count):
        page.keyboard.press("j")
        page.keyboard.press("n")
    expect(page.locator("input[value=leave]:checked")).to_have_count(count)
    page.locator("[data-proposal]").first.focus()
    page.keyboard.press("y")
    expect(page.locator("input[value=take]:checked")).to_have_count(1)
    page.locator("button[value=keep]").click()
    expect(inspected(page).locator("input[value=take]:checked")).to_have_count(1)
    page.locator("form[action$='/forget/'] button").click()
    page.wait_for_url("**/import/announcement/")
    inspected(page)
