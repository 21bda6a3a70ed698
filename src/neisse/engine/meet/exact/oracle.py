"""CaDiCaL, asked in slices of conflicts: between two slices the caller may stop the search."""

from __future__ import annotations

from collections.abc import Sequence

from pysat.solvers import Cadical153

from neisse.engine.meet.exact.formula import Formula
from neisse.engine.meet.schedule import Stop

SLICE = 4_000  # conflicts between two looks at `stop`: some tenths of a second


class StoppedError(Exception):
    """The caller's `stop` said so; what was found until then holds."""


class Oracle:
    """An incremental solver for a growing formula. Deterministic: the same questions get the same answers."""

    def __init__(self, formula: Formula, stop: Stop, limit: int | None = None) -> None:
        self.formula = formula
        self.stop = stop
        self.limit = limit
        self.solver = Cadical153()
        self.read = 0

    @property
    def conflicts(self) -> int:
        """The work done so far."""
        return int(self.solver.accum_stats()["conflicts"])

    def decide(self, assumptions: Sequence[int] = (), budget: int | None = None) -> bool | None:
        """Whether the formula holds under the assumptions; None when `budget` conflicts do not tell.

        Raises `StoppedError` where `stop`, or the limit on all conflicts, ends the search first.
        """
        self._catch_up()
        spent = 0
        while budget is None or spent < budget:
            if self.stop() or (self.limit is not None and self.conflicts >= self.limit):
                raise StoppedError
            step = SLICE if budget is None else min(SLICE, budget - spent)
            self.solver.conf_budget(step)
            answer: bool | None = self.solver.solve_limited(assumptions=list(assumptions))
            if answer is not None:
                return answer
            spent += step
        return None

    def _catch_up(self) -> None:
        for clause in self.formula.clauses[self.read :]:
            self.solver.add_clause(clause)
        self.read = len(self.formula.clauses)

    def model(self) -> list[int]:
        """The literals of the last satisfiable question, variable 1 first."""
        found: list[int] = self.solver.get_model()
        return found

    def core(self) -> list[int]:
        """Assumptions that cannot hold together, from the last unsatisfiable question."""
        return self.solver.get_core() or []
