"""Views of a list are saved under a name: of one's own, for one list, within limits, and gone with the account."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from neisse.engine.values import NeisseError
from neisse.web.core.actions.saved_views import LONGEST_QUERY, MOST_OF_A_LIST, save_view
from neisse.web.core.models import SavedView

LISTS = (
    "record:plans",
    "record:directory",
    "record:people",
    "record:timeline",
    "record:month",
    "meet:events",
)


def save(
    client: Any, page: str = "record:plans", name: str = "Fairs", query: str = "kind=fair&page=3"
) -> Any:
    body = {"list": page, "name": name, "query": query}
    return client.post(reverse("core:view_save"), body, follow=True)


@pytest.mark.parametrize("page", LISTS)
def test_a_view_is_offered_saved_and_leads_back(page: str, client_of: Any, user: Any) -> None:
    client, other = client_of(user("manager")), client_of(user("manager"))
    assert "view_save" not in client.get(reverse(page)).content.decode()
    asked = client.get(reverse(page), {"q": "x y"}).content.decode()
    assert f'action="{reverse("core:view_save")}"' in asked
    assert 'name="query" value="q=x+y"' in asked
    save(client, page, "Mine <b>", "q=x+y&page=3")
    shown = client.get(reverse(page)).content.decode()
    assert f'href="{reverse(page)}?q=x+y"' in shown
    assert "Mine &lt;b&gt;" in shown
    assert "Mine" not in other.get(reverse(page)).content.decode()
    elsewhere = next(name for name in LISTS if name != page)
    assert "Mine" not in client.get(reverse(elsewhere)).content.decode()


def test_of_one_name_there_is_one(client_of: Any, user: Any) -> None:
    client = client_of(user("member"))
    save(client)
    save(client, query="kind=call")
    assert list(SavedView.objects.values_list("name", "query")) == [("Fairs", "kind=call")]


def test_only_the_owner_removes_it(client_of: Any, user: Any) -> None:
    owner, other = client_of(user("member")), client_of(user("manager"))
    save(owner)
    way = reverse("core:view_remove", args=[SavedView.objects.get().pk])
    assert other.post(way).status_code == 404
    assert client_of(None).post(way).status_code in {302, 403}
    assert owner.get(way).status_code == 405
    assert SavedView.objects.exists()
    owner.post(way)
    assert not SavedView.objects.exists()


@pytest.mark.parametrize(
    ("page", "name", "query"),
    [
        ("nothing:here", "A", "q=a"),
        ("https://evil.example", "A", "q=a"),
        ("record:organisation", "A", "q=a"),
        ("record:plans", "", "q=a"),
        ("record:plans", "  ", "q=a"),
        ("record:plans", "A", "q=" + "a" * LONGEST_QUERY),
    ],
)
def test_nothing_else_is_saved(page: str, name: str, query: str, client_of: Any, user: Any) -> None:
    answer = save(client_of(user("member")), page, name, query)
    assert answer.status_code in {200, 404}
    assert not SavedView.objects.exists()


def test_a_hostile_query_leads_to_the_list_all_the_same(client_of: Any, user: Any) -> None:
    client = client_of(user("member"))
    for n, query in enumerate(("//evil.example", "\r\nSet-Cookie: a=b", "q=%00&sort=-pk", "&&&==", "q=😀")):
        answer = save(client, name=f"n{n}", query=query)
        assert answer.status_code == 200
        assert answer.redirect_chain[0][0].startswith(f"{reverse('record:plans')}?")


def test_a_list_has_so_many_views(user: Any) -> None:
    owner = user("member")
    for n in range(MOST_OF_A_LIST):
        save_view("record:plans", f"View {n}", f"q={n}", actor=owner)
    with pytest.raises(NeisseError) as refused:
        save_view("record:plans", "One more", "q=x", actor=owner)
    assert refused.value.code == "view.too_many"
    save_view("record:plans", "View 3", "q=other", actor=owner)
    save_view("record:directory", "One more", "q=x", actor=owner)


def test_they_cost_a_query_and_go_with_the_account(client_of: Any, user: Any) -> None:
    owner = user("member")
    client = client_of(owner)
    counts = []
    for n in (1, 2, 3):
        save_view("record:plans", f"View {n}", f"q={n}", actor=owner)
        client.get(reverse("record:plans"))
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(reverse("record:plans"))
        counts.append(len(asked))
    assert counts[0] == counts[2]
    assert "View 2" in client.get(reverse("accounts:my_data")).content.decode()
    owner.delete()
    assert not SavedView.objects.exists()


def test_a_manager_shares_a_view_with_the_circle_and_with_nobody_else(client_of: Any, user: Any) -> None:
    people = {role: client_of(user(role)) for role in ("manager", "circle", "member")}
    other = client_of(user("manager"))
    for role, client in people.items():
        body = {"list": "record:plans", "name": f"of {role}", "query": f"q={role}", "shared": "1"}
        client.post(reverse("core:view_save"), body)
    assert set(SavedView.objects.filter(is_shared=True).values_list("name", flat=True)) == {"of manager"}
    offered = {
        role: client.get(reverse("record:plans"), {"q": "x"}).content.decode()
        for role, client in people.items()
    }
    assert {role for role, page in offered.items() if "of manager" in page} == {"manager", "circle"}
    way = reverse("core:view_remove", args=[SavedView.objects.get(is_shared=True).pk])
    assert way in offered["manager"]
    assert way not in offered["circle"]
    assert people["circle"].post(way).status_code == people["member"].post(way).status_code == 404
    with pytest.raises(NeisseError, match=r"rights\."):
        save_view("record:plans", "No", "q=x", actor=user("circle"), is_shared=True)
    assert other.post(way).status_code == 302
    assert not SavedView.objects.filter(is_shared=True).exists()


def test_a_list_opens_with_the_own_view_before_that_of_the_circle(client_of: Any, user: Any) -> None:
    manager, circle, member = user("manager"), user("circle"), user("member")
    clients = {who: client_of(who) for who in (manager, circle, member)}
    bare = reverse("record:plans")

    def opened(who: Any, **headers: str) -> str:
        return str(clients[who].get(bare, headers=headers).headers.get("Location", ""))

    assert [opened(who) for who in clients] == ["", "", ""]
    save_view("record:plans", "Fairs", "kind=fair", actor=manager, is_shared=True, opens=True)
    assert [opened(who) for who in clients] == [f"{bare}?kind=fair", f"{bare}?kind=fair", ""]
    save_view("record:plans", "Mine", "q=mine", actor=circle, opens=True)
    save_view("record:plans", "Mine", "q=mine", actor=member, opens=True)
    assert [opened(who) for who in clients] == [f"{bare}?kind=fair", f"{bare}?q=mine", f"{bare}?q=mine"]
    for headers in ({"referer": f"http://testserver{bare}?q=mine"}, {"hx-request": "true"}):
        assert opened(circle, **headers) == ""
    assert clients[circle].get(bare, {"q": ""}).status_code == 200
    assert clients[circle].get(reverse("record:directory")).status_code == 200
    assert client_of(None).get(bare).status_code == 200
    save_view("record:plans", "Calls", "kind=call", actor=manager, is_shared=True, opens=True)
    assert opened(manager) == f"{bare}?kind=call"
    assert SavedView.objects.filter(opens=True).count() == 3
    save_view("record:plans", "Mine", "q=mine", actor=circle)
    assert opened(circle) == f"{bare}?kind=call"


def test_the_view_that_is_looked_at_can_be_changed(client_of: Any, user: Any) -> None:
    manager = client_of(user("manager", language="en"))
    save(manager)
    page = manager.get(reverse("record:plans"), {"kind": "fair"}).content.decode()
    assert "Change view" in page
    body = {"list": "record:plans", "name": "Fairs", "query": "kind=fair", "opens": "1", "shared": "1"}
    manager.post(reverse("core:view_save"), body)
    view = SavedView.objects.get()
    assert (view.is_shared, view.opens) == (True, True)
    page = manager.get(reverse("record:plans"), {"kind": "fair"}).content.decode()
    assert 'name="opens" value="1" checked' in page
    assert 'name="shared" value="1" checked' in page
