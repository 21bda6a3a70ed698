"""Lists are sorted by the heads of their columns, both ways, in their pages and in what is taken along."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.urls import reverse

from neisse.web.core.ordering import ordered
from neisse.web.record.queries import directory, people, plans

HEAD = re.compile(r'<th scope="col"(?: aria-sort="(\w+)")?><a href="\?([^"]*)">([^<]*)')
PAGES = {"record:directory": directory.ORDERS, "record:plans": plans.ORDERS, "record:people": people.ORDERS}


@pytest.fixture
def manager(client_of: Any, user: Any, organisation: Any, measure: Any, record: Any) -> Any:
    for n, (name, city, kind) in enumerate(
        (("Beta", "Zgorzelec", "agency"), ("Alfa", "Görlitz", "research"), ("Gama", "", "agency"))
    ):
        house = organisation(id=f"house-{n}", name=name, city=city, kind=kind)
        day = {"starts": f"2027-0{3 - n}-01"} if n < 2 else {"period": "2027"}
        measure(owner=house, id=f"plan-{n}", title=f"Plan {name}", **day)
        record("person", id=f"person-{n}", name=f"Person {name}", organisation=house.key)
    return client_of(user("manager"))


def names(client: Any, view: str, query: str) -> list[str]:
    page = client.get(f"{reverse(view)}?{query}&time=all").content.decode()
    return re.findall(r'<td class="title">(?:<a[^>]*>)?\s*(?:<span[^>]*>)?([^<{]*?)\s*<', page)


def heads(page: str) -> list[tuple[str, str, str]]:
    """(how it is sorted now, what a click asks for, label) of each head that sorts."""
    return [(now, html.unescape(query), label.strip()) for now, query, label in HEAD.findall(page)]


@pytest.mark.parametrize("view", PAGES)
def test_every_head_sorts_both_ways(view: str, manager: Any) -> None:
    first = manager.get(reverse(view), {"time": "all"}).content.decode()
    assert len(heads(first)) >= 2
    assert [now for now, _query, _label in heads(first) if now] == ["ascending"]
    for _now, query, label in heads(first):
        page = manager.get(f"{reverse(view)}?{query}").content.decode()
        ((way, back),) = [(now, asked) for now, asked, said in heads(page) if said == label]
        turned = manager.get(f"{reverse(view)}?{back}").content.decode()
        (other_way,) = [now for now, _query, said in heads(turned) if said == label]
        assert {way, other_way} == {"ascending", "descending"}, label
        one, other = names(manager, view, query), names(manager, view, back)
        assert len(one) == len(other) == 3
        assert one != other, label


def test_what_has_no_value_stands_last_both_ways() -> None:
    for asked in ("time", "-time"):
        assert ordered(plans.ORDERS, asked, "time")[0].nulls_last is True
    assert ordered(plans.ORDERS, "-time", "time")[0].descending is True
    for asked in ("nothing", "-nothing", "", "-"):
        assert ordered(plans.ORDERS, asked, "time") == list(plans.ORDERS["time"])


def test_what_is_taken_along_stands_in_the_same_order(manager: Any) -> None:
    for sort, first in (("name", "Alfa"), ("-name", "Gama")):
        answer = manager.get(
            reverse("record:export", args=["organisations"]), {"format": "csv", "sort": sort}
        )
        lines = b"".join(answer.streaming_content if answer.streaming else [answer.content]).decode(
            "utf-8-sig"
        )
        assert first in lines.splitlines()[1], sort


@pytest.mark.parametrize("view", PAGES)
def test_an_order_that_is_not_offered_is_left_out(view: str, manager: Any) -> None:
    usual = names(manager, view, "")
    for sort in ("-", "--name", "-nothing", "owner__slug", "-pk", "name;", "%00"):
        assert names(manager, view, f"sort={sort}") == usual
