"""Reading the fields of one JSON object: each wrong type is a finding with its row, never an exception."""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from neisse.engine.values import Finding, Severity, say


def is_number(value: Any) -> bool:
    """Whether one can reckon with it: JSON knows whole numbers of any length, and programs write infinities."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return False
    return abs(value) <= sys.float_info.max


@dataclass(slots=True)
class Fields:
    """One object of a file and the remarks on it; a field of a wrong type reads as absent."""

    row: int
    data: Mapping[str, Any]
    findings: list[Finding] = field(default_factory=list)

    @property
    def subject(self) -> str:
        """The id where there is one: what findings are about."""
        return str(self.data.get("id", "") or "")

    def remark(
        self, code: str, column: str, text: str, hint: str = "", severity: Severity = Severity.WARNING
    ) -> None:
        """Note a finding on this row."""
        self.findings.append(Finding(code, self.subject, text, hint, severity, self.row, column))

    def text(self, key: str, default: str = "") -> str:
        """A text; a number is taken as its digits, with a note."""
        value = self.data.get(key)
        if isinstance(value, str):
            return value.strip() or default
        if isinstance(value, int | float) and not isinstance(value, bool):
            self.remark(
                "field.number",
                key,
                say("“%(key)s” is a number, read as text", key=key),
                severity=Severity.NOTE,
            )
            return str(value)
        if value is not None:
            self._wrong(key, say("a text"))
        return default

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts without repetition; a single text is a list of one."""
        value = self.data.get(key)
        if value is None:
            return ()
        if isinstance(value, str):
            value = [value]
        if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
            self._wrong(key, say("a list of texts"))
            value = [entry for entry in value if isinstance(entry, str)] if isinstance(value, list) else []
        return tuple(dict.fromkeys(entry.strip() for entry in value if entry.strip()))

    def number(self, key: str, low: float = -math.inf, high: float = math.inf) -> float | None:
        """A finite number within bounds."""
        value = self.data.get(key)
        if value is None:
            return None
        if not is_number(value) or not low <= value <= high:
            self._wrong(
                key,
                say("a number")
                if math.isinf(high)
                else say("a number between %(low)s and %(high)s", low=f"{low:g}", high=f"{high:g}"),
            )
            return None
        return float(value)

    def integer(self, key: str) -> int | None:
        """A whole number from 0; `3.0` counts as whole."""
        value = self.number(key, low=0)
        if value is None or value != int(value):
            if value is not None:
                self._wrong(key, say("a whole number"))
            return None
        return int(value)

    def flag(self, key: str) -> bool:
        """True or false; absent is false."""
        value = self.data.get(key, False)
        if not isinstance(value, bool):
            self._wrong(key, say("true or false"))
        return value is True

    def part(self, key: str) -> Fields:
        """The fields of an object inside this one; its remarks land here."""
        value = self.data.get(key)
        if value is not None and not isinstance(value, dict):
            self._wrong(key, say("an object"))
        inside = dict(value) if isinstance(value, dict) else {}
        return Fields(self.row, inside, self.findings)

    def _wrong(self, key: str, wanted: str) -> None:
        self.remark(
            "field.type", key, say("“%(key)s” is not %(wanted)s; it is left out", key=key, wanted=wanted)
        )
