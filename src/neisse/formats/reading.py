"""What a file gave: the value that every reader of foreign files answers with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from neisse.engine.values import Finding, NeisseError, say

# What an archive says of its instance.
HEAD = "instance.json"
PARTS, LINES = "parts/", ".jsonl"
Object = dict[str, Any]


@dataclass(frozen=True, slots=True)
class TablePlace:
    """Where in a file its table is: a sheet, and the row (as the user's program counts) that names the columns."""

    sheet: str = ""
    header_row: int = 0


ANYWHERE = TablePlace()


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What a file gave.

    `objects`, `rows` and `hints` run in parallel (a row as the user's program counts: line, sheet row, event, card; a
    hint says what a record does not quite say: `owner`, the name of a calendar or a person).
    `refused` counts the refused records by the code of their first error. `mapping` (header -> field),
    `confidence`, `headers` and `sample` are there for tables, to be shown and corrected; `instance` for an archive; `sheets` and
    `place` for workbooks and tables: what there is to choose from, and what was taken.
    """

    name: str
    form: str
    kind: str
    objects: tuple[Object, ...]
    rows: tuple[int, ...]
    findings: tuple[Finding, ...] = ()
    refused: Mapping[str, int] = field(default_factory=dict)
    mapping: Mapping[str, str] = field(default_factory=dict)
    confidence: Mapping[str, float] = field(default_factory=dict)
    headers: tuple[str, ...] = ()
    sample: tuple[tuple[str, ...], ...] = ()
    instance: Mapping[str, Any] | None = None
    hints: tuple[Mapping[str, str], ...] = ()
    sheets: tuple[str, ...] = ()
    place: TablePlace = ANYWHERE

    def records(self) -> list[tuple[int, Object, Mapping[str, str]]]:
        """(row, object, hints) of each record."""
        hints = self.hints or ({},) * len(self.objects)
        return list(zip(self.rows, self.objects, hints, strict=True))


def damaged(name: str) -> NeisseError:
    """The error for an archive that does not hold what it should: `file.damaged`."""
    return NeisseError(
        "file.damaged", name, say("%(name)s is a damaged zip", name=name), "export the instance again"
    )
