"""Integer programmes with exact answers: HiGHS first, CP-SAT second, the better plan and the better bound of both.

All numbers are whole, and what a solver gives is looked at again in whole numbers: no tolerance makes a plan feasible.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import floor, inf
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from neisse.engine.search.progress import Progress, Status, Stop, silent

Ints = NDArray[np.int64]
ROUNDING = 1e-6
FLOATING = 1e-12  # of a large bound, for what its last digits are worth
WHOLE = 1 - 1e-6  # a plan that is less than one better is none
BIG = 2**62


@dataclass(frozen=True, slots=True, eq=False)
class Program:
    """The greatest `value @ x` with `low <= matrix @ x <= high` and whole `0 <= x <= upper`."""

    value: Ints
    matrix: csr_array
    low: Ints
    high: Ints
    upper: Ints

    def worth(self, x: Ints) -> int:
        """The value of an answer."""
        return int(self.value @ x)

    def holds(self, x: Ints) -> bool:
        """Whether an answer keeps every row, in whole numbers."""
        rows = self.matrix @ x
        within = bool((rows >= self.low).all() and (rows <= self.high).all())
        return within and bool((x >= 0).all() and (x <= self.upper).all())

    def at_least(self, value: int) -> Program:
        """The same with a row more: only answers of this value and better."""
        return self.with_row(self.value, value, BIG)

    def with_row(self, factors: Ints, low: int, high: int) -> Program:
        """The same with a row more: `low <= factors @ x <= high`."""
        from scipy.sparse import vstack

        matrix = csr_array(vstack([self.matrix, csr_array(factors.reshape(1, -1))], format="csr"))
        return replace(self, matrix=matrix, low=np.append(self.low, low), high=np.append(self.high, high))


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """`x` is the best found (None: none), `bound` proven: no answer is better."""

    status: Status
    x: Ints | None = None
    value: int = 0
    bound: int = BIG

    def better(self, other: Answer) -> Answer:
        """The better plan and the better bound of two searches of one programme."""
        if Status.INFEASIBLE in {self.status, other.status}:
            return self if self.status is Status.INFEASIBLE else other
        best = max((self, other), key=lambda a: -BIG if a.x is None else a.value)
        bound = min(self.bound, other.bound)
        if best.x is None:
            return replace(best, bound=bound)
        status = Status.OPTIMAL if best.value >= bound else Status.FEASIBLE
        return Answer(status, best.x, best.value, max(bound, best.value))


def run_highs(
    program: Program,
    *,
    stop: Stop,
    seed: int = 0,
    progress: Progress = silent,
    start: Ints | None = None,
    nodes: int | None = None,
) -> Answer:
    """Branch and cut in one thread, from `start` on; `nodes` bounds the work, `stop` ends it with the best so far."""
    import highspy

    highs = _quiet_highs()
    options: dict[str, Any] = {
        "threads": 1, "random_seed": seed % 2**31, "mip_rel_gap": 0.0,
        "mip_abs_gap": WHOLE, "mip_feasibility_tolerance": 1e-7,
    }  # fmt: skip
    if nodes is not None:
        options["mip_max_nodes"] = nodes
    for name, value in options.items():
        highs.setOptionValue(name, value)
    passed = highs.passModel(_highs_model(program))
    if start is not None:
        solution = highspy.HighsSolution()
        solution.col_value = start.astype(float).tolist()
        highs.setSolution(solution)
    _listen(highs, stop, progress)
    if highspy.HighsStatus.kError in {passed, highs.run()}:
        return _unproven(program, start)
    return _highs_answer(highs, program, start)


@dataclass(frozen=True, slots=True, eq=False)
class Relaxation:
    """The answer of a programme in fractions: its value, and what each column loses against it."""

    value: float
    x: NDArray[np.float64]
    loss: NDArray[np.float64]


def relaxed(program: Program) -> Relaxation | None:
    """The programme without whole numbers; None where it has no answer. Columns are bounded by the rows alone."""
    import highspy

    highs = _quiet_highs()
    for name, value in {"threads": 1, "output_flag": False}.items():
        highs.setOptionValue(name, value)
    model = _highs_model(program)
    model.integrality_ = []
    model.col_upper_ = np.where(program.upper > 0, inf, 0.0)
    highs.passModel(model)
    highs.run()
    if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    solution = highs.getSolution()
    loss = -np.array(solution.col_dual)
    return Relaxation(highs.getInfo().objective_function_value, np.array(solution.col_value), loss)


def _quiet_highs() -> Any:
    """HiGHS that never writes to the standard output, not even its name when callbacks are set up."""
    import highspy

    class Quiet(highspy.Highs):
        def enableCallbacks(self) -> None:  # noqa: N802 (the name is HiGHS' own)
            self.setOptionValue("output_flag", False)
            super().enableCallbacks()  # type: ignore[no-untyped-call]

    return Quiet()  # type: ignore[no-untyped-call]


def _highs_model(program: Program) -> Any:
    """The model of HiGHS; each row is scaled to coefficients about one, so that its tolerance means little."""
    import highspy

    matrix = csr_array(program.matrix, dtype=float)
    size = (
        np.maximum(1.0, abs(matrix).max(axis=1).toarray().ravel()) if matrix.nnz else np.ones(matrix.shape[0])
    )
    scale = np.exp2(np.round(np.log2(size) / 2))
    matrix.data = matrix.data / np.repeat(scale, np.diff(matrix.indptr))
    lp = highspy.HighsLp()
    lp.num_row_, lp.num_col_ = matrix.shape
    lp.col_cost_ = program.value.astype(float)
    lp.col_lower_, lp.col_upper_ = np.zeros(len(program.value)), program.upper.astype(float)
    lp.row_lower_ = np.where(program.low <= -BIG, -inf, program.low / scale)
    lp.row_upper_ = np.where(program.high >= BIG, inf, program.high / scale)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = matrix.indptr, matrix.indices, matrix.data
    lp.integrality_ = [highspy.HighsVarType.kInteger] * lp.num_col_
    lp.sense_ = highspy.ObjSense.kMaximize
    return lp


def _listen(highs: Any, stop: Stop, progress: Progress) -> None:
    def on_interrupt(event: Any) -> None:
        if stop():
            event.interrupt()

    def on_better(event: Any) -> None:
        data = event.data_out
        if abs(data.mip_dual_bound) < BIG and abs(data.mip_primal_bound) < BIG:
            progress(round(data.mip_primal_bound), floor(data.mip_dual_bound + ROUNDING))

    highs.cbMipInterrupt += on_interrupt
    highs.cbSimplexInterrupt += on_interrupt
    highs.cbMipImprovingSolution += on_better
    highs.cbMipLogging += on_better


def _highs_answer(highs: Any, program: Program, start: Ints | None) -> Answer:
    import highspy

    if highs.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
        return Answer(Status.INFEASIBLE)
    info = highs.getInfo()
    dual = info.mip_dual_bound
    bound = floor(dual + ROUNDING + FLOATING * abs(dual)) if abs(dual) < BIG else BIG
    found = np.rint(np.array(highs.getSolution().col_value)).astype(np.int64)
    plans = [x for x in (found, start) if x is not None and len(x) == len(program.value) and program.holds(x)]
    if not plans:
        return Answer(Status.UNKNOWN, bound=bound)
    best = max(plans, key=program.worth)
    value = program.worth(best)
    return Answer(Status.OPTIMAL if value >= bound else Status.FEASIBLE, best, value, max(bound, value))


def _unproven(program: Program, start: Ints | None) -> Answer:
    """What stands where a solver did not run: its bound of nought is none."""
    if start is None or not program.holds(start):
        return Answer(Status.UNKNOWN)
    return Answer(Status.FEASIBLE, start, program.worth(start))


def run_cp_sat_on(
    program: Program,
    *,
    stop: Stop,
    seed: int = 0,
    start: Ints | None = None,
    work_s: float = 10.0,
) -> Answer:
    """CP-SAT on the same programme, which it takes in whole numbers; `work_s` as in `run_cp_sat`."""
    from ortools.sat.python import cp_model

    from neisse.engine.search.cp_sat import run_cp_sat

    model = cp_model.CpModel()
    columns = [model.new_int_var(0, int(u), "") for u in program.upper]
    matrix = program.matrix
    for row in range(matrix.shape[0]):
        part = slice(matrix.indptr[row], matrix.indptr[row + 1])
        terms = [columns[i] for i in matrix.indices[part]]
        total = cp_model.LinearExpr.weighted_sum(terms, matrix.data[part].tolist())
        model.add_linear_constraint(total, max(int(program.low[row]), -BIG), min(int(program.high[row]), BIG))
    model.maximize(cp_model.LinearExpr.weighted_sum(columns, program.value.tolist()))
    for column, value in zip(columns, [] if start is None else start.tolist(), strict=False):
        model.add_hint(column, value)
    run = run_cp_sat(model, stop=stop, seed=seed, work_s=work_s)
    if run.status is Status.INFEASIBLE:
        return Answer(Status.INFEASIBLE)
    bound = floor(run.bound + ROUNDING) if run.status is not Status.UNKNOWN else BIG
    if not run.found:
        return Answer(Status.UNKNOWN, bound=bound)
    x = np.array([run.solver.value(c) for c in columns], np.int64)
    return Answer(run.status, x, program.worth(x), bound)


Search = Callable[..., Answer]
