"""Lists in the order that a head of a column asks for: `name`, or `-name` for the other way round."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import F
from django.db.models.expressions import OrderBy

Columns = Sequence[Any]
BACK = "-"


def ordered(orders: Mapping[str, Columns], asked: str, usual: str) -> list[Any]:
    """The columns to sort by; what is not offered gives the usual order. Rows without a value stand last both ways.

    The last column (the number of a row) keeps its way, so that pages do not overlap.
    """
    name = asked.removeprefix(BACK)
    columns = list(orders.get(name) or orders[usual])
    if name not in orders or not asked.startswith(BACK):
        return columns
    return [*(turned(column) for column in columns[:-1]), columns[-1]]


def turned(column: Any) -> OrderBy:
    """The other way round."""
    if isinstance(column, F):
        return column.desc()
    return OrderBy(column.expression, descending=not column.descending, nulls_last=column.nulls_last)


def turned_name(asked: str, name: str) -> str:
    """What the head of a column asks for next: its order, and where that stands already the other way round."""
    return f"{BACK}{name}" if asked == name else name
