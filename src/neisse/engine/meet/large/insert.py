"""Placing a meeting: a free slot, or Kempe chains that make one, or the cheapest meetings out of its way."""

from __future__ import annotations

from neisse.engine.meet.large.chains import exchange, trace
from neisse.engine.meet.large.days import new_day
from neisse.engine.meet.large.kernel import below, kernel
from neisse.engine.meet.large.state import Ints, State, accepts, has_room, in_order, is_free, put

ANY_PRICE = 2.0**60


@kernel
def best_slot(state: State, m: int) -> int:
    """The free slot that adds fewest runs, emptiest hall first; 0 = none. O(S)."""
    a, b = state.people[m, 0], state.people[m, 1]
    best, at = 2**62, 0
    for s in range(1, state.cap.shape[1] - 1):
        if is_free(state, m, s) and has_room(state, m, s) and in_order(state, m, s):
            price = 0
            for p in (a, b):
                if state.held[p] > 0:
                    price -= (state.at[p, s - 1] >= 0) + (state.at[p, s + 1] >= 0)
                    price -= int(new_day(state, p, s))
            price = (price << 32) + state.load[state.pools[m, 0], s]
            if price < best:
                best, at = price, s
    return at


@kernel
def clear(state: State, p: int, s: int, other: int) -> bool:
    """Free participant p in slot s by a chain into a slot where p is idle, `other` staying free in s."""
    m = state.at[p, s]
    if m < 0:
        return True
    slots = state.cap.shape[1] - 2
    start = below(state.seed, slots)
    for i in range(slots):
        t = 1 + (start + i) % slots
        if t == s or state.at[p, t] >= 0:
            continue
        n, _ = trace(state, m, t, state.chain, ANY_PRICE)
        if n > 0 and exchange(state, state.chain, n, s, t):
            if state.at[other, s] < 0:
                return True
            exchange(state, state.chain, n, s, t)
    return False


@kernel
def make_room(state: State, m: int, s: int) -> bool:
    """Lead a meeting of slot s into a slot with a spare table, so that meeting m finds one in s."""
    people, slots = state.runs.size, state.cap.shape[1] - 2
    a, b = state.people[m, 0], state.people[m, 1]
    begin, start = below(state.seed, people), below(state.seed, slots)
    for i in range(slots):
        t = 1 + (start + i) % slots
        if t == s or not has_room(state, m, t):
            continue
        for j in range(min(people, 2000)):
            q = state.at[(begin + j) % people, s]
            if q < 0:
                continue
            n, _ = trace(state, q, t, state.chain, ANY_PRICE)
            if n % 2 == 1 and exchange(state, state.chain, n, s, t):
                if has_room(state, m, s) and state.at[a, s] < 0 and state.at[b, s] < 0:
                    return True
                exchange(state, state.chain, n, s, t)
    return False


@kernel
def any_room(state: State, m: int) -> bool:
    """Whether some slot that meeting m could have, or lead another meeting to, still has its resources. O(S)."""
    slots = state.cap.shape[1] - 1
    spare = False
    for s in range(1, slots):
        spare = spare or has_room(state, m, s)
    return spare


@kernel
def place(state: State, m: int) -> bool:
    """Place meeting m without removing any other, moving others along chains if need be.

    Chains that were flipped on the way to a dead end stay: the schedule is as valid as before. Typically
    O(S), at worst O(S^2) chains.
    """
    if not accepts(state, m) or not any_room(state, m):
        return False
    s = best_slot(state, m)
    if s > 0:
        put(state, m, s)
        return True
    a, b = state.people[m, 0], state.people[m, 1]
    slots = state.cap.shape[1] - 2
    start = below(state.seed, slots)
    for i in range(slots):
        s = 1 + (start + i) % slots
        if not state.allowed[m, s] or not in_order(state, m, s):
            continue
        if not (clear(state, a, s, b) and clear(state, b, s, a)):
            continue
        if not has_room(state, m, s) and not make_room(state, m, s):
            continue
        if is_free(state, m, s) and has_room(state, m, s) and in_order(state, m, s):
            put(state, m, s)
            return True
    return False


@kernel
def place_all(state: State, order: Ints) -> int:
    """Place meetings in the given order; those that found no place move to its front, their number is returned."""
    left = 0
    for i in range(order.size):
        m = order[i]
        if state.slot[m] == 0 and not place(state, m):
            order[left] = m
            left += 1
    return left
