"""Why not all requests can be held: the smallest reason that a person understands.

First what can be counted (people, tables, sessions, fixed meetings, interpreters), then, if nothing of that is short, a set
of conditions that cannot hold together and of which none can be left out (a minimal unsatisfiable set).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np

from neisse.engine.meet.grid import Flags, Grid
from neisse.engine.meet.instance import Instance, Request
from neisse.engine.meet.pauses import avoided, pause_words
from neisse.engine.meet.validate import fixed_contradictions
from neisse.engine.values import say

NAMED = 12  # meetings that one sentence can still name


def count_reasons(instance: Instance, grid: Grid) -> list[str]:
    """Sentences on what is too short for all requests, by counting alone; empty = counting finds nothing.

    O(M S + P S).
    """
    reasons = [
        *_fixed(instance),
        *_people(instance, grid),
        *_meetings(instance, grid),
        *_hall(instance, grid),
        *_interpreters(instance, grid),
    ]
    return list(dict.fromkeys(reasons))


def _fixed(instance: Instance) -> Iterator[str]:
    for sentence, _ in fixed_contradictions(instance):
        yield sentence


def _people(instance: Instance, grid: Grid) -> Iterator[str]:
    """More requests than free slots, in the whole event or in a session."""
    requests = np.bincount(np.concatenate([grid.a, grid.b]), minlength=grid.n_participants)
    for p in np.flatnonzero(requests > grid.max_meetings):
        limit, what = int(grid.max_meetings[p]), limited_by(instance, grid, int(p))
        yield full_text(instance.participants[p].id, int(requests[p]), limit, what)
    for session in _sessions(instance):
        inside = _slots_of(instance, session)
        bound = np.array([r.session == session for r in instance.requests], np.bool_)
        asked = np.bincount(np.concatenate([grid.a[bound], grid.b[bound]]), minlength=grid.n_participants)
        free_slots = (grid.available & inside).sum(axis=1)
        for p in np.flatnonzero(asked > free_slots):
            name = instance.participants[p].id
            yield say(
                "%(name)s is full: %(asked)s requests for %(room)s free slots in the session %(session)s",
                name=name,
                asked=int(asked[p]),
                room=int(free_slots[p]),
                session=session,
            )


def limited_by(instance: Instance, grid: Grid, p: int) -> str:
    """What the number of meetings that participant p can have is counted in."""
    limit, wanted = int(grid.max_meetings[p]), instance.participants[p].max_meetings
    if limit == grid.available[p].sum():
        return say("free slots")
    return say("meetings wanted") if limit == wanted else say("slots beside the pauses")


def full_text(name: str, asked: int, room: int, what: str) -> str:
    """The sentence on somebody with more requests than meetings are possible."""
    return say(
        "%(name)s is full: %(asked)s requests for %(room)s %(what)s",
        name=name, asked=asked, room=room, what=what,
    )  # fmt: skip


def _meetings(instance: Instance, grid: Grid) -> Iterator[str]:
    never = set(avoided(instance))
    for m in np.flatnonzero(~grid.allowed.any(axis=1)).tolist():
        r = instance.requests[m]
        if m in never:
            yield say(
                "request %(id)s has to be held, and one of %(a)s and %(b)s never meets the other",
                **_pair(r),
            )
        elif r.fixed:
            yield say(
                "request %(id)s: %(a)s and %(b)s are not both free in slot %(slot)s",
                **_pair(r),
                slot=r.fixed,
            )
        elif r.session:
            yield say(
                "request %(id)s: %(a)s and %(b)s are never both free in the session %(session)s",
                **_pair(r),
                session=r.session,
            )
        else:
            yield say("request %(id)s: %(a)s and %(b)s are never both free", **_pair(r))


def _pair(r: Request) -> dict[str, str]:
    return {"id": r.id, "a": r.a, "b": r.b}


def _hall(instance: Instance, grid: Grid) -> Iterator[str]:
    """More meetings than places at tables, in the whole event or in a session."""
    hall = grid.booth < 0
    everywhere = np.ones(grid.n_slots, np.bool_)
    yield from _places(grid, int(hall.sum()), everywhere, "")
    for session in _sessions(instance):
        bound = np.array([r.session == session for r in instance.requests], np.bool_)
        yield from _places(grid, int((hall & bound).sum()), _slots_of(instance, session), session)


def _places(grid: Grid, meetings: int, slots: Flags, session: str) -> Iterator[str]:
    open_slots = int((grid.pool[slots] > 0).sum())
    if meetings <= int(grid.pool[slots].sum()):
        return
    where = say("in the session %(session)s", session=session) if session else say("in all")
    tables = int(grid.pool[slots].max(initial=0))
    if tables and bool((grid.pool[slots][grid.pool[slots] > 0] == tables).all()):
        yield say(
            "tables (%(where)s): %(meetings)s meetings need %(needed)s slots at %(tables)s tables, %(open)s are open",
            where=where, meetings=meetings, needed=-(-meetings // tables), tables=tables, open=open_slots,
        )  # fmt: skip
    else:
        places = int(grid.pool[slots].sum())
        yield say(
            "tables (%(where)s): %(meetings)s meetings for %(places)s places at open tables",
            where=where,
            meetings=meetings,
            places=places,
        )


def _interpreters(instance: Instance, grid: Grid) -> Iterator[str]:
    """More meetings of a language pair than interpreters in the slots where one of these meetings can be."""
    for i, (pair, count) in enumerate(instance.interpreters):
        meetings = grid.interpreter == i
        slots = int(grid.allowed[meetings].any(axis=0).sum())
        if meetings.sum() > count * slots:
            yield say(
                "interpreters: %(meetings)s meetings need %(pair)s, %(count)s can help in each of %(slots)s slots",
                meetings=int(meetings.sum()),
                pair=pair,
                count=count,
                slots=slots,
            )


def _sessions(instance: Instance) -> list[str]:
    return sorted({r.session for r in instance.requests if r.session})


def _slots_of(instance: Instance, session: str) -> Flags:
    return np.array([slot.session == session for slot in instance.slots], np.bool_)


def conflict_reason(instance: Instance, requests: list[int]) -> str:
    """A sentence on requests (indices) that cannot all be held, with the rules that bind them."""
    chosen = [instance.requests[m] for m in requests]
    inside = {r.id for r in chosen}
    if len(chosen) > NAMED:
        people = Counter(person for r in chosen for person in (r.a, r.b))
        busiest = ", ".join(person for person, _ in people.most_common(3))
        return say(
            "%(count)s meetings cannot all be held together; most of them are those of %(people)s",
            count=len(chosen),
            people=busiest,
        )
    names = []
    for r in chosen:
        waits = [e for e in r.after if e in inside]
        rules: list[str] = [say("%(a)s and %(b)s", a=r.a, b=r.b)]
        if r.fixed:
            rules.append(say("fixed to slot %(slot)s", slot=r.fixed))
        elif r.session:
            rules.append(say("session %(session)s", session=r.session))
        rules += [say("after %(all)s", all=", ".join(waits))] if waits else []
        rules += [say("interpreter %(pair)s", pair=r.interpreter)] if r.interpreter else []
        names.append(say("%(id)s (%(rules)s)", id=r.id, rules=rules))
    away: list[str] = [
        say(
            "%(person)s is away in %(all)s",
            person=p.id,
            all=", ".join(s.id for s in instance.slots if s.id in p.unavailable),
        )
        for p in instance.participants
        if p.unavailable and any(p.id in (r.a, r.b) for r in chosen)
    ]
    named = {person for r in chosen for person in (r.a, r.b)}
    away += filter(None, (pause_words(instance, p) for p in instance.participants if p.id in named))
    return say(
        "these %(count)s meetings cannot all be held: %(rules)s",
        count=len(chosen),
        rules=[*names, *away],
    )
