"""More weight: a request that found no place takes the place of cheaper ones.

What a schedule is worth: the worth of its meetings (weight, musts far above) and a large share for every person
who has any. A trade puts one waiting request into the slot where this costs least and sends away whoever stands
in its way there; losses are accepted like in simulated annealing, so that equal and slightly worse trades open new ways.
"""

from __future__ import annotations

import numpy as np

from neisse.engine.meet.large.days import blocking
from neisse.engine.meet.large.insert import place
from neisse.engine.meet.large.kernel import below, kernel, unit
from neisse.engine.meet.large.state import Ints, Longs, State, in_order, put, take

SAMPLE = 24  # tables looked at for the cheapest meeting of a full hall
NEVER = 2**60


@kernel
def cheapest(state: State, worth: Longs, p: int) -> int:
    """The placed meeting of participant p that is worth least; -1 = none. O(degree)."""
    best = -1
    for i in range(state.first[p], state.first[p + 1]):
        m = state.mine[i]
        if state.slot[m] > 0 and (best < 0 or worth[m] < worth[best]):
            best = m
    return best


@kernel
def give_way(state: State, worth: Longs, m: int, s: int, r: int) -> int:
    """A cheap meeting of slot s that uses resource r and shares nobody with meeting m; -1 = none found."""
    best = -1
    for _ in range(SAMPLE):
        q = state.at[below(state.seed, state.runs.size), s]
        if (
            q >= 0
            and (state.pools[q, 0] == r or state.pools[q, 1] == r)
            and (best < 0 or worth[q] < worth[best])
        ):
            best = q
    return best


@kernel
def add(gone: Ints, n: int, q: int) -> int:
    """Append a meeting that is not among the first n yet; the new number. Nothing is appended for -1."""
    for i in range(n):
        if gone[i] == q:
            return n
    if q >= 0:
        gone[n] = q
        return n + 1
    return n


@kernel
def in_the_way(state: State, worth: Longs, m: int, s: int, gone: Ints) -> int:
    """Who has to go so that meeting m can have slot s, written to `gone`; their number, -1 = barred."""
    if not state.allowed[m, s] or not in_order(state, m, s):
        return -1
    n = 0
    for side in range(2):
        p = state.people[m, side]
        q = state.at[p, s]
        if q >= 0:
            n = add(gone, n, q)
        else:
            before = n
            n = blocking(state, worth, p, s, gone, n)
            if n < 0:
                return -1
            if n == before and state.held[p] >= state.limit[p]:
                q = cheapest(state, worth, p)
                if q < 0:
                    return -1
                n = add(gone, n, q)
    for side in range(2):
        r = state.pools[m, side]
        used = state.load[r, s]
        for i in range(n):
            q = gone[i]
            used -= state.slot[q] == s and (state.pools[q, 0] == r or state.pools[q, 1] == r)
        if used >= state.cap[r, s]:
            q = give_way(state, worth, m, s, r)
            if q < 0:
                return -1
            gone[n] = q
            n += 1
    return n


@kernel
def loss(state: State, worth: Longs, share: int, m: int, gone: Ints, n: int) -> int:
    """What the meetings of `gone` are worth, and the shares of people who would be left with nothing."""
    total = 0
    for i in range(n):
        total += worth[gone[i]]
        for side in range(2):
            p = state.people[gone[i], side]
            if state.held[p] == 1 and p != state.people[m, 0] and p != state.people[m, 1]:
                total += share
    return total


@kernel
def trade(state: State, worth: Longs, share: int, m: int, most: float) -> int:
    """Place meeting m where it costs least, if that loses at most `most` in all; the gain, 0 if refused."""
    gone, best = state.chain, state.back
    slots = state.cap.shape[1] - 2
    least, at, k = NEVER, 0, 0
    start = below(state.seed, slots)
    for i in range(slots):
        s = 1 + (start + i) % slots
        n = in_the_way(state, worth, m, s, gone)
        if n >= 0:
            price = loss(state, worth, share, m, gone, n)
            if price < least:
                least, at, k = price, s, n
                for j in range(n):
                    best[j] = gone[j]
    gain = worth[m] - least
    for side in range(2):
        gain += share * (state.held[state.people[m, side]] == 0)
    if at == 0 or gain < -most:
        return 0
    for j in range(k):
        if state.slot[best[j]] > 0:
            take(state, best[j])
    put(state, m, at)
    return int(gain)


@kernel
def waiting(state: State) -> int:
    """The first request without a place from a random one on; -1 = everything is placed. O(M)."""
    meetings = state.slot.size
    start = below(state.seed, meetings)
    for i in range(meetings):
        m = (start + i) % meetings
        if state.slot[m] == 0:
            return m
    return -1


@kernel
def trade_many(state: State, worth: Longs, share: int, heat: float, trades: int) -> None:
    """Offer a place to random waiting requests, first without and then with sending others away."""
    for _ in range(trades):
        m = waiting(state)
        if m < 0:
            break
        if not place(state, m):
            trade(state, worth, share, m, -heat * np.log(unit(state.seed)))
