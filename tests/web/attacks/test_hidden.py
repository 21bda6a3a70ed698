"""What is hidden answers as what is missing: every operation of the API's document that takes an id, for everybody.

The operations, and what may stand in their addresses, are read from the document; each is sent with a body that is
taken, with an empty one, with another id, with a version that is not there, and with something that is no JSON. Ids in
bodies and in filters are asked in the same way.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from tests.web.attacks.snapshot import rows, undone
from tests.web.attacks.test_api import COLLECTIONS, HEAD, of_steps
from tests.web.attacks.world import PLAN, SIGNED_IN, World

from neisse.web.api import described
from neisse.web.intersect.queries import closed_overlap, listed_overlaps
from neisse.web.record.bridge import KINDS
from neisse.web.record.queries.scoped import visible
from neisse.web.record.schemas import READ_ONLY

NOWHERE = "veiled-nowhere"
NUMBER = 2**31 - 7
KIND_OF = {name: kind for kind, name in COLLECTIONS.items()}
EVERYBODY = (*SIGNED_IN, "public")
# Kinds of which some rows are hidden from somebody; all others are there for everybody who may read any.
VEILED = {
    "measure": ("plan-blind", "plan-circle"),
    "organisation": ("veiled",),
    "person": ("veiled-person",),
    "membership": ("veiled-member",),
    "figure": ("veiled-figure", "blind-figure"),
}
# Fields that name a record and are no reference of the contract's table, with what they may name.
NAMED = {
    ("figure", "about"): ("organisation", "measure"),
    ("section", "chair"): ("organisation", "person"),
    ("topic_group", "chair"): ("organisation", "person"),
}
FILTERS = {
    "owner": "organisation",
    "organisation": "organisation",
    "measure": "measure",
    "network": "network",
}


@pytest.fixture
def veiled(world: World, record: Any) -> World:
    """The world with an organisation of the circle and with what hangs on it."""
    record("organisation", id="veiled", name="Veiled", kind="research", visibility="circle")
    record("person", id="veiled-person", name="Somebody", organisation="veiled")
    record("membership", id="veiled-member", network="net", organisation="veiled")
    record("figure", id="veiled-figure", about="veiled", concept="members", value=5, unit="1", year=2021)
    record("figure", id="blind-figure", about="plan-blind", concept="members", value=5, unit="1", year=2021)
    return world


def operations() -> Iterator[tuple[str, str]]:
    """Every operation of the document that has an id in its address."""
    for path, said in described()["paths"].items():
        yield from ((method, path) for method in said if "{" in path)


def slug_of(kind: str, key: str) -> str:
    return str(KINDS[kind].model.objects.get(key=key).slug)


def can_see(kind: str, user: Any, key: str) -> bool:
    return bool(visible(kind, user).filter(key=key).exists())


def hidden_at(world: World, path: str, user: Any) -> Iterator[tuple[str, str]]:
    """(an id that is there and hidden from somebody, one that is not there) for an address of the document."""
    name = path.removeprefix(f"{HEAD}/").partition("/")[0]
    kind = KIND_OF.get(name)
    if kind:
        keys = [key for key in VEILED.get(kind, ()) if not can_see(kind, user, key)]
        yield from ((slug_of(kind, key), NOWHERE) for key in keys)
    elif name == "overlaps":
        for key in ("overlap-plan-blind", "overlap-plan-circle"):
            pk = world.rows[key].pk
            is_told = closed_overlap(user, pk) if path.endswith("opening") else None
            if not is_told and not listed_overlaps(user).filter(pk=pk).exists():
                yield str(pk), str(NUMBER)
    elif name == "imports":
        if not user.has_perm("record.import"):
            yield str(world.rows["previewed"].pk), str(NUMBER)
    else:
        assert path == f"{HEAD}/me/tokens/{{pk}}", f"{path}: what of it is hidden from whom?"
        owner = world.people["owner"]
        if user != owner:
            yield str(owner.api_tokens.order_by("pk").last().pk), str(NUMBER)


def bodies(
    world: World, method: str, path: str, taken: dict[str, Any]
) -> Iterator[tuple[Any, dict[str, str]]]:
    """What is sent, with its headers."""
    if method in {"get", "delete"}:
        yield None, {}
        yield from [(None, {"If-Match": '"0"'})] if method == "delete" else ()
        return
    yield taken.get(path, {}), {}
    yield taken.get(path, {}), {"If-Match": '"0"'}
    yield {}, {}
    yield {"id": "another"}, {}
    yield "no object", {}


def send(client: Any, method: str, address: str, secret: str, body: Any, headers: dict[str, str]) -> Any:
    known = {"Authorization": f"Bearer {secret}"} if secret else {}
    data = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
    cache.clear()
    return getattr(client, method)(address, **data, headers=known | headers)


def told(answer: Any, name: str) -> tuple[Any, ...]:
    """All that an answer says, but for the id that was asked for."""
    is_json = "json" in answer.get("Content-Type", "")
    said = json.dumps(answer.json(), ensure_ascii=False) if is_json else answer.content.decode()
    heads = {key: value for key, value in answer.items() if key not in {"X-Request-Id", "Content-Length"}}
    return answer.status_code, re.sub(rf"\b{name}\b", "-", said), sorted(heads.items())


def example(client: Any, secret: str, kind: str, slug: str) -> dict[str, Any]:
    found = send(client, "get", f"{HEAD}/{COLLECTIONS[kind]}/{slug}", secret, None, {}).json()
    return {name: value for name, value in found.items() if name not in READ_ONLY}


def test_hidden_and_missing_ids_are_answered_alike(veiled: World, client_of: Any) -> None:
    client, before, faults, asked = client_of(None), rows(), [], set()
    taken = {path: body for _method, path, _at, body, _may in of_steps(veiled) if not isinstance(body, bytes)}
    for name, kind in KIND_OF.items():
        slug = {"measure": "plan-public", "organisation": "owner", "person": "chair"}.get(kind)
        slug = slug or veiled.slugs[kind][0]
        taken[f"{HEAD}/{name}/{{slug}}"] = example(client, veiled.secrets["token manager"], kind, slug)
    for who in EVERYBODY:
        user, secret = veiled.people[who] or AnonymousUser(), veiled.secrets.get(f"token {who}", "")
        for method, path in operations():
            for there, missing in hidden_at(veiled, path, user):
                asked.add((method, path))
                for body, headers in bodies(veiled, method, path, taken):
                    with undone(before) as attempt:
                        said = [
                            told(send(client, method, path.replace(part, name), secret, body, headers), name)
                            for part in ("{slug}", "{pk}") if part in path for name in (there, missing)
                        ]  # fmt: skip
                    if said[0] != said[1] or attempt.touched:
                        faults.append(f"{who} {method} {path} {there} {body}: {said} {attempt.models}")
    assert "\n".join(faults) == ""
    never = {path for method, path in operations() if (method, path) not in asked}
    open_to_all = {f"{HEAD}/{COLLECTIONS[kind]}/" for kind in COLLECTIONS if kind not in VEILED}
    assert [path for path in never if not path.startswith(tuple(open_to_all))] == []


def references() -> Iterator[tuple[str, str, str]]:
    """(kind, field, what it names) of every field of a record that holds an id."""
    for kind, said in KINDS.items():
        yield from ((kind, name, target) for name, target in said.refers)
    yield from ((kind, name, target) for (kind, name), targets in NAMED.items() for target in targets)


def test_ids_in_bodies_tell_nothing_of_what_is_hidden(veiled: World, client_of: Any) -> None:
    """Made by whoever may make one: a reference to what is hidden, and an id that is taken by it."""
    client, before, faults, asked = client_of(None), rows(), [], 0
    for who in EVERYBODY:
        user, secret = veiled.people[who] or AnonymousUser(), veiled.secrets.get(f"token {who}", "")
        for kind, name, target in references():
            obj = example(client, veiled.secrets["token manager"], kind, slug_for(veiled, kind))
            for key in VEILED.get(target, ()):
                if can_see(target, user, key):
                    continue
                asked += 1
                is_list = isinstance(obj.get(name), list) or name in {"partners", "members", "meetings"}
                answers = []
                for value in (key, NOWHERE):
                    body = obj | {"id": "fresh-one", name: [value] if is_list else value}
                    with undone(before):
                        answer = send(client, "post", f"{HEAD}/{COLLECTIONS[kind]}", secret, body, {})
                        answers.append(told(answer, value))
                if answers[0] != answers[1]:
                    faults.append(f"{who} {kind}.{name} = {key}: {answers}")
    assert "\n".join(faults) == ""
    assert asked > 50


def test_an_id_that_is_taken_by_what_is_hidden_is_free(veiled: World, client_of: Any) -> None:
    client, before, faults, asked = client_of(None), rows(), [], 0
    for who in EVERYBODY:
        user, secret = veiled.people[who] or AnonymousUser(), veiled.secrets.get(f"token {who}", "")
        for kind, keys in VEILED.items():
            obj = example(client, veiled.secrets["token manager"], kind, slug_for(veiled, kind))
            obj |= (
                PLAN | {"owner": who, "partners": []}
                if kind == "measure" and who in {"owner", "stranger"}
                else {}
            )
            for key in [key for key in keys if not can_see(kind, user, key)]:
                asked += 1
                codes = []
                for value in (key, NOWHERE):
                    with undone(before):
                        at = f"{HEAD}/{COLLECTIONS[kind]}"
                        codes.append(send(client, "post", at, secret, obj | {"id": value}, {}).status_code)
                if codes[0] != codes[1]:
                    faults.append(f"{who} {kind} {key}: {codes}")
    assert faults == []
    assert asked > 15


def slug_for(world: World, kind: str) -> str:
    return {"measure": "plan-public", "person": "chair"}.get(kind) or world.slugs[kind][0]


def test_filters_tell_nothing_of_what_is_hidden(veiled: World, client_of: Any) -> None:
    client, faults, asked = client_of(None), [], 0
    for path, said in described()["paths"].items():
        named = {one["name"] for one in said.get("get", {}).get("parameters", ()) if one["in"] == "query"}
        for name, kind in FILTERS.items():
            for who in EVERYBODY if name in named else ():
                user, secret = veiled.people[who] or AnonymousUser(), veiled.secrets.get(f"token {who}", "")
                for key in [key for key in VEILED.get(kind, ()) if not can_see(kind, user, key)]:
                    asked += 1
                    answers = [
                        told(
                            send(
                                client,
                                "get",
                                f"{path.replace('{slug}', 'net')}?{name}={one}",
                                secret,
                                None,
                                {},
                            ),
                            one,
                        )
                        for one in (slug_of(kind, key), NOWHERE)
                    ]
                    if answers[0] != answers[1]:
                        faults.append(f"{who} {path}?{name}={key}: {answers}")
    assert "\n".join(faults) == ""
    assert asked > 15
