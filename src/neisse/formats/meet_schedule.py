"""The schedule file: what `neisse meet solve` writes and `neisse meet check` reads.

`slots` are 1-based numbers in the order of the instance's requests, null where a request is not placed; `tables` are
ids. The first five keys are those of the literature's schedule files.
"""

from __future__ import annotations

from math import ceil
from typing import Any

from neisse.engine.meet.check import Claim
from neisse.engine.meet.instance import Instance
from neisse.engine.meet.schedule import Schedule
from neisse.engine.values import NeisseError


def schedule_document(instance: Instance, schedule: Schedule, seconds: float) -> dict[str, Any]:
    """The JSON document of a schedule; seconds are rounded up to whole ones, so that equal work looks equal."""
    held = bool(schedule.slots)
    ids = [t.id for t in instance.tables]
    breaks = zip(instance.participants, schedule.breaks_by_participant, strict=False)
    return {
        "instance": schedule.instance,
        "status": schedule.status.value,
        "breaks": schedule.breaks if held else None,
        "bound": schedule.bound if held else None,
        "seconds": ceil(seconds),
        "slots": [None if s is None else s + 1 for s in schedule.slots],
        "tables": [None if t is None else ids[t] for t in schedule.tables],
        "gap": round(schedule.gap, 4) if held else None,
        "idle": schedule.idle if held else None,
        "idle_bound": schedule.idle_bound,
        "weight": schedule.weight,
        "weight_bound": schedule.weight_bound,
        "breaks_by_participant": {p.id: count for p, count in breaks},
        "unplaced": [{"request": u.request, "reason": u.reason} for u in schedule.unplaced],
        "reasons": list(schedule.reasons),
    }


def parse_claim(document: Any, instance: Instance, name: str) -> Claim:
    """What a schedule file claims. Errors: `meet.schedule` for what is not a schedule."""
    if not isinstance(document, dict) or not isinstance(document.get("slots"), list):
        raise _error(
            name, "the file has no list of slots", "slots: [3, null, ...] in the order of the requests"
        )
    slots: list[int | None] = []
    for i, value in enumerate(document["slots"]):
        if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
            raise _error(
                f"{name}: slot {i + 1}", f"{value!r} is not a slot", "a whole number from 1, or null"
            )
        slots.append(None if value is None else value - 1)
    return Claim(
        slots=slots,
        tables=_tables(document.get("tables"), instance, name),
        breaks=_count(document, "breaks", name),
        idle=_count(document, "idle", name),
        weight=_count(document, "weight", name),
    )


def _tables(values: Any, instance: Instance, name: str) -> list[int | None]:
    if not values:
        return []
    index = {t.id: i for i, t in enumerate(instance.tables)}
    if not isinstance(values, list) or not all(v is None or isinstance(v, str | int) for v in values):
        raise _error(f"{name}: tables", "the tables are not a list of ids", "one id or null a request")
    return [None if v is None else index.get(str(v), -1) for v in values]


def _count(document: dict[str, Any], key: str, name: str) -> int | None:
    value = document.get(key)
    if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
        raise _error(f"{name}: {key}", f"{key} is {value!r}", "a whole number or null")
    return value


def _error(subject: str, text: str, hint: str) -> NeisseError:
    return NeisseError("meet.schedule", subject, text, hint)
