"""What may be seen, written once: asked of one row it is a predicate of `rules`, asked of many a filter.

Rules are put together with `&` and `|` from what a reader is, what a row has, and what it refers to. Where nothing is
left to ask the database (a planner sees every organisation, the public owns nothing) the filter does not.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

import rules
from django.db.models import Q, QuerySet

# For a reader and the path to the rows (`measure__`): a filter, or all of them (True), or none.
Where = Callable[[Any, str], Q | bool]
Known = Callable[[Any], Collection[Any]]


class Seen(rules.Predicate):  # type: ignore[misc] # `rules` has no types
    """A predicate that also knows its filter. `~` and predicates without a filter make plain predicates of it."""

    def __init__(self, test: Any, where: Where, name: str = "") -> None:
        super().__init__(test, name or None)
        self.where = where

    def q(self, reader: Any, path: str = "") -> Q:
        """The filter for a reader, of rows at a path such as `measure__`."""
        found = self.where(reader, path)
        return found if isinstance(found, Q) else Q(**{f"{path}pk__in": ()}, _negated=found)

    def among(self, rows: QuerySet[Any], reader: Any) -> QuerySet[Any]:
        """Those of the rows that a reader may see."""
        found = self.where(reader, "")
        return rows.filter(found) if isinstance(found, Q) else rows if found else rows.none()

    def __or__(self, other: Any) -> Any:
        whole = rules.Predicate(self) | other
        return Seen(whole, _either(self.where, other.where), whole.name) if isinstance(other, Seen) else whole

    def __and__(self, other: Any) -> Any:
        whole = rules.Predicate(self) & other
        return Seen(whole, _both(self.where, other.where), whole.name) if isinstance(other, Seen) else whole

    def __invert__(self) -> Any:
        return ~rules.Predicate(self)


def of_reader(predicate: Any) -> Seen:
    """What a reader is: the same for every row."""
    return Seen(predicate, lambda reader, _path: bool(predicate(reader)))


def has(field: str, known: Known) -> Seen:
    """Rows whose column holds something that `known` names for the reader."""

    def test(user: Any, row: Any) -> bool:
        return row is not None and getattr(row, field) in known(user)

    def where(reader: Any, path: str) -> Q | bool:
        values = known(reader)
        return Q(**{f"{path}{field}__in": values}) if values else False

    return Seen(test, where)


def at(field: str, rule: Seen, *, or_none: bool = False) -> Seen:
    """Rows that refer to one of which the rule holds; `or_none`: or to nothing.

    A reference that was closed to somebody when the row was read is read again.
    """

    def test(user: Any, row: Any) -> bool:
        if row is None or (pk := getattr(row, f"{field}_id")) is None:
            return row is not None and or_none
        model = row._meta.get_field(field).related_model
        return bool(rule(user, getattr(row, field) or model._base_manager.get(pk=pk)))

    def where(reader: Any, path: str) -> Q | bool:
        found = rule.where(reader, f"{path}{field}__")
        return _joined(found, Q(**{f"{path}{field}": None}) if or_none else False, any_of=True)

    return Seen(test, where)


def _either(one: Where, two: Where) -> Where:
    return lambda reader, path: _joined(one(reader, path), two(reader, path), any_of=True)


def _both(one: Where, two: Where) -> Where:
    return lambda reader, path: _joined(one(reader, path), two(reader, path), any_of=False)


def _joined(one: Q | bool, two: Q | bool, *, any_of: bool) -> Q | bool:
    """`one | two`, or `one & two`, where either may be known already."""
    if isinstance(one, bool):
        return one if one is any_of else two
    if isinstance(two, bool):
        return two if two is any_of else one
    return one | two if any_of else one & two
