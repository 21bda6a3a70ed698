"""Answers that need not be made again: 304 to who holds what would be sent, told before anything is rendered.

What an answer is made of is hashed: the rows as they were read for this reader, the language, the release. So a
validator is never older than the database, and no two readers share one that see different things.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

from django.contrib.messages.storage.cookie import CookieStorage
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language

import neisse
from neisse.web.core.guards import asks_as_stranger
from neisse.web.core.queries import the_instance

Render = Callable[[], HttpResponse]
SHOWING = {".html", ".txt", ".mo", ".py", ".css", ".js"}


def unless_held(request: HttpRequest, parts: Iterable[Any], render: Render) -> HttpResponse:
    """304 where the asker holds what `render` would answer, else that, with its validator.

    `parts`: everything from the database that the answer shows, rows or plain values. A row stands for its fields
    and for the rows that were read with it.
    """
    parts = [*parts]
    if held := get_conditional_response(request, etag=tag_of(request, parts)):
        held["ETag"] = tag_of(request, parts)
        return held
    answer = render()
    answer["ETag"] = tag_of(request, parts)
    return answer


def page_unless_held(request: HttpRequest, parts: Iterable[Any], render: Render) -> HttpResponse:
    """The same for a page, which strangers alone get without rendering: what others see depends on more.

    So does a page that still has something to say to a stranger who sent a form.
    """
    if not asks_as_stranger(request) or CookieStorage.cookie_name in request.COOKIES:
        return render()
    return unless_held(request, [the_instance(), timezone.localdate(), *parts], render)


def tag_of(request: HttpRequest, parts: Iterable[Any]) -> str:
    """The validator, for this reader alone. The secret of the forms in a page is in it: they fit no other cookie."""
    held = blake2b(digest_size=16)
    secret = request.META.get("CSRF_COOKIE") or ""
    reader = getattr(request.user, "pk", None)
    for said in (release(), request.get_full_path(), get_language(), reader, secret, *parts):
        for value in plain(said):
            held.update(f"{value!r}\0".encode())
    return f'"{salted_hmac("unchanged", held.digest()).hexdigest()[:32]}"'


def plain(said: Any, met: set[int] | None = None) -> Iterator[Any]:
    """What is behind a row: the values of its fields, and those of the rows that were read with it."""
    met = set() if met is None else met
    if isinstance(said, (list, tuple)):
        for part in said:
            yield from plain(part, met)
    elif not isinstance(said, Model):
        yield said
    elif id(said) not in met:
        met.add(id(said))
        yield type(said).__name__
        yield from ((name, said.__dict__.get(name)) for name in _columns(type(said)))
        for name, other in said._state.fields_cache.items():
            yield name
            yield from plain(other, met)


@lru_cache(maxsize=64)
def _columns(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


@lru_cache(maxsize=1)
def release() -> str:
    """A sign of the code, templates and catalogues that make the pages; reads names, sizes and times only."""
    found = blake2b(digest_size=16)
    for file in sorted(Path(neisse.__file__).parent.rglob("*")):
        if file.suffix in SHOWING:
            seen = file.stat()
            found.update(f"{file.name}\0{seen.st_size}\0{seen.st_mtime_ns}\n".encode())
    return found.hexdigest()
