"""The schedule file: what `neisse meet solve` writes and `neisse meet check` reads.

`slots` are 1-based numbers of slots in the order of the requests, both as the event's file counts them, null where a
request is not placed; `tables` are ids. The first five keys are those of the literature's schedule files.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil
from typing import Any

from neisse.engine.meet.check import Claim
from neisse.engine.meet.instance import Instance
from neisse.engine.meet.schedule import Schedule
from neisse.engine.values import Finding, NeisseError, say

Value = int | str | None


def schedule_document(instance: Instance, schedule: Schedule, seconds: float) -> dict[str, Any]:
    """The JSON document of a schedule; seconds are rounded up to whole ones, so that equal work looks equal."""
    held = bool(schedule.slots)
    ids = [t.id for t in instance.tables]
    numbers = _slot_numbers(instance)
    breaks = zip(instance.participants, schedule.breaks_by_participant, strict=False)
    meetings = _meetings(instance)
    return {
        "instance": schedule.instance,
        "status": schedule.status.value,
        "breaks": schedule.breaks if held else None,
        "bound": schedule.bound if held else None,
        "seconds": ceil(seconds),
        "slots": [None if (s := schedule.slots[m]) is None else numbers[s] for m in meetings if held],
        "tables": [
            None if (t := schedule.tables[m]) is None else ids[t] for m in meetings if schedule.tables
        ],
        "gap": round(schedule.gap, 4) if held else None,
        "idle": schedule.idle if held else None,
        "idle_bound": schedule.idle_bound,
        "weight": schedule.weight,
        "weight_bound": schedule.weight_bound,
        "breaks_by_participant": {p.id: count for p, count in breaks},
        "unplaced": list(_unplaced(instance, schedule)),
        "reasons": list(schedule.reasons),
    }


def _unplaced(instance: Instance, schedule: Schedule) -> Iterator[dict[str, str]]:
    """Each request without a slot; of mutual requests both."""
    also = {r.id: r.also for r in instance.requests}
    for u in schedule.unplaced:
        for request in (u.request, *also.get(u.request, ())):
            yield {"request": request, "reason": u.reason, "code": u.code}


def _slot_numbers(instance: Instance) -> list[int]:
    """The number in the file of each slot."""
    number = {id_: i + 1 for i, id_ in enumerate(instance.numbering.slots)}
    return [number.get(slot.id, i + 1) for i, slot in enumerate(instance.slots)]


def _meetings(instance: Instance) -> list[int]:
    """Per request of the file the index of its meeting; requests that came later follow."""
    index = {id_: m for m, r in enumerate(instance.requests) for id_ in (r.id, *r.also)}
    named = [index.pop(id_) for id_ in instance.numbering.requests if id_ in index]
    return named + list(index.values())


def parse_claim(document: Any, instance: Instance, name: str) -> Claim:
    """What a schedule file claims; a slot may be given by its number or, as a text, by its id.

    Errors: `meet.schedule` for what is not a schedule.
    """
    if not isinstance(document, dict) or not isinstance(document.get("slots"), list):
        raise _error(
            name,
            say("the file has no list of slots"),
            say("slots: [3, null, ...] in the order of the requests"),
        )
    slots = _slots(document["slots"], instance, name)
    tables = _tables(document.get("tables"), instance, name)
    meetings = _meetings(instance)
    if wrong := list(_lengths(slots, tables, len(meetings))):
        return Claim((), wrong=wrong)
    return Claim(
        slots=_of_meetings(slots, meetings),
        tables=_of_meetings(tables, meetings) if tables else [],
        breaks=_count(document, "breaks", name),
        idle=_count(document, "idle", name),
        weight=_count(document, "weight", name),
        wrong=list(_parted(instance, meetings, slots, tables)),
    )


def _slots(values: list[Any], instance: Instance, name: str) -> list[int | None]:
    """Indices of slots; a number or id that the event does not have stays out of its range."""
    at = {number: s for s, number in enumerate(_slot_numbers(instance))}
    at_id = {slot.id: s for s, slot in enumerate(instance.slots)}
    slots: list[int | None] = []
    for i, value in enumerate(values):
        if value is not None and (not isinstance(value, int | str) or isinstance(value, bool)):
            hint = say("a whole number from 1, the id of a slot, or null")
            raise _error(f"{name}: slot {i + 1}", say("%(value)s is not a slot", value=f"{value!r}"), hint)
        if isinstance(value, str) and value not in at_id:
            raise _error(
                f"{name}: slot {i + 1}",
                say("%(value)s is no slot of the event", value=f"{value!r}"),
                say("see the slots' ids"),
            )
        slots.append(None if value is None else at_id[value] if isinstance(value, str) else at.get(value, -1))
    return slots


def _lengths(slots: Sequence[Value], tables: Sequence[Value], count: int) -> Iterator[Finding]:
    for subject, values in (("slots", slots), ("tables", tables)):
        if len(values) != count and (values or subject == "slots"):
            text = say(
                "the schedule has %(count)s %(subject)s, the event %(count2)s requests",
                count=len(values),
                subject=subject,
                count2=count,
            )
            yield Finding("meet.length", subject, text)


def _of_meetings(values: Sequence[int | None], meetings: Sequence[int]) -> list[int | None]:
    """One value a meeting: that of its first request."""
    found: dict[int, int | None] = {}
    for value, meeting in zip(values, meetings, strict=True):
        found.setdefault(meeting, value)
    return [found[m] for m in range(len(found))]


def _parted(
    instance: Instance, meetings: Sequence[int], slots: Sequence[int | None], tables: Sequence[int | None]
) -> Iterator[Finding]:
    """Mutual requests that are one meeting and are given two slots or tables."""
    places = zip(slots, tables or [None] * len(slots), strict=True)
    seen: dict[int, tuple[int | None, int | None]] = {}
    for meeting, place in zip(meetings, places, strict=True):
        if seen.setdefault(meeting, place) != place:
            r = instance.requests[meeting]
            ids = " and ".join((r.id, *r.also))
            text = say(
                "requests %(ids)s (%(a)s, %(b)s) are one meeting and have different slots or tables",
                ids=ids,
                a=r.a,
                b=r.b,
            )
            yield Finding("meet.parted", f"requests {ids}", text)


def _tables(values: Any, instance: Instance, name: str) -> list[int | None]:
    if not values:
        return []
    index = {t.id: i for i, t in enumerate(instance.tables)}
    if not isinstance(values, list) or not all(v is None or isinstance(v, str | int) for v in values):
        raise _error(
            f"{name}: tables", say("the tables are not a list of ids"), say("one id or null a request")
        )
    return [None if v is None else index.get(str(v), -1) for v in values]


def _count(document: dict[str, Any], key: str, name: str) -> int | None:
    value = document.get(key)
    if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
        raise _error(
            f"{name}: {key}",
            say("%(key)s is %(value)s", key=key, value=f"{value!r}"),
            say("a whole number or null"),
        )
    return value


def _error(subject: str, text: str, hint: str) -> NeisseError:
    return NeisseError("meet.schedule", subject, text, hint)
