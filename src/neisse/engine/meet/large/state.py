"""The schedule as the compiled loops see it: flat arrays that stay consistent through `put` and `take`.

Slots are columns here: 1-based, with an idle column before the first, after the last and between two days, so that
a neighbour test needs no border case; 0 means "not placed". A participant's breaks are counted through runs
(maximal groups of occupied neighbouring columns): breaks = runs - days with a meeting, and occupying or leaving one slot
changes the number of runs by what its two neighbours hold. This costs O(1) for any number of slots.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from neisse.engine.meet.large.days import Clock, count_day, keeps
from neisse.engine.meet.large.kernel import Seed, kernel

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Flags = NDArray[np.bool_]

LONGEST = 64  # meetings in a chain; longer ones are rare and seldom improve anything
BREAK = 1000  # the price of one break; finer terms (fairness) are fractions of it


class State(NamedTuple):
    """M meetings, P participants, S columns less two, R resources (the last one is unlimited: "needs nothing")."""

    people: Ints  # (M, 2)
    slot: Ints  # (M,) 1-based, 0 = not placed
    at: Ints  # (P, S + 2) the meeting a participant has in a slot, -1 = none
    runs: Ints  # (P,) breaks + 1, 0 = no meetings: maximal groups of occupied neighbours, less further days
    held: Ints  # (P,) placed meetings
    limit: Ints  # (P,) how many meetings a participant accepts
    allowed: Flags  # (M, S + 2) both are there, the session and the fixed slot agree, the booth is open
    pools: Ints  # (M, 2) the two resources of which a meeting takes one unit each
    load: Ints  # (R, S + 2) units in use
    cap: Ints  # (R, S + 2) units there are
    price: Longs  # (S + 4,) price of a participant with so many runs
    first: Ints  # (P + 1,) where a participant's meetings start in `mine`
    mine: Ints  # (2M,) meetings by participant
    link_first: Ints  # (M + 1,)
    links: Ints  # (L, 2) meeting, and +1 if it must be earlier or -1 if later
    clock: Clock | None  # days and pauses; None for one day without them
    seed: Seed  # the source of chance
    chain: Ints  # (LONGEST,) scratch: the chain in hand
    back: Ints  # (LONGEST,) scratch: its partner


@kernel
def put(state: State, m: int, s: int) -> None:
    """Place meeting m in slot s, where both participants are free. O(1)."""
    for side in range(2):
        p = state.people[m, side]
        state.at[p, s] = m
        state.runs[p] += 1 - (state.at[p, s - 1] >= 0) - (state.at[p, s + 1] >= 0)
        state.runs[p] -= count_day(state, p, s, 1)
        state.held[p] += 1
        state.load[state.pools[m, side], s] += 1
    state.slot[m] = s


@kernel
def take(state: State, m: int) -> None:
    """Remove meeting m from its slot. O(1)."""
    s = state.slot[m]
    for side in range(2):
        p = state.people[m, side]
        state.at[p, s] = -1
        state.runs[p] += (state.at[p, s - 1] >= 0) + (state.at[p, s + 1] >= 0) - 1
        state.held[p] -= 1
        state.runs[p] -= count_day(state, p, s, -1)
        state.load[state.pools[m, side], s] -= 1
    state.slot[m] = 0


@kernel
def in_order(state: State, m: int, s: int) -> bool:
    """Whether slot s respects what must come before and after meeting m, as far as that is placed."""
    for i in range(state.link_first[m], state.link_first[m + 1]):
        other = state.slot[state.links[i, 0]]
        if other > 0 and (s - other) * state.links[i, 1] <= 0:
            return False
    return True


@kernel
def has_room(state: State, m: int, s: int) -> bool:
    """Whether slot s still has a unit of both resources of meeting m."""
    for side in range(2):
        r = state.pools[m, side]
        if state.load[r, s] >= state.cap[r, s]:
            return False
    return True


@kernel
def is_free(state: State, m: int, s: int) -> bool:
    """Whether both participants may and can meet in slot s, resources and order left aside."""
    a, b = state.people[m, 0], state.people[m, 1]
    return bool(
        state.allowed[m, s]
        and state.at[a, s] < 0
        and state.at[b, s] < 0
        and keeps(state, a, s, 0)
        and keeps(state, b, s, 0)
    )


@kernel
def accepts(state: State, m: int) -> bool:
    """Whether neither participant has reached the limit of meetings."""
    a, b = state.people[m, 0], state.people[m, 1]
    return bool(state.held[a] < state.limit[a] and state.held[b] < state.limit[b])


@kernel
def total_price(state: State) -> int:
    """The sum of all participants' prices. O(P)."""
    total = 0
    for p in range(state.runs.size):
        total += state.price[state.runs[p]]
    return total
