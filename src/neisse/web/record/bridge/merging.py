"""Duplicates of the instance's organisations, and two of them as one: rows <-> the engine."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from neisse.engine.record.duplicates import conflicts, find_duplicates
from neisse.engine.record.joining import BOTH, GONE, KEPT, Line, joined, lines
from neisse.engine.record.references import PARENT, PARENT_KINDS
from neisse.web.record.bridge.values import organisation_value
from neisse.web.record.models import DuplicateProposal, Organisation

__all__ = [
    "BOTH",
    "GONE",
    "KEPT",
    "PARENT",
    "PARENT_KINDS",
    "Line",
    "in_conflict",
    "joined",
    "lines",
    "proposals",
]


def proposals() -> list[DuplicateProposal]:
    """The duplicates that the engine finds among all organisations, as rows that are not saved yet."""
    rows = list(Organisation.objects.prefetch_related("offers", "needs").order_by("pk"))
    pks = {row.key: row.pk for row in rows}
    return [
        DuplicateProposal(
            a_id=pks[found.a],
            b_id=pks[found.b],
            score=found.score,
            reasons=[{"code": r.code, "weight": r.weight, "text": r.text} for r in found.reasons],
        )
        for found in find_duplicates([organisation_value(row) for row in rows])
    ]


def in_conflict(one: Organisation, other: Organisation) -> bool:
    """Whether two organisations carry different values of the same identifier."""
    return conflicts(organisation_value(one), organisation_value(other))


def in_words(value: Any) -> Iterable[str]:
    """A value of a field as lines of text."""
    if isinstance(value, dict):
        yield ", ".join(str(part) for part in value.values())
    elif isinstance(value, list):
        yield from map(str, value)
    elif value not in (None, ""):
        yield str(value)
