"""Elsewhere than on Linux commands are started instead of copies: the way of other systems, tried here too."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from tests.journeys.conftest import free_port

SERVER = """
import sys
import neisse.web.forked as forked
forked.CAN_FORK = False
from neisse.cli import main
sys.argv = ["neisse", "run", "--port", sys.argv[1]]
main()
"""
LONGEST_S = 180


def health(port: int) -> dict[str, object]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/", timeout=5) as answer:
            return dict(json.load(answer))
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return {}


def until(wanted: bool, port: int, process: subprocess.Popen[bytes]) -> bool:
    """Whether the server came to answer `ok` (or not to answer at all) in time."""
    last = time.monotonic() + LONGEST_S
    while time.monotonic() < last and process.poll() is None:
        said = health(port)
        if said.get("status") == "ok" if wanted else not said:
            return True
        time.sleep(0.5)
    return not wanted and not health(port)


@pytest.mark.slow
@pytest.mark.one_database("it is about processes")
def test_workers_are_commands_live_and_end_with_the_server(tmp_path: Path) -> None:
    port = free_port()
    env = {**os.environ, "NEISSE_DATA": str(tmp_path)}
    env.pop("DATABASE_URL", None)
    process = subprocess.Popen([sys.executable, "-c", SERVER, str(port)], env=env, stdout=subprocess.DEVNULL)
    try:
        assert until(True, port, process), health(port)
        process.terminate()
        assert process.wait(timeout=60) is not None
        assert until(False, port, process)
    finally:
        process.kill()
