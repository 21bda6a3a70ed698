"""A round as it is meant: what names something that is gone is left out with a remark, what contradicts itself is refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from neisse.engine.agree.round import Group, Lock, Option, OptionKind, Round
from neisse.engine.values import Certainty, Finding, Measure, NeisseError, Severity, say

HOSTED = {OptionKind.MERGE, OptionKind.SHIFT, OptionKind.DROP}


def tidied(round_: Round) -> tuple[Round, list[Finding]]:
    """The round without what is gone or cancelled, and a group of its own for each plan that is in none.

    Errors: `agree.twice` (an id or a plan stands twice), `agree.locks` (decisions that contradict each other).
    """
    findings: list[Finding] = []
    for what, ids in _ids(round_):
        _once(what, ids)
    kept = tuple(m for m in round_.measures if m.certainty is not Certainty.CANCELLED)
    known = {m.id: m for m in kept}
    groups = [g for group in round_.groups if (g := _group(group, known, findings)) is not None]
    _once("measure in groups", (m for g in groups for m in g.measures))
    grouped = {m for g in groups for m in g.measures}
    groups += [Group(m.id, (m.id,)) for m in kept if m.id not in grouped]
    _once("group", (g.id for g in groups))
    for what, id_, named in _named(round_):
        findings += [_gone(f"{what} {id_}", gone) for gone in sorted(named - known.keys())]
    locks = tuple(_locks(round_.locks, {g.id: g for g in groups}, findings))
    if not kept:
        findings.append(
            Finding("agree.empty", round_.name, say("the round has no plans yet"), severity=Severity.WARNING)
        )
    return replace(round_, measures=kept, groups=tuple(groups), locks=locks), findings


def _ids(round_: Round) -> Iterator[tuple[str, Iterable[str]]]:
    yield "measure", (m.id for m in round_.measures)
    yield "group", (g.id for g in round_.groups)
    yield "budget", (b.id for b in round_.budgets)
    yield "team", (t.id for t in round_.teams)
    yield "venue", (v.id for v in round_.venues)
    yield "goal", (g.id for g in round_.goals)
    for group in round_.groups:
        yield f"option of {group.id}", (o.id for o in group.options)


def _once(what: str, ids: Iterable[str]) -> None:
    for id_, count in Counter(ids).items():
        if count > 1:
            text = say("%(what)s %(id)s stands there %(count)s times", what=what, id=id_, count=count)
            raise NeisseError(
                "agree.twice", f"{what} {id_}", text, say("give each its own id, and each plan one group")
            )


def _named(round_: Round) -> Iterator[tuple[str, str, frozenset[str]]]:
    for budget in round_.budgets:
        yield "budget", budget.id, budget.measures or frozenset()
    for team in round_.teams:
        yield "team", team.id, team.measures
    for venue in round_.venues:
        yield "venue", venue.id, venue.measures


def _gone(subject: str, id_: str) -> Finding:
    text = say("%(subject)s names %(id)s, which is not in the round; it is left out", subject=subject, id=id_)
    return Finding("agree.gone", subject, text, severity=Severity.WARNING)


def _group(group: Group, known: dict[str, Measure], findings: list[Finding]) -> Group | None:
    findings += [_gone(f"group {group.id}", m) for m in group.measures if m not in known]
    members = tuple(dict.fromkeys(m for m in group.measures if m in known))
    if not members:
        return None
    options = []
    for option in group.options:
        host = host_of(option, [known[m] for m in members])
        needs = option.kind is OptionKind.MERGE or (option.host and option.kind in HOSTED)
        if needs and host is None:
            findings.append(_gone(f"option {option.id} of group {group.id}", option.host or "host"))
        else:
            options.append(replace(option, host=host or "") if option.kind in HOSTED else option)
    return replace(group, measures=members, options=tuple(options))


def host_of(option: Option, members: list[Measure]) -> str | None:
    """The measure that hosts: named itself, or the first one of the organisation that is named."""
    by_id = (m.id for m in members if m.id == option.host)
    by_owner = (m.id for m in members if option.host in m.owners)
    return next(by_id, None) or next(by_owner, None)


def _locks(locks: tuple[Lock, ...], groups: dict[str, Group], findings: list[Finding]) -> Iterator[Lock]:
    chosen: dict[str, str] = {}
    forbidden = {(lock.group, lock.option) for lock in locks if lock.forbidden}
    for lock in dict.fromkeys(locks):
        if lock.group not in groups:
            findings.append(_gone(f"lock of {lock.option}", lock.group))
            continue
        if not lock.forbidden:
            other = chosen.setdefault(lock.group, lock.option)
            if other != lock.option or (lock.group, lock.option) in forbidden:
                text = say(
                    "the decisions on group %(group)s contradict each other: %(a)s and %(b)s",
                    group=lock.group,
                    a=other,
                    b=f"not {lock.option}" if other == lock.option else lock.option,
                )
                raise NeisseError("agree.locks", f"group {lock.group}", text, say("take one of them back"))
        yield lock
