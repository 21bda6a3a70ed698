"""Records through the API: read, written, guarded, with the rights of who asks."""

from __future__ import annotations

from typing import Any

import pytest

from neisse.web.core.actors import SYSTEM
from neisse.web.record.models import Measure, Organisation


def test_a_record_goes_in_and_comes_out_as_it_is_in_files(program: Any, user: Any) -> None:
    ask = program(user("manager"))
    sent = {
        "name": "Łukasiewicz - PORT",
        "kind": "research",
        "city": "Wrocław",
        "offers": ["Biobank"],
        "id": "port",
    }
    made = ask("POST", "/organisations", sent)
    assert made.status_code == 201
    got = ask("GET", made.json()["href"].removeprefix("/api/v1")).json()
    assert {name: got[name] for name in sent} == sent
    assert (got["version"], got["slug"], got["type"]) == (1, "port", "organisation")


def test_lists_have_pages_filters_and_an_order(program: Any, organisation: Any) -> None:
    for number in range(5):
        organisation(id=f"o{number}", name=f"Org {number}", country="PL" if number < 3 else "DE")
    ask = program()
    page = ask("GET", "/organisations?country=PL&limit=2").json()
    assert (page["count"], [o["id"] for o in page["items"]], page["previous"]) == (3, ["o0", "o1"], None)
    assert "offset=2" in page["next"]
    assert "country=PL" in page["next"]
    last = ask("GET", "/organisations?country=PL&limit=2&offset=2").json()
    assert ([o["id"] for o in last["items"]], last["next"]) == (["o2"], None)


def test_search_is_folded(program: Any, organisation: Any) -> None:
    organisation(name="Łukasiewicz", city="Wrocław")
    for query in ("Lukasiewicz", "breslau", "WROCŁAW"):
        assert program()("GET", f"/search?q={query}").json()["count"] == 1, query
        assert program()("GET", f"/organisations?q={query}").json()["count"] == 1, query


def test_put_replaces_and_patch_changes(program: Any, user: Any, organisation: Any) -> None:
    ask = program(user("manager"))
    path = f"/organisations/{organisation(id='x', name='X', city='Leipzig', kind='company').slug}"
    assert ask("PATCH", path, {"city": "Dresden"}).json()["kind"] == "company"
    assert ask("PATCH", path, {"city": None}).json().get("city") is None
    replaced = ask("PUT", path, {"name": "Y"}).json()
    assert (replaced["id"], replaced["name"], replaced["kind"]) == ("x", "Y", "other")
    assert ask("PUT", path, {"name": "Y", "id": "other"}).status_code == 409


def test_what_is_read_can_be_sent_back(program: Any, user: Any, measure: Any) -> None:
    ask = program(user("manager"))
    path = f"/measures/{measure(place={'city': 'Wrocław'}, topics=['Biobank']).slug}"
    before = ask("GET", path).json()
    assert ask("PUT", path, before).json() == before


def test_entity_tags(program: Any, user: Any, organisation: Any) -> None:
    ask = program(user("manager"))
    path = f"/organisations/{organisation(name='X').slug}"
    tag = ask("GET", path)["ETag"]
    assert ask("GET", path, **{"If-None-Match": tag}).status_code == 304
    assert ask("PATCH", path, {"name": "Y"}, **{"If-Match": tag}).status_code == 200
    lost = ask("PATCH", path, {"name": "Z"}, **{"If-Match": tag})
    assert (lost.status_code, lost.json()["code"]) == (412, "api.changed")
    assert ask("DELETE", path, **{"If-Match": tag}).status_code == 412
    assert ask("GET", path, **{"If-None-Match": tag}).status_code == 200
    assert Organisation.objects.get().name == "Y"


def test_a_record_that_others_hang_on_stays(program: Any, user: Any, measure: Any) -> None:
    plan = measure()
    ask = program(user("manager"))
    kept = ask("DELETE", f"/organisations/{plan.owner.slug}")
    assert (kept.status_code, kept.json()["code"]) == (409, "record.in_use")
    assert ask("DELETE", f"/measures/{plan.slug}").status_code == 204
    assert ask("DELETE", f"/organisations/{plan.owner.slug}").status_code == 204


def test_history_says_who_when_and_why(program: Any, user: Any, organisation: Any) -> None:
    manager = user("manager", name="Maja")
    ask = program(manager)
    path = f"/organisations/{organisation(name='X').slug}"
    ask("PATCH", path, {"name": "Y"}, **{"X-Reason": "renamed"})
    first = ask("GET", f"{path}/history").json()["items"][0]
    assert (first["by"], first["reason"], first["change"], first["version"]) == (
        "Maja",
        "renamed",
        "changed",
        2,
    )
    assert program(user("member"))("GET", f"{path}/history").status_code == 403


@pytest.mark.parametrize(
    ("sent", "status", "code"),
    [
        ({"name": ""}, 422, "api.invalid"),
        ({"name": 5}, 422, "api.invalid"),
        ({}, 422, "api.invalid"),
        ({"name": "X\x00"}, 422, "api.text"),
        ({"name": "X", "url": "no address"}, 422, "object.invalid"),
        ({"name": "X", "confirmed_on": "2026-02-31"}, 422, "object.date"),
        ({"name": "X", "id": "taken"}, 409, "object.exists"),
    ],
)
def test_bad_objects_are_refused_with_a_reason(
    program: Any, user: Any, organisation: Any, sent: Any, status: int, code: str
) -> None:
    organisation(id="taken")
    answer = program(user("manager"))("POST", "/organisations", sent)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert set(answer.json()) == {"code", "subject", "text", "hint", "data"}
    assert Organisation.objects.count() == 1


