"""No parameter and no part of an address makes the product fail."""

from __future__ import annotations

from itertools import count
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from tests.web.walks.conftest import paths
from tests.web.walks.parameters import EVERYWHERE, parameters_of

pytestmark = pytest.mark.usefixtures("frames")
LONG = "a" * 5000
# What a database may take differently: numbers, days, bytes that are no text, and texts that are too long.
FOR_A_DATABASE = [
    "-1",
    str(10**30),
    str(2**63),
    "1e400",
    "NaN",
    quote("²"),
    "9999-12-31",
    "0001-01-01",
    "%00",
    "a%00b",
    "%ED%A0%80",
    "%FF%FE",
    LONG,
]
# Values as they stand in an address, so that bytes that are no UTF-8 are among them.
VALUES = [
    *FOR_A_DATABASE,
    "zzz",
    "",
    "0",
    quote("٣"),
    "9999-12",
    "0000-00",
    "31.12.9999",
    quote("'\"><script>alert(1)</script>"),
    quote("../../etc/passwd"),
    quote("%s%n{0}{{7*7}}"),
    quote("\u202e\n\r\t"),
    "1&{name}=2",
    "true",
    "[]",
]
FEW = ["zzz", "9999-12", "%00", str(2**63), quote("²"), LONG]
SLUGS = ["a" * 900, "-", "_", "0"]
NUMBERS = [0, 2**31, 2**63, 10**30]
TEXTS = ["zzz", "\0", "²", "a" * 900, "'", "..", "%2e%2e", "نص"]


def asked(view: Any, numbers: Any) -> list[str]:
    """Every value for all parameters at once, and every parameter alone with some of the values in turn."""
    names = parameters_of(view)
    values = VALUES if connection.vendor == "sqlite" else FOR_A_DATABASE
    together = [
        "&".join(f"{quote(n)}={v.format(name=n) if '{name}' in v else v}" for n in names) for v in values
    ]
    alone = [f"{quote(n)}={VALUES[next(numbers) % len(VALUES)]}" for n in names]
    return [*together, *alone] if set(names) > set(EVERYWHERE) else together[:3]


def is_walked(name: str, view: Any) -> bool:
    return str(getattr(view, "__module__", "")).startswith("neisse.") and "signout" not in name


def test_parameters_as_a_manager(pages: Any, user: Any, client_of: Any, looked_at: Any) -> None:
    client, numbers, faults, seen = client_of(user("manager")), count(), [], set()
    client.raise_request_exception = False
    for name, view, address in pages:
        if name in seen or not is_walked(name, view):
            continue
        seen.add(name)
        first = client.get(address)
        faults.append(looked_at(first, address))
        if first.status_code not in {200, 400, 422}:
            continue
        faults += [
            looked_at(client.get(f"{address}?{query}"), f"{address}?{query[:300]}")
            for query in asked(view, numbers)
        ]
    assert len(seen) > 100
    assert [fault for fault in faults if fault] == []


@pytest.mark.one_database("the queries are those of the manager, who is let in everywhere")
@pytest.mark.parametrize("role", ["member", "public"])
def test_parameters_as_others(role: str, pages: Any, user: Any, client_of: Any, looked_at: Any) -> None:
    client, faults = client_of(None if role == "public" else user(role)), []
    client.raise_request_exception = False
    for name, view, address in pages:
        if not is_walked(name, view) or client.get(address).status_code != 200:
            continue
        names = parameters_of(view)
        for value in FEW:
            query = "&".join(f"{quote(n)}={value}" for n in names)
            faults.append(looked_at(client.get(f"{address}?{query}"), f"{role} {address}?{query[:300]}"))
    assert [fault for fault in faults if fault] == []


@pytest.mark.parametrize(
    "role",
    ["manager", pytest.param("public", marks=pytest.mark.one_database("as above, with fewer queries"))],
)
def test_parts_of_paths(role: str, world: Any, user: Any, client_of: Any, looked_at: Any) -> None:
    client, faults = client_of(None if role == "public" else user(role)), []
    client.raise_request_exception = False
    hostile = {
        **world,
        "slug": SLUGS,
        "pk": NUMBERS,
        "number": NUMBERS,
        "version": NUMBERS,
        "secret": TEXTS,
        "kind": TEXTS,
        "role": TEXTS,
        "format": TEXTS,
    }
    for part, values in hostile.items():
        for name, view, address in paths({**world, part: values}):
            if is_walked(name, view) and any(quote(str(v), errors="replace")[:20] in address for v in values):
                faults.append(looked_at(client.get(address), f"{role} {address[:300]}"))
    assert [fault for fault in faults if fault] == []
