"""The method of equal shares: every organisation has the same part of the money, and plans are bought by those whom they serve.

The rule is that of Peters, Pierczyński and Skowron (2021), filled up by what the rest of the money still buys; how
organisations are taken to vote stands in `docs/stages/agree.md`. The plan that comes closest to it is one more good plan.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from neisse.engine.agree.model import program_of
from neisse.engine.agree.plan import Plan
from neisse.engine.agree.round import Table
from neisse.engine.agree.solve import Solved, plan_of, search
from neisse.engine.search.progress import Stop, never
from neisse.engine.text.fold import fold

TOUCHED = 0.5  # of the value of a plan for an organisation with a plan on one of its topics
Votes = Sequence[Mapping[str, float]]


def equal_shares(cents: Mapping[str, int], votes: Votes, budget: int) -> list[str]:
    """What is bought, in order: each time the plan that costs its voters least for what it is worth to them.

    `votes`: what each voter gains from each plan. Never more than `budget`. Cost: plans squared times voters.
    """
    left = np.full(len(votes), budget / max(1, len(votes)))
    gains = {p: np.array([vote.get(p, 0.0) for vote in votes]) for p in sorted(cents)}
    bought: list[str] = []
    while True:
        prices = {p: _price(cents[p], g, left) for p, g in gains.items() if p not in bought}
        best = min(prices, key=lambda p: (prices[p], p), default=None)
        if best is None or prices[best] == np.inf:
            break
        left = left - np.minimum(left, prices[best] * gains[best])
        bought.append(best)
    rest = budget - sum(cents[p] for p in bought)
    order = sorted(gains, key=lambda p: (-gains[p].sum() / max(1, cents[p]), p))
    for p in (p for p in order if p not in bought and gains[p].any()):
        if cents[p] <= rest:
            bought.append(p)
            rest -= cents[p]
    return bought


def _price(cents: int, gains: np.ndarray, left: np.ndarray) -> float:
    """What a unit of gain costs if all who gain pay alike, or all that they have; infinite where they cannot pay."""
    who = np.flatnonzero(gains > 0)
    if not len(who) or left[who].sum() < cents * (1 - 1e-12):
        return np.inf
    who = who[np.argsort(left[who] / gains[who], kind="stable")]
    poorer, weight = np.cumsum(left[who]) - left[who], np.cumsum(gains[who][::-1])[::-1]
    price = (cents - poorer) / weight
    affords = price * gains[who] <= left[who] + 1e-9 * max(1, cents)
    return float(price[affords][0]) if affords.any() else float(left[who[-1]] / gains[who[-1]])


def organisations_vote(table: Table) -> dict[str, dict[str, float]]:
    """What each plan is worth to each organisation: its value to its owners, half of it to whoever plans on its topics."""
    plans = table.round.measures
    votes: dict[str, dict[str, float]] = {owner: {} for m in plans for owner in m.owners}
    topics: dict[str, set[str]] = {owner: set() for owner in votes}
    for m in plans:
        for owner in m.owners:
            topics[owner] |= {fold(t) for t in m.topics}
    for owner, vote in votes.items():
        for m in plans:
            if owner in m.owners:
                vote[m.id] = float(table.worth[m.id])
            elif topics[owner] & {fold(t) for t in m.topics}:
                vote[m.id] = TOUCHED * table.worth[m.id]
    return dict(sorted(votes.items()))


def shared_plan(solved: Solved, *, stop: Stop = never, seed: int = 0) -> tuple[Plan, list[str]]:
    """The plan in which most of what equal shares buy takes place, then the most valuable; and what they buy.

    Every rule of the round is kept; its value is proven as that of any plan is, but the bound is the best plan's.
    """
    table = solved.table
    cents = {m.id: m.cost_cents or 0 for m in table.round.measures}
    money = sum(b.cents for b in table.round.budgets) if table.round.budgets else sum(cents.values())
    bought = equal_shares(cents, list(organisations_vote(table).values()), money)
    if solved.answer.x is None:
        return solved.plan, bought
    held = set(bought)
    columns = solved.model.columns
    most = 1 + sum(max(c.value for c in choices) for choices in table.choices)
    first: Callable[[int], int] = lambda i: sum(  # noqa: E731 (a name for one line)
        m in held for act in table.choices[columns[i].group][columns[i].choice].acts for m in act.measures
    )
    whole = {i for pick in solved.model.picks for i in pick}
    program = program_of(solved.model)
    wanted = np.array([first(i) * most if i in whole else 0 for i in range(len(columns))], np.int64)
    answer = search(replace(program, value=program.value + wanted), stop, seed)
    if answer.x is None:
        return solved.plan, bought
    value = program.worth(answer.x)
    plan = plan_of(table, solved.model, replace(answer, value=value, bound=max(value, solved.answer.bound)))
    return plan, bought
