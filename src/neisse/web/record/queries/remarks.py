"""Remarks on a file as a page shows them: what is said of many rows is said once, with their numbers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from neisse.web.record.queries.preview import label_of

SAID = ("code", "column", "text", "says", "hint", "helps")


@dataclass(frozen=True, slots=True)
class Remark:
    """One sentence, and the rows of which it is true; none where it is about the whole file."""

    finding: Mapping[str, Any]
    rows: tuple[int, ...]
    column: str  # the header in the file, or the field in words where the file has no such column

    @property
    def where(self) -> str:
        """The rows: "5-7, 12"."""
        starts = [b for a, b in pairwise((-1, *self.rows)) if b != a + 1]
        ends = [a for a, b in pairwise((*self.rows, -1)) if b != a + 1]
        return ", ".join(
            str(a) if a == b else f"{a}\N{EN DASH}{b}" for a, b in zip(starts, ends, strict=True)
        )


def remarks(findings: Iterable[Mapping[str, Any]], headers: Collection[str]) -> list[Remark]:
    """Findings that say the same, together, in the order of the first of each; `headers` are those of the file."""
    found: dict[str, tuple[Mapping[str, Any], set[int]]] = {}
    for finding in findings:
        said = repr([finding.get(name) for name in SAID])
        rows = found.setdefault(said, (finding, set()))[1]
        if finding.get("row"):
            rows.add(int(finding["row"]))
    return [Remark(said, tuple(sorted(rows)), _column(said, headers)) for said, rows in found.values()]


def _column(finding: Mapping[str, Any], headers: Collection[str]) -> str:
    name = str(finding.get("column") or "")
    return name if name in headers else label_of(name)
