"""Every rule of a round, judged day by day from the plan's own words; shares no code with model and solvers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from neisse.engine.agree.plan import Held, Settled
from neisse.engine.agree.round import Act, Choice, Round, Table
from neisse.engine.text.fold import fold
from neisse.engine.values import Finding, say

FORTNIGHT = 14


@dataclass(frozen=True, slots=True)
class Claim:
    """A plan as a file tells it; `value` in hundredths where it claims one."""

    settled: tuple[Settled, ...]
    value: int | None = None


def check(table: Table, claim: Claim) -> list[Finding]:
    """What is broken, nothing where the plan keeps every rule. Cost: linear in the days of the plan."""
    pairs, findings = _pairs(table, claim)
    if findings:
        return findings
    findings += [f for choice, said in pairs for f in _acts(choice, said)]
    if findings:
        return findings
    held = [(act, said) for choice, s in pairs for act, said in zip(choice.acts, s.acts, strict=True)]
    findings += [*_budgets(table.round, held), *_teams(table.round, held), *_venues(table.round, held)]
    findings += [*_closed(table.round, held), *_owners(table, pairs), *_locks(table.round, claim)]
    value = sum(choice.value for choice, _ in pairs)
    if claim.value is not None and claim.value != value:
        text = say(
            "the plan claims %(claimed)s, it is worth %(value)s", claimed=claim.value / 100, value=value / 100
        )
        findings.append(Finding("agree.value", "value", text))
    return findings


def value_of(table: Table, claim: Claim) -> int:
    """What a plan that names every group is worth, in hundredths."""
    return sum(choice.value for choice, _ in _pairs(table, claim)[0])


Pairs = list[tuple[Choice, Settled]]
Acts = list[tuple[Act, Held]]


def _pairs(table: Table, claim: Claim) -> tuple[Pairs, list[Finding]]:
    """Each group with the choice that the plan names, once."""
    count = Counter(s.group for s in claim.settled)
    said = {s.group: s for s in claim.settled}
    pairs: Pairs = []
    findings = []
    for group, choices in zip(table.groups, table.choices, strict=True):
        if count.pop(group.id, 0) != 1:
            text = say("group %(group)s is not in the plan exactly once", group=group.id)
            findings.append(Finding("agree.groups", f"group {group.id}", text))
            continue
        option = said[group.id].option
        choice = next((c for c in choices if c.option.id == option), None)
        if choice is None:
            text = say("group %(group)s has no option %(option)s", group=group.id, option=option)
            findings.append(Finding("agree.option", f"group {group.id}", text))
        else:
            pairs.append((choice, said[group.id]))
    for id_ in sorted(count):
        text = say("the round has no group %(group)s", group=id_)
        findings.append(Finding("agree.groups", f"group {id_}", text))
    return pairs, findings


def _acts(choice: Choice, said: Settled) -> Iterator[Finding]:
    """What takes place is what the option says, on a day that it allows."""
    if [set(a.measures) for a in choice.acts] != [set(a.measures) for a in said.acts]:
        text = say(
            "group %(group)s does not hold what option %(option)s says", group=said.group, option=said.option
        )
        yield Finding("agree.acts", f"group {said.group}", text)
        return
    for act, held in zip(choice.acts, said.acts, strict=True):
        named = ", ".join(act.measures)
        allowed = held.start in act.starts if act.starts else held.start is None
        if not allowed or (held.start is not None and held.days != act.days):
            text = say("%(named)s is not within its time", named=named)
            yield Finding("agree.day", f"group {said.group}", text)


def _budgets(round_: Round, held: Acts) -> Iterator[Finding]:
    for budget in round_.budgets:
        spent = sum(
            cents
            for act, _ in held
            for m, cents, _ in act.charges
            if budget.measures is None or m in budget.measures
        )
        if spent > budget.cents:
            over = f"{(spent - budget.cents) / 100:.2f}"
            text = say("budget %(budget)s is over-spent by %(over)s EUR", budget=budget.id, over=over)
            yield Finding("agree.over_budget", f"budget {budget.id}", text)


def _every_day(held: Held) -> list[date]:
    return [] if held.start is None else [held.start + timedelta(days=n) for n in range(held.days)]


def _teams(round_: Round, held: Acts) -> Iterator[Finding]:
    for team in round_.teams:
        load: Counter[str] = Counter()
        for act, said in held:
            for m, _, work in act.charges:
                for n, day in enumerate(_every_day(said) if m in team.measures else []):
                    load[f"{day:%Y-%m}"] += work * (n + 1) // act.days - work * n // act.days
        for month, work in sorted(load.items()):
            most = round(team.days_per_month * 100) + sum(n for when, n in team.more if when == month)
            if work > most:
                over = f"{(work - most) / 100:g}"
                text = say(
                    "team %(team)s lacks %(over)s days in %(month)s", team=team.id, over=over, month=month
                )
                yield Finding("agree.over_staff", f"team {team.id}", text)


def _venues(round_: Round, held: Acts) -> Iterator[Finding]:
    for venue in round_.venues:
        here = [day for act, said in held if act.measures[0] in venue.measures for day in _every_day(said)]
        for day, count in sorted(Counter(here).items()):
            if count > venue.rooms:
                text = say(
                    "venue %(venue)s is taken %(count)s times on %(day)s",
                    venue=venue.id,
                    count=count,
                    day=day,
                )
                yield Finding("agree.venue", f"venue {venue.id}", text)
            if any(w.first <= day <= w.last for w in venue.closed):
                text = say("venue %(venue)s is closed on %(day)s", venue=venue.id, day=day)
                yield Finding("agree.venue", f"venue {venue.id}", text)


def _closed(round_: Round, held: Acts) -> Iterator[Finding]:
    places = {m.id: {fold(m.place.city), fold(m.place.country)} for m in round_.measures}
    for act, said in held:
        for closed in round_.closed if act.days <= FORTNIGHT else ():
            here = not fold(closed.place) or fold(closed.place) in places[act.measures[0]]
            hit = [
                day for day in _every_day(said) if here and closed.window.first <= day <= closed.window.last
            ]
            if hit:
                text = say(
                    "%(named)s falls on a closed day, %(day)s", named=", ".join(act.measures), day=hit[0]
                )
                yield Finding("agree.closed", f"measure {act.measures[0]}", text)


def _owners(table: Table, pairs: Pairs) -> Iterator[Finding]:
    if table.round.equity is None:
        return
    owner = {m.id: m.owner for m in table.round.measures}
    all_, lost = Counter[str](), Counter[str]()
    for m, worth in table.worth.items():
        all_[owner[m]] += worth
    for choice, _ in pairs:
        for m in choice.lost:
            lost[owner[m]] += table.worth[m]
    for name, worth in sorted(lost.items()):
        if worth > table.round.equity * all_[name] + 1e-6:
            share = f"{worth / all_[name]:.0%}"
            text = say("%(owner)s loses %(share)s of the value of its plans", owner=name, share=share)
            yield Finding("agree.equity", f"owner {name}", text)


def _locks(round_: Round, claim: Claim) -> Iterator[Finding]:
    said = {s.group: s.option for s in claim.settled}
    for lock in round_.locks:
        if (said[lock.group] == lock.option) == lock.forbidden:
            text = say("group %(group)s is not as decided (%(option)s)", group=lock.group, option=lock.option)
            yield Finding("agree.locked", f"group {lock.group}", text)
