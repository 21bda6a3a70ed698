"""Explanations are true: the change brings the measure back, and no cheaper single one does; against trying all plans."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest

from neisse.engine.agree.changes import Change, Forced, applied
from neisse.engine.agree.check import Claim, check
from neisse.engine.agree.explain import Explainer
from neisse.engine.agree.plan import Plan
from neisse.engine.agree.round import Table
from neisse.engine.agree.solve import solve
from neisse.engine.values import Finding

ROUNDS = 200


def needed(findings: Iterable[Finding], table: Table) -> dict[tuple[str, str], int]:
    """What would have to change for a plan that breaks these rules, with its price, from the words of the check alone."""
    prices: dict[tuple[str, str], int] = {}
    for f in findings:
        match f.code:
            case "agree.over_budget":
                prices["budget", f.subject] = round(float(f.data["over"]) * 100)
            case "agree.over_staff":
                prices["team", f"{f.subject} {f.data['month']}"] = round(float(f.data["over"]) * 100) * 400
            case "agree.venue" if "count" in f.data:
                prices["venue", f.subject] = 100_000 * (int(f.data["count"]) - 1) ** 9
            case "agree.venue":
                prices["venue_closed", f.subject] = 100_000
            case "agree.closed":
                prices["closed", ""] = 100_000
            case "agree.equity":
                prices["equity", ""] = 10**9
            case "agree.locked":
                prices["lock", f.subject] = 10**9
            case code:
                raise AssertionError(f"{code} is no rule that a change lifts")
    return prices


def cheapest_single(table: Table, measure: str, value: int, plans: Callable[..., object]) -> int | None:
    """The least price of one change with which some plan of this value has the measure; None where no single one does."""
    best: int | None = None
    for worth, settled in plans(table):  # type: ignore[attr-defined]
        if worth < value or not any(measure in act.measures for s in settled for act in s.acts):
            continue
        prices = needed(check(table, Claim(tuple(settled))), table)
        if len(prices) <= 1 and max(prices.values(), default=0) < 10**10:
            price = sum(prices.values())
            best = price if best is None else min(best, price)
    return best


@pytest.mark.parametrize("part", range(8))
def test_the_cheapest_single_change_on_small_rounds(
    part: int, small: Callable[[int], Table], plans_of: Callable[..., object]
) -> None:
    for seed in range(part, ROUNDS, 8):
        table = small(seed)
        plan = solve(table).plan
        if not plan.settled:
            continue
        explainer = Explainer(table, plan)
        for measure, group in explainer.gave_way():
            found = explainer.forced(measure, group)
            assert found.proven, (seed, measure)
            best = cheapest_single(table, measure, plan.value, plans_of)
            assert (best is None) == (found.code in {"several", "choice"}), (seed, found, best)
            if best is not None:
                assert sum(c.price_cents for c in found.changes) == best, (seed, found)
                assert len(found.changes) <= 1
            assert_brought_back(table, plan, found)


def assert_brought_back(table: Table, plan: Plan, found: Forced) -> None:
    """Solve again after the changes, with the measure in: as much is there, and every rule is kept."""
    if found.code == "choice":
        return
    round_ = table.round
    for change in found.changes:
        round_ = applied(round_, change)
    again = replace(table, round=round_)
    g = next(i for i, group in enumerate(table.groups) if group.id == found.group)
    with_it = tuple(c for c in table.choices[g] if any(found.measure in act.measures for act in c.acts))
    again = replace(again, choices=(*table.choices[:g], with_it, *table.choices[g + 1 :]))
    plan_again = solve(again).plan
    assert plan_again.value >= plan.value, found
    assert check(again, Claim(plan_again.settled)) == []


def test_the_rounds_by_chance_have_explanations_of_all_kinds(small: Callable[[int], Table]) -> None:
    kinds: set[str] = set()
    for seed in range(ROUNDS):
        table = small(seed)
        plan = solve(table).plan
        explainer = Explainer(table, plan)
        for measure, group in explainer.gave_way():
            found = explainer.forced(measure, group)
            kinds |= {found.code, *(c.kind for c in found.changes)}
    assert kinds >= {"forced", "budget", "team", "lock"}


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_a_round_without_a_plan_says_what_would_make_one(seed: int, small: Callable[[int], Table]) -> None:
    table = small(seed)
    plan = solve(table).plan
    if plan.settled:
        return
    changes = Explainer(table, plan).impossible()
    assert changes
    round_ = table.round
    for change in changes:
        round_ = applied(round_, change)
    assert solve(replace(table, round=round_)).plan.settled


def test_a_change_says_what_is_short_and_what_helps() -> None:
    change = Change("budget", "culture", amount=230_000)
    assert str(change.short) == "budget culture is short by 2300.00 EUR"
    assert str(change.remedy) == "add 2300.00 EUR to budget culture"
