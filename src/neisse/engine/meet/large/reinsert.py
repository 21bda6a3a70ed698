"""Repair at congress size: a meeting finds a slot at the price of moving as few others as possible.

Iterative deepening over ejection chains: with a budget of n moves every slot is tried whose occupants number at
most n; they have to go and look for a slot themselves with what is left of the budget. The first budget that works
is the smallest number of moves of this kind. Where a full hall is the obstacle, one of its meetings goes that has a
free slot elsewhere.
"""

from __future__ import annotations

from neisse.engine.meet.large.insert import any_room, best_slot
from neisse.engine.meet.large.kernel import below, kernel
from neisse.engine.meet.large.state import Ints, State, accepts, has_room, in_order, is_free, put, take

DEPTH = 3  # moves of others that are searched for
TRIES = 20_000  # slots tried per meeting and budget, at most: a few hundredths of a second


@kernel
def obstacles(state: State, m: int, s: int, found: Ints, n: int) -> int:
    """Append the meetings that the two participants have in slot s; the new number."""
    for side in range(2):
        q = state.at[state.people[m, side], s]
        if q >= 0 and not (n > 0 and found[n - 1] == q):
            found[n] = q
            n += 1
    return n


@kernel
def leave(state: State, m: int, journal: Ints) -> None:
    """`take`, written down. `journal[0, 0]` counts the entries."""
    journal[0, 0] += 1
    journal[journal[0, 0], 0], journal[journal[0, 0], 1] = m, state.slot[m]
    take(state, m)


@kernel
def enter(state: State, m: int, s: int, journal: Ints) -> None:
    """`put`, written down."""
    journal[0, 0] += 1
    journal[journal[0, 0], 0], journal[journal[0, 0], 1] = m, 0
    put(state, m, s)


@kernel
def undo(state: State, journal: Ints, mark: int) -> None:
    """Take back everything that was written down after entry `mark`, last first."""
    while journal[0, 0] > mark:
        m, s = journal[journal[0, 0], 0], journal[journal[0, 0], 1]
        if s > 0:
            put(state, m, s)
        else:
            take(state, m)
        journal[0, 0] -= 1


@kernel
def make_table(state: State, m: int, s: int, journal: Ints) -> bool:
    """Move one meeting out of the full slot s into a free slot, so that meeting m finds a table; whether it worked."""
    people = state.runs.size
    start = below(state.seed, people)
    for i in range(people):
        q = state.at[(start + i) % people, s]
        if q < 0 or (state.pools[q, 0] != state.pools[m, 0] and state.pools[q, 1] != state.pools[m, 1]):
            continue
        t = best_slot(state, q)
        if t > 0:
            mark = journal[0, 0]
            leave(state, q, journal)
            enter(state, q, t, journal)
            if has_room(state, m, s):
                return True
            undo(state, journal, mark)
    return False


@kernel
def settle(
    state: State, m: int, s: int, budget: int, todo: Ints, ends: tuple[int, int], journal: Ints
) -> int:
    """Put meeting m into slot s at the cost of those in todo[ends[0] : ends[1]]; the moves, -1 = not possible.

    Slot 0 stands for the best free slot. What was done before a failure stays in the journal.
    """
    if s == 0:
        s = best_slot(state, m)
    moves = ends[1] - ends[0]
    if s == 0 or not state.allowed[m, s] or moves > budget:
        return -1
    for i in range(ends[0], ends[1]):
        leave(state, todo[i], journal)
    if not accepts(state, m) or not is_free(state, m, s) or not in_order(state, m, s):
        return -1
    if not has_room(state, m, s):
        moves += 1
        if moves > budget or not make_table(state, m, s, journal):
            return -1
    enter(state, m, s, journal)
    return moves


@kernel
def reinsert(state: State, m: int, budget: int, journal: Ints, todo: Ints, frames: Ints) -> int:
    """Place meeting m by moving at most `budget` others; the moves it took, -1 = not possible (nothing has changed).

    Depth-first search: each frame [meeting, next slot to try, journal mark, length of `todo` below it, moves so far]
    places one meeting and leaves those it sent away in `todo`. Time: about (2 S)^budget slots, TRIES at most.
    """
    slots = state.cap.shape[1] - 2
    journal[0, 0] = 0
    frames[0, 0], frames[0, 1], frames[0, 2], frames[0, 3], frames[0, 4] = m, 0, 0, 0, 0
    level, tries = 0, 0
    while level >= 0 and tries < TRIES:
        tries += 1
        m, s, mark = frames[level, 0], frames[level, 1], frames[level, 2]
        length, spent = frames[level, 3], frames[level, 4]
        undo(state, journal, mark)
        frames[level, 1] += 1
        if s > slots:
            todo[length] = m
            level -= 1
            continue
        end = obstacles(state, m, s, todo, length) if s > 0 else length
        moves = settle(state, m, s, budget - spent, todo, (length, end), journal)
        if moves < 0:
            continue
        if end == 0:
            return int(spent + moves)
        level += 1
        frames[level, 0], frames[level, 1], frames[level, 2] = todo[end - 1], 0, journal[0, 0]
        frames[level, 3], frames[level, 4] = end - 1, spent + moves
    undo(state, journal, 0)
    return -1


@kernel
def reinsert_all(state: State, waiting: Ints, most: int, journal: Ints, todo: Ints, frames: Ints) -> int:
    """Place each waiting meeting with the fewest moves, at most `most` each; those left move to the front; their number."""
    left = 0
    for i in range(waiting.size):
        m = waiting[i]
        used = -1
        for budget in range(most + 1 if any_room(state, m) else 0):
            if used < 0:
                used = reinsert(state, m, budget, journal, todo, frames)
        if used < 0:
            waiting[left] = m
            left += 1
    return left


@kernel
def polish(state: State, loose: Ints, rounds: int) -> None:
    """Bring each loose meeting into the free slot of the least price, in turn. O(rounds S) per meeting."""
    for _ in range(rounds):
        for m in loose:
            if state.slot[m] == 0:
                continue
            a, b = state.people[m, 0], state.people[m, 1]
            at, least = state.slot[m], 2**62
            start = at
            take(state, m)
            for i in range(state.cap.shape[1] - 2):
                s = 1 + (start - 1 + i) % (state.cap.shape[1] - 2)
                if is_free(state, m, s) and has_room(state, m, s) and in_order(state, m, s):
                    put(state, m, s)
                    price = state.price[state.runs[a]] + state.price[state.runs[b]]
                    take(state, m)
                    if price < least:
                        at, least = s, price
            put(state, m, at)
