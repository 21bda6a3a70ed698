"""Documents made to hurt who understands them: read or refused by a code, in a process that ends with its bounds."""

# ruff: noqa: PT017 - both ends are right
from __future__ import annotations

import ast
from datetime import date
from pathlib import Path

import pytest

import neisse
from neisse.engine.values import NeisseError, Organisation
from neisse.formats.costs import Costs
from neisse.formats.limited import read_announcement_limited

pytestmark = pytest.mark.timeout(120)
SOURCE = Path(neisse.__file__).parent
TODAY = date(2027, 2, 1)
NARROW = Costs(cpu_seconds=3, wall_seconds=4, most_seconds=4)
# What the grammars of an announcement begin with: each, for ever, in one sentence.
PIECES = [
    "KW 1 ",
    "01.01.2026 - ",
    "1. ",
    "Workshop ",
    "Görlitz, ",
    "(",
    "„",
    "Die Prüfwerk GmbH ",
    "40 Teilnehmer ",
    " ",
]


@pytest.mark.parametrize("piece", PIECES)
def test_no_document_hurts(piece: str) -> None:
    try:
        found = read_announcement_limited(
            "a.txt", (piece * (30_000 // len(piece))).encode(), TODAY, within=NARROW
        )
    except NeisseError as error:
        assert error.code != "file.unreadable"
        assert error.hint
    else:
        assert found["text"].strip()[:1] == piece.strip()[:1]


def test_an_honest_document_has_the_time_that_it_needs() -> None:
    known = [Organisation(f"o{n}", f"Prüfwerk {n} Mulde GmbH", "company") for n in range(500)]
    known.append(Organisation("own", "Prüfwerk Mulde GmbH", "company"))
    pages = "".join(
        f"Am {n % 27 + 1}. Mai 2027 findet in Görlitz der Workshop „Saubere Räume {n}“ der Prüfwerk Mulde GmbH statt.\n\n"
        for n in range(135)
    )
    found = read_announcement_limited("press.txt", pages.encode(), TODAY, known)
    assert (found["id"], found["language"]) == ("press", "de")
    assert len(found["events"]) == 27
    assert "own" in {one["known"] for one in found["organisations"]}


def test_only_the_bounded_process_understands_documents() -> None:
    """Who calls the engine beside it has no bounds: the command line did."""
    callers = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"read_announcement", "read_text"}
    }
    assert callers == {"formats/child.py"}
