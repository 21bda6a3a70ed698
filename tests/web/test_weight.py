"""What a process of the web loads: libraries of long computations wait until one is asked for."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

HEAVY = {"duckdb", "splink", "sklearn", "pandas", "pyarrow", "ortools", "pysat", "typst", "pyspark", "altair"}
HEAVY |= {"numba", "scipy", "rich"}
MOST_MODULES = 2250
SAID = """
import json, sys
import django
django.setup()
from neisse.web.warm import warm_up
warm_up()
print(json.dumps([len(sys.modules), sorted({*sys.modules, *(name.split(".")[0] for name in sys.modules)})]))
"""


def test_a_web_process_loads_no_library_that_pages_do_not_need(tmp_path: Path) -> None:
    env = {**os.environ, "NEISSE_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "neisse.web.settings"}
    done = subprocess.run([sys.executable, "-c", SAID], env=env, capture_output=True, text=True, check=True)
    count, loaded = json.loads(done.stdout.splitlines()[-1])
    assert sorted(HEAVY & set(loaded)) == []
    assert count < MOST_MODULES
