"""What happens on the day, as changes of the instance; nobody's agenda is touched here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from neisse.engine.meet.instance import Instance, Participant, Request, Table
from neisse.engine.values import NeisseError, say


@dataclass(frozen=True, slots=True)
class NoShow:
    """A participant who does not come any more."""

    participant: str


@dataclass(frozen=True, slots=True)
class LateArrival:
    """A participant who is not there before the slot `first`."""

    participant: str
    first: str


@dataclass(frozen=True, slots=True)
class TableLost:
    """A table that cannot be used, in the given slots or in all that are left."""

    table: str
    slots: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class RequestAdded:
    """A new request; it is placed if it can be, a `must` at the cost of moving others."""

    request: Request


@dataclass(frozen=True, slots=True)
class RequestRemoved:
    """A request that is withdrawn; its meeting is not held."""

    request: str


Change = NoShow | LateArrival | TableLost | RequestAdded | RequestRemoved


def apply_changes(instance: Instance, changes: Iterable[Change], frozen_slots: frozenset[str]) -> Instance:
    """The instance after the changes; past (frozen) slots are not closed by them, they have taken place.

    Errors: `meet.unknown` for a participant, table, slot or request that the instance does not have,
    `meet.duplicate_id` for a new request with the id of another. O(P + M) per change.
    """
    _known("slot", frozen_slots, (s.id for s in instance.slots))
    for change in changes:
        instance = _apply(instance, change, frozen_slots)
    return instance


def _apply(instance: Instance, change: Change, frozen: frozenset[str]) -> Instance:
    order = [slot.id for slot in instance.slots]
    people = [p.id for p in instance.participants]
    requests = [r.id for r in instance.requests]
    match change:
        case NoShow(participant):
            return _away(instance, participant, frozenset(order) - frozen)
        case LateArrival(participant, first):
            _known("slot", [first], order)
            return _away(instance, participant, frozenset(order[: order.index(first)]) - frozen)
        case TableLost(table, slots):
            _known("table", [table], (t.id for t in instance.tables))
            _known("slot", slots, order)
            lost = (slots or frozenset(order)) - frozen
            return replace(instance, tables=tuple(_closed(t, table, lost) for t in instance.tables))
        case RequestAdded(request):
            _known("participant", [request.a, request.b], people)
            _known("request", request.after, requests)
            if request.id in requests:
                text = say("There is a request %(id)s already.", id=request.id)
                raise NeisseError("meet.duplicate_id", f"request {request.id}", text, "give it a new id")
            return replace(instance, requests=(*instance.requests, request))
        case RequestRemoved(request_id):
            _known("request", [request_id], requests)
            left = (_without(r, request_id) for r in instance.requests if r.id != request_id)
            return replace(instance, requests=tuple(left))


def _away(instance: Instance, participant: str, slots: frozenset[str]) -> Instance:
    _known("participant", [participant], (p.id for p in instance.participants))

    def absent(p: Participant) -> Participant:
        return replace(p, unavailable=p.unavailable | slots) if p.id == participant else p

    return replace(instance, participants=tuple(map(absent, instance.participants)))


def _closed(table: Table, lost: str, slots: frozenset[str]) -> Table:
    return replace(table, closed=table.closed | slots) if table.id == lost else table


def _without(request: Request, removed: str) -> Request:
    """A request that no longer waits for the removed one."""
    if removed not in request.after:
        return request
    return replace(request, after=tuple(r for r in request.after if r != removed))


def _known(kind: str, wanted: Iterable[str], known: Iterable[str]) -> None:
    there = set(known)
    for id_ in wanted:
        if id_ not in there:
            raise NeisseError(
                "meet.unknown", f"{kind} {id_}", say("The event has no %(kind)s %(id)s.", kind=kind, id=id_)
            )
