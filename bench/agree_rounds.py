"""Rounds by chance of a size that is named: measures of a year with vague and exact dates, groups, budgets, teams, houses."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from neisse.engine.agree.choices import table_of
from neisse.engine.agree.round import Budget, Closed, Goal, Group, Round, Table, Team, Venue, Window
from neisse.engine.agree.tidy import tidied
from neisse.engine.values import Measure, Period, Place, Precision, Verdict

FIRST = date(2027, 1, 1)
TOPICS = ("health", "trade", "skills", "energy", "mobility", "culture")
TOWNS = ("Görlitz", "Zgorzelec", "Dresden", "Wrocław", "Liberec", "Bautzen")


def _measure(random: Random, n: int, owners: int) -> Measure:
    start = FIRST + timedelta(days=random.randrange(350))
    vague = random.random() < 0.5
    days = 30 if vague else random.choice((1, 1, 1, 2, 3, 20))
    period = Period(start, start + timedelta(days=days), Precision.MONTH if vague else Precision.DAY)
    return Measure(
        f"m{n}",
        f"Plan {n}",
        f"owner{random.randrange(owners)}",
        kind=random.choice(("event", "event", "training", "project")),
        period=period,
        place=Place(random.choice(TOWNS)),
        topics=tuple(random.sample(TOPICS, random.choice((1, 2)))),
        cost_cents=random.randrange(50_000, 3_000_000, 1_000),
        staff_days=random.randrange(1, 40) / 2,
    )


def round_of(measures: int, groups: int, budgets: int, seed: int = 0) -> Round:
    """Budgets for about 65 % of what all would cost, teams for about 70 %."""
    random = Random(seed)
    plans = tuple(_measure(random, n, max(4, measures // 20)) for n in range(measures))
    ids = [m.id for m in plans]
    size = max(2, measures // (groups * 2))
    joined = tuple(
        Group(f"g{g}", tuple(ids[g * size : g * size + size]), verdict=random.choice(list(Verdict)))
        for g in range(groups)
    )
    money = {m.id: m.cost_cents or 0 for m in plans}
    held = [random.sample(ids, measures * 3 // budgets) for _ in range(budgets)]
    return Round(
        f"{measures} measures, {groups} groups",
        plans,
        joined,
        tuple(
            Budget(f"b{n}", int(sum(money[m] for m in some) * 0.65), frozenset(some))
            for n, some in enumerate(held)
        ),
        tuple(
            Team(f"t{n}", sum(m.staff_days or 0 for m in plans[n::6]) * 0.7 / 12, frozenset(ids[n::6]))
            for n in range(6)
        ),
        tuple(Venue(f"v{n}", frozenset(random.sample(ids, measures // 20))) for n in range(5)),
        tuple(Goal(topic, random.randrange(1, 5), (topic,)) for topic in TOPICS),
        (
            Closed(Window(date(2027, 7, 19), date(2027, 8, 8))),
            Closed(Window(date(2027, 12, 24), date(2027, 12, 31))),
        ),
    )


def year(measures: int, groups: int, budgets: int, seed: int = 0) -> Table:
    """The choices of such a round."""
    return table_of(tidied(round_of(measures, groups, budgets, seed))[0])
