"""Why a measure gave way, and the cheapest single change that brings it back; why a round has no plan at all.

One programme answers: the model with the days that are closed, each limit with room to give at its price, at most one of
them giving; the measure takes place, and the plan is worth no less than before. Its proven best is the cheapest single
change; where it has no answer there is none.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from neisse.engine.agree.changes import CALENDAR_CENTS, DECISION_CENTS, PRICES, Change, Forced
from neisse.engine.agree.model import Key, Model, model_of, program_from
from neisse.engine.agree.plan import Plan
from neisse.engine.agree.round import Table
from neisse.engine.search.integer import BIG, Ints, Program, run_highs
from neisse.engine.search.progress import Status, Stop, never

NODES = 3_000  # that one explanation may look at
MOST_EXPLAINED = 60

Rows = list[tuple[dict[int, int], int, int]]


@dataclass(slots=True)
class _Relaxed:
    """The programme with room to give: columns after those of the model are gates (0/1) and amounts."""

    model: Model
    rows: Rows = field(default_factory=list)
    price: list[int] = field(default_factory=list)
    upper: list[int] = field(default_factory=list)
    gates: dict[Change, int] = field(default_factory=dict)
    amounts: dict[Change, int] = field(default_factory=dict)

    def column(self, price: int, upper: int) -> int:
        self.price.append(price)
        self.upper.append(upper)
        return len(self.price) - 1

    def gate(self, change: Change) -> int:
        """The column that says whether this change is made."""
        if change not in self.gates:
            fixed = 0 if PRICES.get(change.kind) else CALENDAR_CENTS
            fixed = DECISION_CENTS if change.kind in {"equity", "lock"} else fixed
            self.gates[change] = self.column(fixed, 1)
        return self.gates[change]


def _relaxed(table: Table) -> _Relaxed:
    model = model_of(table, barred=True)
    made = _Relaxed(model, price=[0] * len(model.columns), upper=[1] * len(model.columns))
    made.rows += [(dict.fromkeys(pick, 1), 1, 1) for pick in model.picks]
    made.rows += [({whole: -1, **dict.fromkeys(parts, 1)}, 0, 0) for whole, parts in model.ties]
    used: dict[Key, dict[int, int]] = {}
    for i, uses in enumerate(model.uses):
        for key, amount in uses.items():
            used.setdefault(key, {})[i] = amount
    for key in sorted(used):
        _give(made, key, used[key])
    for i, column in enumerate(model.columns):
        for kind, id_, when in column.bars:
            made.rows.append(({i: 1, made.gate(Change(kind, id_, when)): -1}, -BIG, 0))
        if i in model.locked:
            made.rows.append(({i: 1, made.gate(Change("lock", model.locked[i])): -1}, -BIG, 0))
    return made


def _give(made: _Relaxed, key: Key, used: dict[int, int]) -> None:
    """The row of one limit, with what it may give: as much as all could use at once."""
    kind, id_, when = key
    limit = made.model.limits[key]
    most = sum(used.values()) - limit
    if most <= 0:
        made.rows.append((used, -BIG, limit))
        return
    if kind == "venue":
        made.rows.append((used | {made.gate(Change("venue", id_)): -1}, -BIG, limit))
    elif kind == "owner":
        made.rows.append((used | {made.gate(Change("equity")): -most}, -BIG, limit))
    else:
        change = Change(kind, id_, when)
        amount = made.amounts[change] = made.column(PRICES[kind], most)
        made.rows.append((used | {amount: -1}, -BIG, limit))
        made.rows.append(({amount: 1, made.gate(change): -most}, -BIG, 0))


def _gated(change: Change) -> bool:
    return change.kind in {"budget", "team"}


class Explainer:
    """Explanations of one plan; made once, asked for many measures."""

    def __init__(self, table: Table, plan: Plan) -> None:
        self.table, self.plan = table, plan
        self.made = _relaxed(table)
        for change in self.made.amounts:
            self.made.price[self.made.gates[change]] = 0
        self.options = {
            (g.id, c.option.id): c for g, cs in zip(table.groups, table.choices, strict=True) for c in cs
        }

    def gave_way(self) -> list[tuple[str, str]]:
        """The measures that do not take place, each with its group."""
        return [(m, s.group) for s in self.plan.settled for m in self.options[s.group, s.option].lost]

    def forced(self, measure: str, group: str, stop: Stop = never, seed: int = 0) -> Forced:
        """Why a measure gave way. Cost: one or two integer programmes of the size of the round."""
        rows = [self._takes_place(measure), self._worth_as_much()]
        for single in (True, False):
            extra = [*rows, (dict.fromkeys(self.made.gates.values(), 1), -BIG, 1)] if single else rows
            status, changes = self._cheapest(extra, stop, seed)
            if changes is not None:
                code = ("forced" if single else "several") if changes else "tie"
                return Forced(measure, group, code, changes, status is Status.OPTIMAL)
            if status is not Status.INFEASIBLE:
                return Forced(measure, group, "open", proven=False)
        return Forced(measure, group, "choice")

    def impossible(self, stop: Stop = never, seed: int = 0) -> tuple[Change, ...]:
        """The cheapest changes with which the round has a plan; none where not even all of them make one."""
        return self._cheapest([], stop, seed)[1] or ()

    def _takes_place(self, measure: str) -> tuple[dict[int, int], int, int]:
        model = self.made.model
        held = {
            i: 1
            for pick in model.picks
            for i in pick
            for choice in (self.table.choices[model.columns[i].group][model.columns[i].choice],)
            if any(measure in act.measures for act in choice.acts)
        }
        return held, 1, BIG

    def _worth_as_much(self) -> tuple[dict[int, int], int, int]:
        return {i: v for i, v in enumerate(self.made.model.values) if v}, self.plan.value, BIG

    def _cheapest(self, rows: Rows, stop: Stop, seed: int) -> tuple[Status, tuple[Change, ...] | None]:
        """The changes of least price with which these rows hold too; None where none were found."""
        price = -np.array(self.made.price, np.int64)
        program: Program = program_from(price, self.made.rows + rows, np.array(self.made.upper, np.int64))
        found = run_highs(program, stop=stop, seed=seed, nodes=NODES)
        if found.x is None:
            return found.status, None
        return found.status, tuple(
            sorted(self._changes(found.x), key=lambda c: (-c.price_cents, c.kind, c.id, c.when))
        )

    def _changes(self, x: Ints) -> list[Change]:
        found = []
        for change, gate in self.made.gates.items():
            amount = int(x[self.made.amounts[change]]) if _gated(change) else 0
            if amount if _gated(change) else x[gate]:
                found.append(Change(change.kind, change.id, change.when, amount))
        return found


def explain(
    table: Table, plan: Plan, *, stop: Stop = never, seed: int = 0
) -> tuple[list[Forced], tuple[Change, ...]]:
    """Why each measure gave way; of a round without a plan the cheapest changes with which it has one.

    What `stop` cuts short is `open`; at most `MOST_EXPLAINED` are asked for, the most valuable first.
    """
    if plan.status is Status.INFEASIBLE:
        return [], Explainer(table, plan).impossible(stop, seed)
    if not plan.settled:
        return [], ()
    explainer = Explainer(table, plan)
    asked = sorted(explainer.gave_way(), key=lambda pair: (-table.worth[pair[0]], pair[0]))
    found = [
        Forced(m, g, "open", proven=False)
        if n >= MOST_EXPLAINED or stop()
        else explainer.forced(m, g, stop, seed)
        for n, (m, g) in enumerate(asked)
    ]
    return found, ()
