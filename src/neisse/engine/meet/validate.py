"""What an instance has to be before anybody schedules it; everything else is a question of feasibility."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from graphlib import CycleError, TopologicalSorter

from neisse.engine.meet.clock import check_clock
from neisse.engine.meet.instance import Instance, Request
from neisse.engine.values import NeisseError, say

WEIGHTS = range(11)


def validate(instance: Instance) -> None:
    """Refuse an instance that no solver can index or whose rules contradict themselves.

    Errors: `meet.slots`, `meet.tables`, `meet.duplicate_id`, `meet.unknown`, `meet.self_request`,
    `meet.range`, `meet.cycle`, and those of `check_clock`. Cost: linear.
    """
    if not instance.slots:
        raise NeisseError("meet.slots", instance.name, "the event has no slots", "give at least one slot")
    if not instance.tables:
        raise NeisseError("meet.tables", instance.name, "the event has no tables", "give at least one table")
    _distinct("slot", (s.id for s in instance.slots))
    _distinct("table", (t.id for t in instance.tables))
    _distinct("participant", (p.id for p in instance.participants))
    _distinct("request", (id_ for r in instance.requests for id_ in (r.id, *r.also)))
    _distinct("interpreter pair", (pair for pair, _ in instance.interpreters))
    check_clock(instance.slots, instance.zone)
    _check_references(instance)
    for request in instance.requests:
        if request.a == request.b:
            raise NeisseError(
                "meet.self_request",
                f"request {request.id}",
                say("%(a)s asks to meet %(a)s", a=request.a),
                "name two different people or remove the request",
            )
    _check_numbers(instance)
    _check_order(instance)


def validate_wishes(instance: Instance) -> None:
    """Refuse what is never meant in an event of one's own, though a solver could work with it.

    Errors: `meet.duplicate_request` (two requests of one pair), `meet.fixed` (fixed meetings that cannot
    all be held). Literature instances hold both, the second as a way to be infeasible.
    """
    seen: dict[frozenset[str], Request] = {}
    for request in instance.requests:
        pair = frozenset((request.a, request.b))
        if pair in seen:
            raise NeisseError(
                "meet.duplicate_request",
                f"request {request.id}",
                say(
                    "%(a)s and %(b)s already meet in request %(id)s",
                    a=request.a,
                    b=request.b,
                    id=seen[pair].id,
                ),
                "keep one of the two requests",
            )
        seen[pair] = request
    for sentence, subject in fixed_contradictions(instance):
        raise NeisseError("meet.fixed", subject, sentence, "move or release one of the fixed meetings")


def fixed_contradictions(instance: Instance) -> Iterable[tuple[str, str]]:
    """Sentences on fixed meetings that cannot be held as fixed, each with its subject."""
    away = {p.id: p.unavailable for p in instance.participants}
    session = {s.id: s.session for s in instance.slots}
    position = {s.id: i for i, s in enumerate(instance.slots)}
    fixed = {r.id: r for r in instance.requests if r.fixed}
    taken: dict[tuple[str, str], Request] = {}
    for r in fixed.values():
        subject, here = f"request {r.id}", {"id": r.id, "slot": r.fixed}
        if r.session and session[r.fixed] != r.session:
            text = say(
                "request %(id)s is fixed to slot %(slot)s, outside its session %(session)s",
                **here,
                session=r.session,
            )
            yield text, subject
        for person in (r.a, r.b):
            if r.fixed in away[person]:
                text = say(
                    "request %(id)s is fixed to slot %(slot)s, when %(person)s is away",
                    **here,
                    person=person,
                )
                yield text, subject
            if (other := taken.setdefault((person, r.fixed), r)) and other is not r:
                text = say(
                    "%(person)s has requests %(other)s and %(id)s fixed to slot %(slot)s",
                    person=person,
                    **here,
                    other=other.id,
                )
                yield text, subject
        for earlier in (fixed[e] for e in r.after if e in fixed):
            if position[earlier.fixed] >= position[r.fixed]:
                text = say(
                    "request %(id)s is fixed before request %(earlier)s, which it has to follow",
                    id=r.id, earlier=earlier.id,
                )  # fmt: skip
                yield text, subject


def _distinct(kind: str, ids: Iterable[str]) -> None:
    for id_, count in Counter(ids).items():
        if count > 1:
            raise NeisseError(
                "meet.duplicate_id",
                f"{kind} {id_}",
                say("the %(kind)s %(id)s is given %(count)s times", kind=kind, id=id_, count=count),
                "ids are unique",
            )


def _check_references(instance: Instance) -> None:
    slots = {s.id for s in instance.slots}
    tables = {t.id for t in instance.tables}
    people = {p.id for p in instance.participants}
    requests = {r.id for r in instance.requests}
    sessions = {s.session for s in instance.slots if s.session}
    pairs = {pair for pair, _ in instance.interpreters}
    for table in instance.tables:
        _known(f"table {table.id}", "slot", table.closed, slots)
    for person in instance.participants:
        _known(f"participant {person.id}", "slot", person.unavailable, slots)
        _known(f"participant {person.id}", "slot", person.lunch or (), slots)
        _known(f"participant {person.id}", "participant", person.avoid, people)
        _known(f"participant {person.id}", "table", [person.table], tables)
    _known("rules", "slot", instance.rules.lunch, slots)
    for r in instance.requests:
        subject = f"request {r.id}"
        for id_ in (r.a, r.b):
            if not id_:
                raise NeisseError(
                    "meet.unknown",
                    subject,
                    say("request %(id)s names nobody on one side", id=r.id),
                    "a and b",
                )
        _known(subject, "participant", [r.a, r.b], people)
        _known(subject, "slot", [r.fixed], slots)
        _known(subject, "session", [r.session], sessions)
        _known(subject, "request", r.after, requests)
        _known(subject, "interpreter pair", [r.interpreter], pairs)


def _known(subject: str, kind: str, ids: Iterable[str], known: Collection[str]) -> None:
    for id_ in sorted(set(ids) - {""}):
        if id_ not in known:
            raise NeisseError(
                "meet.unknown",
                subject,
                say("the %(kind)s %(id)s is unknown", kind=kind, id=id_),
                say("used by %(subject)s", subject=subject),
            )


def _check_numbers(instance: Instance) -> None:
    def refuse(subject: str, text: str, hint: str) -> None:
        raise NeisseError("meet.range", subject, text, hint)

    for r in instance.requests:
        if r.weight not in WEIGHTS and not (r.also and r.weight in range(2 * WEIGHTS.stop - 1)):
            hint = say("weights are 0 (only if there is room) to 10")
            refuse(
                f"request {r.id}",
                say("request %(id)s has the weight %(weight)s", id=r.id, weight=r.weight),
                hint,
            )
    for p in instance.participants:
        if p.max_meetings is not None and p.max_meetings < 0:
            refuse(
                f"participant {p.id}",
                say("%(id)s may have %(max_meetings)s meetings", id=p.id, max_meetings=p.max_meetings),
                "0 or more",
            )
        _check_pauses(f"participant {p.id}", p.min_break, p.max_in_a_row)
    _check_pauses("rules", instance.rules.min_break, instance.rules.max_in_a_row)
    for pair, count in instance.interpreters:
        if count < 0:
            refuse(
                f"interpreters {pair}",
                say("there are %(count)s interpreters for %(pair)s", count=count, pair=pair),
                "0 or more",
            )
    if instance.rules.fairness is not None and instance.rules.fairness < 0:
        refuse(
            "rules",
            say("the fairness is %(fairness)s", fairness=instance.rules.fairness),
            "0 or more, or leave it out",
        )


def _check_pauses(subject: str, min_break: int | None, max_in_a_row: int | None) -> None:
    if min_break is not None and min_break < 0:
        text = say("min_break of %(subject)s is %(min_break)s", subject=subject, min_break=min_break)
        raise NeisseError("meet.range", subject, text, "0 or more free slots")
    if max_in_a_row is not None and max_in_a_row < 1:
        text = say(
            "max_in_a_row of %(subject)s is %(max_in_a_row)s", subject=subject, max_in_a_row=max_in_a_row
        )
        raise NeisseError("meet.range", subject, text, "1 or more, or leave it out")


def _check_order(instance: Instance) -> None:
    try:
        TopologicalSorter({r.id: r.after for r in instance.requests}).prepare()
    except CycleError as error:
        chain = " after ".join(reversed(error.args[1]))
        raise NeisseError(
            "meet.cycle",
            f"request {error.args[1][0]}",
            say("requests wait for each other: %(chain)s", chain=chain),
            "remove one of these precedences",
        ) from None
