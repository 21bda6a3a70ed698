"""The value of something that takes place."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from neisse.engine.record.announcements.evidence import Evidence
from neisse.engine.values import Period


@dataclass(frozen=True, slots=True)
class Event:
    """Something that takes place: name, kind and time, where, what became of it; each part with its words."""

    name: Evidence
    kind: str
    period: Period
    dated: Evidence
    sentence: Evidence
    rule: str
    confidence: float
    town: str = ""
    town_words: Evidence | None = None
    venue: Evidence | None = None
    online: Evidence | None = None
    tense: str = "planned"
    deadline: date | None = None
    deadline_words: Evidence | None = None
    strength: int = field(default=1, compare=False)
