"""An instance as integer arrays: what solvers loop over."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from neisse.engine.meet.clock import days_of
from neisse.engine.meet.instance import Instance
from neisse.engine.meet.pauses import Sets, avoided, most_meetings, patterns_of, rest_of

Ints = NDArray[np.int32]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """M requests, P participants, S slots, T tables, I interpreter pairs, all counted from 0.

    `a`, `b`, `weight`, `must`: [M]. `allowed`: [M, S], what session, fixed slot, both diaries and the host's
    booth leave open. `available`: [P, S]. `max_meetings`: [P], at most the free slots. `booth`: [M], the
    table that the meeting has to use, -1 = any of the hall. `pool`: [S], open tables of the hall (booths are
    not among them). `table_open`: [T, S]. `table_owned`: [T]. `interpreter`: [M], -1 = none.
    `interpreters`: [I]. `before`: pairs (earlier, later) of requests, [K, 2].
    A booth takes one meeting a slot; that binds only where several people share it. `day`: [S], from 0 without
    a gap. `pattern`: [P], what of `patterns` the person keeps: sets of slots of each of which one stays free; number
    0 is nothing. `rests`: [P], has a slot free after each meeting by a rule.
    """

    a: Ints
    b: Ints
    weight: Ints
    must: Flags
    allowed: Flags
    available: Flags
    max_meetings: Ints
    booth: Ints
    pool: Ints
    table_open: Flags
    table_owned: Flags
    interpreter: Ints
    interpreters: Ints
    before: Ints
    day: Ints
    pattern: Ints
    patterns: tuple[Sets, ...]
    rests: Flags

    @property
    def n_meetings(self) -> int:
        """M."""
        return len(self.a)

    @property
    def n_participants(self) -> int:
        """P."""
        return len(self.available)

    @property
    def n_slots(self) -> int:
        """S."""
        return len(self.pool)

    def only(self, meetings: Ints) -> Grid:
        """The same event with these requests alone, renumbered in the given order."""
        index = np.full(self.n_meetings, -1, np.int32)
        index[meetings] = np.arange(len(meetings), dtype=np.int32)
        before = index[self.before].reshape(-1, 2)
        return replace(
            self,
            a=self.a[meetings],
            b=self.b[meetings],
            weight=self.weight[meetings],
            must=self.must[meetings],
            allowed=self.allowed[meetings],
            booth=self.booth[meetings],
            interpreter=self.interpreter[meetings],
            before=before[(before >= 0).all(axis=1)],
        )

    @classmethod
    def of(cls, instance: Instance) -> Grid:
        """Index an instance that `validate` accepts. Cost: O(M S + P S + T S)."""
        slot_at = {slot.id: i for i, slot in enumerate(instance.slots)}
        person_at = {person.id: i for i, person in enumerate(instance.participants)}
        table_at = {table.id: i for i, table in enumerate(instance.tables)}
        request_at = {request.id: i for i, request in enumerate(instance.requests)}
        pair_at = {pair: i for i, (pair, _) in enumerate(instance.interpreters)}
        available = _open([p.unavailable for p in instance.participants], slot_at)
        table_open = _open([t.closed for t in instance.tables], slot_at)
        own = np.array([table_at.get(p.table, -1) for p in instance.participants], np.int32)
        owned = np.zeros(len(instance.tables), np.bool_)
        owned[own[own >= 0]] = True
        a = np.array([person_at[r.a] for r in instance.requests], np.int32)
        b = np.array([person_at[r.b] for r in instance.requests], np.int32)
        booth = np.where(own[b] >= 0, own[b], own[a]).astype(np.int32)
        allowed = available[a] & available[b] & _wanted(instance)
        allowed &= np.where(booth[:, None] >= 0, table_open[booth], True) if len(table_open) else True
        allowed[avoided(instance)] = False
        pattern, patterns = patterns_of(instance, days := days_of(instance))
        before = [(request_at[e], i) for i, r in enumerate(instance.requests) for e in r.after]
        return cls(
            a=a,
            b=b,
            weight=np.array([r.weight for r in instance.requests], np.int32),
            must=np.array([r.must for r in instance.requests], np.bool_),
            allowed=allowed,
            available=available,
            max_meetings=_most(instance, available, days, pattern, patterns),
            booth=booth,
            pool=table_open[~owned].sum(axis=0, dtype=np.int32),
            table_open=table_open,
            table_owned=owned,
            interpreter=np.array([pair_at.get(r.interpreter, -1) for r in instance.requests], np.int32),
            interpreters=np.array([count for _, count in instance.interpreters], np.int32),
            before=np.array(before, np.int32).reshape(-1, 2),
            day=np.array(days, np.int32),
            pattern=np.array(pattern, np.int32),
            patterns=patterns,
            rests=np.array([rest_of(p, instance) > 0 for p in instance.participants], np.bool_),
        )


def _open(closed: list[frozenset[str]], slot_at: dict[str, int]) -> Flags:
    """One row a list of closed slots: True where the slot is open."""
    rows = np.ones((len(closed), len(slot_at)), np.bool_)
    for i, slots in enumerate(closed):
        rows[i, [slot_at[s] for s in slots]] = False
    return rows


def _most(
    instance: Instance, available: Flags, days: list[int], pattern: list[int], patterns: tuple[Sets, ...]
) -> Ints:
    """The most meetings of each person: free slots, pauses and what they want."""
    most = available.sum(axis=1, dtype=np.int32)
    for i in np.flatnonzero(pattern).tolist():
        rest = rest_of(instance.participants[i], instance)
        most[i] = most_meetings(patterns[pattern[i]], rest, available[i], days)
    limits = [len(days) if p.max_meetings is None else p.max_meetings for p in instance.participants]
    return np.asarray(np.minimum(limits, most), np.int32)


def _wanted(instance: Instance) -> Flags:
    """Per request and slot, whether session and fixed slot of the request admit the slot."""
    sessions = np.array([slot.session for slot in instance.slots], object)
    ids = np.array([slot.id for slot in instance.slots], object)
    by_session = {s: sessions == s for s in {r.session for r in instance.requests} if s}
    everywhere = np.ones(len(instance.slots), np.bool_)
    rows = [
        by_session.get(r.session, everywhere) & (ids == r.fixed if r.fixed else everywhere)
        for r in instance.requests
    ]
    return np.array(rows, np.bool_).reshape(len(instance.requests), len(instance.slots))
