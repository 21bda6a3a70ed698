"""The same for many rows of a list: only what the reader may change is changed, the rest is named; once, and undone."""

from __future__ import annotations

import html
import re
from io import BytesIO
from typing import Any

import pytest
import python_calamine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from neisse.web.record.models import Measure, Organisation, Person, Removal

LISTS = {"organisation": "record:directory", "measure": "record:plans", "person": "record:people"}


def send(client: Any, kind: str, rows: list[Any], do: str, **more: str) -> Any:
    body = {"row": [row.slug for row in rows], "do": do, "asked": "time=all", **more}
    return client.post(reverse("record:together", args=[kind]), body, follow=True)


@pytest.fixture
def plans(people: Any, measure: Any) -> dict[str, Any]:
    """A plan of each visibility of one owner, and one of somebody else."""
    owner, stranger = (Organisation.objects.get(key=key) for key in ("owner", "stranger"))
    made = {level: measure(owner=owner, id=level, title=f"Plan {level}", visibility=level)
            for level in ("public", "circle", "blind")}  # fmt: skip
    return made | {"theirs": measure(owner=stranger, id="theirs", title="Plan theirs", visibility="public")}


def test_a_mixed_selection_changes_what_the_actor_may_and_names_the_rest(
    people: Any, plans: Any, client_of: Any
) -> None:
    page = send(client_of(people["owner"]), "measure", list(plans.values()), "remove").content.decode()
    assert set(Measure.objects.values_list("key", flat=True)) == {"theirs"}
    assert "Plan theirs: " in page


def test_what_is_hidden_is_neither_changed_nor_named(people: Any, plans: Any, client_of: Any) -> None:
    page = send(
        client_of(people["manager"]), "measure", [plans["blind"], plans["public"]], "remove"
    ).content.decode()
    assert "Plan blind" not in page
    assert Measure.objects.filter(key="blind").exists()
    page = send(
        client_of(people["stranger"]), "measure", [plans["blind"], plans["circle"]], "remove"
    ).content.decode()
    assert "Plan blind" not in page
    assert "Plan circle" not in page
    assert Measure.objects.filter(key="circle").exists()


def test_undone_the_list_is_filtered_as_it_was(people: Any, plans: Any, client_of: Any) -> None:
    manager = client_of(people["manager"])
    page = send(manager, "measure", [plans["public"]], "remove", asked="time=all&owner=owner&q=Plan")
    way = re.search(r'action="(/records/removed/together/\w+/restore/)"', page.content.decode())
    back = re.search(r'name="next" value="([^"]+)"><button class="btn small">', page.content.decode())
    assert way
    assert back
    where = html.unescape(back[1])
    assert where == page.request["PATH_INFO"] + "?" + page.request["QUERY_STRING"]
    assert "q=Plan" in where
    assert manager.post(way[1], {"next": "https://evil.example/"}).url == reverse("record:plans")
    page = send(manager, "measure", [plans["public"]], "remove", asked="time=all&owner=owner&q=Plan")
    way = re.search(r'action="(/records/removed/together/\w+/restore/)"', page.content.decode())
    assert way
    assert manager.post(way[1], {"next": where}).url == where


def test_removed_together_comes_back_together(people: Any, plans: Any, client_of: Any) -> None:
    manager = client_of(people["manager"])
    page = send(manager, "measure", [plans["public"], plans["circle"]], "remove").content.decode()
    (way,) = re.findall(r'action="(/records/removed/together/\w+/restore/)"', page)
    for who in ("stranger", "circle"):
        client_of(people[who]).post(way)
        assert not Measure.objects.filter(key="public").exists()
    for _twice in range(2):
        manager.post(way)
    assert Measure.objects.get(key="public").pk == plans["public"].pk
    assert not Removal.objects.filter(restored_at=None).exists()


def test_visibility_and_topics(people: Any, plans: Any, client_of: Any) -> None:
    manager = client_of(people["manager"])
    send(manager, "measure", [plans["public"], plans["theirs"]], "circle")
    assert set(Measure.objects.exclude(key="blind").values_list("visibility", flat=True)) == {"circle"}
    for _twice in range(2):
        send(manager, "measure", [plans["public"]], "topic", topic="Laser")
    assert Measure.objects.get(key="public").topics == ["Laser"]
    house = Organisation.objects.get(key="owner")
    send(manager, "organisation", [house], "circle")
    house.refresh_from_db()
    assert house.visibility == "circle"


def test_nothing_is_done_without_rows_or_with_what_is_not_offered(
    people: Any, plans: Any, client_of: Any
) -> None:
    manager = client_of(people["manager"])
    before = list(Measure.objects.values())
    for rows, do in (
        ([], "remove"),
        ([plans["public"]], "blind"),
        ([plans["public"]], ""),
        ([plans["public"]], "topic"),
    ):
        assert "message warning" in send(manager, "measure", rows, do).content.decode()
    assert list(Measure.objects.values()) == before
    assert manager.post(reverse("record:together", args=["network"])).status_code == 404


@pytest.mark.parametrize("kind", LISTS)
def test_rows_of_lists_can_be_marked_at_no_query_more(
    kind: str, client_of: Any, user: Any, record: Any, organisation: Any, measure: Any
) -> None:
    manager = client_of(user("manager"))
    house = organisation(id="house", name="House")
    counts = []
    for n in (1, 2, 3):
        if kind == "organisation":
            organisation(id=f"house-{n}", name=f"House {n}")
        elif kind == "measure":
            measure(owner=house, id=f"plan-{n}")
        else:
            record("person", id=f"person-{n}", name=f"Person {n}", organisation="house")
        manager.get(reverse(LISTS[kind]), {"time": "all"})
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page = manager.get(reverse(LISTS[kind]), {"time": "all"}).content.decode()
        counts.append(len(asked))
        assert page.count('name="row"') == {"organisation": n + 1}.get(kind, n)
    assert counts[0] == counts[2]
    assert 'name="row"' not in client_of(None).get(reverse(LISTS["organisation"])).content.decode()
    assert Person.objects.count() == (3 if kind == "person" else 0)


def test_marked_rows_are_taken_along_in_their_order_without_what_is_hidden(
    people: Any, plans: Any, client_of: Any
) -> None:
    asked = [plans["theirs"], plans["blind"], plans["public"]]
    for form in ("xlsx", "ods"):
        for _twice in range(2):  # a file is no change: the same form may be sent again
            answer = send(client_of(people["manager"]), "measure", asked, form, once="a" * 20)
            assert answer["Content-Disposition"].startswith("attachment")
            sheet = python_calamine.load_workbook(BytesIO(answer.content)).get_sheet_by_index(0)
            said = [str(cell) for row in sheet.to_python() for cell in row]
            assert said.index("Plan theirs") < said.index("Plan public")
            assert "Plan blind" not in said
    assert Measure.objects.count() == len(plans)
