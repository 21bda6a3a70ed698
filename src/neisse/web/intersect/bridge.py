"""Rows <-> the overlap and partner engines: a live index per process, vectors from the database."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from neisse.engine import values
from neisse.web.intersect.models import Overlap
from neisse.web.record.bridge import to_object
from neisse.web.record.models import Measure

MATERIAL = (
    "title", "titles", "description", "kind", "owner", "partners", "starts", "ends", "period", "place", "topics", "audience",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """An overlap by primary keys, `a` < `b`, with reasons as JSON."""

    a: int
    b: int
    verdict: str
    score: float
    reasons: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Proposed:
    """A partner proposal by primary keys, `a` < `b`."""

    a: int
    b: int
    score: float
    offers_to_b: list[list[str]]
    offers_to_a: list[list[str]]
    reasons: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Similar:
    """A measure like the one being typed."""

    pk: int
    verdict: str
    score: float
    reasons: list[dict[str, Any]]

    @property
    def verdict_label(self) -> str:
        """The verdict in the reader's language."""
        return str(Overlap.Verdict(self.verdict).label)


def content_of(a: Measure, b: Measure) -> str:
    """A hash of what is material in two measures: a decision holds as long as it stays the same."""
    sides = [{key: obj[key] for key in MATERIAL if key in obj} for obj in (to_object(a), to_object(b))]
    return hashlib.sha256(json.dumps(sides, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def reasons_of(found: values.Overlap | values.Match) -> list[dict[str, Any]]:
    """Reasons as JSON."""
    return [
        {"code": r.code, "weight": round(r.weight, 4), "text": r.text, "data": dict(r.data)}
        for r in found.reasons
    ]
