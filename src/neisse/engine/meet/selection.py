"""Which requests to place when not all fit, and a proven upper bound on what any schedule can place.

Relaxation: choose x in [0, 1] per request so that no participant, hall or interpreter pair gets more meetings
than there are slots for them. Every schedule is such an x (slots forgotten), hence the optimum of the linear
program bounds every schedule from above; the bound is recomputed from the dual prices, so that it does not rest
on the solver's tolerances. It is a b-matching with a few extra rows (Edmonds 1965; Schrijver, Combinatorial
Optimization, ch. 31-33). Order of aims: must, then that nobody with requests leaves empty-handed, then weight.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from neisse.engine.meet.grid import Grid
from neisse.engine.search.linear import maximise

if TYPE_CHECKING:
    from scipy.sparse import csr_array

SHARE = 1_000  # worth of the first meeting of a person, above any weight it could displace nearby
COMMON_WINDOWS = 16  # sets of slots for which the hall's capacity gets a row of its own
ROUNDING = 1e-10  # relative error allowed for in sums of floating-point numbers

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Selection:
    """`share` in [0, 1] per request from the relaxation; `bound` >= weight + each * people served, for every schedule.

    `feasible` False: not even the relaxation can hold all the musts, which proves that no schedule can.
    """

    share: Floats
    bound: float
    each: int = SHARE
    feasible: bool = True

    def weight_bound(self, served: int) -> int:
        """Upper bound on the weight of any schedule that serves at least so many people."""
        return int(np.floor(self.bound * (1 + ROUNDING) + ROUNDING - self.each * served))


def select(grid: Grid, must: Flags, each: int = SHARE) -> Selection:
    """Solve the relaxation (HiGHS), unless all requests together are within all limits.

    `each`: what it is worth that a person has any meeting.

    About two seconds at 30,000 requests.
    """
    from scipy.sparse import csr_array, hstack, identity, vstack

    people = np.unique(np.concatenate([grid.a, grid.b]))
    rows, limits = _limits(grid)
    if (rows @ np.ones(grid.n_meetings) <= limits).all() and grid.allowed.any(axis=1).all():
        return Selection(np.ones(grid.n_meetings), float(grid.weight.sum()) + each * len(people), each)
    served = hstack([-_incidence(grid)[people], identity(len(people), format="csr")])
    matrix = vstack([hstack([rows, csr_array((rows.shape[0], len(people)))]), served]).tocsr()
    limits = np.concatenate([limits, np.zeros(len(people))])
    value = np.concatenate([grid.weight, np.full(len(people), each)]).astype(float)
    low = np.concatenate([must, np.zeros(len(people))]).astype(float)
    high = np.concatenate([grid.allowed.any(axis=1), np.ones(len(people))]).astype(float)
    relaxed = maximise(value, matrix, limits, low, high)
    return Selection(relaxed.x[: grid.n_meetings], relaxed.bound, each, relaxed.feasible)


def _incidence(grid: Grid) -> csr_array:
    """[P, M]: one where the participant is part of the request."""
    from scipy.sparse import coo_array

    m = np.arange(grid.n_meetings)
    ones = np.ones(2 * grid.n_meetings)
    shape = (grid.n_participants, grid.n_meetings)
    return coo_array((ones, (np.concatenate([grid.a, grid.b]), np.tile(m, 2))), shape=shape).tocsr()


def _limits(grid: Grid) -> tuple[csr_array, Floats]:
    """Rows "these requests together at most that many": people, windows of people, halls, interpreters."""
    from scipy.sparse import vstack

    rows = [_incidence(grid)]
    limits = [grid.max_meetings.astype(float)]
    for part in (_windows(grid), _halls(grid), _interpreters(grid)):
        if part[0].shape[0]:
            rows.append(part[0])
            limits.append(part[1])
    return vstack(rows).tocsr(), np.concatenate(limits)


def _windows(grid: Grid) -> tuple[csr_array, Floats]:
    """Hall's condition per person: requests that only fit into a window of slots, at most its length.

    Only windows that occur as the open slots of a request of that person, and only where they can bind.
    """
    from scipy.sparse import coo_array

    mine: dict[int, list[int]] = {}
    for m, (a, b) in enumerate(zip(grid.a.tolist(), grid.b.tolist(), strict=True)):
        mine.setdefault(a, []).append(m)
        mine.setdefault(b, []).append(m)
    row: list[int] = []
    column: list[int] = []
    limits: list[float] = []
    lengths = np.asarray(grid.allowed.sum(axis=1), np.int64)
    for p, meetings in mine.items():
        if len(meetings) <= lengths[meetings].min():
            continue
        open_slots = grid.allowed[meetings]
        inside = np.all(
            ~open_slots[:, None, :] | open_slots[None, :, :], axis=2
        )  # [i, j]: request i has no open slot outside the window of request j
        binding = (inside.sum(axis=0) > lengths[meetings]) & (lengths[meetings] < grid.available[p].sum())
        _, distinct = np.unique(open_slots, axis=0, return_index=True)
        for j in np.intersect1d(np.flatnonzero(binding), distinct):
            members = np.asarray(meetings)[inside[:, j]]
            row += [len(limits)] * len(members)
            column += members.tolist()
            limits.append(float(lengths[meetings[j]]))
    shape = (len(limits), grid.n_meetings)
    return coo_array((np.ones(len(row)), (row, column)), shape=shape).tocsr(), np.array(limits)


def _halls(grid: Grid) -> tuple[csr_array, Floats]:
    """Meetings in the hall within a window of slots, at most the open tables; the window "all slots" included."""
    from scipy.sparse import csr_array

    hall = grid.booth < 0
    windows, counts = np.unique(grid.allowed[hall], axis=0, return_counts=True)
    common: Flags = windows[np.argsort(-counts, kind="stable")[:COMMON_WINDOWS]]
    windows = np.vstack([np.ones((1, grid.n_slots), np.bool_), common])
    inside = np.array([hall & ~(grid.allowed & ~window).any(axis=1) for window in windows], float)
    return csr_array(inside), np.asarray(windows @ grid.pool, np.float64)


def _interpreters(grid: Grid) -> tuple[csr_array, Floats]:
    """Meetings that need one language pair, at most its interpreters times the slots."""
    from scipy.sparse import csr_array

    pairs = np.arange(len(grid.interpreters))
    limits = np.asarray(grid.interpreters * grid.n_slots, np.float64)
    return csr_array((grid.interpreter == pairs[:, None]).astype(float)), limits
