"""What the engine does with the meetings of an event: search, repair, and the check before anything is kept."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from neisse.engine.meet.changes import Change, LateArrival, NoShow, RequestAdded, RequestRemoved, TableLost
from neisse.engine.meet.check import Claim, check
from neisse.engine.meet.grid import Grid
from neisse.engine.meet.instance import Instance
from neisse.engine.meet.large.report import schedule_of
from neisse.engine.meet.schedule import Schedule
from neisse.engine.search.progress import Status
from neisse.web.meet.bridge.meetings import Problem
from neisse.web.meet.models import MeetingChange

if TYPE_CHECKING:
    from neisse.engine.meet.repair import Repair

__all__ = [
    "Schedule",
    "Status",
    "added",
    "engine_changes",
    "measured",
    "must_be_right",
    "repair",
    "schedule_as_held",
    "solve",
]


def solve(instance: Instance, **how: Any) -> Schedule:
    """See `engine.meet.solve.solve`: loaded where a schedule is computed, a page needs none of it."""
    from neisse.engine.meet.solve import solve as search

    return search(instance, **how)


def repair(instance: Instance, schedule: Schedule, changes: Sequence[Change], **how: Any) -> Repair:
    """See `engine.meet.repair.repair`; loaded where it is used, like `solve`."""
    from neisse.engine.meet.repair import repair as mend

    return mend(instance, schedule, changes, **how)


def engine_changes(changes: Iterable[MeetingChange], problem: Problem) -> list[Change]:
    """What happened, in the words of the engine; what no longer concerns anybody who meets is left out."""
    known = {r.id for r in problem.instance.requests}
    said: list[Change] = []
    for change in changes:
        person = problem.people.get(change.registration_id or 0, "")
        match change.kind:
            case MeetingChange.Kind.NO_SHOW if person:
                said.append(NoShow(person))
            case MeetingChange.Kind.LATE if person and change.slot_id:
                said.append(LateArrival(person, str(change.slot_id)))
            case MeetingChange.Kind.TABLE_CLOSED if change.table_id:
                slots = frozenset({str(change.slot_id)}) if change.slot_id else frozenset()
                said.append(TableLost(str(change.table_id), slots))
            case MeetingChange.Kind.REQUEST_REMOVED if str(change.request_id) in known:
                said.append(RequestRemoved(str(change.request_id)))
    return said


def added(problem: Problem, new: Collection[int]) -> list[Change]:
    """Requests that a schedule has not seen, as changes."""
    return [RequestAdded(r) for r in problem.instance.requests if int(r.id) in new]


def schedule_as_held(problem: Problem, held: dict[int, tuple[int, int]]) -> Schedule:
    """Meetings of a version (slot and table by request) as a schedule of the problem."""
    slot_at = {s.pk: i for i, s in enumerate(problem.slots)}
    table_at = {t.pk: i for i, t in enumerate(problem.tables)}
    places = [held.get(r.pk) for r in problem.requests]
    return Schedule(
        problem.instance.name,
        Status.FEASIBLE,
        tuple(None if p is None else slot_at[p[0]] for p in places),
        tuple(None if p is None else table_at[p[1]] for p in places),
    )


def measured(problem: Problem, held: dict[int, tuple[int, int]]) -> Schedule:
    """The schedule of meetings that are given, with its figures; nothing is searched, so no bound is proven."""
    given = schedule_as_held(problem, held)
    slots = np.array([0 if s is None else s + 1 for s in given.slots], np.int32)
    grid = Grid.of(problem.instance)
    return schedule_of(problem.instance, grid, slots, 0, int(grid.weight.sum()), given.tables)


PAUSES = {"meet.min_break", "meet.lunch", "meet.max_in_a_row"}


def must_be_right(instance: Instance, schedule: Schedule, *, has_past: bool = False) -> None:
    """Let the independent checker look at a schedule; a finding here is a bug of the solver.

    What the schedule itself says it does not keep (`reasons`: fairness, duties) is no bug, nor (`has_past`) are pauses
    that were wished for when the meetings had begun.
    """
    claim = Claim(schedule.slots, schedule.tables, schedule.breaks, schedule.idle, schedule.weight)
    admitted = {"meet.fairness", "meet.unplaced"} if schedule.reasons else set()
    admitted |= PAUSES if has_past else set()
    if wrong := [f.text for f in check(instance, claim) if f.code not in admitted]:
        raise RuntimeError(f"the schedule of {instance.name} breaks rules: {'; '.join(wrong[:5])}")
