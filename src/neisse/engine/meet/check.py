"""Whether a schedule keeps every hard rule, judged from the instance alone.

Written independently of the solvers: it shares with them only the values of `instance`, reads ids instead
of arrays, and counts everything anew. What it says is what tests and users trust.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from neisse.engine.meet.check_pauses import breaks_and_idle, dates_of, too_close
from neisse.engine.meet.instance import Instance, Participant, Request
from neisse.engine.values import Finding, say


@dataclass(frozen=True, slots=True)
class Claim:
    """What a schedule file says: per request a slot and (if it names tables) a table, from 0; None = unplaced.

    `breaks`, `idle` and `weight` are compared with what is counted, where they are claimed. `wrong`: what the reader
    of the file could not make one answer of.
    """

    slots: Sequence[int | None]
    tables: Sequence[int | None] = field(default=())
    breaks: int | None = None
    idle: int | None = None
    weight: int | None = None
    wrong: Sequence[Finding] = ()


@dataclass(frozen=True, slots=True)
class Held:
    """A placed request with its slot's and table's index."""

    request: Request
    slot: int
    table: int | None


def check(instance: Instance, claim: Claim) -> list[Finding]:
    """One finding for each broken hard rule and each false number; empty = the schedule is right.

    Cost: linear in meetings, participants times slots, and slots times tables.
    """
    if wrong := [*claim.wrong] or list(_shape(instance, claim)):
        return wrong
    tables = claim.tables or [None] * len(claim.slots)
    held = [
        Held(request, slot, table)
        for request, slot, table in zip(instance.requests, claim.slots, tables, strict=True)
        if slot is not None
    ]
    rules = (
        _unplaced(instance, claim),
        _requests(instance, held),
        _people(instance, held),
        _pauses(instance, held),
        _order(instance, held),
    )
    halls = _named_tables(instance, held) if claim.tables else _table_counts(instance, held)
    findings = [f for rule in (*rules, halls, _interpreters(instance, held)) for f in rule]
    return findings + list(_numbers(instance, claim, held))


def _shape(instance: Instance, claim: Claim) -> Iterator[Finding]:
    n = len(instance.requests)
    if len(claim.slots) != n:
        yield _finding(
            "length",
            "slots",
            say("the schedule has %(count)s meetings, the instance %(n)s", count=len(claim.slots), n=n),
        )
    if claim.tables and len(claim.tables) != n:
        yield _finding(
            "length",
            "tables",
            say(
                "the schedule has %(count)s tables, the instance %(n)s requests", count=len(claim.tables), n=n
            ),
        )
    for kind, values, count in (
        ("slot", claim.slots, len(instance.slots)),
        ("table", claim.tables, len(instance.tables)),
    ):
        for i, value in enumerate(values):
            if value is not None and not 0 <= value < count:
                yield _finding(
                    "unknown",
                    f"meeting {i + 1}",
                    say("meeting %(number)s is at an unknown %(kind)s", number=i + 1, kind=kind),
                )


def _unplaced(instance: Instance, claim: Claim) -> Iterator[Finding]:
    for request, slot in zip(instance.requests, claim.slots, strict=True):
        if slot is None and (request.must or instance.rules.all_requests):
            yield _finding(
                "unplaced",
                f"request {request.id}",
                say("%(pair)s has to be held and is not", pair=_pair(request)),
            )


def _requests(instance: Instance, held: Sequence[Held]) -> Iterator[Finding]:
    """Session, fixed slot and both diaries."""
    away = {p.id: p.unavailable for p in instance.participants}
    never = {frozenset((p.id, other)) for p in instance.participants for other in p.avoid}
    for h in held:
        slot, request = instance.slots[h.slot], h.request
        if request.session and slot.session != request.session:
            yield _broken(
                "session",
                h,
                say(
                    "is in slot %(id)s, outside the session %(session)s", id=slot.id, session=request.session
                ),
            )
        if request.fixed and slot.id != request.fixed:
            yield _broken(
                "fixed", h, say("is in slot %(id)s instead of %(fixed)s", id=slot.id, fixed=request.fixed)
            )
        if frozenset((request.a, request.b)) in never:
            yield _broken("avoid", h, say("is held, and one of the two never meets the other"))
        for person in (request.a, request.b):
            if slot.id in away[person]:
                yield _broken(
                    "away", h, say("is in slot %(id)s, when %(person)s is away", id=slot.id, person=person)
                )


def _people(instance: Instance, held: Sequence[Held]) -> Iterator[Finding]:
    """Nobody twice in a slot, nobody above their limit."""
    meetings = Counter(person for h in held for person in (h.request.a, h.request.b))
    together = Counter((person, h.slot) for h in held for person in (h.request.a, h.request.b))
    for (person, slot), count in sorted(together.items()):
        if count > 1:
            text = say(
                "%(person)s has %(count)s meetings in slot %(id)s",
                person=person,
                count=count,
                id=instance.slots[slot].id,
            )
            yield _finding("twice", f"participant {person}", text)
    for p in instance.participants:
        if p.max_meetings is not None and meetings[p.id] > p.max_meetings:
            text = say(
                "%(id)s has %(meetings)s meetings, at most %(max_meetings)s are wanted",
                id=p.id,
                meetings=meetings[p.id],
                max_meetings=p.max_meetings,
            )
            yield _finding("max_meetings", f"participant {p.id}", text)


def _pauses(instance: Instance, held: Sequence[Held]) -> Iterator[Finding]:
    """Breaks after meetings, lunch, and meetings in a row."""
    dates = dates_of(instance)
    agenda = _agenda(instance, held)
    for p in instance.participants:
        for rule, text in too_close(instance, p, agenda[p.id], dates):
            yield _finding(rule, f"participant {p.id}", text)


def _agenda(instance: Instance, held: Sequence[Held]) -> dict[str, list[int]]:
    """The slots of everybody's meetings."""
    agenda: dict[str, list[int]] = {p.id: [] for p in instance.participants}
    for h in held:
        agenda[h.request.a].append(h.slot)
        agenda[h.request.b].append(h.slot)
    return agenda


