"""A member of an empty instance brings their own spreadsheet: from the page to plans of their organisation."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.journeys import test_first_day
from tests.journeys.conftest import LONGEST_MS, SIZES, environment_of

Inspected = Callable[[Page], Page]
empty = test_first_day.empty
PASSWORD = "ein langes Wort 7"
MEMBER = """
import os; os.environ["DJANGO_SETTINGS_MODULE"] = "neisse.web.settings"
import django; django.setup()
from allauth.account.models import EmailAddress
from neisse.web.accounts.models import User
from neisse.web.core.actors import SYSTEM
from neisse.web.record.actions import store
from neisse.web.record.models import Person
user = User(email="ida@example.org", name="Ida", role="member")
user.set_password("ein langes Wort 7")
user.save()
EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
store("organisation", [{"type": "organisation", "id": "optik", "name": "Muster Optik", "kind": "company"}], actor=SYSTEM)
store("person", [{"type": "person", "id": "ida", "name": "Ida", "organisation": "optik"}], actor=SYSTEM)
Person.objects.update(user=user)
"""
PLANS = {
    "de": "Titel;Datum;Ort;Träger\nLasertag;14.04.2030;Görlitz;Muster Optik\nFremdes;15.04.2030;Görlitz;Nirgends GmbH\n",
    "pl": "Tytuł;Data;Miejscowość;Realizator\n"
    "Dzień lasera;14.04.2030;Görlitz;Muster Optik\nInne;15.04.2030;Görlitz;Nigdzie SA\n",
}


@pytest.mark.parametrize(("language", "size"), [("de", "desktop"), ("pl", "phone")])
def test_a_member_brings_a_spreadsheet(
    browser: Browser, empty: tuple[str, str], tmp_path: Path, inspected: Inspected, language: str, size: str
) -> None:
    home, _link = empty
    made = subprocess.run(
        [sys.executable, "-c", MEMBER], env=environment_of(tmp_path / "data"), capture_output=True, text=True, check=False
    )  # fmt: skip
    assert made.returncode == 0, made.stderr[-2000:]
    context = browser.new_context(viewport=SIZES[size], locale=language, base_url=home)
    context.set_default_timeout(LONGEST_MS)
    page = context.new_page()
    page.goto("/account/login/")
    page.fill("[name=login]", "ida@example.org")
    page.fill("[name=password]", PASSWORD)
    page.locator("main form button.primary").first.click()
    page.wait_for_load_state()
    page.goto("/")
    page.locator("header.top nav a[href='/import/']").first.click()
    inspected(page)
    file = tmp_path / "plans.csv"
    file.write_text(PLANS[language], encoding="utf-8")
    page.locator("input[type=file]").set_input_files(str(file))
    page.locator("main form button.primary").first.click()
    page.wait_for_url("**/import/*/")
    expect(inspected(page).locator("main")).to_contain_text("2")
    page.locator("form[action*='/confirm/'] button.primary").click()
    expect(page.locator("form[action*='/undo/']")).to_be_visible(timeout=LONGEST_MS)
    inspected(page)
    page.goto("/plans/")
    expect(page.locator("main")).to_contain_text("Muster Optik")
    context.close()
