"""Fewer breaks: simulated annealing over Kempe chains, with a partner chain where the hall is full.

A proposal takes one meeting of a participant beside another meeting of the same participant, which is where runs
grow together. Where the target slot has no table left, a second chain in the opposite direction gives one back;
both are accepted or refused as one move. Cost per proposal: two short walks, independent of the size of the event.
"""

from __future__ import annotations

import numpy as np

from neisse.engine.meet.large.chains import exchange, flip, overfull, trace
from neisse.engine.meet.large.kernel import below, kernel, unit
from neisse.engine.meet.large.state import Ints, State

PARTNERS = 12  # draws for a partner chain
PARTNER_GAIN = 2  # breaks that a partner chain may be hoped to give back


@kernel
def target(state: State, m: int) -> int:
    """A slot beside another meeting of one of the two participants, or any slot; 0 = this draw has none."""
    p = state.people[m, below(state.seed, 2)]
    anchor = state.mine[state.first[p] + below(state.seed, state.first[p + 1] - state.first[p])]
    slots = state.cap.shape[1] - 2
    t = state.slot[anchor] + 2 * below(state.seed, 2) - 1 if anchor != m else 1 + below(state.seed, slots)
    s = state.slot[m]
    return t if s > 0 and t > 0 and t != s and state.allowed[m, t] else 0


@kernel
def partner(state: State, lacking: int, t: int, chain: Ints, most: float) -> tuple[int, int]:
    """A chain that leads out of the overfull slot of meeting `lacking` into t and costs at most `most`."""
    s = state.slot[lacking]
    place = state.pools[lacking, 0]
    for _ in range(PARTNERS):
        m = state.at[below(state.seed, state.runs.size), s]
        if m >= 0 and state.pools[m, 0] == place:
            n, price = trace(state, m, t, chain, most)
            if n % 2 == 1:
                return n, price
    return 0, 0


@kernel
def fills(state: State, end: int, n: int, both: int) -> bool:
    """Whether flipping an odd chain that ends with meeting `end` overfills the hall; `both` is s + t.

    The two ends of an odd chain lie in the slot that has one meeting more than the other.
    """
    if n % 2 == 0:
        return False
    place, t = state.pools[end, 0], both - state.slot[end]
    return bool(state.load[place, t] >= state.cap[place, t])


@kernel
def propose(state: State, m: int, t: int, most: float) -> int:
    """Try to bring meeting m into slot t at a price of at most `most`; the change of price, 0 if refused."""
    s = state.slot[m]
    chain, back = state.chain, state.back
    n, price = trace(state, m, t, chain, most + PARTNER_GAIN * (state.price[3] - state.price[2]))
    if n == 0:
        return 0
    if not fills(state, chain[n - 1], n, s + t):
        return price if price <= most and exchange(state, chain, n, s, t) else 0
    flip(state, chain, n, s, t)
    lacking = overfull(state, chain, n)
    if lacking >= 0:
        here = state.slot[lacking]
        k, other = partner(state, lacking, s + t - here, back, most - price)
        if k > 0 and exchange(state, back, k, s, t):
            if overfull(state, chain, n) == -1:
                return price + other
            flip(state, back, k, s, t)
    flip(state, chain, n, s, t)
    return 0


@kernel
def anneal(state: State, heat: float, proposals: int) -> int:
    """Metropolis at one temperature (in units of price); the total change of price."""
    total = 0
    meetings = state.slot.size
    for _ in range(proposals):
        m = below(state.seed, meetings)
        t = target(state, m)
        if t > 0:
            total += propose(state, m, t, -heat * np.log(unit(state.seed)))
    return total
