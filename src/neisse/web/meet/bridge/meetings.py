"""Rows of meetings -> instances of the engine.

People go by their names, so that what the engine says of them can be read; ids of requests, slots and tables
are never shown. The order of `Problem.requests`, `slots` and `tables` is the index that the engine counts by.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db.models import Q

from neisse.engine.meet.instance import Instance, Participant, Request, Rules, Slot, Table
from neisse.engine.meet.validate import validate, validate_wishes
from neisse.web.meet.models import (
    Absence,
    Event,
    InterpreterPool,
    MeetingPlan,
    MeetingRequest,
    MeetingSlot,
    MeetingTable,
    Registration,
    TableClosure,
    Wish,
)

# What a request is worth by what each side said of the other; the sum of both lies in 1..10.
WORTH = {
    Wish.Kind.MUST.value: 5,
    Wish.Kind.LIKE.value: 3,
    Wish.Kind.NO.value: 0,
    Wish.Kind.NEVER.value: 0,
    "": 1,
}
NEVER = Wish.Kind.NEVER.value


@dataclass(frozen=True, slots=True)
class Problem:
    """An event as the engine sees it, with the rows behind it.

    `left_out`: accepted requests that the rules of the event keep out, each with a code.
    """

    instance: Instance
    slots: Sequence[MeetingSlot]
    tables: Sequence[MeetingTable]
    requests: Sequence[MeetingRequest]
    left_out: Sequence[tuple[MeetingRequest, str]]
    people: dict[int, str] = field(default_factory=dict)

    @property
    def person_of(self) -> dict[str, int]:
        """Primary keys of registrations by the name that the engine uses."""
        return {name: pk for pk, name in self.people.items()}

    def only(self, pks: Collection[int]) -> Problem:
        """The same event with these requests alone."""
        kept = [r for r in self.requests if r.pk in pks]
        asked = tuple(r for r in self.instance.requests if int(r.id) in pks)
        return replace(self, requests=kept, instance=replace(self.instance, requests=asked))


def problem_of(event: Event, *, frozen: Collection[int] = ()) -> Problem:
    """The accepted requests of an event with everything that binds them: nine queries.

    `frozen`: primary keys of slots that are past; what is closed or absent there does not count any more.
    Errors: those of the engine's `validate` (`meet.slots`, `meet.tables`, ...) and `meet.fixed`.
    """
    plan = MeetingPlan.objects.get(event=event)
    slots, tables = list(event.slots.all()), list(event.meeting_tables.all())
    accepted = accepted_requests(event)
    wishes = {(w, o): kind for w, o, kind in event.wishes.values_list("wisher", "other", "kind")}
    requests, left_out = chosen(accepted, plan, {pair for pair, kind in wishes.items() if kind == NEVER})
    people = list({p.pk: p for r in accepted for p in (r.asker, r.asked)}.values())
    names = names_of(people)
    lunch = frozenset(str(s.pk) for s in slots if s.is_lunch and s.pk not in frozen)
    pools = dict(InterpreterPool.objects.filter(event=event).values_list("pair", "people"))
    instance = Instance(
        name=event.key,
        slots=tuple(Slot(str(s.pk), s.starts_at, s.ends_at, str(s.session_id or "")) for s in slots),
        tables=tuple(_tables(event, tables, frozen)),
        participants=tuple(_participants(event, people, names, tables, frozen, lunch)),
        requests=tuple(_requests(wishes, requests, names, pools)),
        rules=Rules(
            fairness=plan.fairness,
            min_break=plan.min_break,
            max_in_a_row=plan.max_in_a_row,
            lunch=lunch if plan.lunch_for_all else frozenset(),
        ),
        interpreters=tuple(sorted(pools.items())),
        zone=event.zone,
    )
    validate(instance)
    validate_wishes(instance)
    return Problem(instance, slots, tables, requests, left_out, names)


def accepted_requests(event: Event) -> list[MeetingRequest]:
    """Accepted requests in the order of the answers, with both people and their profiles."""
    rows = event.meeting_requests.filter(state=MeetingRequest.State.ACCEPTED)
    both = [f"{side}__{name}" for side in ("asker", "asked") for name in ("organisation", "meeting_profile")]
    return list(rows.select_related(*both).order_by("answered_at", "pk"))


def chosen(
    accepted: Iterable[MeetingRequest], plan: MeetingPlan, never: Collection[tuple[int, int]] = ()
) -> tuple[list[MeetingRequest], list[tuple[MeetingRequest, str]]]:
    """Accepted requests that may be held, and the others with why not: `gone`, `avoid`, `same_organisation`.

    `never`: pairs (who, whom) of whom the one never meets the other.
    Of two people of one organisation who want to meet the same person, the one who was accepted first does.
    """
    held: list[MeetingRequest] = []
    left_out: list[tuple[MeetingRequest, str]] = []
    taken: set[tuple[int, int]] = set()
    for request in accepted:
        pairs = {(_firm(request.asker), request.asked_id), (_firm(request.asked), request.asker_id)}
        pairs = {pair for pair in pairs if pair[0]}
        if not (is_there(request.asker) and is_there(request.asked)):
            left_out.append((request, "gone"))
        elif {(request.asker_id, request.asked_id), (request.asked_id, request.asker_id)} & set(never):
            left_out.append((request, "avoid"))
        elif pairs & taken and not plan.same_organisation_allowed:
            left_out.append((request, "same_organisation"))
        else:
            held.append(request)
            taken |= pairs
    return held, left_out


def _firm(registration: Registration) -> int:
    return registration.organisation_id or 0


def is_there(registration: Registration) -> bool:
    """Has a place at the event and takes part in the meetings."""
    profile = getattr(registration, "meeting_profile", None)
    wants = profile is None or profile.takes_part
    return wants and registration.state == Registration.State.REGISTERED


def interpreter_pair(a: Sequence[str], b: Sequence[str], pools: Collection[str] = ()) -> str:
    """The pair of languages that two people need an interpreter for, "" where they share one or said none.

    Of several pairs one that has interpreters is taken.
    """
    if not a or not b or set(a) & set(b):
        return ""
    pairs = sorted({"-".join(sorted((x, y))) for x in a for y in b})
    return next((pair for pair in pairs if pair in pools), pairs[0])


def names_of(people: Iterable[Registration]) -> dict[int, str]:
    """Readable, distinct names by primary key."""
    rows = list(people)
    often = Counter(p.name for p in rows)
    return {p.pk: p.name if p.name and often[p.name] == 1 else f"{p.name} ({p.pk})" for p in rows}


def _tables(event: Event, tables: Iterable[MeetingTable], frozen: Collection[int]) -> Iterable[Table]:
    closed: defaultdict[int, set[str]] = defaultdict(set)
    closures = TableClosure.objects.filter(table__event=event).exclude(slot__in=frozen)
    for table, slot in closures.values_list("table", "slot"):
        closed[table].add(str(slot))
    return (Table(str(t.pk), t.zone, frozenset(closed[t.pk])) for t in tables)


def _participants(
    event: Event,
    people: Iterable[Registration],
    names: dict[int, str],
    tables: Iterable[MeetingTable],
    frozen: Collection[int],
    lunch: frozenset[str],
) -> Iterable[Participant]:
    away: defaultdict[int, set[str]] = defaultdict(set)
    absences = Absence.objects.filter(profile__registration__event=event).exclude(slot__in=frozen)
    for pk, slot in absences.values_list("profile__registration", "slot"):
        away[pk].add(str(slot))
    booths = {t.booth_of_id: str(t.pk) for t in tables if t.booth_of_id}
    for person in people:
        profile = getattr(person, "meeting_profile", None)
        yield Participant(
            names[person.pk],
            str(person.organisation_id or ""),
            frozenset(away[person.pk]),
            profile.max_meetings if profile else None,
            booths.get(person.pk, ""),
            min_break=profile.min_break if profile else None,
            lunch=lunch if profile and profile.keeps_lunch else None,
            max_in_a_row=profile.max_in_a_row if profile else None,
        )


def _requests(
    said: Mapping[tuple[int, int], str],
    requests: Iterable[MeetingRequest],
    names: dict[int, str],
    pools: Collection[str],
) -> Iterable[Request]:
    for r in requests:
        both = (said.get((r.asker_id, r.asked_id), ""), said.get((r.asked_id, r.asker_id), ""))
        pair = interpreter_pair(r.asker.languages, r.asked.languages, pools)
        yield Request(
            str(r.pk),
            names[r.asker_id],
            names[r.asked_id],
            weight=max(1, sum(WORTH[kind] for kind in both)),
            must=r.fixed_slot_id is not None,
            fixed=str(r.fixed_slot_id or ""),
            interpreter=pair if pair in pools else "",
        )


def past_slots(event: Event, now: datetime) -> set[int]:
    """Slots that have begun."""
    return set(event.slots.filter(Q(starts_at__lte=now)).values_list("pk", flat=True))