def _order(instance: Instance, held: Sequence[Held]) -> Iterator[Finding]:
    slot_of = {h.request.id: h.slot for h in held}
    for h in held:
        for earlier in h.request.after:
            if earlier in slot_of and slot_of[earlier] >= h.slot:
                yield _broken("order", h, say("is not after request %(earlier)s", earlier=earlier))


def _host(request: Request, people: dict[str, Participant]) -> str:
    """The booth where the meeting takes place: the asked one's, else the asking one's, else none."""
    return people[request.b].table or people[request.a].table


def _named_tables(instance: Instance, held: Sequence[Held]) -> Iterator[Finding]:
    """Each meeting at an open table, its own booth where it has one, no table twice, no foreign booth."""
    people = {p.id: p for p in instance.participants}
    owned = {p.table for p in instance.participants if p.table}
    used: dict[tuple[str, int], str] = {}
    for h in held:
        if h.table is None:
            yield _broken("no_table", h, say("has no table"))
            continue
        table, slot, booth = instance.tables[h.table], instance.slots[h.slot].id, _host(h.request, people)
        if slot in table.closed:
            yield _broken(
                "closed",
                h,
                say("is at table %(id)s, which is closed in slot %(slot)s", id=table.id, slot=slot),
            )
        if booth and table.id != booth:
            yield _broken(
                "booth", h, say("is at table %(id)s instead of the booth %(booth)s", id=table.id, booth=booth)
            )
        if not booth and table.id in owned:
            yield _broken("booth", h, say("is at the booth %(id)s of somebody else", id=table.id))
        other = used.setdefault((table.id, h.slot), h.request.id)
        if other != h.request.id:
            yield _broken(
                "table_twice",
                h,
                say(
                    "shares table %(id)s in slot %(slot)s with request %(other)s",
                    id=table.id,
                    slot=slot,
                    other=other,
                ),
            )


