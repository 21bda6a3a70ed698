"""A long list is looked up by typing: the names of what the reader may see, found without scripts, and no other."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.urls import reverse

from neisse.web.core.lookups import MOST_IN_SELECT, LookUp
from neisse.web.core.models import Instance

MANY = MOST_IN_SELECT + 5
SELECT = re.compile(r'<select name="([^"]+)".*?</select>', re.S)
OFFERED = re.compile(r'<datalist id="id_(\w+)_offered">(.*?)</datalist>', re.S)


@pytest.fixture
def full(organisation: Any, measure: Any, record: Any) -> None:
    """More organisations, towns, topics, kinds, sectors, networks and persons than a select shows."""
    for n in range(MANY):
        house = organisation(
            id=f"house-{n}", name=f"Institut Nummer {n:02}", city=f"Ort {n:02}", kind=f"kind {n:02}",
            sectors=[f"sector {n:02}"], visibility="public" if n else "circle", country="DE",
        )  # fmt: skip
        record("network", id=f"net-{n}", name=f"Netz {n:02}")
        record("person", id=f"person-{n}", name=f"Person {n:02}", organisation=house.key)
        measure(owner=house, id=f"plan-{n}", title=f"Plan {n:02}", kind=f"kind {n:02}", topics=[f"Thema {n:02}"],
                place={"city": f"Ort {n:02}", "country": "DE"})  # fmt: skip


def offered(page: str) -> dict[str, list[str]]:
    """Field -> the names that it suggests."""
    found = OFFERED.findall(page)
    return {name: [html.unescape(v) for v in re.findall(r'value="([^"]*)"', body)] for name, body in found}


def in_table(page: str) -> int:
    return len(re.findall(r'<td class="title">', page))


PAGES = ("record:directory", "record:plans", "record:people", "record:timeline", "record:month",
         "accounts:invite", "record:removed", "meet:events", "intersect:partners")  # fmt: skip


@pytest.mark.parametrize("view", PAGES)
def test_no_page_has_a_select_too_long_to_read(view: str, full: None, client_of: Any, user: Any) -> None:
    page = client_of(user("manager")).get(reverse(view), follow=True)
    assert page.status_code == 200
    long = [
        m[1] for m in SELECT.finditer(page.content.decode()) if m[0].count("<option") > MOST_IN_SELECT + 1
    ]
    assert long == []


@pytest.mark.parametrize(
    ("view", "field", "typed", "code"),
    [
        ("record:directory", "city", "ort 07", "Ort 07"),
        ("record:directory", "network", "netz 07", "net-7"),
        ("record:plans", "owner", "institut nummer 07", "house-7"),
        ("record:plans", "owner", "nummer 07", "house-7"),
        ("record:plans", "topic", "thema 07", "Thema 07"),
        ("record:people", "organisation", "Institut Nummer 07", "house-7"),
    ],
)
def test_a_name_finds_what_its_code_finds(
    view: str, field: str, typed: str, code: str, full: None, client_of: Any, user: Any
) -> None:
    manager = client_of(user("manager"))
    by_name = manager.get(reverse(view), {field: typed, "time": "all"}).content.decode()
    by_code = manager.get(reverse(view), {field: code, "time": "all"}).content.decode()
    assert in_table(by_name) == in_table(by_code) == (0 if field == "network" else 1)
    shown = next(name for name in offered(by_code)[field] if "07" in name)
    for page in (by_name, by_code):
        assert re.search(
            rf'<input[^>]*name="{field}"[^>]*value="{shown}"|value="{shown}"[^>]*name="{field}"', page
        )


def test_what_a_reader_may_not_see_is_neither_suggested_nor_found(
    full: None, client_of: Any, user: Any
) -> None:
    hidden = "Institut Nummer 00"
    for reader, sees in ((None, False), (user("guest"), False), (user("manager"), True)):
        client = client_of(reader)
        page = client.get(reverse("record:plans"), {"time": "all"}).content.decode()
        assert (hidden in offered(page)["owner"]) is sees
        page = client.get(reverse("record:plans"), {"owner": hidden, "time": "all"}).content.decode()
        assert in_table(page) == (1 if sees else 0)


def test_names_that_several_have_are_told_apart_by_their_code() -> None:
    look_up = LookUp([("", "all"), ("a", "Same"), ("b", "Same"), ("c", "Other")])
    assert look_up.names() == [("a", "Same [a]"), ("b", "Same [b]"), ("c", "Other")]
    for said, code in (("Same", "Same"), ("same [b]", "b"), ("a", "a"), ("oth", "c"), ("", ""), ("x", "x")):
        assert look_up.value_from_datadict({"f": said}, {}, "f") == code
    assert look_up.format_value("b") == "Same [b]"
    assert '<option value="Same [a]">' in look_up.render("f", "", {"id": "id_f"})


def test_an_invitation_takes_the_name_of_an_organisation(full: None, client_of: Any, user: Any) -> None:
    Instance.objects.get_or_create(pk=1)
    manager = client_of(user("manager"))
    page = manager.get(reverse("accounts:invite")).content.decode()
    assert "Institut Nummer 07" in offered(page)["organisation"]
    body = {"email": "new@example.org", "name": "New", "role": "member", "language": "de"}
    sent = manager.post(reverse("accounts:invite"), body | {"organisation": "Nobody of this name"})
    assert sent.status_code == 200
    sent = manager.post(reverse("accounts:invite"), body | {"organisation": "institut nummer 07"})
    assert sent.status_code == 302
