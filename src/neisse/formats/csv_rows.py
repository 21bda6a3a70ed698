"""Rows of separated text: as the rules want it, else with quotation marks that only belong to a name."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from io import StringIO

from neisse.engine.values import Finding, Severity, say

csv.field_size_limit(10_000_000)
Lines = Iterator[tuple[int, list[str]]]


def strict_rows(text: str, separator: str) -> Lines:
    """(row, cells) as RFC 4180 reads them; `csv.Error` where a quotation mark is not closed as it should be."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    before = 0
    for cells in reader:
        yield before + 1, list(cells)
        before = reader.line_num


def mild_rows(name: str, text: str, separator: str) -> tuple[list[tuple[int, list[str]]], list[Finding]]:
    """The rows where a cell like `"ALFA" Sp. z o.o.` keeps its marks, and the remarks on that.

    A mark that opens a cell and is never followed by another one costs its own row a warning (`table.quote`): the file
    may be cut off. Cost: linear.
    """
    sign = re.escape(separator)
    cell = re.compile(rf'"((?:[^"]|"")*)"(?={sign}|\r|\n|\Z)|[^{sign}\r\n]*')
    rows: list[tuple[int, list[str]]] = []
    findings: list[Finding] = []
    at, line, cells, began = 0, 1, [], 1
    while at <= len(text):
        found = cell.match(text, at)
        said = found[0] if found else ""
        if found and found[1] is not None:
            cells.append(found[1].replace('""', '"'))
            line += said.count("\n")
        elif said.count('"') == 1 and said.startswith('"'):
            cells.append(said[1:])
            findings.append(_unclosed(name, line))
        else:
            cells.append(said)
        at += len(said)
        if text[at : at + 1] == separator:
            at += 1
            continue
        rows.append((began, cells))
        at += 2 if text.startswith("\r\n", at) else 1
        line += 1
        cells, began = [], line
    said = say("%(name)s: quotation marks inside cells are taken as belonging to the text", name=name)
    return rows, findings or [Finding("table.quotes_kept", name, said, "", Severity.NOTE)]


def _unclosed(name: str, row: int) -> Finding:
    text = say(
        "%(name)s: a quotation mark that opens near row %(row)s is not closed as it should be",
        name=name,
        row=row,
    )
    hint = say("look whether the cell holds what it should; the file may be cut off")
    return Finding("table.quote", name, text, hint, Severity.WARNING, row)
