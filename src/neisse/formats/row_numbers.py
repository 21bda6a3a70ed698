"""Running numbers: a column that counts the rows of a list says where a row stands, never who it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from neisse.engine.text.fold import words
from neisse.engine.values import Finding, Severity, say
from neisse.formats.columns import ColumnGuess
from neisse.formats.headers import ROW_NUMBERS
from neisse.formats.table import Cell, Table

_NUMBER = re.compile(r"\d{1,6}(?:[.,]0)?[.)]?")
# Most of a counting column goes up by one; a list that was filtered or sorted afterwards has gaps.
COUNTING = 0.5


def without_row_numbers(table: Table, guess: ColumnGuess) -> tuple[ColumnGuess, list[Finding]]:
    """The mapping without ids that only count, and the remark on them.

    Headers like "Lp." or "Nr." with numbers count, and so does a column of any name that runs from 1. An own export (it
    names its `type`) keeps the ids that it wrote.
    """
    ids = [header for header, name in guess.mapping.items() if name == "id"]
    if not ids or "type" in table.headers:
        return guess, []
    position = table.headers.index(ids[0])
    cells = [row[position] for _, row in table.rows if row[position] not in ("", None)]
    named = " ".join(words(ids[0])) in ROW_NUMBERS or not words(ids[0])
    numbers = [_number(cell) for cell in cells]
    if not (
        all(n is not None for n in numbers) and (named or _counts([n for n in numbers if n is not None]))
    ):
        return guess, []
    text = say("the column “%(header)s” counts the rows; it is no id", header=ids[0])
    note = Finding("table.row_number", table.name, text, "", Severity.NOTE, column=ids[0])
    return replace(guess, mapping={**guess.mapping, ids[0]: ""}), [note]


def _number(cell: Cell) -> int | None:
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int | float):
        return int(cell) if 0 <= cell < 10**6 and cell == int(cell) else None
    found = _NUMBER.fullmatch(cell.strip()) if isinstance(cell, str) else None
    return int(re.sub(r"\D.*", "", found[0])) if found else None


def _counts(numbers: Sequence[int]) -> bool:
    if not numbers or min(numbers) > 1:
        return False
    steps = [after - before for before, after in pairwise(numbers)]
    return not steps or sum(step == 1 for step in steps) >= COUNTING * len(steps)
