"""What a reader or a check noticed: a value, not an exception."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from neisse.engine.values.sentence import packed, unpacked, values_of


class Severity(StrEnum):
    """How much a finding matters: an error refuses its record, a warning asks, a note only tells."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark on one place of an input; `row` is 1-based as the user's program counts, 0 = the whole.

    `text` and `hint` are literals, or `say(...)` where they hold values: a code with parameters.
    """

    code: str
    subject: str
    text: str
    hint: str = ""
    severity: Severity = Severity.ERROR
    row: int = 0
    column: str = ""

    @property
    def data(self) -> dict[str, Any]:
        """The values that text and hint are about."""
        return values_of(self.text, self.hint)

    def as_json(self) -> dict[str, Any]:
        """All of it as JSON, with the English sentences; `finding_of_json` reads `says` and `helps`."""
        plain = {name: getattr(self, name) for name in ("code", "subject", "row", "column", "data")}
        texts = {"text": str(self.text), "hint": str(self.hint), "severity": self.severity.value}
        return plain | texts | {"says": packed(self.text), "helps": packed(self.hint)}


def finding_of_json(kept: Mapping[str, Any]) -> Finding:
    """The finding that `as_json` wrote; one of an older release has finished sentences."""
    return Finding(
        kept["code"],
        kept.get("subject", ""),
        unpacked(kept.get("says", kept.get("text", ""))),
        unpacked(kept.get("helps", kept.get("hint", ""))),
        Severity(kept.get("severity", Severity.ERROR)),
        kept.get("row", 0),
        kept.get("column", ""),
    )
