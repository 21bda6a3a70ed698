"""Days and pauses in the compiled loops; an event of one day without pauses has neither, and its code neither too.

Functions here are chosen by the type of the `state.State` when a loop is compiled: with its `clock` None they
are what stands under their names.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import types
from numpy.typing import NDArray

from neisse.engine.meet.large.kernel import by_type, kernel

Ints = NDArray[np.int32]


class Clock(NamedTuple):
    """Days, and pauses: sets of columns of each of which one stays free.

    `spare` holds, for each column of each set, the others; a set belongs to a pattern, a participant has one or none.
    """

    day: Ints  # (S + 2,) the day of a column
    on_day: Ints  # (P, D) meetings on a day
    pattern: Ints  # (P,) which pauses a participant keeps, 0 = none
    spare_first: Ints  # (patterns (S + 2) + 1,) where the sets with a column of a pattern start in `spare_at`
    spare_at: Ints  # (sets + 1,) where the columns of a set start in `spare`
    spare: Ints


def _is_plain(state: Any) -> bool:
    return bool(state.types[state.fields.index("clock")] is types.none)


@kernel
def _full(first: int, last: int, at: Ints, spare_at: Ints, spare: Ints, gone: int) -> bool:
    """Whether one of some sets, given by the others of its columns, has none idle in a row of `at`."""
    for i in range(first, last):
        idle = False
        for j in range(spare_at[i], spare_at[i + 1]):
            idle = idle or spare[j] == gone or at[spare[j]] < 0
        if not idle:
            return True
    return False


def keeps(state: Any, p: int, s: int, gone: int) -> bool:
    """Whether participant p, idle in s, keeps their pauses with a meeting there; `gone`: a slot that is left for it.

    O(1) for who has none, else O(columns in sets with s).
    """
    return True


@by_type(keeps)
def _keeps(state: Any, p: Any, s: Any, gone: Any) -> Any:
    def some(state: Any, p: Any, s: Any, gone: Any) -> Any:
        c = state.clock
        if c.pattern[p] == 0:
            return True
        cell = c.pattern[p] * c.day.size + s
        return not _full(c.spare_first[cell], c.spare_first[cell + 1], state.at[p], c.spare_at, c.spare, gone)

    def none(state: Any, p: Any, s: Any, gone: Any) -> Any:
        return True

    return none if _is_plain(state) else some


def days_left(state: Any, p: int, s: int, t: int) -> int:
    """Days with a meeting that participant p, busy in s and idle in t, has fewer after going from s to t."""
    return 0


@by_type(days_left)
def _days_left(state: Any, p: Any, s: Any, t: Any) -> Any:
    def some(state: Any, p: Any, s: Any, t: Any) -> Any:
        one, two = state.clock.day[s], state.clock.day[t]
        if one == two:
            return 0
        return int(state.clock.on_day[p, one] == 1) - int(state.clock.on_day[p, two] == 0)

    def none(state: Any, p: Any, s: Any, t: Any) -> Any:
        return 0

    return none if _is_plain(state) else some


def new_day(state: Any, p: int, s: int) -> bool:
    """Whether participant p has no meeting yet on the day of slot s, and there are other days."""
    return False


@by_type(new_day)
def _new_day(state: Any, p: Any, s: Any) -> Any:
    def some(state: Any, p: Any, s: Any) -> Any:
        return bool(state.clock.on_day.shape[1] > 1 and state.clock.on_day[p, state.clock.day[s]] == 0)

    def none(state: Any, p: Any, s: Any) -> Any:
        return False

    return none if _is_plain(state) else some


def count_day(state: Any, p: int, s: int, by: int) -> int:
    """Count a meeting of p in s by +1 or -1, `held` being that of p's other meetings; the days they are on more for it."""
    return 0


@by_type(count_day)
def _count_day(state: Any, p: Any, s: Any, by: Any) -> Any:
    def some(state: Any, p: Any, s: Any, by: Any) -> Any:
        day, on_day = state.clock.day[s], state.clock.on_day
        before = on_day[p, day]
        on_day[p, day] = before + by
        return int(state.held[p] > 0 and before == 0) - int(state.held[p] > 0 and on_day[p, day] == 0)

    def none(state: Any, p: Any, s: Any, by: Any) -> Any:
        return 0

    return none if _is_plain(state) else some


def blocking(state: Any, worth: Any, p: int, s: int, gone: Ints, n: int) -> int:
    """Append to `gone`, for each pause that a meeting of p in s would break, its cheapest meeting; -1 = barred.

    `n`: the length of `gone`; the new one is returned.
    """
    return n


@kernel
def _cheapest_of(at: Ints, columns: Ints, worth: Any, gone: Ints, n: int) -> int:
    """Of a set the meeting that is worth least; -1 where the set is empty, -2 where one of them goes or is idle."""
    best = -1
    for column in columns:
        q = at[column]
        if q < 0:
            return -2
        for k in range(n):
            if gone[k] == q:
                return -2
        if best < 0 or worth[q] < worth[best]:
            best = q
    return int(best)


@by_type(blocking)
def _blocking(state: Any, worth: Any, p: Any, s: Any, gone: Any, n: Any) -> Any:
    def some(state: Any, worth: Any, p: Any, s: Any, gone: Any, n: Any) -> Any:
        c = state.clock
        cell = c.pattern[p] * c.day.size + s
        for i in range(c.spare_first[cell], c.spare_first[cell + 1]) if c.pattern[p] > 0 else range(0):
            columns = c.spare[c.spare_at[i] : c.spare_at[i + 1]]
            q = _cheapest_of(state.at[p], columns, worth, gone, n)
            if q == -1 or n >= gone.size // 2:
                return -1
            if q >= 0:
                gone[n] = q
                n += 1
        return n

    def none(state: Any, worth: Any, p: Any, s: Any, gone: Any, n: Any) -> Any:
        return n

    return none if _is_plain(state) else some


def forget_days(state: Any) -> None:
    """Nobody has a meeting on any day."""


@by_type(forget_days)
def _forget_days(state: Any) -> Any:
    def some(state: Any) -> Any:
        state.clock.on_day[:] = 0

    def none(state: Any) -> Any:
        pass

    return none if _is_plain(state) else some
