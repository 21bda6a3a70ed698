"""Write docs/images/*.png: the running product with its example, in the light and in the dark.

    .venv/bin/python tools/screenshots.py [URL of a running demonstration]

Without a URL a demonstration is started with data of its own, and ended afterwards.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

TARGET = Path(__file__).resolve().parents[1] / "docs" / "images"
NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
LONGEST_START_S = 300
LARGEST_BYTES = 300_000
DESK = (1280, 860)
PHONE = (360, 740)
# name, address, language, size
SHOTS = (
    ("start", "/", "en", DESK),
    ("directory", "/directory/", "de", DESK),
    ("organisation", "/directory/klaster-odra/", "pl", DESK),
    ("timeline", "/plans/timeline/?from=2027-01&months=6", "en", (1280, 1000)),
    ("month", "/plans/month/?month=2027-03", "pl", DESK),
    ("plans", "/plans/", "de", DESK),
    ("overlaps", "/overlaps/", "en", DESK),
    ("network", "/networks/net-biosaxony/?day=2021-12-31", "de", DESK),
    ("phone-start", "/", "pl", PHONE),
    ("phone-plans", "/plans/", "de", PHONE),
)


@contextmanager
def demonstration() -> Iterator[str]:
    """The address of a demonstration that lives as long as it is looked at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="neisse-screenshots-") as data:
        environment = os.environ | {"NEISSE_DATA": data}
        command = [sys.executable, "-m", "neisse", "demo", "--port", str(port)]
        process = subprocess.Popen(command, env=environment, start_new_session=True)
        try:
            wait_for(f"http://127.0.0.1:{port}/health/", process)
            yield f"http://127.0.0.1:{port}"
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(timeout=30)


def wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(LONGEST_START_S):
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310 - our own server
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            if process.poll() is not None:
                break
            time.sleep(1)
    raise SystemExit("the demonstration did not start")


def take(browser: Browser, base: str, theme: str) -> None:
    for name, path, language, (width, height) in SHOTS:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=theme,  # type: ignore[arg-type]
            locale=language,
            base_url=base,
            device_scale_factor=2 if width < 500 else 1,
        )
        page = context.new_page()
        page.goto(path)
        page.evaluate("document.querySelector('.demo-bar')?.remove()")
        target = TARGET / f"{name}-{theme}.png"
        page.screenshot(path=str(target))
        size = target.stat().st_size
        print(f"{target.name}: {size:,} bytes{' TOO LARGE' if size > LARGEST_BYTES else ''}")
        context.close()


def main() -> None:
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    if path is None:
        raise SystemExit("no browser: install chromium")
    TARGET.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        with nullcontext(sys.argv[1]) if sys.argv[1:] else demonstration() as base:
            for theme in ("light", "dark"):
                take(browser, base, theme)
        browser.close()


if __name__ == "__main__":
    main()
