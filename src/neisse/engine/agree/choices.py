"""The choices of a group: options as people entered them, or made from the verdict, with cost, staff, dates and value.

The shares below are the published rules of `docs/stages/agree.md`; whoever knows better enters an option of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from neisse.engine.agree.dates import length_of, span_of, starts_in, window_of
from neisse.engine.agree.round import Act, Choice, Group, Option, OptionKind, Round, Table, Window
from neisse.engine.agree.worth import POINT, worths
from neisse.engine.values import Measure, NeisseError, Verdict, say

MERGE_SAVES = 0.75  # of what the guests of a merge would have cost
COLOCATE_SAVES = 0.10  # of what all would have cost
COMPETING = 0.25  # of the value of each but the best is lost where parallel plans stay as they are
MERGED_PARALLEL = 0.90  # of the value of parallel plans is there when they are one
JOINED = 1.10  # times the value where one serves the other
SHIFTS = (timedelta(weeks=8), timedelta(weeks=16))  # so far away parallel plans no longer compete
DAY_PARTS = 100  # staff is counted in hundredths of a day
KINDS = (OptionKind.KEEP, OptionKind.MERGE, OptionKind.COLOCATE, OptionKind.SHIFT, OptionKind.DROP)


@dataclass(frozen=True, slots=True)
class _Making:
    """One group with what is known of its members."""

    group: Group
    members: tuple[Measure, ...]
    worth: dict[str, int]
    span: Window | None

    def cents(self, measure: Measure) -> int:
        return measure.cost_cents or 0

    def work(self, measure: Measure) -> int:
        return round((measure.staff_days or 0.0) * DAY_PARTS)


def table_of(round_: Round) -> Table:
    """All choices of a tidied round; those that a decision forbids stay, the model knows the locks.

    Errors: `agree.locks` for a decision on an option that there is not.
    Cost: some 20 microseconds a possible first day.
    """
    worth, span = worths(round_), span_of(round_.measures)
    known = {m.id: m for m in round_.measures}
    choices = []
    for group in round_.groups:
        making = _Making(group, tuple(known[m] for m in group.measures), worth, span)
        choices.append(tuple(_choice(making, o) for o in group.options or tuple(_made(making))))
    _known_locks(round_, choices)
    return Table(round_, round_.groups, tuple(choices), worth)


def _known_locks(round_: Round, choices: Sequence[tuple[Choice, ...]]) -> None:
    known = {g.id: [c.option.id for c in cs] for g, cs in zip(round_.groups, choices, strict=True)}
    for lock in round_.locks:
        if lock.option not in known[lock.group]:
            text = say("group %(group)s has no option %(option)s", group=lock.group, option=lock.option)
            hint = say("its options: %(all)s", all=", ".join(known[lock.group]))
            raise NeisseError("agree.locks", f"group {lock.group}", text, hint)


def _made(making: _Making) -> Iterator[Option]:
    """The options that follow from the verdict; of one plan alone: it takes place or it does not."""
    verdict, members = making.group.verdict, making.members
    yield Option("keep", OptionKind.KEEP)
    if len(members) > 1:
        if verdict is not Verdict.SYNERGY:
            yield from (Option(f"merge:{m.id}", OptionKind.MERGE, m.id) for m in members)
        if verdict is not Verdict.DUPLICATE and _common(making) is not None:
            yield Option("colocate", OptionKind.COLOCATE, window=_common(making))
        if verdict is Verdict.PARALLEL:
            yield from _shifts(making)
        yield from (Option(f"only:{m.id}", OptionKind.DROP, m.id) for m in members)
    yield Option("drop", OptionKind.DROP)


def _common(making: _Making) -> Window | None:
    """The days that the windows of all members share."""
    windows = [window_of(m, making.span) for m in making.members]
    if any(w is None for w in windows):
        return None
    held = [w for w in windows if w is not None]
    first, last = max(w.first for w in held), min(w.last for w in held)
    return Window(first, last) if first <= last else None


def _shifts(making: _Making) -> Iterator[Option]:
    """Of two parallel plans one may wait eight to sixteen weeks."""
    if len(making.members) != 2 or making.span is None:
        return
    one, other = making.members
    for stays, moves in ((one, other), (other, one)):
        window = window_of(stays, making.span)
        if window is not None and stays.period is not None:
            later = Window(window.last + SHIFTS[0], window.last + SHIFTS[1])
            yield Option(f"shift:{moves.id}", OptionKind.SHIFT, stays.id, window=later)


def _choice(making: _Making, option: Option) -> Choice:
    acts = tuple(_acts(making, option))
    held = {m for act in acts for m in act.measures}
    lost = tuple(m.id for m in making.members if m.id not in held)
    value = _value(making, option, held) if option.value is None else round(option.value * POINT)
    cents = sum(cents for act in acts for _, cents, _ in act.charges)
    return Choice(option, value, acts, lost, cents)


def _acts(making: _Making, option: Option) -> Iterator[Act]:
    members, host = making.members, option.host
    match option.kind:
        case OptionKind.DROP:
            members = tuple(m for m in members if m.id == host)
        case OptionKind.MERGE:
            first = next(m for m in members if m.id == host)
            yield _joint(making, option, first, MERGE_SAVES, guests=[m for m in members if m is not first])
            return
        case OptionKind.COLOCATE if len(members) > 1:
            longest = max(members, key=length_of)
            yield _joint(making, option, longest, COLOCATE_SAVES, guests=list(members))
            return
    charges = _saved(making, members, option.saves_cents or 0, round((option.saves_days or 0) * DAY_PARTS))
    moved = {m.id for m in members if option.window is not None and m.id != host}
    for m in members:
        window = option.window if m.id in moved else window_of(m, making.span)
        days = length_of(m)
        yield Act((m.id,), days, starts_in(window, days), (charges[m.id],))


def _joint(making: _Making, option: Option, first: Measure, share: float, guests: Sequence[Measure]) -> Act:
    """All members as one act at the time of `first`, or in the window; the guests bring what is saved."""
    saves_cents = option.saves_cents
    if saves_cents is None:
        saves_cents = int(share * sum(map(making.cents, guests)))
    saves_work = round((option.saves_days or 0) * DAY_PARTS)
    if option.saves_days is None:
        saves_work = int(share * sum(map(making.work, guests)))
    order = [*(m for m in making.members if m is not first), first]
    charges = _saved(making, order, saves_cents, saves_work)
    days = length_of(first)
    starts = starts_in(option.window or window_of(first, making.span), days)
    ids = (first.id, *(m.id for m in making.members if m is not first))
    return Act(ids, days, starts, tuple(charges[m] for m in ids))


def _saved(
    making: _Making, members: Sequence[Measure], cents: int, work: int
) -> dict[str, tuple[str, int, int]]:
    """What each costs after the saving, which is taken from the first ones on; nobody costs less than nothing."""
    charges = {}
    for m in members:
        off_cents, off_work = min(cents, making.cents(m)), min(work, making.work(m))
        cents, work = cents - off_cents, work - off_work
        charges[m.id] = (m.id, making.cents(m) - off_cents, making.work(m) - off_work)
    return charges


def _value(making: _Making, option: Option, held: set[str]) -> int:
    """The value of what takes place; competing, doubled and joined plans by the published shares."""
    values = sorted((making.worth[m] for m in held), reverse=True)
    if len(values) < 2:
        return sum(values)
    best, rest = values[0], sum(values[1:])
    verdict = making.group.verdict
    if verdict is Verdict.DUPLICATE:
        return best
    if verdict is Verdict.SYNERGY:
        return (
            int((best + rest) * JOINED)
            if option.kind in {OptionKind.COLOCATE, OptionKind.MERGE}
            else best + rest
        )
    if verdict is Verdict.PARALLEL and option.kind is OptionKind.KEEP:
        return best + int(rest * (1 - COMPETING))
    if verdict is Verdict.PARALLEL and option.kind is OptionKind.MERGE:
        return int((best + rest) * MERGED_PARALLEL)
    return best + rest


def without_options(round_: Round) -> list[Group]:
    """Groups of several plans whose options are still to be made: those that need a verdict."""
    return [g for g in round_.groups if not g.options and len(g.measures) > 1 and g.verdict is None]


def with_verdicts(round_: Round, verdicts: dict[str, Verdict]) -> Round:
    """The round with the verdict of each group; a group without an overlap is parallel: somebody put it together."""
    wanting = {g.id for g in without_options(round_)}
    groups = (
        replace(g, verdict=verdicts.get(g.id, Verdict.PARALLEL)) if g.id in wanting else g
        for g in round_.groups
    )
    return replace(round_, groups=tuple(groups))
