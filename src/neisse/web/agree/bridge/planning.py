"""A round as the engine takes it, and its answer as a proposal keeps it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from neisse.engine import flow, values
from neisse.engine.agree import round as rounds
from neisse.engine.agree.changes import Change, Forced
from neisse.engine.agree.sentences import lines_of
from neisse.engine.values import packed
from neisse.web.agree.models import Budget, ClosedDays, Goal, Group, Round, Team
from neisse.web.intersect.models import Overlap
from neisse.web.record.bridge import measure_value
from neisse.web.record.models import Measure

Document = dict[str, Any]
Stop = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Scarce:
    """What a round wants and has, as rows."""

    goals: Sequence[Goal]
    budgets: Sequence[Budget]
    teams: Sequence[Team]
    closed: Sequence[ClosedDays]


def groups_among(pks: Iterable[int], pairs: Iterable[Overlap]) -> list[tuple[frozenset[int], str]]:
    """Every plan in one group, those that overlap together, each with the verdict of its surest overlap.

    Duplicates and parallels are gathered as on the page of groups; a synergy joins two plans that are in no group.
    """
    known = [
        values.Overlap(str(p.a_id), str(p.b_id), values.Verdict(p.verdict), p.score)
        for p in sorted(pairs, key=lambda p: (-p.score, p.a_id, p.b_id))
    ]
    found = [frozenset(map(int, g.members)) for g in flow.find_groups(known)]
    taken = {pk for group in found for pk in group}
    for pair in known:
        both = frozenset((int(pair.a), int(pair.b)))
        if pair.verdict is values.Verdict.SYNERGY and not both & taken:
            found.append(both)
            taken |= both
    found += [frozenset((pk,)) for pk in pks if pk not in taken]
    return [(group, _verdict(group, known)) for group in sorted(found, key=lambda g: (-len(g), min(g)))]


def _verdict(group: frozenset[int], known: Sequence[values.Overlap]) -> str:
    return next((str(p.verdict.value) for p in known if {int(p.a), int(p.b)} <= group), "")


def round_value(
    row: Round, groups: Sequence[tuple[Group, Sequence[Measure]]], scarce: Scarce, changes: Mapping[str, Any]
) -> rounds.Round:
    """The round with plans, owners and groups by number; what people named (budgets, teams) keeps its name.

    A decision on a group that is gone is left out.
    """
    plans = [m for _group, members in groups for m in members]
    cents = changes.get("budgets", {})
    return rounds.Round(
        name=row.name,
        measures=tuple(replace(measure_value(m), id=str(m.pk), owner=str(m.owner_id)) for m in plans),
        groups=tuple(_group(group, members) for group, members in groups),
        budgets=tuple(
            rounds.Budget(b.name, cents.get(str(b.pk), b.cents), _plans_of(b.organisation_id, plans))
            for b in scarce.budgets
        ),
        teams=tuple(
            rounds.Team(t.name, t.days_per_month, _plans_of(t.organisation_id, plans) or frozenset())
            for t in scarce.teams
        ),
        goals=tuple(rounds.Goal(g.name, g.weight, tuple(g.topics)) for g in scarce.goals),
        closed=tuple(
            rounds.Closed(rounds.Window(c.start, c.last_day), c.place.strip()) for c in scarce.closed
        ),
        locks=tuple(_locks({str(g.pk): str(g.number) for g, _members in groups}, changes)),
        equity=None if row.most_lost is None else row.most_lost / 100,
    )


def _group(group: Group, members: Sequence[Measure]) -> rounds.Group:
    ids = tuple(sorted(str(m.pk) for m in members))
    verdict = values.Verdict(group.verdict) if group.verdict else values.Verdict.PARALLEL
    return rounds.Group(str(group.number), ids, (), verdict if len(ids) > 1 else None)


def _plans_of(organisation: int | None, plans: Iterable[Measure]) -> frozenset[str] | None:
    return None if organisation is None else frozenset(str(m.pk) for m in plans if m.owner_id == organisation)


def _locks(numbers: Mapping[str, str], changes: Mapping[str, Any]) -> Iterable[rounds.Lock]:
    for group, option in changes.get("locks", {}).items():
        if group in numbers:
            yield rounds.Lock(numbers[group], option)
    for group, options in changes.get("forbid", {}).items():
        for option in options if group in numbers else ():
            yield rounds.Lock(numbers[group], option, forbidden=True)


def proposed(value: rounds.Round, *, stop: Stop, progress: Callable[[int, int], None]) -> Document:
    """The plan of greatest value with all that is told of it; `groups` is empty where there is none.

    Errors: those of `round_table`. Cost: a region's year of 150 plans some seconds, most of them for the reasons.
    """
    from neisse.engine.agree.alternatives import alternatives, differing
    from neisse.engine.agree.check import Claim, check
    from neisse.engine.agree.explain import explain
    from neisse.engine.agree.left import left_over
    from neisse.engine.agree.solve import solve

    table, findings = flow.round_table(value)
    solved = solve(table, stop=stop, progress=progress)
    plan = solved.plan
    if plan.settled and (wrong := check(table, Claim(plan.settled, plan.value))):
        raise RuntimeError(f"the plan of {value.name} breaks rules: {'; '.join(f.text for f in wrong[:5])}")
    forced, lacking = explain(table, plan, stop=stop)
    others = alternatives(solved, stop=stop)
    return {
        "status": plan.status.value,
        "value": plan.value,
        "bound": plan.bound,
        "groups": [_settled(table, g, s) for g, s in enumerate(plan.settled)],
        "forced": [_forced(f) for f in forced],
        "reasons": [_change(c) for c in lacking],
        "unused": left_over(table, plan.settled) if plan.settled else [],
        "others": [{"value": o.value, "differs": [int(n) for n in differing(plan, o)]} for o in others],
        "findings": [packed(f.text) for f in findings],
    }


def prices(
    value: rounds.Round, asked: Mapping[int, str], *, stop: Stop, done: Callable[[int], None]
) -> dict[str, Document]:
    """What a "no" to the option of a group costs: the best plan without it, by the number of the group.

    `lost`: hundredths of value; `instead`: what then becomes of the group (None: no plan is possible); `differs`: the
    other groups that change. Cost: one solution of the round for each group; what `stop` cuts short is left out.
    """
    from neisse.engine.agree.alternatives import differing
    from neisse.engine.agree.solve import solve

    table, _findings = flow.round_table(value)
    best, found = solve(table, stop=stop).plan, dict[str, Document]()
    at = {int(group.id): n for n, group in enumerate(table.groups)}
    for n, (number, option) in enumerate(sorted(asked.items())):
        if stop():
            break
        if number in at:
            other = _without(table, number, option)
            plan = solve(other, stop=stop).plan
            held = plan.settled[at[number]].option if plan.settled else None
            changed = [int(g) for g in differing(best, plan)] if best.settled and plan.settled else []
            found[str(number)] = {
                "lost": max(0, best.value - plan.value),
                "instead": None if held is None else _option(_chosen(table, at[number], held)),
                "differs": [g for g in changed if g != number],
            }
        done(n + 1)
    return found


def _without(table: rounds.Table, number: int, option: str) -> rounds.Table:
    """The same table with an option of a group ruled out, whatever was decided on the group."""
    locks = tuple(lock for lock in table.round.locks if lock.group != str(number) or lock.forbidden)
    said = (*locks, rounds.Lock(str(number), option, forbidden=True))
    return replace(table, round=replace(table.round, locks=said))


def _chosen(table: rounds.Table, at: int, option: str) -> rounds.Choice:
    return next(c for c in table.choices[at] if c.option.id == option)


def _settled(table: rounds.Table, at: int, settled: Any) -> Document:
    choices = {c.option.id: c for c in table.choices[at]}
    chosen = choices[settled.option]
    return {
        "number": int(settled.group),
        "measures": [int(m) for m in table.groups[at].measures],
        **_option(chosen),
        "acts": [_held(act) for act in settled.acts],
        "lost": [int(m) for m in chosen.lost],
        "options": [_option(c) for c in choices.values()],
    }


def _option(choice: rounds.Choice) -> Document:
    """An option with its effect, compared by value (hundredths) and cents."""
    option = choice.option
    return {
        "option": option.id,
        "kind": str(option.kind),
        "host": int(option.host) if option.host else None,
        "value": choice.value,
        "cents": choice.cents,
    }


def _held(act: Any) -> Document:
    last = None if act.start is None else act.start.fromordinal(act.start.toordinal() + act.days - 1)
    return {
        "measures": [int(m) for m in act.measures],
        "starts": act.start and act.start.isoformat(),
        "ends": last and last.isoformat(),
    }


def _forced(forced: Forced) -> Document:
    return {
        "measure": int(forced.measure),
        "group": int(forced.group),
        "code": forced.code,
        "proven": forced.proven,
        "changes": [_change(c) for c in forced.changes],
    }


def _change(change: Change) -> Document:
    return {"kind": change.kind, "id": change.id, "when": change.when, "amount": change.amount}


def explained(found: Mapping[str, Any], title: str, option: str) -> list[str]:
    """Why a plan gave way, in three sentences with values; title and option in the reader's words."""
    changes = tuple(Change(**c) for c in found["changes"])
    forced = Forced(str(found["measure"]), str(found["group"]), found["code"], changes, found["proven"])
    return lines_of(forced, title, option)


def sentences_of(changes: Iterable[Mapping[str, Any]]) -> list[str]:
    """What is short and what would help, of a round that has no plan."""
    return [text for c in changes for text in (Change(**c).short, Change(**c).remedy)]
