"""Reasons in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Said:
    """A reason as a sentence, with its share; `share` is the size of the bar."""

    text: str
    weight: float
    share: float


def said(reasons: Iterable[dict[str, Any]]) -> list[Said]:
    """The reasons, strongest first."""
    return [Said(r["text"], r["weight"], min(1.0, abs(r["weight"]))) for r in reasons]