@pytest.mark.parametrize(
    "body", ["{", "[" * 100_000, '{"name": NaN}', '{"size": 1e999, "name": "x"}', "\xff"]
)
def test_what_is_not_json_is_refused(client: Any, user: Any, body: str) -> None:
    from neisse.web.accounts.actions import issue_token

    headers = {"Authorization": f"Bearer {issue_token(user('manager'), 't', 'write', actor=SYSTEM)[1]}"}
    raw = body.encode("latin-1")
    answer = client.generic(
        "POST", "/api/v1/organisations", raw, content_type="application/json", headers=headers
    )
    assert (answer.status_code, answer.json()["code"]) == (400, "api.json")


def test_tokens_open_and_close_the_door(program: Any, user: Any, client: Any) -> None:
    someone = user("manager")
    assert program()("GET", "/me").status_code == 401
    assert program(someone)("GET", "/me").json()["email"] == someone.email
    reading = program(someone, "read")("POST", "/organisations", {"name": "X"})
    assert (reading.status_code, reading.json()["code"]) == (403, "api.scope")
    for header in ("Bearer neisse_wrong", "Basic YTpi", "Bearer", "x"):
        assert client.get("/api/v1/organisations", headers={"Authorization": header}).status_code == 401
    made = program(someone)("POST", "/me/tokens", {"label": "x", "scope": "read", "days": 1}).json()
    ask = {"Authorization": f"Bearer {made['token']}"}
    assert client.get("/api/v1/me", headers=ask).status_code == 200
    assert program(someone)("DELETE", f"/me/tokens/{made['id']}").status_code == 204
    assert client.get("/api/v1/me", headers=ask).status_code == 401
    someone.is_active = False
    someone.save()
    assert program(someone)("GET", "/me").status_code == 401


def test_a_login_writes_with_the_token_of_the_page_only(user: Any, client_of: Any) -> None:
    client = client_of(user("manager"), enforce_csrf_checks=True)
    sent = {"data": {"name": "X"}, "content_type": "application/json"}
    assert client.get("/api/v1/me").status_code == 200
    refused = client.post("/api/v1/organisations", **sent)
    assert (refused.status_code, refused.json()["code"]) == (403, "api.csrf")
    client.get("/privacy/")
    headers = {"X-CSRFToken": client.cookies["csrftoken"].value}
    assert client.post("/api/v1/organisations", **sent, headers=headers).status_code == 201


def test_there_is_a_limit_of_speed(program: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from neisse.web.core.api.limits import Limit

    monkeypatch.setattr(Limit, "allow_request", lambda self, request: False)
    monkeypatch.setattr(Limit, "wait", lambda self: 7)
    answer = program()("GET", "/organisations")
    assert (answer.status_code, answer["Retry-After"], answer.json()["code"]) == (429, "7", "api.too_many")


def test_the_limit_counts(user: Any, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.test import RequestFactory

    from neisse.web.core.api.limits import Limit

    monkeypatch.setitem(settings.API_RATES, "known", "3/min")
    limit, request = Limit(), RequestFactory().get("/")
    request.user = user("guest")
    assert [limit.allow_request(request) for _ in range(5)] == [True, True, True, False, False]


def test_unknown_addresses_answer_in_the_same_shape(program: Any) -> None:
    for method, path in (("GET", "/nothing"), ("POST", "/nothing/at/all"), ("GET", "/organisations/none")):
        answer = program()(method, path)
        assert (answer.status_code, answer.json()["code"]) == (404, "api.not_found")


def test_the_page_about_the_api_opens(client: Any) -> None:
    assert client.get("/api/v1/docs/").status_code == 200
    assert client.get("/api/v1/openapi.json").json()["info"]["title"] == "Neisse"


def test_members_of_a_network_on_a_day(program: Any, organisation: Any, record: Any) -> None:
    net = record("network", name="N")
    for number, city in enumerate(["Leipzig", "Leipzig", "Dresden"]):
        org = organisation(city=city)
        record("membership", network=net.key, organisation=org.key, **{"from": f"202{number}-01-01"})
    page = program()("GET", f"/networks/{net.slug}/statistics?on=2021-06-01").json()
    assert (page["members"], page["by_town"]) == (2, [["Leipzig", 2]])


def test_a_member_plans_for_its_own_organisation_only(program: Any, people: Any) -> None:
    ask = program(people["owner"])
    plan = {"title": "T", "starts": "2026-10-21", "kind": "event"}
    made = ask("POST", "/measures", plan | {"owner": "owner"})
    assert made.status_code == 201
    assert ask("POST", "/measures", plan | {"owner": "stranger"}).status_code == 403
    path = f"/measures/{made.json()['slug']}"
    assert ask("PATCH", path, {"owner": "stranger"}).status_code == 403
    assert ask("PATCH", path, {"title": "U"}).status_code == 200
    assert Measure.objects.get().title == "U"
