"""Slots on the clock: each ends after it starts, they follow each other, and a night lies between two days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from zoneinfo import ZoneInfo

from neisse.engine.meet.instance import Instance, Slot
from neisse.engine.values import NeisseError, say


def in_time_order(slots: Iterable[Slot]) -> tuple[Slot, ...]:
    """Slots by their start; those without a time keep their place. O(S log S)."""
    given = list(slots)
    timed = iter(sorted(((s.starts, i) for i, s in enumerate(given) if s.starts)))
    return tuple(given[next(timed)[1]] if slot.starts else slot for slot in given)


def check_clock(slots: Sequence[Slot], zone: str) -> None:
    """Refuse slots that are no time or share one: two of them would give one person two meetings at once.

    Errors: `meet.slot_time`, `meet.slot_overlap`, `meet.slot_order`. O(S).
    """
    for slot in slots:
        _check_times(slot, ZoneInfo(zone))
    timed = [slot for slot in slots if slot.starts]
    if list(in_time_order(timed)) != timed:
        early, late = next(
            (a, b) for a, b in pairwise(timed) if a.starts and b.starts and a.starts > b.starts
        )
        text = say("slot %(id)s begins before slot %(id2)s and stands after it", id=late.id, id2=early.id)
        raise NeisseError("meet.slot_order", f"slot {late.id}", text, "give the slots in the order of time")
    for early, late in pairwise(timed):
        if late.starts == early.starts or (early.ends and late.starts and late.starts < early.ends):
            raise NeisseError(
                "meet.slot_overlap",
                f"slot {early.id} and slot {late.id}",
                say(
                    "slot %(id)s begins before slot %(id2)s is over: people could be in both",
                    id=late.id,
                    id2=early.id,
                ),
                "give slots that do not overlap; a slot may begin when the one before ends",
            )


def _check_times(slot: Slot, zone: ZoneInfo) -> None:
    if slot.ends is None:
        return
    hint = say("a slot ends after it starts")
    if slot.starts is None:
        raise NeisseError(
            "meet.slot_time", f"slot {slot.id}", say("slot %(id)s has an end and no start", id=slot.id), hint
        )
    if slot.ends <= slot.starts:
        said = (
            f"{slot.starts.astimezone(zone):%Y-%m-%d %H:%M} until {slot.ends.astimezone(zone):%Y-%m-%d %H:%M}"
        )
        raise NeisseError(
            "meet.slot_time",
            f"slot {slot.id}",
            say("slot %(id)s lasts from %(said)s", id=slot.id, said=said),
            hint,
        )


def days_of(instance: Instance) -> list[int]:
    """The day of each slot, counted from 0 in the zone of the event; a slot without a time is on the day before it."""
    zone = ZoneInfo(instance.zone)
    days: list[int] = []
    last = None
    for slot in instance.slots:
        date = slot.starts.astimezone(zone).date() if slot.starts else last
        new = bool(days) and last is not None and date != last
        days.append((days[-1] if days else 0) + new)
        last = date
    return days
