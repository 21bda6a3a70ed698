"""Words that the addresses of the product use where others have the slug of a record."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from django.urls import URLPattern, URLResolver, get_resolver

SLUG = "<slug:"
WORD = re.compile(r"[a-z0-9-]+")


@cache
def reserved_words() -> frozenset[str]:
    """What stands as a fixed word at the place of a slug in any address: a record called so could not be reached."""
    routes = [route.split("/") for route in _routes(get_resolver().url_patterns)]
    heads = {tuple(r[:at]) for r in routes for at, part in enumerate(r) if part.startswith(SLUG)}
    found = {
        r[len(head)] for head in heads for r in routes if len(r) > len(head) and tuple(r[: len(head)]) == head
    }
    return frozenset(word for word in found if WORD.fullmatch(word))


def _routes(patterns: Iterable[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    for entry in patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _routes(entry.url_patterns, route)
        else:
            yield route
