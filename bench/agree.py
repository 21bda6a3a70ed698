"""The search of `neisse agree` on knapsacks of the literature, beside greedy, plain HiGHS and plain CP-SAT.

    python bench/agree.py optima [--only SET] [--every N]    published optima (Hiremath and Hill)
    python bench/agree.py hard [--limit S] [--rows NAMES] [--engines NAMES] [--cpu]
                                                             hard ones: gap after S seconds, beside plain engines

`--cpu` counts seconds of this process on the processor instead of the clock, for a machine that others use as well.

Reads `NEISSE_SHARED`, else ../shared beside the checkout. The load of the machine stands in each row.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable
from math import inf

from agree_instances import hard, hiremath_hill
from neisse.engine.agree.greedy import greedy
from neisse.engine.agree.solve import search
from neisse.engine.search.integer import Answer, Program, run_cp_sat_on, run_highs
from neisse.engine.search.progress import Status, never

ROWS = ("c_21", "c_27", "b_13", "a_07", "a_13", "d_1", "d_33", "d_97", "d_241")


Clock = Callable[[], float]


def until(limit_s: float, clock: Clock = time.monotonic) -> Callable[[], bool]:
    end = clock() + limit_s
    return lambda: clock() > end


def part(limit_s: float, clock: Clock = time.monotonic) -> Callable[[], float]:
    """How much of the limit is gone."""
    began = clock()
    return lambda: (clock() - began) / limit_s


def optima(only: str, every: int) -> None:
    print("| set | problems | equal and proven | slowest s | sum s | load |\n|---|---|---|---|---|---|")
    rows: dict[str, list[tuple[bool, float]]] = {}
    for name, number, program, best in hiremath_hill(only):
        if number % every:
            continue
        began = time.monotonic()
        found = search(program, until(30), 0, spent=part(30))
        right = found.status is Status.OPTIMAL and found.value == best
        rows.setdefault(name, []).append((right, time.monotonic() - began))
        if not right:
            print(f"<!-- {name} {number}: {found.status} {found.value} of {best}, bound {found.bound} -->")
    for name, found_ in rows.items():
        seconds = [s for _, s in found_]
        equal = sum(right for right, _ in found_)
        load = os.getloadavg()[0]
        print(f"| {name} | {len(found_)} | {equal} | {max(seconds):.1f} | {sum(seconds):.1f} | {load:.1f} |")


def hard_rows(names: list[str], limit_s: float, wanted: list[str], clock: Clock) -> None:
    every: dict[str, Callable[[Program], Answer]] = {
        "ours": lambda p: search(p, until(limit_s, clock), 0, nodes=None, spent=part(limit_s, clock)),
        "HiGHS": lambda p: run_highs(p, stop=until(limit_s, clock)),
        "CP-SAT": lambda p: run_cp_sat_on(p, stop=never, work_s=limit_s),
    }
    engines = {name: every[name] for name in wanted}
    print(
        f"| instance | greedy | {' | '.join(f'{e} value / gap %' for e in engines)} | ours : HiGHS | load |"
    )
    print(f"|{'---|' * (len(engines) + 4)}")
    for name in names:
        program = hard(name)
        first = greedy(program)
        cells = [str(program.worth(first)) if first is not None else "-"]
        gaps = []
        for run in engines.values():
            found = run(program)
            gap = (found.bound - found.value) / found.bound * 100
            gaps.append(gap if found.x is not None else inf)
            cells.append(f"{found.value} / {gap:.3f}" if found.x is not None else "none")
        ratio = len(gaps) > 1 and gaps[1] > 0
        cells.append(f"{gaps[0] / gaps[1]:.2f}" if ratio else "-")
        print(f"| {name} | {' | '.join(cells)} | {os.getloadavg()[0]:.1f} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("optima", "hard"))
    parser.add_argument("--only", default="")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--limit", type=float, default=25)
    parser.add_argument("--rows", default=",".join(ROWS))
    parser.add_argument("--engines", default="ours,HiGHS,CP-SAT")
    parser.add_argument("--cpu", action="store_true")
    said = parser.parse_args()
    if said.what == "optima":
        optima(said.only, said.every)
    else:
        clock = time.process_time if said.cpu else time.monotonic
        hard_rows(said.rows.split(","), said.limit, said.engines.split(","), clock)


if __name__ == "__main__":
    main()