def _table_counts(instance: Instance, held: Sequence[Held]) -> Iterator[Finding]:
    """The same for a schedule without table names: whether tables can be given out slot by slot."""
    people = {p.id: p for p in instance.participants}
    owned = {p.table for p in instance.participants if p.table}
    closed = {t.id: t.closed for t in instance.tables}
    at: dict[int, list[str]] = defaultdict(list)
    for h in held:
        at[h.slot].append(_host(h.request, people))
    for slot, hosts in sorted(at.items()):
        id_ = instance.slots[slot].id
        hall = sum(id_ not in t.closed for t in instance.tables if t.id not in owned)
        if hosts.count("") > hall:
            text = say(
                "slot %(id)s has %(count)s meetings for %(hall)s tables",
                id=id_,
                count=hosts.count(""),
                hall=hall,
            )
            yield _finding("tables", f"slot {id_}", text)
        for booth, count in sorted(Counter(hosts).items()):
            if booth and count > 1:
                yield _finding(
                    "table_twice",
                    f"table {booth}",
                    say(
                        "booth %(booth)s has %(count)s meetings in slot %(id)s",
                        booth=booth,
                        count=count,
                        id=id_,
                    ),
                )
            if booth and id_ in closed[booth]:
                yield _finding(
                    "closed",
                    f"table {booth}",
                    say("booth %(booth)s is used in slot %(id)s, when it is closed", booth=booth, id=id_),
                )


def _interpreters(instance: Instance, held: Sequence[Held]) -> Iterator[Finding]:
    there = dict(instance.interpreters)
    needed = Counter((h.request.interpreter, h.slot) for h in held if h.request.interpreter)
    for (pair, slot), count in sorted(needed.items()):
        if count > there[pair]:
            text = say(
                "slot %(id)s needs %(count)s interpreters for %(pair)s, there are %(there)s",
                id=instance.slots[slot].id,
                count=count,
                pair=pair,
                there=there[pair],
            )
            yield _finding("interpreters", f"slot {instance.slots[slot].id}", text)


def _numbers(instance: Instance, claim: Claim, held: Sequence[Held]) -> Iterator[Finding]:
    """Fairness, and the claimed breaks, idle slots and weight."""
    dates = dates_of(instance)
    counted = {person: breaks_and_idle(slots, dates) for person, slots in _agenda(instance, held).items()}
    breaks = {person: count for person, (count, _) in counted.items()}
    fairness = instance.rules.fairness
    rested = instance.rules.min_break
    same = [p.id for p in instance.participants if not (rested if p.min_break is None else p.min_break)]
    if fairness is not None and same:
        most, least = max(same, key=lambda p: breaks[p]), min(same, key=lambda p: breaks[p])
        if breaks[most] - breaks[least] > fairness:
            text = say(
                "%(most)s has %(breaks)s breaks, %(least)s %(breaks2)s: more than %(fairness)s apart",
                most=most,
                breaks=breaks[most],
                least=least,
                breaks2=breaks[least],
                fairness=fairness,
            )
            yield _finding("fairness", f"participant {most}", text)
    totals = (
        ("breaks", claim.breaks, sum(breaks.values())),
        ("idle slots", claim.idle, sum(idle for _, idle in counted.values())),
        ("placed weight", claim.weight, sum(h.request.weight for h in held)),
    )
    for name, claimed, count in totals:
        if claimed is not None and claimed != count:
            yield _finding(
                "claim",
                name,
                say(
                    "the schedule claims %(claimed)s %(name)s, there are %(count)s",
                    claimed=claimed,
                    name=name,
                    count=count,
                ),
            )


def _pair(request: Request) -> str:
    return say("request %(id)s (%(a)s, %(b)s)", id=request.id, a=request.a, b=request.b)


def _finding(rule: str, subject: str, text: str) -> Finding:
    return Finding(f"meet.{rule}", subject, text)


def _broken(rule: str, held: Held, text: str) -> Finding:
    return _finding(
        rule, f"request {held.request.id}", say("%(pair)s %(what)s", pair=_pair(held.request), what=text)
    )
