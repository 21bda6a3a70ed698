"""What people type, into objects: what the web asks of the formats and of the engine's keys."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from neisse.engine.record.keys import derived_id
from neisse.engine.values import Finding, Period, Severity, zone_of
from neisse.formats.object_fields import ObjectFields
from neisse.formats.object_times import write_times
from neisse.formats.objects import read_object
from neisse.web.record.bridge.fields import Object

__all__ = ["derived_id", "read_typed", "read_when"]

TIMES = ("starts", "ends", "period")


def read_typed(kind: str, obj: Object, reference: date) -> tuple[Object | None, Sequence[Finding]]:
    """An object as files give it, checked and normalised like a file's; None where an error refuses it."""
    fields = ObjectFields(0, obj, [], reference)
    return read_object(kind, fields), fields.findings


def read_when(
    text: str, reference: date, country: str = ""
) -> tuple[Object, Period | None, Sequence[Finding]]:
    """A period as people write it (`Herbst 2026`, `KW 43`, `21.-23.10.2026 14:00-16:00`).

    Gives the contract's fields `starts`, `ends`, `period` (empty ones too), the period, and the remarks.
    """
    from neisse.engine.record.periods import read_period

    zone = zone_of(country)
    reading = read_period(text, reference=reference, zone=zone)
    return dict.fromkeys(TIMES, "") | write_times(reading.period, zone), reading.period, reading.findings


def is_error(finding: Finding) -> bool:
    """Whether a finding refuses its record."""
    return finding.severity is Severity.ERROR
