"""What a plan leaves of money and staff."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from neisse.engine.agree.dates import months_of
from neisse.engine.agree.plan import Settled
from neisse.engine.agree.round import Table


def left_over(table: Table, settled: Sequence[Settled]) -> list[dict[str, Any]]:
    """Cents of each budget, and days of each team in the months in which it works, as `{kind, id, ...}`."""
    charges: dict[str, tuple[int, int]] = {}
    times = {}
    choices = {(g.id, c.option.id): c for g, cs in zip(table.groups, table.choices, strict=True) for c in cs}
    for s in settled:
        for act, held in zip(choices[s.group, s.option].acts, s.acts, strict=True):
            for m, cents, work in act.charges:
                charges[m], times[m] = (cents, work), held
    found: list[dict[str, Any]] = []
    for b in table.round.budgets:
        spent = sum(cents for m, (cents, _) in charges.items() if b.measures is None or m in b.measures)
        found.append({"kind": "budget", "id": b.id, "cents": b.cents - spent})
    for t in table.round.teams:
        load: dict[str, int] = {}
        for m in sorted(t.measures & charges.keys()):
            start = times[m].start
            if start is not None:
                for month, part in months_of(start, times[m].days, charges[m][1]).items():
                    load[month] = load.get(month, 0) + part
        for month, work in sorted(load.items()):
            found.append(
                {"kind": "team", "id": t.id, "month": month, "days": (t.parts_in(month) - work) / 100}
            )
    return found
