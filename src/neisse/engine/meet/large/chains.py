"""Kempe chains: the one move that keeps "nobody twice in a slot" true by construction.

Look at two slots s and t only: every participant has at most one meeting in each, so the meetings form paths and
cycles. Exchanging s and t along one component leaves a proper schedule (Kempe 1879; the step of Vizing's proof). Inner
participants keep both slots occupied: only the two ends of a path see a change of breaks or of pauses, so a chain of any
length is priced by two O(1) look-ups. A cycle changes nobody's breaks and is not worth a move.
"""

from __future__ import annotations

from neisse.engine.meet.large.days import days_left, keeps
from neisse.engine.meet.large.kernel import kernel
from neisse.engine.meet.large.state import LONGEST, Ints, State, in_order, put, take


@kernel
def end_price(state: State, p: int, s: int, t: int) -> int:
    """Change of price when participant p, busy in s and idle in t, goes from s to t."""
    at, runs = state.at, state.runs[p]
    change = (at[p, s - 1] >= 0) + (at[p, s + 1] >= 0)
    change -= (at[p, t - 1] >= 0 and t - 1 != s) + (at[p, t + 1] >= 0 and t + 1 != s)
    change += days_left(state, p, s, t)
    return int(state.price[runs + change] - state.price[runs])


@kernel
def follow(state: State, side: int, t: int, chain: Ints, n: int) -> tuple[int, int]:
    """Continue the chain of chain[0] through one participant; (length, price of the end), length 0 = not possible."""
    m = chain[0]
    p = state.people[m, side]
    here, there = state.slot[m], t
    while True:
        q = state.at[p, there]
        if q < 0:
            if not keeps(state, p, there, here):
                return 0, 0
            return n, end_price(state, p, here, there)
        if q == m or n == LONGEST or not state.allowed[q, here]:
            return 0, 0
        chain[n] = q
        n += 1
        p = state.people[q, 0] + state.people[q, 1] - p
        here, there = there, here


@kernel
def trace(state: State, m: int, t: int, chain: Ints, most: float) -> tuple[int, int]:
    """Chain of meeting m between its slot and t: (length, change of price); length 0 = barred, a cycle or above `most`.

    An end can gain back two breaks at most, which lets many chains be given up after the first end. O(length).
    """
    if not state.allowed[m, t]:
        return 0, 0
    chain[0] = m
    n, price = follow(state, 0, t, chain, 1)
    if n == 0 or price > most + 3 * (state.price[3] - state.price[2]):
        return 0, 0
    n, other = follow(state, 1, t, chain, n)
    if price + other > most:
        return 0, 0
    return n, price + other


@kernel
def flip(state: State, chain: Ints, n: int, s: int, t: int) -> None:
    """Exchange slots s and t along a chain, whatever the resources say. Its own inverse. O(n)."""
    for i in range(n):
        m = chain[i]
        here = state.slot[m]
        take(state, m)
        state.slot[m] = -here
    for i in range(n):
        m = chain[i]
        put(state, m, s + t + state.slot[m])


@kernel
def overfull(state: State, chain: Ints, n: int) -> int:
    """After a flip: -1 if all rules hold, -2 if an order is broken, else a meeting of the chain without its unit."""
    lacking = -1
    for i in range(n):
        m = chain[i]
        s = state.slot[m]
        if not in_order(state, m, s):
            return -2
        for side in range(2):
            r = state.pools[m, side]
            if state.load[r, s] > state.cap[r, s]:
                lacking = m
    return lacking


@kernel
def exchange(state: State, chain: Ints, n: int, s: int, t: int) -> bool:
    """Flip the chain if tables, interpreters and orders allow it; whether it was done. O(n)."""
    flip(state, chain, n, s, t)
    if overfull(state, chain, n) == -1:
        return True
    flip(state, chain, n, s, t)
    return False
