"""One way in: an event in, its best schedule out, whatever its size."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from neisse.engine.meet.exact import solve_exact
from neisse.engine.meet.exact.conflict import feasible, smallest_conflict
from neisse.engine.meet.explain import conflict_reason, count_reasons
from neisse.engine.meet.grid import Grid
from neisse.engine.meet.instance import Instance, Rules
from neisse.engine.meet.large.report import schedule_of
from neisse.engine.meet.never import optional_never, without
from neisse.engine.meet.schedule import Mode, Schedule
from neisse.engine.meet.validate import validate
from neisse.engine.search.progress import Progress, Spent, Status, Stop, silent

EXACT_CELLS = 20_000  # meetings times slots up to which a proof is worth trying
EXACT_SHARE = 0.85  # of the time is for the proof; the rest is left for the large mode where no proof came
PATIENCE = 400_000  # conflicts after which, without a limit of time, no proof is waited for any more
LOOKS = 40  # looks at `stop` that selecting requests may take
HALF = 0.5  # of the time, in which `anytime` looks for a good schedule before it looks for the proof
EXPLAIN_LOOKS = 60  # proofs that an explanation may take


def solve(
    instance: Instance,
    *,
    stop: Stop,
    seed: int = 0,
    progress: Progress = silent,
    mode: Mode = "auto",
    prove_idle: bool = False,
    spent: Spent | None = None,
) -> Schedule:
    """The best schedule of an event: most weight, then fewest breaks, then fewest idle slots.

    Forum size (`auto`) is solved exactly; where the proof does not come in time, by the large mode as well.
    Beyond it the large mode reports its bound. `anytime` is for people who wait: something good within seconds, the
    proof in the rest of the time. An infeasible event comes back with the reasons. `stop` ends
    the search with the best so far; `spent` tells how much of the time is gone, in [0, 1]. `exact` searches
    until the proof. Errors: those of `validate`.
    """
    validate(instance)
    if never := optional_never(instance):
        how: dict[str, Any] = {"stop": stop, "seed": seed, "progress": progress, "mode": mode, "spent": spent}
        return without(instance, never, partial(solve, prove_idle=prove_idle, **how))
    if mode == "anytime" and not is_large(instance):
        return _anytime(instance, stop, seed, progress, spent)
    if is_large(instance, mode):
        return _large(instance, stop, seed, progress, spent)
    grid = Grid.of(instance)
    counted = count_reasons(instance, grid)
    if not counted:
        patience = None if mode == "exact" or prove_idle else PATIENCE
        exact = partial(solve_exact, prove_idle=prove_idle, patience=patience)
        schedule = _proven_or_best(instance, exact, stop, seed, progress, None if mode == "exact" else spent)
        if schedule.status is not Status.INFEASIBLE:
            return schedule
    if instance.rules.all_requests or all(r.must for r in instance.requests):
        return Schedule(
            instance.name, Status.INFEASIBLE, reasons=tuple(counted or explain(instance, grid, stop))
        )
    return solve_chosen(instance, grid, stop=stop, seed=seed, progress=progress)


def _anytime(instance: Instance, stop: Stop, seed: int, progress: Progress, spent: Spent | None) -> Schedule:
    """The large mode for half of the time, then the exact one; the better answer counts."""
    spent = spent or (lambda: 0.0)
    first = _large(instance, lambda: stop() or spent() > HALF, seed, progress)
    if first.status is Status.OPTIMAL or stop():
        return first

    def told(value: int, bound: int) -> None:
        progress(min(value, first.breaks) if first.slots else value, bound)

    second = solve(instance, stop=stop, seed=seed, progress=told)
    if not second.slots:
        return second if second.status is Status.INFEASIBLE else first
    return max((second, first), key=quality)


def _proven_or_best(
    instance: Instance,
    exact: Callable[..., Schedule],
    stop: Stop,
    seed: int,
    progress: Progress,
    spent: Spent | None,
) -> Schedule:
    """The exact mode within its share of the time; without a proof the better of both modes counts."""
    proof = exact(
        instance,
        stop=lambda: stop() or (spent is not None and spent() > EXACT_SHARE),
        seed=seed,
        progress=progress,
    )
    if proof.status in {Status.OPTIMAL, Status.INFEASIBLE} or (proof.slots and stop()):
        return proof

    def told(value: int, bound: int) -> None:
        progress(min(value, proof.breaks) if proof.slots else value, max(bound, proof.bound))

    rest = (lambda: max(0.0, spent() - EXACT_SHARE) / (1 - EXACT_SHARE)) if spent else None
    found = _large(instance, stop, seed, told, rest)
    if not found.slots or (proof.slots and quality(proof) >= quality(found)):
        return proof
    return replace(found, bound=max(found.bound, proof.bound))


def quality(schedule: Schedule) -> tuple[bool, int, int, int]:
    """What counts, in this order: all duties kept, the placed weight, few breaks, few idle slots."""
    held = bool(schedule.slots) and not schedule.reasons
    return held, schedule.weight, -schedule.breaks, -schedule.idle


def is_large(instance: Instance, mode: Mode = "auto") -> bool:
    """Whether the large mode, with its compiled loops, is the one to schedule this event."""
    return mode == "large" or (
        mode in {"auto", "anytime"} and len(instance.requests) * len(instance.slots) > EXACT_CELLS
    )


def explain(instance: Instance, grid: Grid, stop: Stop) -> list[str]:
    """Why an event that counting finds nothing wrong with is infeasible, in one sentence."""
    if instance.rules.fairness is not None and feasible(grid, lambda: False, EXPLAIN_LOOKS * 1_000):
        d = instance.rules.fairness
        return [f"fairness: the meetings fit, but not with the breaks of all people at most {d} apart"]
    looks = iter(range(EXPLAIN_LOOKS))
    left = smallest_conflict(grid, lambda: next(looks, None) is None or stop())
    return [conflict_reason(instance, left.tolist())]


def solve_chosen(instance: Instance, grid: Grid, *, stop: Stop, seed: int, progress: Progress) -> Schedule:
    """Not everything fits: choose requests by weight against the proven bound, then schedule those exactly.

    `bound` holds for schedules of the chosen requests.
    """
    looks = iter(range(LOOKS))
    choosing = replace(instance, rules=replace(instance.rules, minimise="unplaced"))
    choice = _large(choosing, lambda: next(looks, None) is None or stop(), seed, silent)
    if choice.status is Status.INFEASIBLE:
        return choice
    held = np.array([m for m, s in enumerate(choice.slots) if s is not None], np.int32)
    part = _only(instance, set(held.tolist()))
    exact = solve_exact(part, stop=stop, seed=seed, progress=progress)
    if not exact.slots:
        return _large(instance, stop, seed, progress)
    slots = np.zeros(grid.n_meetings, np.int32)
    slots[held] = np.array(exact.slots, np.int32) + 1
    whole = schedule_of(instance, grid, slots, exact.bound, choice.weight_bound)
    return replace(whole, idle_bound=exact.idle_bound)


def _large(
    instance: Instance, stop: Stop, seed: int, progress: Progress, spent: Spent | None = None
) -> Schedule:
    """Large mode, loaded where it is used: its compiled kernels take a second to import; reasons by counting."""
    from neisse.engine.meet.large import solve_large

    found = solve_large(instance, stop=stop, seed=seed, progress=progress, spent=spent)
    if found.status is not Status.INFEASIBLE:
        return found
    duties = _musts(instance)
    return replace(found, reasons=tuple(count_reasons(duties, Grid.of(duties))) or found.reasons)


def _musts(instance: Instance) -> Instance:
    everything = instance.rules.all_requests
    return _only(instance, {m for m, r in enumerate(instance.requests) if r.must or everything})


def _only(instance: Instance, meetings: set[int]) -> Instance:
    """The event with these requests alone, all of which have to be held."""
    chosen = [r for m, r in enumerate(instance.requests) if m in meetings]
    ids = {r.id for r in chosen}
    requests = tuple(replace(r, after=tuple(e for e in r.after if e in ids)) for r in chosen)
    rules = Rules(instance.rules.fairness, all_requests=True, minimise=instance.rules.minimise)
    return replace(instance, requests=requests, rules=rules)
