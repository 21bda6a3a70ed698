"""kill -9 at random moments, on real processes and a database of their own; the long run is bench/endurance.py."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
MOMENTS = 6


@pytest.mark.slow
@pytest.mark.parametrize("seed", [5])
def test_nothing_is_stuck_lost_or_half_done(tmp_path: Path, seed: int) -> None:
    env = {**os.environ, "NEISSE_DATA": str(tmp_path)}
    command = [sys.executable, str(ROOT / "bench" / "endurance.py"), str(MOMENTS), "--seed", str(seed)]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=500)
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["wrong"] == []
    assert sum(told["ended"].values()) == MOMENTS
