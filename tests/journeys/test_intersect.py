"""Pages of intersect in a browser: filters that reach list and files, a comparison that is watched, every page legible."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

Visit = Callable[..., Page]
PAGES = (
    "/overlaps/groups/", "/partners/", "/directory/elstermuster-biosensorik/partners/?border=across", "/fields/",
    "/vocabulary/", "/records/duplicates/",
)  # fmt: skip


def enter(page: Page, role: str, language: str) -> None:
    """Look at the demonstration as somebody of this role, in a language."""
    for button in (f"button[formaction='/demo/as/{role}/']", f"button[name=language][value={language}]"):
        with page.expect_navigation():
            page.locator(button).first.click()


def test_a_filter_narrows_the_overlaps_and_the_files(visit: Visit) -> None:
    page = visit("/overlaps/")
    rows = page.locator("#results tbody tr")
    before = rows.count()
    page.select_option("select[name=verdict]", "synergy")
    expect(page.locator("#results .badge.duplicate")).to_have_count(0)
    assert 0 < rows.count() < before
    assert "verdict=synergy" in page.url
    page.locator("details.menu summary", has_text="Export").click()
    href = page.locator(".page-head details.menu a").first.get_attribute("href") or ""
    assert "verdict=synergy" in href
    page.reload()
    expect(page.locator("#results .badge.duplicate")).to_have_count(0)


def test_the_numbers_say_how_sure_they_are(visit: Visit) -> None:
    page = visit("/overlaps/", language="de")
    page.locator("#reliability summary").click()
    expect(page.locator("#reliability tbody tr").first).to_be_visible()
    page.locator("table.stack tbody tr a").first.click()
    expect(page.locator("main")).to_contain_text("Prüfpaaren")


def test_a_manager_watches_the_comparison(visit: Visit) -> None:
    page = visit("/")
    enter(page, "manager", "en")
    page.goto("/overlaps/")
    with page.expect_navigation():
        page.get_by_role("button", name="Compute again").click()
    expect(page.locator("progress")).to_have_count(0)
    expect(page.locator("main")).to_contain_text("Everything was last compared")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(
    ("language", "size", "theme"),
    [("de", "desktop", "light"), ("pl", "phone", "dark"), ("en", "phone", "light")],
)
def test_every_page_is_legible(
    visit: Visit, inspected: Callable[[Page], Page], path: str, language: str, size: str, theme: str
) -> None:
    page = visit("/", language=language, size=size, theme=theme)
    enter(page, "manager", language)
    page.goto(path)
    inspected(page)
