"""Files into objects: what the web asks of the formats and of the engine's keys."""

from __future__ import annotations

from datetime import date

from neisse.engine.record.keys import derived_id
from neisse.engine.record.periods import PeriodReading, read_period
from neisse.engine.values import Finding, NeisseError, Severity

__all__ = ["Finding", "NeisseError", "Severity", "derived_id", "read_when"]


def read_when(text: str, reference: date, zone: str = "Europe/Berlin") -> PeriodReading:
    """A period as people write it: `Herbst 2026`, `KW 43`, `21.-23.10.2026`; findings say what is wrong."""
    return read_period(text, reference=reference, zone=zone)
