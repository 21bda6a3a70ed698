"""What a reader or a check noticed: a value, not an exception."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding matters: an error refuses its record, a warning asks, a note only tells."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark on one place of an input; `row` is 1-based as the user's program counts, 0 = the whole."""

    code: str
    subject: str
    text: str
    hint: str = ""
    severity: Severity = Severity.ERROR
    row: int = 0
    column: str = ""
