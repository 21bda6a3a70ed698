"""List, read, create, replace, change and delete, and the history, for every kind of record."""
# Annotations are values here (each kind has schemas of its own), so they are not postponed.

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Header, Path, Query, Router, Schema
from pydantic import Field

from neisse.web.accounts.bearers import KNOWN, VISITOR
from neisse.web.core.api.answers import Page, PageQuery, answer, page_of
from neisse.web.core.api.errors import ApiError, forbidden, not_found, responses
from neisse.web.record.api import writing
from neisse.web.record.api.filters import LISTS
from neisse.web.record.queries.duplicates import address_after, merged_away
from neisse.web.record.queries.scoped import with_parts
from neisse.web.record.queries.versions import history_of
from neisse.web.record.schemas import OBJECTS, changes, new, stored

Slug = Annotated[str, Path(pattern=r"^[-a-zA-Z0-9_]{1,200}$", description="The record in addresses.")]
Reason = Annotated[
    str | None, Header(alias="X-Reason", max_length=500, description="Why; kept in the history.")
]
Seen = Annotated[
    str | None, Header(alias="If-Match", max_length=500, description="The ETag of what you have read.")
]
CHANGES = {"+": "created", "~": "changed", "-": "deleted"}


class Version(Schema):
    """One version of a record."""

    version: int = Field(examples=[2])
    at: datetime = Field(examples=["2026-10-21T09:00:00Z"])
    change: str = Field(examples=["changed"])
    by: str | None = Field(examples=["Anna Muster"])
    reason: str = Field(examples=["date moved"])


def router_of(kind: str) -> Router:
    """All operations of a kind."""
    router = Router(tags=[writing.COLLECTIONS[kind]])
    for add in (_add_list, _add_get, _add_history, _add_create, _add_replace, _add_change, _add_delete):
        add(router, kind)
    return router


def _add_list(router: Router, kind: str) -> None:
    query_type, rows_of = LISTS[kind]
    page = Page[stored(OBJECTS[kind])]  # type: ignore[misc, valid-type]

    @router.get("", auth=VISITOR, response={200: page, **responses(403)}, **_named("list", kind))
    def list_(request: HttpRequest, query: Annotated[query_type, Query()]) -> HttpResponse:  # type: ignore[valid-type]
        """Those that the reader may see, filtered, in pages."""
        rows = with_parts(kind, rows_of(request.user, query))
        return page_of(request, rows, query, lambda part: writing.addressed(request.user, part, kind))


def _add_get(router: Router, kind: str) -> None:
    answers = {200: stored(OBJECTS[kind]), **responses(403, 404)}
    if kind == "organisation":
        answers |= {301: None, **responses(410)}

    @router.get("/{slug}", auth=VISITOR, response=answers, **_named("get", kind))
    def get(request: HttpRequest, slug: Slug) -> HttpResponse:
        """The record as far as the reader may see it; If-None-Match answers 304."""
        row = writing.find_if_any(kind, request.user, slug)
        return _shown(request, kind, row) if row is not None else _moved(request, kind, slug)


def _add_history(router: Router, kind: str) -> None:
    answers = {200: Page[Version], **responses(403, 404)}

    @router.get("/{slug}/history", auth=KNOWN, response=answers, **_named("history", kind))
    def history(request: HttpRequest, slug: Slug, query: Annotated[PageQuery, Query()]) -> HttpResponse:
        """Who changed it, when and why; newest first."""
        row = writing.find(kind, request.user, slug)
        if not request.user.has_perm("record.view_history", row if kind == "measure" else None):
            raise forbidden(f"{writing.COLLECTIONS[kind]}/{slug}/history")
        versions = history_of(request.user, kind, row).order_by("-history_date", "-history_id")
        return page_of(request, versions, query, lambda part: [_version(v) for v in part])


def _add_create(router: Router, kind: str) -> None:
    given = new(OBJECTS[kind])
    answers = {201: stored(OBJECTS[kind]), **responses(403, 409)}

    @router.post("", auth=KNOWN, response=answers, **_named("create", kind))
    def create(request: HttpRequest, data: given, reason: Reason = None) -> HttpResponse:  # type: ignore[valid-type]
        """Store a new record."""
        return _shown(request, kind, writing.create(kind, request, data), status=201)


def _add_replace(router: Router, kind: str) -> None:
    given = new(OBJECTS[kind])

    @router.put("/{slug}", auth=KNOWN, response=_changed(kind), **_named("replace", kind))
    def replace(
        request: HttpRequest,
        slug: Slug,
        data: given,  # type: ignore[valid-type]
        reason: Reason = None,
        seen: Seen = None,
    ) -> HttpResponse:
        """All fields; what the object does not name becomes empty."""
        return _shown(request, kind, writing.change(kind, request, slug, data, merge=False))


def _add_change(router: Router, kind: str) -> None:
    given = changes(OBJECTS[kind])

    @router.patch("/{slug}", auth=KNOWN, response=_changed(kind), **_named("change", kind))
    def change(
        request: HttpRequest,
        slug: Slug,
        data: given,  # type: ignore[valid-type]
        reason: Reason = None,
        seen: Seen = None,
    ) -> HttpResponse:
        """Only the fields that the object names; null empties one."""
        return _shown(request, kind, writing.change(kind, request, slug, data, merge=True))


def _add_delete(router: Router, kind: str) -> None:
    answers = {204: None, **responses(403, 404, 409, 412)}

    @router.api_operation(["DELETE"], "/{slug}", auth=KNOWN, response=answers, **_named("delete", kind))
    def delete(request: HttpRequest, slug: Slug, reason: Reason = None, seen: Seen = None) -> HttpResponse:
        """Take it out; refused (`record.in_use`, 409) while others hang on it."""
        writing.take_out(kind, request, slug)
        return HttpResponse(status=204)


def _named(verb: str, kind: str) -> dict[str, Any]:
    noun = writing.COLLECTIONS[kind].replace("-", " ")
    summary = f"List {noun}" if verb == "list" else f"{verb.title()}: {kind.replace('_', ' ')}"
    return {"operation_id": f"{verb}_{kind}", "summary": summary}


def _changed(kind: str) -> dict[int, Any]:
    return {200: stored(OBJECTS[kind]), **responses(403, 404, 409, 412)}


def _moved(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """Where an organisation is now that was merged into another one: 301, or 410 where that is gone too."""
    merged = merged_away(request.user, slug) if kind == "organisation" else None
    if merged is not None and merged.survivor_id is None:
        raise ApiError(410, "merge.survivor", slug, "it was merged into an organisation that is gone")
    target = address_after(request.user, merged) if merged else ""
    if not target:
        raise not_found(f"{writing.COLLECTIONS[kind]}/{slug}")
    headers = {"Location": f"/api/v1/organisations/{target}"}
    return HttpResponse(status=301, headers=headers)


def _shown(request: HttpRequest, kind: str, row: Any, status: int = 200) -> HttpResponse:
    return answer(
        request, writing.addressed(request.user, [row], kind)[0], status=status, version=row.version
    )


def _version(row: Any) -> dict[str, Any]:
    return {
        "version": row.version,
        "at": row.history_date,
        "change": CHANGES[row.history_type],
        "by": str(row.history_user) if row.history_user else None,
        "reason": row.history_change_reason or "",
    }
