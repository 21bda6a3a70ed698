"""Axe finds nothing serious: on every page, in three languages, on desk and phone, in both colours."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

PAGES = (
    "/", "/directory/", "/directory/klaster-odra/", "/networks/", "/networks/net-biosaxony/", "/plans/",
    "/plans/timeline/", "/plans/month/?month=2027-03", "/measures/d01-delegation-breslau/", "/overlaps/",
    "/figures/", "/search/?q=breslau", "/search/?q=zzzzzz", "/nowhere/", "/account/login/",
)  # fmt: skip
MANAGED = (
    "/settings/", "/people/", "/import/", "/import/calendars/", "/campaigns/", "/campaigns/new/", "/me/", "/inbox/",
    "/mails/?state=all", "/tasks/", "/plans/?kind=fair",
)  # fmt: skip
READERS = (
    ("de", "desktop", "light"),
    ("pl", "phone", "dark"),
    ("en", "desktop", "dark"),
    ("en", "phone", "light"),
)


@pytest.mark.parametrize(("language", "size", "theme"), READERS)
def test_axe_finds_nothing_serious(visit: Callable[..., Page], language: str, size: str, theme: str) -> None:
    page = visit(PAGES[0], language=language, size=size, theme=theme)
    assert [fault for path in PAGES for fault in serious(page, path)] == []


@pytest.mark.parametrize(("language", "size", "theme"), READERS)
def test_axe_finds_nothing_serious_where_managers_work(
    visit: Callable[..., Page], language: str, size: str, theme: str
) -> None:
    page = visit("/", language=language, size=size, theme=theme)
    page.locator("aside.demo-bar button[formaction='/demo/as/manager/']").click()
    page.wait_for_load_state()
    assert [fault for path in MANAGED for fault in serious(page, path)] == []


def serious(page: Page, path: str) -> list[str]:
    """What axe finds on the page of an address that shuts somebody out."""
    page.goto(path)
    return [
        f"{path} {violation['id']}: {node['html'][:160]} {node.get('failureSummary', '')[:200]}"
        for violation in Axe().run(page).response["violations"]
        if violation["impact"] in {"serious", "critical"}
        for node in violation["nodes"][:3]
    ]
