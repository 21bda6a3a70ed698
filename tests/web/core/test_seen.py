"""What may be seen, of one row and of many: whatever is put together, the filter finds the rows of the predicate."""

from __future__ import annotations

from itertools import product
from types import SimpleNamespace
from typing import Any

import pytest
import rules
from django.db.models import Q, QuerySet

from neisse.web.core.seen import Seen, at, has, of_reader

NOTHING, EVERYTHING = Q(pk__in=()), ~Q(pk__in=())


class Model:
    """Stands for a model whose manager knows the rows by number."""

    rows: dict[int, Any] = {}

    class _base_manager:  # noqa: N801 - Django calls it so
        @staticmethod
        def get(pk: int) -> Any:
            return Model.rows[pk]


def row(**fields: Any) -> Any:
    meta = SimpleNamespace(get_field=lambda _name: SimpleNamespace(related_model=Model))
    return SimpleNamespace(_meta=meta, **fields)


def fixed(value: Q | bool) -> Seen:
    """A rule whose predicate and filter are known."""
    return Seen(lambda user, _row: bool(value), lambda reader, path: value)


colour = has("colour", lambda user: user)
is_red = rules.predicate(lambda user: "red" in user)


def test_a_column_holds_what_is_known_for_the_reader() -> None:
    assert colour(["red", "blue"], row(colour="blue"))
    assert not colour(["red"], row(colour="blue"))
    assert not colour(["red"], None)
    assert colour.where(["red"], "") == Q(colour__in=["red"])
    assert colour.where(["red"], "plan__") == Q(plan__colour__in=["red"])
    assert colour.where([], "plan__") is False, "the database is not asked for nothing"


def test_what_a_reader_is_holds_for_every_row() -> None:
    rule = of_reader(is_red)
    assert (rule(["red"]), rule([])) == (True, False)
    assert (rule.where(["red"], "x__"), rule.where([], "")) == (True, False)


KNOWN: list[Q | bool] = [True, False, Q(a=1), Q(b=2)]


@pytest.mark.parametrize(("one", "two"), product(KNOWN, KNOWN))
def test_rules_are_put_together_like_what_they_mean(one: Q | bool, two: Q | bool) -> None:
    either, both = fixed(one) | fixed(two), fixed(one) & fixed(two)
    assert isinstance(either, Seen)
    assert isinstance(both, Seen)
    assert either(None, None) is (bool(one) or bool(two))
    assert both(None, None) is (bool(one) and bool(two))
    of_either, of_both = either.where(None, ""), both.where(None, "")
    if isinstance(one, Q) and isinstance(two, Q):
        assert (of_either, of_both) == (one | two, one & two)
    else:
        known, other = (one, two) if isinstance(one, bool) else (two, one)
        assert of_either == (True if known else other)
        assert of_both == (other if known else False)


def test_the_path_reaches_every_part() -> None:
    rule = (colour | at("owner", colour)) & has("size", lambda user: user)
    assert rule.where(["x"], "plan__") == (
        (Q(plan__colour__in=["x"]) | Q(plan__owner__colour__in=["x"])) & Q(plan__size__in=["x"])
    )


def test_with_a_plain_predicate_it_is_one() -> None:
    for made in (colour | is_red, colour & is_red, is_red | colour, is_red & colour, ~colour):
        assert isinstance(made, rules.Predicate)
        assert not isinstance(made, Seen)
    blue = row(colour="blue")
    assert (colour | is_red)(["red"], blue)
    assert not (colour & is_red)(["red"], blue)
    assert (~colour)(["red"], blue)
    assert not (~colour)(["blue"], blue)


def test_a_rule_may_serve_as_a_permission() -> None:
    made = rules.Predicate(colour | of_reader(is_red))
    assert made.test(["blue"], row(colour="blue"))
    assert made.test(["red"], row(colour="blue"))
    assert not made.test(["green"], row(colour="blue"))


def test_what_a_row_refers_to() -> None:
    rule, or_none = at("owner", colour), at("owner", colour, or_none=True)
    blue = row(colour="blue")
    for seen in (rule, or_none):
        assert seen(["blue"], row(owner_id=1, owner=blue))
        assert not seen(["red"], row(owner_id=1, owner=blue))
        assert not seen(["blue"], None)
    assert not rule(["blue"], row(owner_id=None, owner=None))
    assert or_none(["blue"], row(owner_id=None, owner=None))
    assert rule.where(["x"], "plan__") == Q(plan__owner__colour__in=["x"])
    assert or_none.where(["x"], "plan__") == Q(plan__owner__colour__in=["x"]) | Q(plan__owner=None)
    assert rule.where([], "") is False
    assert or_none.where([], "plan__") == Q(plan__owner=None)
    assert at("owner", of_reader(is_red), or_none=True).where(["red"], "") is True


def test_a_reference_that_was_closed_is_read_again() -> None:
    Model.rows = {7: row(colour="blue")}
    closed = row(owner_id=7, owner=None)
    for seen in (at("owner", colour), at("owner", colour, or_none=True)):
        assert seen(["blue"], closed)
        assert not seen(["red"], closed)


class Rows(QuerySet):  # type: ignore[type-arg]
    """Rows that note what they are asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[Any] = []

    def filter(self, *args: Any, **_words: Any) -> Any:
        self.asked += args
        return self

    def none(self) -> Any:
        self.asked.append(None)
        return self


@pytest.mark.parametrize(("known", "asked"), [(True, []), (False, [None]), (Q(a=1), [Q(a=1)])])
def test_rows_are_asked_no_more_than_needed(known: Q | bool, asked: list[Any]) -> None:
    rows = Rows()
    assert fixed(known).among(rows, None) is rows
    assert rows.asked == asked


def test_a_filter_can_be_had_whatever_is_known() -> None:
    assert fixed(Q(a=1)).q(None, "x__") == Q(a=1)
    assert fixed(False).q(None) == NOTHING
    assert fixed(True).q(None) == EVERYTHING
    assert fixed(False).q(None, "x__") == Q(x__pk__in=())


def test_a_rule_is_called_as_it_is_said_or_else_like_its_test() -> None:
    def everybody(_user: Any, _row: Any) -> bool:
        return True

    assert Seen(everybody, lambda _reader, _path: True, "all of them").name == "all of them"
    assert Seen(everybody, lambda _reader, _path: True).name == "everybody"
