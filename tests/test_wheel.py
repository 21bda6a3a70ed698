"""A wheel, installed into an empty environment, shows the example."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def run(*words: str, cwd: Path, **more: str) -> str:
    environment = {
        k: v for k, v in os.environ.items() if not k.startswith(("NEISSE_", "DJANGO_", "UV_PYTHON"))
    }
    environment.pop("VIRTUAL_ENV", None)
    done = subprocess.run(
        words, cwd=cwd, env=environment | more, capture_output=True, text=True, check=False, timeout=540
    )
    assert done.returncode == 0, f"{' '.join(words)}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
    return done.stdout


@pytest.mark.slow
def test_the_wheel_works_in_an_empty_environment(tmp_path: Path) -> None:
    uv = shutil.which("uv", path=str(Path(sys.executable).parent)) or shutil.which("uv")
    assert uv, "uv is installed by the Makefile"
    run(uv, "build", "--wheel", "--out-dir", str(tmp_path), cwd=ROOT)
    (wheel,) = tmp_path.glob("neisse-*.whl")
    locked = tmp_path / "locked.txt"
    locked.write_text(
        run(uv, "export", "--frozen", "--no-default-groups", "--no-emit-project", "--no-hashes", cwd=ROOT),
        encoding="utf-8",
    )
    empty = tmp_path / "empty"
    run(uv, "venv", "--python", sys.executable, str(empty), cwd=tmp_path)
    python = str(empty / "bin" / "python")
    run(uv, "pip", "install", "--python", python, "--constraint", str(locked), str(wheel), cwd=tmp_path)
    shown = run(
        str(empty / "bin" / "neisse"), "demo", "--no-serve", cwd=tmp_path, NEISSE_DATA=str(tmp_path / "data")
    )
    assert "136" in shown, "the published number of members comes out of the example"
    assert "46" in shown
