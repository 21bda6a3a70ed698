"""kill -9 at random moments, on real processes and a database of their own; the long run is `bench/endurance.py 50`.

Mailing and backup are killed in tests of their own (`core/mail/test_at_once.py`, `whole/test_backup.py`).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
TASKS = 3  # one of each kind
SERVERS = 1


def killed(tmp_path: Path, moments: int, kinds: str) -> None:
    env = {**os.environ, "NEISSE_DATA": str(tmp_path)}
    command = [sys.executable, str(ROOT / "bench" / "endurance.py"), str(moments), "--only", kinds, "--keep"]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=500)
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["wrong"] == []
    assert sum(told["ended"].values()) == moments


@pytest.mark.slow
def test_no_task_is_stuck_lost_or_half_done(tmp_path: Path) -> None:
    killed(tmp_path, TASKS, "import,comparison,schedule")


@pytest.mark.slow
@pytest.mark.one_database("it is about processes; what they leave in either database is asked above")
def test_nothing_is_left_of_a_killed_server_and_nothing_is_stuck(tmp_path: Path) -> None:
    """The same with more kills: `bench/endurance.py 10 --only server`."""
    killed(tmp_path, SERVERS, "server")
