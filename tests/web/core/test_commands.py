"""A server with its processes: copies that show pages first and know all seconds later, and none of its requests lost.

Elsewhere than on Linux commands are started instead of copies: the way of other systems, tried here too.
"""

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

from neisse.web.forked import CAN_FORK

SERVER = """
import sys
import neisse.web.forked as forked
forked.CAN_FORK = forked.CAN_FORK and sys.argv[2] == "copies"
from neisse.cli import main
sys.argv = ["neisse", "run", "--port", sys.argv[1]]
main()
"""
LONGEST_S = 300


def health(port: int) -> dict[str, object]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/", timeout=5) as answer:
            return dict(json.load(answer))
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return {}


def started(port: int, folder: Path, how: str) -> subprocess.Popen[bytes]:
    env = {**os.environ, "NEISSE_DATA": str(folder)}
    env.pop("DATABASE_URL", None)
    command = [sys.executable, "-c", SERVER, str(port), how]
    return subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL)


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
def test_workers_are_commands_live_and_end_with_the_server(tmp_path: Path) -> None:
    port = free_port()
    process = started(port, tmp_path, "commands")
    try:
        assert until(True, port, process), health(port)
        process.terminate()
        assert process.wait(timeout=60) is not None
        assert until(False, port, process)
    finally:
        process.kill()


@pytest.mark.slow
def test_who_knows_all_takes_over_from_who_only_shows_pages_and_no_request_is_lost(tmp_path: Path) -> None:
    port = free_port()
    process = started(port, tmp_path, "copies")
    try:
        last = time.monotonic() + LONGEST_S
        while not (first := shown(port)) and time.monotonic() < last:
            time.sleep(0.05)
        assert first
        early = children(process.pid)
        assert (
            early or not CAN_FORK
        )  # where no copies are made nobody takes over, and no request is lost either
        while time.monotonic() < last and (
            early & children(process.pid) or health(port).get("status") != "ok"
        ):
            assert shown(port)
            time.sleep(0.02)
        assert not early & children(process.pid)
        assert health(port)["status"] == "ok"
        assert process.poll() is None
    finally:
        process.terminate()
        process.wait(timeout=60)


def shown(port: int) -> bool:
    """Whether a page is answered; False where nobody listens. A request that is begun and not answered fails the test."""
    try:
        answer = urllib.request.urlopen(f"http://127.0.0.1:{port}/networks/", timeout=60)
    except urllib.error.URLError as error:
        if isinstance(error.reason, ConnectionRefusedError):
            return False
        raise
    with answer:
        return bool(answer.status == 200)


def children(pid: int) -> set[int]:
    return {
        int(number)
        for place in Path(f"/proc/{pid}/task").glob("*/children")
        for number in place.read_text().split()
    }
