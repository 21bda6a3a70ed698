"""The first day: from an empty folder to the first overlap of own files, by a person's clicks alone."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.journeys.conftest import LONGEST_MS, SIZES, environment_of, free_port, wait_for

MOST_CLICKS = 40
MEMBERS = {
    "de": "Nr.;Einrichtung;Ort;Land\n1;Städtisches Klinikum Görlitz;Görlitz;DE\n2;Politechnika Wrocławska;Wrocław;PL\n",
    "pl": "Lp.;Instytucja;Miejscowość;Kraj\n1;Klinikum Görlitz;Görlitz;DE\n2;Politechnika Wrocławska;Wrocław;PL\n",
}
PLANS = {
    "de": "Titel;Datum;Ort;Träger;Thema\n"
    "Workshop Reinraumtechnik für Pharma;14.04.2027;Görlitz;Städtisches Klinikum Görlitz;Reinraum\n"
    "Cleanroom technology workshop;14.04.2027;Görlitz;Politechnika Wrocławska;Reinraum\n",
    "pl": "Tytuł;Data;Miejscowość;Realizator\n"
    "Warsztaty: pomieszczenia czyste w farmacji;14.04.2027;Görlitz;Klinikum Görlitz\n"
    "Warsztaty technologii pomieszczeń czystych;14.04.2027;Görlitz;Politechnika Wrocławska\n",
}


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[tuple[str, str]]:
    """A new instance in an empty folder: its address, and the link for its first manager."""
    port, log = free_port(), tmp_path / "log.txt"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "neisse", "run", "--port", str(port)],
            env=environment_of(tmp_path / "data"), stdout=output, stderr=output, start_new_session=True,
        )  # fmt: skip
        try:
            wait_for(f"http://127.0.0.1:{port}/health/", process, log)
            yield f"http://127.0.0.1:{port}", printed_link(log)
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(timeout=120)


def printed_link(log: Path) -> str:
    """The link for the first manager, as soon as it is printed: a moment after the first page is answered."""
    for _look in range(600):
        if found := re.findall(r"http://\S+/setup/\S+(?=\s)", log.read_text()):
            return str(found[0])
        time.sleep(0.1)
    raise AssertionError(log.read_text())


class Person:
    """Somebody at a browser, whose clicks are counted."""

    def __init__(self, page: Page) -> None:
        self.page, self.clicks = page, 0

    def click(self, selector: str) -> None:
        self.clicks += 1
        self.page.locator(selector).first.click()
        self.page.wait_for_load_state()

    def read_in(self, path: Path) -> None:
        """Choose a file, look at the preview, store what is right."""
        self.page.locator("input[type=file]").set_input_files(str(path))
        self.click("main form button.primary")
        button = self.page.locator("form[action*='/confirm/'] button.primary")
        expect(button).to_be_enabled(timeout=LONGEST_MS)
        self.click("form[action*='/confirm/'] button.primary")
        expect(self.page.locator("form[action*='/undo/']")).to_be_visible(timeout=LONGEST_MS)


@pytest.mark.parametrize(("language", "size"), [("de", "desktop"), ("pl", "phone")])
def test_from_an_empty_folder_to_the_first_overlap(
    browser: Browser, empty: tuple[str, str], tmp_path: Path, language: str, size: str
) -> None:
    home, link = empty
    context = browser.new_context(viewport=SIZES[size], locale=language, base_url=home)
    context.set_default_timeout(LONGEST_MS)
    person = Person(context.new_page())
    page = person.page
    page.goto(link)
    page.fill("[name=email]", "anna@example.org")
    page.fill("[name=name]", "Anna Nowak")
    page.fill("[name=password]", "ein langes Wort 7")
    person.click("main form button.primary")
    expect(page.locator(".first-steps li")).to_have_count(7)
    person.click(".first-steps a[href='/settings/']")
    page.fill(f"[name=name_{language}]", "Netz an der Neiße")
    person.click("main form button.primary")
    for number, rows in enumerate((MEMBERS[language], PLANS[language])):
        file = tmp_path / f"{number}.csv"
        file.write_text(rows, encoding="utf-8")
        person.click("header.top nav a[href='/import/']")
        person.read_in(file)
    person.click("header.top nav a[href='/overlaps/']")
    first = page.locator("a[href^='/overlaps/']:not([href*='?'])").filter(
        has_text=re.compile("orkshop|arsztaty")
    )
    for _ in range(60):
        if first.count():
            break
        page.wait_for_timeout(2000)
        page.reload()
    assert first.count(), page.locator("main").inner_text()
    first.first.click()
    person.clicks += 1
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    person.click("a.brand")
    expect(page.locator(".first-steps li.is-done")).to_have_count(4)
    assert person.clicks <= MOST_CLICKS
    context.close()
