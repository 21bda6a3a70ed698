"""What a visitor does first: look around, filter, change language and colours."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

Visit = Callable[..., Page]
PAGES = (
    "/",
    "/directory/",
    "/networks/",
    "/plans/",
    "/plans/timeline/",
    "/plans/month/?month=2027-03",
    "/overlaps/",
    "/figures/",
    "/search/?q=breslau",
)


def test_from_the_start_page_to_a_plan_and_its_owner(visit: Visit) -> None:
    page = visit("/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Life Sciences")
    page.get_by_role("link", name="All plans").click()
    page.locator("td.title a").first.click()
    expect(page.get_by_role("heading", name="Facts")).to_be_visible()
    page.locator("dl.facts a").first.click()
    expect(page).to_have_url(re.compile("/directory/"))


def test_a_filter_changes_the_list_without_a_reload(visit: Visit) -> None:
    page = visit("/directory/")
    page.evaluate("window.stayed = true")
    page.get_by_label("Side of the border").select_option("PL")
    expect(page.locator(".result-line strong")).to_have_text("25")
    assert page.evaluate("window.stayed") is True
    assert "country=PL" in page.url
    page.go_back()
    expect(page.locator(".result-line strong")).to_have_text("210")


def test_everything_works_without_script(visit: Visit) -> None:
    page = visit("/directory/", java_script_enabled=False)
    page.get_by_label("Text").fill("lukasiewicz")
    page.get_by_role("button", name="Filter").click()
    expect(page.locator("td.title")).to_have_count(1)
    expect(page.locator("td.title")).to_contain_text("PORT")


def test_a_town_on_the_map_narrows_the_directory(visit: Visit) -> None:
    page = visit("/directory/")
    page.get_by_role("link", name="Wrocław:").click()
    assert "city=Wroc" in page.url
    assert all("Wrocław" in row for row in page.locator("tbody tr td:nth-child(3)").all_inner_texts()[:5])


def test_the_language_switch_speaks_and_remembers(visit: Visit) -> None:
    page = visit("/plans/?kind=fair")
    page.get_by_role("button", name="Polski").click()
    expect(page.locator("html")).to_have_attribute("lang", "pl")
    assert "kind=fair" in page.url
    page.goto("/networks/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sieci")


def test_the_colours_switch_and_stay(visit: Visit) -> None:
    page = visit("/")
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    page.locator("[data-theme-switch]").click()
    page.locator("[data-theme-switch]").click()
    dark = page.evaluate(ground)
    assert light != dark
    page.reload()
    assert page.evaluate(ground) == dark


def test_the_published_figure_comes_out_of_the_members(visit: Visit) -> None:
    page = visit("/networks/net-biosaxony/?day=2021-12-31")
    expect(page.locator("dl.numbers dd").first).to_have_text("136")
    expect(page.get_by_role("row", name="Leipzig").first).to_contain_text("46")


def test_search_understands_the_other_name_of_a_town(visit: Visit) -> None:
    page = visit("/")
    page.get_by_label("Search everything").fill("Breslau")
    page.get_by_label("Search everything").press("Enter")
    expect(page.locator("a.hit").first).to_be_visible()
    assert page.locator("a.hit").count() > 10


def test_the_keyboard_skips_to_the_content(visit: Visit) -> None:
    page = visit("/plans/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["de", "pl"])
def test_nothing_is_wider_than_a_phone(visit: Visit, path: str, language: str) -> None:
    page = visit(path, size="phone", language=language)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
