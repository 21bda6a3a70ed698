"""From the slots of a search to the schedule that people get: tables, breaks, reasons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from neisse.engine.meet.explain import full_text, limited_by
from neisse.engine.meet.grid import Grid
from neisse.engine.meet.instance import Instance
from neisse.engine.meet.large.hall import assign_tables
from neisse.engine.meet.never import not_arranged
from neisse.engine.meet.pauses import avoided
from neisse.engine.meet.schedule import Schedule, Unplaced
from neisse.engine.search.progress import Status
from neisse.engine.values import say


def schedule_of(
    instance: Instance,
    grid: Grid,
    slots: NDArray[np.int32],
    bound: int,
    weight_bound: int,
    seats: Sequence[int | None] = (),
) -> Schedule:
    """The schedule of 1-based slots (0 = not placed) with its tables, counts and reasons. O(M + P S).

    `seats`: tables of an earlier schedule that should stay.
    """
    placed = slots > 0
    plain = [int(s) - 1 if s > 0 else None for s in slots]
    breaks, idle = _gaps(grid, slots)
    weight = int(grid.weight[placed].sum())
    reasons = _broken(instance, grid, placed, breaks)
    proven = not reasons and weight == weight_bound
    proven &= instance.rules.minimise == "unplaced" or int(breaks.sum()) == bound
    return Schedule(
        instance=instance.name,
        status=Status.UNKNOWN if reasons else Status.OPTIMAL if proven else Status.FEASIBLE,
        slots=tuple(plain),
        tables=assign_tables(grid, plain, seats),
        breaks=int(breaks.sum()),
        bound=bound,
        idle=idle,
        breaks_by_participant=tuple(breaks.tolist()),
        weight=weight,
        weight_bound=weight_bound,
        unplaced=_unplaced(instance, grid, placed),
        reasons=reasons,
    )


def _gaps(grid: Grid, slots: NDArray[np.int32]) -> tuple[NDArray[np.int64], int]:
    """Breaks per participant, and the idle slots inside all breaks; each day by itself."""
    busy = np.zeros((grid.n_participants, grid.n_slots), np.bool_)
    placed = np.flatnonzero(slots > 0)
    busy[grid.a[placed], slots[placed] - 1] = busy[grid.b[placed], slots[placed] - 1] = True
    breaks, idle = np.zeros(grid.n_participants, np.int64), 0
    for day in range(int(grid.day[-1]) + 1):
        today = busy[:, grid.day == day]
        starts = today[:, 0] + (today[:, 1:] & ~today[:, :-1]).sum(axis=1)
        span = today.shape[1] - today[:, ::-1].argmax(axis=1) - today.argmax(axis=1)
        breaks += np.maximum(starts - 1, 0)
        idle += int(np.where(starts > 0, span - today.sum(axis=1), 0).sum())
    return breaks, idle


def _broken(
    instance: Instance, grid: Grid, placed: NDArray[np.bool_], breaks: NDArray[np.int64]
) -> tuple[str, ...]:
    """The wishes of the rules that this schedule does not keep, for people."""
    missing = int((~placed & (grid.must | instance.rules.all_requests)).sum())
    reasons: list[str] = []
    if missing:
        reasons.append(say("%(count)s meetings that have to be held found no slot", count=missing))
    limit = instance.rules.fairness
    same = np.flatnonzero(~grid.rests)
    if limit is not None and len(same) and breaks[same].max() - breaks[same].min() > limit:
        worst = int(same[breaks[same].argmax()])
        name, least = instance.participants[worst].id, breaks[same].min()
        reasons.append(
            say(
                "fairness: %(name)s has %(most)s breaks, others %(least)s, %(limit)s more allowed",
                name=name, most=int(breaks[worst]), least=int(least), limit=limit,
            )
        )  # fmt: skip
    return tuple(reasons)


def _unplaced(instance: Instance, grid: Grid, placed: NDArray[np.bool_]) -> tuple[Unplaced, ...]:
    asked = Counter([*grid.a.tolist(), *grid.b.tolist()])
    places = int(grid.pool.sum())
    never = set(avoided(instance))
    return tuple(_reason(instance, grid, asked, places, never, m) for m in np.flatnonzero(~placed).tolist())


def _reason(
    instance: Instance, grid: Grid, asked: Counter[int], places: int, never: set[int], m: int
) -> Unplaced:
    """The narrowest thing that stands in the way of a request, in a sentence."""
    request = instance.requests[m]
    if m in never:
        return not_arranged(request)
    if not grid.allowed[m].any():
        text = f"{request.a} and {request.b} have no open slot in common for this meeting"
        return Unplaced(request.id, text, "no_common_slot")
    for p in (int(grid.a[m]), int(grid.b[m])):
        if asked[p] > grid.max_meetings[p]:
            limit, person = int(grid.max_meetings[p]), instance.participants[p].id
            text = full_text(person, asked[p], limit, limited_by(instance, grid, p))
            return Unplaced(request.id, text, "full", person, asked[p], limit)
    hall = int((grid.booth < 0).sum())
    if grid.booth[m] < 0 and hall > places:
        text = f"the hall is full: {hall} requests for {places} places at tables"
        return Unplaced(request.id, text, "hall", "", hall, places)
    if grid.interpreter[m] >= 0:
        text = f"no interpreter for {request.interpreter} was left when both are free"
        return Unplaced(request.id, text, "interpreter", request.interpreter)
    text = f"no slot was found in which {request.a}, {request.b} and a table are free"
    return Unplaced(request.id, text, "busy")
