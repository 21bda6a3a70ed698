"""CP-SAT within a bounded amount of work: the same model and seed give the same answer on every machine."""

from __future__ import annotations

from dataclasses import dataclass

from ortools.sat.python import cp_model

from neisse.engine.search.progress import Status, Stop

STATUS = {
    cp_model.OPTIMAL: Status.OPTIMAL,
    cp_model.FEASIBLE: Status.FEASIBLE,
    cp_model.INFEASIBLE: Status.INFEASIBLE,
}


class _Stopper(cp_model.CpSolverSolutionCallback):
    """Ends the search at the next solution once the caller wants to stop."""

    def __init__(self, stop: Stop) -> None:
        super().__init__()
        self._stop = stop

    def on_solution_callback(self) -> None:
        if self._stop():
            self.stop_search()


@dataclass(frozen=True, slots=True)
class Run:
    """How it ended, and the solver to ask for values where something was found."""

    status: Status
    solver: cp_model.CpSolver

    @property
    def found(self) -> bool:
        """Whether there are values to ask for."""
        return self.status in {Status.OPTIMAL, Status.FEASIBLE}

    @property
    def bound(self) -> float:
        """The proven bound on the objective."""
        return float(self.solver.best_objective_bound)


def run_cp_sat(model: cp_model.CpModel, *, stop: Stop, seed: int, work_s: float) -> Run:
    """Solve a model in one thread; `work_s`: deterministic seconds, about as many of the clock."""
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed % 2**31
    solver.parameters.max_deterministic_time = work_s
    status = solver.solve(model, _Stopper(stop))
    return Run(STATUS.get(status, Status.UNKNOWN), solver)
