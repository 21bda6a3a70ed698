"""No record can be called so that its address belongs to another page."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, reduce
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from neisse.web.meet.models import Event
from neisse.web.record.actions.slugs import give_slugs

PARTS = {"<int:pk>": "1", "<int:number>": "1", "<int:version>": "1", "<str:kind>": "csv", "<slug>": "other"}


def routes(entries: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    for entry in entries:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry.url_patterns, route)
        elif isinstance(entry, URLPattern):
            yield route, entry.callback


@pytest.mark.django_db
def test_a_record_with_a_name_of_the_product_keeps_its_pages() -> None:
    every = list(routes(get_resolver().url_patterns))
    pages = [(route, view) for route, view in every if "<slug:slug>" in route]
    assert len(pages) > 50
    lost, tried = [], 0
    for route, view in pages:
        filled = reduce(lambda text, part: text.replace(*part), PARTS.items(), route)
        head, at = filled.split("/")[0], filled.split("/").index("<slug:slug>")
        for slug in slugs_of(words_at(every, head, at)):
            path, tried = "/" + filled.replace("<slug:slug>", slug), tried + 1
            if resolve(path).func is not view:
                lost.append(path)
    assert tried > 100
    assert lost == []


def words_at(every: list[tuple[str, Any]], head: str, at: int) -> frozenset[str]:
    """Fixed words at one place of all addresses that begin alike."""
    parts = [route.split("/") for route, _ in every if route.startswith(f"{head}/")]
    return frozenset(p[at] for p in parts if len(p) > at and p[at].isidentifier())


@cache
def slugs_of(words: frozenset[str]) -> list[str]:
    rows = [Event(key=word) for word in sorted(words)]
    give_slugs(Event, rows)
    return [row.slug for row in rows]


@pytest.mark.django_db
def test_other_names_stay_as_they_are() -> None:
    rows = [Event(key="Messe Export 2027"), Event(key="export"), Event(key="new")]
    give_slugs(Event, rows)
    assert [row.slug for row in rows] == ["messe-export-2027", "export-2", "new-2"]
