"""An answer of the programme in the words of the round."""

from __future__ import annotations

from neisse.engine.agree.model import Column, Model
from neisse.engine.agree.plan import Held, Settled
from neisse.engine.agree.round import Table
from neisse.engine.search.integer import Ints


def picked(model: Model, x: Ints) -> dict[int, list[Column]]:
    """The chosen columns of each group."""
    found: dict[int, list[Column]] = {}
    for i in x.nonzero()[0].tolist():
        if i < len(model.columns):
            found.setdefault(model.columns[i].group, []).append(model.columns[i])
    return found


def settled(table: Table, model: Model, x: Ints) -> tuple[Settled, ...]:
    """An answer of the programme in the words of the round."""
    found = picked(model, x)
    return tuple(_settled(table, g, found[g]) for g in range(len(table.groups)))


def _settled(table: Table, g: int, columns: list[Column]) -> Settled:
    choice = table.choices[g][columns[0].choice]
    starts = dict(pair for column in columns for pair in column.starts)
    acts = tuple(Held(act.measures, starts[a], act.days) for a, act in enumerate(choice.acts))
    return Settled(table.groups[g].id, choice.option.id, acts, choice.value)
