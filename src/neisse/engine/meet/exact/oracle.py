"""CaDiCaL, asked in slices of conflicts: between two slices the caller may stop the search."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pysat.solvers import Cadical153

from neisse.engine.meet.exact.formula import Formula
from neisse.engine.search.progress import Stop

SLICE = 4_000  # conflicts between two looks at `stop`: some tenths of a second
FOR_PROOFS: Mapping[str, int] = {"stabilize": 0, "walk": 0}  # CaDiCaL's settings for what is false,
FOR_MODELS: Mapping[str, int] = {
    "stabilizeonly": 1,
    "elimreleff": 10,
    "subsumereleff": 60,
}  # and for what is true


class StoppedError(Exception):
    """The caller's `stop` said so; what was found until then holds."""


@dataclass(slots=True)
class Work:
    """Conflicts of all solvers together, and when that is enough."""

    stop: Stop
    limit: int | None = None
    conflicts: int = 0

    def look(self) -> None:
        """Raise `StoppedError` where the caller stops or the limit is reached."""
        if self.stop() or (self.limit is not None and self.conflicts >= self.limit):
            raise StoppedError


class Oracle:
    """An incremental solver for a growing formula. Deterministic: the same questions get the same answers."""

    def __init__(self, formula: Formula, work: Work, options: Mapping[str, int] | None = None) -> None:
        self.formula = formula
        self.work = work
        self.solver = Cadical153()
        self.solver.configure(dict(options or {}))
        self.read = 0

    def decide(self, assumptions: Sequence[int] = (), budget: int | None = None) -> bool | None:
        """Whether the formula holds under the assumptions; None when `budget` conflicts do not tell.

        Raises `StoppedError` where the work ends first.
        """
        self._catch_up()
        spent = 0
        while budget is None or spent < budget:
            self.work.look()
            step = SLICE if budget is None else min(SLICE, budget - spent)
            answer = self._slice(list(assumptions), step)
            if answer is not None:
                return answer
            spent += step
        return None

    def _slice(self, assumptions: list[int], conflicts: int) -> bool | None:
        before = self._conflicts()
        self.solver.conf_budget(conflicts)
        answer: bool | None = self.solver.solve_limited(assumptions=assumptions)
        self.work.conflicts += self._conflicts() - before
        return answer

    def _conflicts(self) -> int:
        return int(self.solver.accum_stats()["conflicts"])

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
