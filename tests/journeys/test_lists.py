"""Lists every day, in a browser: seen at once on a phone, looked up by typing, on paper, and files that are dropped."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.test_manager import in_role

Visit = Callable[..., Page]
Inspected = Callable[[Page], Page]
TOP = "document.querySelector('#results tbody tr:not(.month-row)').getBoundingClientRect().bottom"
PAGES = re.compile(rb"/Type\s*/Page\b")


@pytest.mark.parametrize("language", ["de", "pl", "en"])
def test_the_first_row_is_seen_without_scrolling(visit: Visit, inspected: Inspected, language: str) -> None:
    page = in_role(visit, "manager", size="phone", language=language)
    for path in ("/directory/", "/plans/", "/people/", "/plans/?kind=event"):
        page.goto(path)
        inspected(page)
        assert page.evaluate(TOP) <= page.evaluate("window.innerHeight"), path
        expect(page.locator("form.filters")).to_be_hidden()
        page.locator("#filters-open").press("Space")
        expect(page.locator("form.filters")).to_be_visible()


@pytest.mark.parametrize("script", [True, False])
def test_a_long_choice_is_typed_saved_and_marked(visit: Visit, inspected: Inspected, script: bool) -> None:
    page = in_role(visit, "manager", java_script_enabled=script)
    page.goto("/plans/")
    page.locator("details:has(#id_owner) > summary").press("Enter")
    name = page.locator("#id_owner_offered option").nth(3).get_attribute("value") or ""
    page.locator("#id_owner").fill(name)
    page.locator("#id_owner").press("Enter")
    expect(page.locator("#results tbody td.title").first).to_contain_text(name)
    expect(page.locator("#id_owner")).to_have_value(name)
    page.wait_for_load_state("networkidle")  # the list that comes last brings its views
    page.locator(".save-view > summary").click()
    page.locator(".save-view [name=name]").fill(f"Mine {script}")
    page.locator(".save-view [name=name]").press("Enter")
    expect(page.locator(".saved-views a[aria-current]")).to_have_text(f"Mine {script}")
    if script:
        inspected(page)
    page.locator("#results [name=row]").first.press("Space")
    page.locator("details.together > summary").press("Enter")
    with page.expect_download() as taken:
        page.locator("details.together button[value=xlsx]").click()
    assert taken.value.suggested_filename.endswith(".xlsx")
    page.locator(".saved-views .chip-remove").first.click()
    expect(page.locator(".saved-views a", has_text=f"Mine {script}")).to_have_count(0)


def test_a_timeline_is_as_many_pages_as_sheets(visit: Visit, inspected: Inspected) -> None:
    page = in_role(visit, "manager", language="de")
    page.goto("/plans/timeline/?months=12")
    page.locator(".page-head a[href*='sheets=yes']").click()
    sheets = page.locator(".sheet").count()
    assert sheets > 1
    inspected(page)
    printed = page.pdf(prefer_css_page_size=True)
    assert len(PAGES.findall(printed)) == sheets


@pytest.mark.parametrize("where", [".drop input[type=file]", ".drop", "h1"])
def test_a_file_is_dropped_anywhere_on_the_page(visit: Visit, where: str, tmp_path: Path) -> None:
    file = tmp_path / "plans.csv"
    file.write_text("title;date\nA;2027-03-04\n", encoding="utf-8")
    page = in_role(visit, "manager")
    page.goto("/import/")
    drop(page, where, file)
    expect(page).to_have_url(re.compile(r"/import/$"))
    assert page.locator(".drop input[type=file]").evaluate("field => field.files[0]?.name") == "plans.csv"
    expect(page.locator(".drop.over")).to_have_count(0)
    page.locator("form:has(.drop) button.primary").click()
    expect(page).to_have_url(re.compile(r"/import/\d+/"))


def drop(page: Page, where: str, file: Path) -> None:
    """As a hand does it: over the place, and let go."""
    box: Any = page.locator(where).bounding_box()
    session = page.context.new_cdp_session(page)
    for step in ("dragEnter", "dragOver", "drop"):
        data = {"items": [], "files": [str(file)], "dragOperationsMask": 1}
        x, y = box["x"] + box["width"] * 0.75, box["y"] + box["height"] / 2
        session.send("Input.dispatchDragEvent", {"type": step, "x": x, "y": y, "data": data})
