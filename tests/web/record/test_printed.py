"""What is printed says with which filters and when; a timeline is there as a whole, on several sheets."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse

from neisse.web.record.views import plans

LINE = re.compile(r'<p class="only-print" id="print-line">(.*?)</p>', re.S)
VIEWS = {
    "record:directory": {"city": "Görlitz"},
    "record:plans": {"kind": "fair"},
    "record:timeline": {"kind": "fair"},
    "record:month": {"kind": "fair"},
    "record:people": {"account": "no"},
    "record:removed": {"q": "Somebody"},
    "meet:events": {"q": "Somebody"},
}


@pytest.mark.parametrize("view", VIEWS)
def test_the_filters_and_the_day_stand_on_paper(view: str, client_of: Any, user: Any, measure: Any) -> None:
    measure(kind="fair", place={"city": "Görlitz"}, starts="2027-02-03")
    manager = client_of(user("manager"))
    said = {}
    for query in ({}, VIEWS[view]):
        page = manager.get(reverse(view), query).content.decode()
        (line,) = LINE.findall(page)
        assert re.search(r"20\d\d", line)
        said[bool(query)] = line
    assert ": " in said[True]
    assert " · " in said[True]
    assert " · " not in said[False]


def test_a_timeline_on_sheets_leaves_out_nothing(
    client_of: Any, measure: Any, organisation: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plans, "MOST_DRAWN", 5)
    houses = [organisation(name=f"House {n}") for n in range(30)]
    made = [measure(owner=house, starts="2027-02-03", title=f"Day {n}") for n, house in enumerate(houses)]
    client, asked = client_of(None), {"from": "2027-01", "months": "3"}
    on_screen = client.get(reverse("record:timeline"), asked).content.decode()
    assert on_screen.count('class="bar-link') == 5
    assert "sheets=yes" in on_screen
    printed = client.get(reverse("record:timeline"), asked | {"sheets": "yes"}).content.decode()
    assert printed.count('class="bar-link') == len(made)
    assert printed.count('<div class="sheet">') >= 2
    assert printed.count('id="vague-de"') == 1
    assert "data-print" in printed
