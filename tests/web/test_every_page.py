"""What holds on every page: nothing changes by reading, nothing runs that is not ours, texts are texts."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

IS_READ = re.compile(r"\s*(SELECT|SAVEPOINT|RELEASE SAVEPOINT)\b")
HTML = '<script>alert("x")</script><b onclick=x>'
KEY = "sample"
# What stands for the parts of an address; every record of the fixture has the same slug.
PARTS: dict[str, list[Any]] = {
    "slug": [KEY],
    "kind": ["organisation", "organisations", "measure", "measures", "overlaps"],
    "pk": [1],
    "secret": ["none"],
    "role": ["guest"],
    "format": ["csv"],
    "version": [1],
}
# Lists that grow with the records of a kind; the numbers of queries must not.
LISTS = {
    "record:directory": "organisation",
    "record:networks": "network",
    "record:figures": "figure",
    "record:plans": "measure",
    "record:timeline": "measure",
    "record:month": "measure",
    "record:search": "measure",
    "publish:start": "measure",
}
COLLECTIONS = [
    "organisations",
    "people",
    "networks",
    "memberships",
    "sections",
    "topic-groups",
    "measures",
    "figures",
]


def make(record: Any, key: str, text: str) -> None:
    """One record of every kind, with a text in every text field."""
    names = dict.fromkeys(("de", "pl", "en"), text)
    record("organisation", id=key, name=text, names=names, aliases=[text], city=text, kind=text[:40], sectors=[text],
           offers=[text], needs=[text], descriptions=names, source=text, hrb=text[:60], status=text[:20])  # fmt: skip
    record("person", id=key, name=text, office=text, organisation=key, languages=[text], email="a@example.org",
           phone=text[:40], consent={"purpose": text, "given_on": "2020-01-01"}, source=text)  # fmt: skip
    record("network", id=key, name=text, names=names, kind=text[:40], organisation=key)
    record("membership", id=key, network=key, organisation=key, representative=key, source=text)
    record("section", id=key, network=key, name=text, names=names, description=text, chair=key, members=[key],
           topics=[text])  # fmt: skip
    record("measure", id=key, title=text, titles=names, description=text, descriptions=names, kind=text[:40],
           owner=key, starts="2026-11-23", place={"city": text}, topics=[text], audience=[text], source=text)  # fmt: skip
    record("topic_group", id=key, section=key, name=text, names=names, chair=key, members=[key], meetings=[key],
           topics=[text])  # fmt: skip
    record(
        "figure", id=key, about=key, concept=text, value=5, unit=text[:40], year=2021, note=text, source=text
    )


@pytest.fixture
def sample(record: Any) -> None:
    make(record, KEY, HTML)


def rows() -> dict[str, int]:
    return {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models()
        if model._meta.label not in {"sessions.Session", "core.Tries"}  # counters count readings too
    }


@pytest.mark.usefixtures("frames")
@pytest.mark.parametrize("role", ["manager", "member", "public"])
def test_every_address(role: str, sample: None, user: Any, client_of: Any, addresses: Any) -> None:
    client = client_of(None if role == "public" else user(role))
    client.raise_request_exception = True
    before, opened = rows(), 0
    for address in addresses(PARTS):
        written: list[str] = []
        with connection.execute_wrapper(
            lambda run, sql, *more, of=written: (of.append(sql), run(sql, *more))[1]
        ):
            answer = client.get(address)
        assert answer.status_code < 500, address
        opened += answer.status_code == 200
        policy = answer["Content-Security-Policy"]
        assert "'unsafe-" not in policy, address
        assert "default-src 'none'" in policy, address
        if answer["Content-Type"].startswith("text/html"):
            page = answer.content.decode()
            assert "<script>alert" not in page, address
            assert "<b onclick" not in page, address
            assert " style=" not in page, address
        if not all(map(IS_READ.match, written)):
            assert rows() == before, f"reading {address} changed rows"
    assert opened > 15


def test_html_in_every_field_is_shown_as_text(sample: None, user: Any, client_of: Any) -> None:
    page = client_of(user("manager")).get(reverse("record:organisation", args=[KEY])).content.decode()
    assert "&lt;script&gt;alert(" in page


def queries_of(client: Any, address: str) -> int:
    client.get(address)  # what is kept in memory is read once
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.one_database("how many queries are asked is decided in Python")
@pytest.mark.parametrize("role", ["manager", "public"])
@pytest.mark.parametrize("view", LISTS)
def test_pages_ask_the_same_for_one_row_and_for_three(
    view: str, role: str, record: Any, user: Any, client_of: Any
) -> None:
    address = reverse(view)
    address += "?q=Row" if view == "record:search" else ""
    client = client_of(None if role == "public" else user(role))
    make(record, "one", "Row one")
    first = queries_of(client, address)
    make(record, "two", "Row two")
    make(record, "three", "Row three")
    assert queries_of(client, address) == first


@pytest.mark.one_database("how many queries are asked is decided in Python")
@pytest.mark.parametrize("collection", COLLECTIONS)
def test_lists_of_the_api_ask_the_same_for_one_row_and_for_three(
    collection: str, record: Any, user: Any, client_of: Any
) -> None:
    client = client_of(user("manager"))
    make(record, "one", "Row one")
    first = queries_of(client, f"/api/v1/{collection}")
    make(record, "two", "Row two")
    make(record, "three", "Row three")
    assert queries_of(client, f"/api/v1/{collection}") == first


def test_the_policy_of_the_settings_is_strict() -> None:
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    assert directives["script-src"] == directives["style-src"] == ["'self'"]
    assert directives["default-src"] == directives["frame-ancestors"] == ["'none'"]
