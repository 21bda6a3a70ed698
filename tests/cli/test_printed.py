"""What the command line prints of files of others: text, never a command to the terminal."""

from __future__ import annotations

import json
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from neisse.cli.agree import app
from neisse.cli.language import said
from neisse.cli.output import plain, print_table

DIRECTIONS = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
HOSTILE = "\x1b[31mX\x1b]0;title\x07 \x9b2J \u202e [/bold] [link=https://evil.example/]y[/link]"


def commands(printed: str) -> set[str]:
    """The signs in a print that a terminal would obey."""
    return {s for s in printed if s in DIRECTIONS or (category(s) == "Cc" and s not in "\n\t")}


@given(st.text())
def test_a_sentence_commands_nothing(text: str) -> None:
    assert not commands(plain(text))
    assert not commands(said(text))
    assert plain(text) == "".join(s for s in text if s not in commands(text))


@given(st.lists(st.text(st.sampled_from(HOSTILE + "[/]=#@\\\\"), max_size=30), min_size=1, max_size=3))
def test_cells_are_text(cells: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", "400")
        with redirect_stdout(StringIO()) as out:
            print_table(cells[0], ["c"] * len(cells), [cells])
        printed = out.getvalue()
    assert not commands(printed)
    for cell in cells:
        assert "".join(plain(cell).split()) in "".join(printed.split())


def test_a_hostile_round_is_printed_as_text(tmp_path: Path) -> None:
    file = tmp_path / "round.json"
    plan = {"id": HOSTILE, "title": HOSTILE, "owner": "o", "starts": "2027-03-01"}
    keep = {"id": "keep", "kind": "keep"}
    group = {"id": HOSTILE, "measures": [HOSTILE, "gone"], "options": [keep]}
    file.write_text(json.dumps({"name": HOSTILE, "measures": [plan], "groups": [group]}))
    found = CliRunner().invoke(app, ["plan", "--input", str(file)])
    assert found.exit_code == 0, found.output
    assert "https://evil.example/" in found.output
    assert not commands(found.output)
