"""The round as one time-indexed programme: a column for each choice and day, a row for all that is scarce.

A choice whose acts have one day each (or one act with many) is one column a day; where two acts of one choice are
free, each has columns of its own, tied to the choice. Days that use the same of everything are one column, the first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
from scipy.sparse import csr_array

from neisse.engine.agree.dates import holds_for, is_free, months_of
from neisse.engine.agree.round import Act, Choice, Table
from neisse.engine.search.integer import BIG, Ints, Program

Key = tuple[str, str, str]
"""What is scarce: `budget`, `team`, `venue` or `owner`; its id; month or day where it has one."""

Bars = tuple[tuple[str, str, str], ...]
"""Which closed days (`closed`, `venue_closed`) a column breaks; all of them must be lifted for it."""


@dataclass(frozen=True, slots=True)
class Column:
    """A choice of a group, or one of its acts, with the first day of each act that this column decides."""

    group: int
    choice: int
    starts: tuple[tuple[int, date | None], ...]
    bars: Bars = ()


@dataclass(slots=True)
class Model:
    """Columns and what each uses; `limits` of what is scarce; `ties`: rows (choice column or -1, its acts' columns)."""

    columns: list[Column] = field(default_factory=list)
    values: list[int] = field(default_factory=list)
    uses: list[dict[Key, int]] = field(default_factory=list)
    limits: dict[Key, int] = field(default_factory=dict)
    picks: list[list[int]] = field(default_factory=list)
    ties: list[tuple[int, list[int]]] = field(default_factory=list)
    locked: dict[int, str] = field(default_factory=dict)

    def add(self, column: Column, value: int, uses: dict[Key, int]) -> int:
        """A new column; its index."""
        self.columns.append(column)
        self.values.append(value)
        self.uses.append(uses)
        return len(self.columns) - 1


def model_of(table: Table, *, barred: bool = False) -> Model:
    """The model of a round; `barred`: with the days that closed days forbid, for explanations. Cost: linear in days."""
    model = Model(picks=[[] for _ in table.groups])
    reader = _Uses(table)
    for b in table.round.budgets:
        model.limits["budget", b.id, ""] = b.cents
    for g, choices in enumerate(table.choices):
        for c, choice in enumerate(choices):
            _add_choice(model, reader, g, c, choice, barred)
    _limit(model, table)
    _lock(model, table)
    return model


def _add_choice(model: Model, reader: _Uses, g: int, c: int, choice: Choice, barred: bool) -> None:
    options = [[d for d in reader.days(act) if barred or not d[2]] for act in choice.acts]
    if not all(options):
        return
    base = reader.lost(choice)
    free = [a for a, days in enumerate(options) if len(days) > 1]
    fixed = [(a, days[0]) for a, days in enumerate(options) if len(days) == 1]
    for _, (_, uses, _) in fixed:
        base = _sum(base, uses)
    bars = {bar for _, (_, _, held) in fixed for bar in held}
    starts = tuple((a, start) for a, (start, _, _) in fixed)
    if len(free) == 1:
        for start, uses, more in options[free[0]]:
            column = Column(g, c, (*starts, (free[0], start)), tuple(sorted({*bars, *more})))
            model.picks[g].append(model.add(column, choice.value, _sum(base, uses)))
        return
    whole = model.add(Column(g, c, starts, tuple(sorted(bars))), choice.value, base)
    model.picks[g].append(whole)
    for a in free:
        parts = [model.add(Column(g, c, ((a, start),), more), 0, uses) for start, uses, more in options[a]]
        model.ties.append((whole, parts))


def _sum(one: dict[Key, int], other: dict[Key, int]) -> dict[Key, int]:
    both = dict(one)
    for key, amount in other.items():
        both[key] = both.get(key, 0) + amount
    return both


class _Uses:
    """What an act uses on each of its days."""

    def __init__(self, table: Table) -> None:
        round_ = table.round
        self.worth = table.worth
        self.round = round_
        self.measures = {m.id: m for m in round_.measures}
        self.owned: dict[str, int] = {}
        for m in round_.measures:
            self.owned[m.owner] = self.owned.get(m.owner, 0) + table.worth[m.id]

    def lost(self, choice: Choice) -> dict[Key, int]:
        """The value that owners lose by a choice, where a rule limits it."""
        uses: dict[Key, int] = {}
        for m in choice.lost if self.round.equity is not None else ():
            uses = _sum(uses, {("owner", self.measures[m].owner, ""): self.worth[m]})
        return uses

    def days(self, act: Act) -> list[tuple[date | None, dict[Key, int], Bars]]:
        """The first of the days that use the same of everything, with what they use and what they break."""
        money: dict[Key, int] = {}
        for id_, cents, _ in act.charges:
            for b in self.round.budgets:
                if cents and (b.measures is None or id_ in b.measures):
                    money = _sum(money, {("budget", b.id, ""): cents})
        found: dict[tuple[object, ...], tuple[date | None, dict[Key, int], Bars]] = {}
        for start in act.starts or (None,):
            uses = money if start is None else _sum(money, self._dated(act, start))
            bars = () if start is None else tuple(sorted(self._bars(act, start)))
            found.setdefault((tuple(sorted(uses.items())), bars), (start, uses, bars))
        return list(found.values())

    def _dated(self, act: Act, start: date) -> dict[Key, int]:
        uses: dict[Key, int] = {}
        for id_, _, work in act.charges:
            for t in self.round.teams:
                if work and id_ in t.measures:
                    spread = months_of(start, act.days, work)
                    uses = _sum(uses, {("team", t.id, month): part for month, part in spread.items() if part})
        for v in self.round.venues:
            if act.measures[0] in v.measures:
                days = (start + timedelta(days=n) for n in range(act.days))
                uses |= {("venue", v.id, day.isoformat()): 1 for day in days}
        return uses

    def _bars(self, act: Act, start: date) -> Iterator[tuple[str, str, str]]:
        for closed in self.round.closed:
            held = holds_for(closed, self.measures[act.measures[0]])
            if held and not is_free(start, act.days, [closed.window]):
                yield "closed", closed.place, f"{closed.window.first}/{closed.window.last}"
        for v in self.round.venues:
            for window in v.closed if act.measures[0] in v.measures else ():
                if window.first < start + timedelta(days=act.days) and start < window.end:
                    yield "venue_closed", v.id, f"{window.first}/{window.last}"


def _limit(model: Model, table: Table) -> None:
    """The limits of all that is used: days of teams by month, the rooms of venues by day, the owners' share."""
    rooms = {v.id: v.rooms for v in table.round.venues}
    teams = {t.id: t for t in table.round.teams}
    owned = _Uses(table).owned
    for key in sorted({key for uses in model.uses for key in uses} - model.limits.keys()):
        kind, id_, when = key
        if kind == "team":
            model.limits[key] = teams[id_].parts_in(when)
        elif kind == "venue":
            model.limits[key] = rooms[id_]
        else:
            model.limits[key] = int((table.round.equity or 0) * owned[id_] + 1e-9)


def _lock(model: Model, table: Table) -> None:
    """Which columns a decision forbids, and which decision that is."""
    by_group: dict[str, list[tuple[str, bool]]] = {}
    for lock in table.round.locks:
        by_group.setdefault(lock.group, []).append((lock.option, lock.forbidden))
    for i, column in enumerate(model.columns):
        said = table.choices[column.group][column.choice].option.id
        for option, forbidden in by_group.get(table.groups[column.group].id, ()):
            if (said == option) == forbidden:
                model.locked[i] = table.groups[column.group].id


def program_of(model: Model) -> Program:
    """The integer programme of a model: pick one column a group, tie the acts, keep the limits."""
    rows: list[tuple[dict[int, int], int, int]] = [(dict.fromkeys(pick, 1), 1, 1) for pick in model.picks]
    rows += [({whole: -1, **dict.fromkeys(parts, 1)}, 0, 0) for whole, parts in model.ties]
    used: dict[Key, dict[int, int]] = {}
    for i, uses in enumerate(model.uses):
        for key, amount in uses.items():
            used.setdefault(key, {})[i] = amount
    rows += [(used[key], -BIG, model.limits[key]) for key in sorted(used)]
    upper = np.ones(len(model.columns), np.int64)
    upper[list(model.locked)] = 0
    return program_from(np.array(model.values, np.int64), rows, upper)


def program_from(value: Ints, rows: list[tuple[dict[int, int], int, int]], upper: Ints) -> Program:
    """A programme of rows `({column: factor}, low, high)`."""
    ends = np.cumsum([0, *(len(row) for row, _, _ in rows)])
    indices = np.array([i for row, _, _ in rows for i in row], np.int64)
    data = np.array([a for row, _, _ in rows for a in row.values()], np.int64)
    matrix = csr_array((data, indices, ends), shape=(len(rows), len(value)))
    low, high = (np.array([r[n] for r in rows], np.int64) for n in (1, 2))
    return Program(value, matrix, low, high, upper)
