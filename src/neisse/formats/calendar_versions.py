"""Which of the events of a calendar count: the newest version of each, and the changed dates of a series inside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from neisse.engine.values import Severity, say
from neisse.formats.calendar_event import are_two, sequence_of
from neisse.formats.series import repeats

Numbered = tuple[int, Any]


class Remark(Protocol):
    """How a reader takes remarks."""

    def __call__(
        self, code: str, text: str, row: int, column: str = "", severity: Severity = Severity.WARNING
    ) -> None:
        """Keep a remark on an event (row; 0 = the file)."""


@dataclass(slots=True)
class Versions:
    """The events that count, the changed dates by the UID of their series, and the UIDs that several events share."""

    events: list[Numbered] = field(default_factory=list)
    moved: dict[str, list[Any]] = field(default_factory=dict)
    shared: set[str] = field(default_factory=set)


def versions_of(events: Sequence[Numbered], remark: Remark) -> Versions:
    """One event for each UID (and moved date of a series): the one with the highest SEQUENCE. What gives way is told."""
    found = Versions()
    chosen: dict[tuple[str, str], Numbered] = {}
    for number, event in events:
        moved = event.get("RECURRENCE-ID")
        uid = str(event.get("UID", f"#{number}"))
        key = (uid, moved.to_ical().decode() if moved is not None else "")
        if key in chosen and not moved and are_two(event, chosen[key][1]):
            found.shared.add(uid)
            key = (uid, f"#{number}")
        before = chosen.get(key)
        if before is None or sequence_of(event) >= sequence_of(before[1]):
            chosen[key] = (number, event)
        if before is not None:
            _tell_older(before[0] if chosen[key][0] == number else number, chosen[key][0], remark)
    for uid in sorted(found.shared):
        text = say("several events have the same UID “%(uid)s”; each is read as its own", uid=uid[:80])
        remark("calendar.shared_uid", text, 0, "UID")
    series = {uid for (uid, moved), (_, e) in chosen.items() if not moved and repeats(e)} - found.shared
    for (uid, moved), (number, event) in chosen.items():
        if moved and uid in series:
            found.moved.setdefault(uid, []).append(event)
            text = say("event %(number)s changes one date of a series; it stands there", number=number)
            remark("calendar.changed_date", text, number, "RECURRENCE-ID", Severity.NOTE)
        else:
            found.events.append((number, event))
    return found


def _tell_older(number: int, newer: int, remark: Remark) -> None:
    text = say("event %(number)s is a version of event %(newer)s, which counts", number=number, newer=newer)
    remark("calendar.older", text, number, "SEQUENCE", Severity.NOTE)
