"""No parameter of the API makes it fail: every one that the document names, with every hostile value, and strange ids."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from tests.web.walks.test_hostile_addresses import VALUES

from neisse.web.api import described

IDS = [
    "0",
    str(2**31),
    str(2**63),
    "-1",
    quote("²"),
    "%00",
    "a" * 900,
    "..",
    "%2e%2e",
    "zzz",
    quote("نص"),
    "1e9",
]
CODES = {400, 404, 405, 422}


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every operation of the document: path, method, what it says of itself."""
    for path, methods in described()["paths"].items():
        for method, said in methods.items():
            yield path, method, said


def parameters(said: dict[str, Any], place: str) -> list[str]:
    return [p["name"] for p in said.get("parameters", []) if p["in"] == place]


def filled(path: str, world: dict[str, Any]) -> str:
    """The path of something that there is."""
    return path.replace("{slug}", str(world["slug"][0])).replace("{pk}", "1")


def send(client: Any, method: str, address: str) -> Any:
    body = {} if method in {"get", "head", "delete"} else {"data": "{}", "content_type": "application/json"}
    return getattr(client, method)(address, **body)


def wrong(answer: Any, what: str, looked_at: Any) -> str:
    """What is wrong with an answer: a fault, or a refusal that is not the API's."""
    if fault := looked_at(answer, what):
        return str(fault)
    if answer.status_code in CODES and set(json.loads(answer.content)) != {
        "code",
        "subject",
        "text",
        "hint",
        "data",
    }:
        return f"{answer.status_code} without a code {what}"
    return ""


@pytest.mark.parametrize("role", ["manager", "public"])
def test_every_parameter_with_every_value(
    role: str, world: Any, user: Any, client_of: Any, looked_at: Any
) -> None:
    client, faults, count = client_of(None if role == "public" else user(role)), [], 0
    client.raise_request_exception = False
    for path, method, said in operations():
        names = parameters(said, "query")
        address = filled(path, world)
        tried = [(names, value) for value in VALUES] if names else []
        tried += [([name], VALUES[(count + place) % len(VALUES)]) for place, name in enumerate(names)]
        for named, value in tried:
            query = "&".join(f"{n}={v}" for n in named for v in [value.replace("{name}", n)])
            answer = send(client, method, f"{address}?{query}")
            faults.append(wrong(answer, f"{role} {method} {address}?{query[:200]}", looked_at))
            count += 1
    assert count > 100
    assert [fault for fault in faults if fault] == []


def test_strange_ids(world: Any, user: Any, client_of: Any, looked_at: Any) -> None:
    client, faults = client_of(user("manager")), []
    client.raise_request_exception = False
    for path, method, said in operations():
        for _name in parameters(said, "path"):
            for value in IDS:
                address = path.replace("{slug}", value).replace("{pk}", value)
                faults.append(wrong(send(client, method, address), f"{method} {address[:200]}", looked_at))
    assert [fault for fault in faults if fault] == []


def test_strange_headers(world: Any, client_of: Any, looked_at: Any) -> None:
    """What the document does not name, but every client may send."""
    client, faults = client_of(None), []
    client.raise_request_exception = False
    for name in (
        "Authorization",
        "If-None-Match",
        "If-Match",
        "Accept-Language",
        "Accept",
        "X-Forwarded-For",
        "Range",
    ):
        for value in ("zzz", "Bearer", "Bearer \udcff", "a" * 5000, '"', "*", "0-", "²", ""):
            for path in ("/api/v1/organisations", f"/api/v1/organisations/{world['slug'][0]}"):
                answer = client.get(path, headers={name: value})
                faults.append(looked_at(answer, f"{name}: {value[:40]!r}"))
    assert [fault for fault in faults if fault] == []
