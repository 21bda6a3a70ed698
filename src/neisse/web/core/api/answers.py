"""Answers with entity tags, and lists in pages.

The tag of a record is its version with a hash of what this reader sees of it, so it changes with both.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_etags
from ninja import Schema
from pydantic import Field

from neisse.web.core.api.errors import ApiError

T = TypeVar("T")
LIMIT = 50
MOST = 200
DEEPEST_OFFSET = 1_000_000


class PageQuery(Schema):
    """Which part of a list."""

    limit: int = Field(LIMIT, ge=1, le=MOST, description="How many items.")
    offset: int = Field(0, ge=0, le=DEEPEST_OFFSET, description="How many items to skip.")


class Page(Schema, Generic[T]):
    """A part of a list; `next` and `previous` are addresses, null at the ends."""

    count: int = Field(ge=0, examples=[1])
    next: str | None = Field(examples=[None])
    previous: str | None = Field(examples=[None])
    items: list[T]


def answer(request: HttpRequest, data: Any, *, status: int = 200, version: int | None = None) -> HttpResponse:
    """JSON with an entity tag; 304 without a body where the reader has it already."""
    body = _json(data)
    tag = _tag(body, version)
    headers = {"ETag": tag, "Vary": "Authorization, Cookie"}
    if request.method in {"GET", "HEAD"} and _matches(
        request.headers.get("If-None-Match", ""), tag, weak=True
    ):
        return HttpResponse(status=304, headers=headers)
    return HttpResponse(body, content_type="application/json", status=status, headers=headers)


def require_match(request: HttpRequest, data: Any, version: int) -> None:
    """Refuse (`api.changed`, 412) a write whose If-Match names another state of the record."""
    wanted = request.headers.get("If-Match", "")
    if wanted and not _matches(wanted, _tag(_json(data), version), weak=False):
        raise ApiError(
            412, "api.changed", request.path, "the record has changed since you read it", "read it again"
        )


def page_of(
    request: HttpRequest,
    rows: QuerySet[Any] | Sequence[Any],
    query: PageQuery,
    shown: Callable[[list[Any]], list[Any]],
) -> HttpResponse:
    """A page of a list; `shown` turns the rows of the page into objects, all at once."""
    count = rows.count() if isinstance(rows, QuerySet) else len(rows)
    part = list(rows[query.offset : query.offset + query.limit]) if query.offset < count else []
    after, before = query.offset + query.limit, query.offset - query.limit
    data = {
        "count": count,
        "next": _address(request, query.limit, after) if after < count else None,
        "previous": _address(request, query.limit, max(before, 0)) if query.offset > 0 else None,
        "items": shown(part),
    }
    return answer(request, data)


def _address(request: HttpRequest, limit: int, offset: int) -> str:
    rest = [(name, value) for name, values in request.GET.lists() for value in values]
    kept = [(name, value) for name, value in rest if name not in {"limit", "offset"}]
    return request.build_absolute_uri(
        f"{request.path}?{urlencode([*kept, ('limit', limit), ('offset', offset)])}"
    )


def _json(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False, cls=DjangoJSONEncoder, separators=(",", ":")).encode()


def _tag(body: bytes, version: int | None) -> str:
    digest = hashlib.blake2b(body, digest_size=8).hexdigest()
    return f'"{digest}"' if version is None else f'"{version}-{digest}"'


def _matches(header: str, tag: str, *, weak: bool) -> bool:
    given = parse_etags(header)
    return "*" in given or tag in given or (weak and f"W/{tag}" in given)
