"""Requests between people of whom one never meets the other: left out of the search, told as not arranged."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from neisse.engine.meet.instance import Instance, Request
from neisse.engine.meet.pauses import avoided
from neisse.engine.meet.schedule import Schedule, Unplaced

# What the two are told; that somebody wished it so is for organisers, by the code `avoid`.
NOT_ARRANGED = "the meeting could not be arranged"


def optional_never(instance: Instance) -> list[int]:
    """Indices of requests that are never held and need not be."""
    optional = not instance.rules.all_requests
    return [m for m in avoided(instance) if optional and not instance.requests[m].must]


def not_arranged(request: Request) -> Unplaced:
    """Why such a request has no slot."""
    return Unplaced(request.id, NOT_ARRANGED, "avoid")


def without(instance: Instance, never: Collection[int], search: Callable[[Instance], Schedule]) -> Schedule:
    """The schedule of the event that a search finds without these requests (indices); they come back without a slot."""
    gone = set(never)
    ids = {instance.requests[m].id for m in gone}
    kept = tuple(
        replace(r, after=tuple(e for e in r.after if e not in ids))
        for m, r in enumerate(instance.requests)
        if m not in gone
    )
    found = search(replace(instance, requests=kept))
    slots, tables = iter(found.slots), iter(found.tables)
    reasons = {u.request: u for u in found.unplaced}
    reasons |= {instance.requests[m].id: not_arranged(instance.requests[m]) for m in gone}
    order = range(len(instance.requests))
    return replace(
        found,
        slots=tuple(None if m in gone else next(slots) for m in order) if found.slots or not kept else (),
        tables=tuple(None if m in gone else next(tables) for m in order) if found.tables or not kept else (),
        unplaced=tuple(reasons[r.id] for r in instance.requests if r.id in reasons),
    )
