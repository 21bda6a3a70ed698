"""`neisse meet solve` and `neisse meet check`, as other people's scripts call them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from neisse.cli.meet import app
from neisse.engine.values import NeisseError

EVENT = {
    "slots": [{"id": f"s{i}"} for i in range(4)],
    "tables": 2,
    "participants": [{"id": p} for p in "abcd"],
    "requests": [{"id": pair, "a": pair[0], "b": pair[1]} for pair in ("ab", "ac", "ad", "bc", "cd")],
}


@pytest.fixture
def forum(tmp_path: Path) -> Path:
    path = tmp_path / "forum.json"
    path.write_text(json.dumps(EVENT))
    return path


def test_solve_prints_one_document_and_check_accepts_it(forum: Path, tmp_path: Path) -> None:
    out = tmp_path / "schedule.json"
    result = CliRunner().invoke(app, ["solve", str(forum), "--json", "--out", str(out), "--seed", "3"])
    assert result.exit_code == 0
    printed = json.loads(result.stdout)
    assert printed == json.loads(out.read_text())
    assert (printed["status"], printed["breaks"], printed["unplaced"]) == ("optimal", 0, [])
    assert CliRunner().invoke(app, ["check", str(forum), str(out)]).exit_code == 0


def test_check_names_what_is_broken(forum: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.json"
    bad.write_text(json.dumps({"slots": [1, 1, 2, 3, 4], "breaks": 0}))
    result = CliRunner().invoke(app, ["check", str(forum), str(bad)])
    assert result.exit_code == 1
    assert "a has 2 meetings in slot s0" in result.stdout


def test_same_seed_same_bytes(forum: Path) -> None:
    one, two = (
        CliRunner().invoke(app, ["solve", str(forum), "--json", "--seed", "1"]).stdout for _ in range(2)
    )
    assert one == two


def test_an_infeasible_event_is_an_answer(tmp_path: Path) -> None:
    path = tmp_path / "full.json"
    path.write_text(json.dumps({**EVENT, "slots": [{"id": "s"}], "rules": {"all_requests": True}}))
    result = CliRunner().invoke(app, ["solve", str(path)])
    assert result.exit_code == 1
    assert "a is full: 3 requests for 1 free slots" in result.stdout


@pytest.mark.parametrize("command", [["solve", "nothing.json"], ["check", "nothing.dzn", "nothing.json"]])
def test_missing_files(command: list[str]) -> None:
    result = CliRunner().invoke(app, command)
    assert isinstance(result.exception, NeisseError)
    assert result.exception.code == "file.missing"


def test_the_time_limit_keeps_the_best_so_far(forum: Path) -> None:
    result = CliRunner().invoke(app, ["solve", str(forum), "--json", "--time-limit", "0"])
    status = json.loads(result.stdout)["status"]
    assert status in {"feasible", "optimal", "unknown"}
    assert result.exit_code == (status == "unknown")


@pytest.mark.shared
@pytest.mark.slow
def test_ctrl_c_keeps_the_best_so_far(shared: Path, tmp_path: Path) -> None:
    """Interrupted as soon as a first schedule is reported; the file is written all the same."""
    out = tmp_path / "best.json"
    instance = shared / "data" / "b2b" / "forum-13crafb.forb0003.dzn"
    command = [
        sys.executable,
        "-m",
        "neisse",
        "meet",
        "solve",
        str(instance),
        "--prove-idle",
        "--out",
        str(out),
    ]
    process = subprocess.Popen(command, start_new_session=True, stdout=subprocess.DEVNULL)
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(timeout=12)
    os.kill(process.pid, signal.SIGINT)
    assert process.wait(timeout=120) == 0
    found = json.loads(out.read_text())
    assert found["status"] in {"feasible", "optimal"}
    assert found["bound"] <= 5 <= found["breaks"]
