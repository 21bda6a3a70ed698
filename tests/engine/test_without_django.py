"""The engine and the formats stand alone: not one of their modules brings Django in."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src"
IMPORT_ALL = """
import importlib, sys
for name in sys.argv[1:]:
    importlib.import_module(name)
print(*sorted({name.split(".")[0] for name in sys.modules} & {"django", "ninja", "allauth", "rules"}))
"""


def modules() -> list[str]:
    files = [f for floor in ("engine", "formats") for f in sorted((SOURCE / "neisse" / floor).rglob("*.py"))]
    return [".".join(f.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__") for f in files]


def test_engine_and_formats_do_without_django() -> None:
    found = modules()
    assert len(found) > 20
    command = [sys.executable, "-c", IMPORT_ALL, *found]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert (done.returncode, done.stdout.strip()) == (0, ""), done.stderr
