"""The whole product with its example, in a browser. Without one the journeys are skipped, loudly."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
LONGEST_START_S = 300
LONGEST_MS = 120_000
expect.set_options(timeout=LONGEST_MS)  # a busy machine is slow; what is not there never comes
SIZES = {"desktop": {"width": 1280, "height": 900}, "phone": {"width": 360, "height": 780}}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.nodeid.startswith("tests/journeys/"):
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser; where `NEISSE_BROWSER=required`, a missing one is a failure."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None and os.environ.get("NEISSE_BROWSER") == "required":
        pytest.fail("NO BROWSER: the journeys must run here; install chromium")
    if found is None:
        pytest.skip("NO BROWSER: the journeys did not run; install chromium")
    return found


@pytest.fixture(scope="session")
def data_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the demonstration keeps its data; the mails that it sends lie in `mail/`."""
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="session")
def in_product(data_folder: Path, product: str) -> Callable[..., Any]:
    """`in_product(code, **words)`: run code in the demonstration's instance; what it puts into `said` comes back."""

    def run(code: str, **words: Any) -> Any:
        frame = (
            "import json, os, sys; os.environ['DJANGO_SETTINGS_MODULE'] = 'neisse.web.settings'\n"
            "import django; django.setup(); words = json.loads(sys.argv[1]); said = None\n"
            f"{code}\nprint(json.dumps(said))"
        )
        environment = {**environment_of(data_folder), "PYTHONWARNINGS": "ignore"}
        command = [sys.executable, "-c", frame, json.dumps(words)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr[-2000:]
        return json.loads(done.stdout.splitlines()[-1])

    return run


def environment_of(data: Path) -> dict[str, str]:
    """The environment without settings of the developer's own instance."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("NEISSE_")}
    kept.pop("DATABASE_URL", None)
    return {**kept, "NEISSE_DATA": str(data)}


@pytest.fixture(scope="session")
def product(chromium: str, data_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running demonstration with data of its own."""
    port = free_port()
    environment = environment_of(data_folder)
    command = [sys.executable, "-m", "neisse", "demo", "--port", str(port)]
    log = tmp_path_factory.mktemp("log") / "demo.txt"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, env=environment, stdout=output, stderr=output, start_new_session=True
        )
        try:
            wait_for(f"http://127.0.0.1:{port}/health/", process, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(timeout=120)


def is_complaint(message: ConsoleMessage) -> bool:
    """An error that is not just the status of the page itself: the page of status 404 is a page, too."""
    return message.type == "error" and message.location["url"] != getattr(message.page, "url", "")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(LONGEST_START_S):
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310 - our own server
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            if process.poll() is not None:
                break
            time.sleep(1)
    pytest.fail(f"the demonstration did not start:\n{log.read_text()[-3000:]}")


# The browser ends with each file: its event loop must not be there when Django's tests run.
@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Browser, product: str) -> Iterator[Callable[..., Page]]:
    """`visit("/plans/", language="pl", size="phone")`: a page in a context of its own that logs no error."""
    contexts: list[Any] = []
    complaints: list[str] = []

    def open_page(
        path: str, *, language: str = "en", size: str = "desktop", theme: str = "light", **more: Any
    ) -> Page:
        context = browser.new_context(
            viewport=SIZES[size], locale=language, color_scheme=theme, base_url=product, **more
        )
        context.set_default_timeout(LONGEST_MS)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(f"{path}: {error}"))
        page.on("console", lambda m: complaints.append(f"{path}: {m.text}") if is_complaint(m) else None)
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def inspected() -> Callable[[Page], Page]:
    """`inspected(page)`: nothing is wider than the window, and axe finds nothing serious; the page again."""

    def look(page: Page) -> Page:
        page.wait_for_load_state()
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url
        found = Axe().run(page).response["violations"]
        serious = [
            f"{v['id']}: {v['nodes'][0]['html'][:160]}"
            for v in found
            if v["impact"] in {"serious", "critical"}
        ]
        assert serious == [], page.url
        if folder := os.environ.get("JOURNEY_PICTURES"):
            name = page.url.split("/events/")[-1].replace("/", "_").replace("?", "_")
            width = page.evaluate("window.innerWidth")
            page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)
        return page

    return look
