"""Rows of a table that are no records: sums, footnotes, and headings of a group of rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from neisse.engine.text.fold import words
from neisse.engine.values import Finding, Severity, say
from neisse.formats.table import Cell, Table

TOTALS = frozenset(
    ["summe", "gesamt", "gesamtsumme", "zwischensumme", "suma", "razem", "ogolem", "lacznie", "total", "sum", "subtotal"]
)  # fmt: skip
SIGNS = ("*", "¹", "²", "†", "Anm", "Stand:", "Quelle:", "Źródło:", "Uwaga:")
Row = tuple[int, tuple[Cell, ...]]


def without_summaries(table: Table, heading: str = "") -> tuple[Table, dict[int, str]]:
    """The table without sums and footnotes (`table.summary`), and for each row the group that it stands under.

    Under `heading`, a header, a row with this cell alone names the rows below it, where the other rows are numbered.
    """
    kept: list[Row] = []
    groups: dict[int, str] = {}
    findings: list[Finding] = []
    group, at = "", table.headers.index(heading) if heading else -1
    for row, cells in table.rows:
        filled = [(n, cell) for n, cell in enumerate(cells) if cell not in ("", None)]
        said = str(filled[0][1]) if filled else ""
        if _is_total(filled) or (len(filled) == 1 and said.startswith(SIGNS)):
            text = say("“%(said)s” is no record; the row is left out", said=said[:60])
            findings.append(Finding("table.summary", table.name, text, "", Severity.NOTE, row))
        elif at > 0 and len(filled) == 1 and filled[0][0] == at:
            group = said
            text = say("“%(said)s” is a heading: the rows below it are of this kind", said=said[:60])
            findings.append(Finding("table.heading", table.name, text, "", Severity.NOTE, row))
        else:
            kept.append((row, cells))
            if group:
                groups[row] = group
    if not findings:
        return table, {}
    return replace(table, rows=tuple(kept), findings=(*table.findings, *findings)), groups


def _is_total(filled: Sequence[tuple[int, Cell]]) -> bool:
    """A first cell that says sum, and nothing but numbers behind it."""
    if not filled or not isinstance(filled[0][1], str) or " ".join(words(filled[0][1])) not in TOTALS:
        return False
    return all(not isinstance(cell, str) or not any(map(str.isalpha, cell)) for _, cell in filled[1:])


def with_group(data: dict[str, object], group: str) -> None:
    """The heading above a row is the kind of its membership, where the row says none."""
    membership = data.setdefault("membership", {})
    if group and isinstance(membership, dict):
        membership.setdefault("kind", group[:60])
