"""Writes of the API: found as far as the caller may see, then the one way in, which asks for every right."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpRequest
from ninja import Schema

from neisse.engine.values import say
from neisse.web.core.api.answers import require_match
from neisse.web.core.api.errors import ApiError, forbidden, not_found
from neisse.web.record.actions import remove, store
from neisse.web.record.actions.edit import free_key
from neisse.web.record.actions.reach import own_keys
from neisse.web.record.bridge import KINDS
from neisse.web.record.bridge.fields import Object
from neisse.web.record.models import Visibility
from neisse.web.record.queries.scoped import shown_objects, visible, with_parts
from neisse.web.record.schemas import READ_ONLY

COLLECTIONS = {
    "organisation": "organisations",
    "person": "people",
    "network": "networks",
    "membership": "memberships",
    "section": "sections",
    "topic_group": "topic-groups",
    "measure": "measures",
    "figure": "figures",
}


def permission(verb: str, kind: str) -> str:
    """The name of a permission in `rules.py`."""
    return f"record.{verb}_{kind.replace('_', '')}"


def with_address(row: Any, kind: str, obj: Object) -> Object:
    """The object with where it stands and its version."""
    href = f"/api/v1/{COLLECTIONS[kind]}/{row.slug}"
    return {**obj, "slug": row.slug, "version": row.version, "href": href}


def addressed(user: Any, rows: list[Any], kind: str) -> list[Object]:
    """Rows as this reader gets them."""
    return [with_address(row, kind, obj) for row, obj in zip(rows, shown_objects(user, rows), strict=True)]


def find(kind: str, user: Any, slug: str, *, lock: bool = False) -> Any:
    """The row behind an address; 404 where there is none or the reader may not see it."""
    row = find_if_any(kind, user, slug, lock=lock)
    if row is None:
        raise not_found(f"{COLLECTIONS[kind]}/{slug}")
    return row


def find_if_any(kind: str, user: Any, slug: str, *, lock: bool = False) -> Any:
    """The row behind an address, or None."""
    rows = with_parts(kind, visible(kind, user)).filter(slug=slug)
    return (rows.select_for_update(of=("self",)) if lock else rows).first()


@transaction.atomic
def create(kind: str, request: HttpRequest, data: Schema) -> Any:
    """Store a new record; an id that is taken is refused (`object.exists`, 409).

    An id that is taken by what the caller may not see is not refused: the record gets another one, and so does a plan
    under any id that the caller does not see, unless a manager stores it. A plan of which nothing is said is for the
    circle until somebody publishes it.
    """
    user = request.user
    if not user.has_perm(permission("add", kind)):
        raise forbidden(COLLECTIONS[kind])
    obj = given(data, kind)
    asked = str(obj.get("id") or "")
    obj["id"] = own_keys(user, kind, [asked]).get(asked, asked) if asked else free_key(kind, obj)
    if KINDS[kind].model.objects.filter(key=obj["id"]).exists():
        raise ApiError(
            409, "object.exists", str(obj["id"]), "there is a record with this id", "change that one"
        )
    if kind == "measure":
        obj["visibility"] = obj.get("visibility") or Visibility.CIRCLE.value
    store(kind, [obj], actor=user, reason=reason_of(request))
    return stored_row(kind, str(obj["id"]))


@transaction.atomic
def change(kind: str, request: HttpRequest, slug: str, data: Schema, *, merge: bool) -> Any:
    """Change some fields of a record, or all of them; If-Match guards against lost changes.

    Who may see it changes only where the request says so: what is left out never opens anything.
    """
    user = request.user
    row = find(kind, user, slug, lock=True)
    if not user.has_perm(permission("change", kind), row):
        raise forbidden(f"{COLLECTIONS[kind]}/{slug}")
    require_match(request, addressed(user, [row], kind)[0], row.version)
    obj = given(data, kind)
    if str(obj.get("id") or row.key) != row.key:
        hint = say("leave it out, or make a new record")
        raise ApiError(409, "object.id", row.key, "the id of a record does not change", hint)
    obj["id"] = row.key
    for name in ("visibility", "contact_visibility"):
        if hasattr(row, name):
            obj.setdefault(name, getattr(row, name))
    store(kind, [obj], actor=user, reason=reason_of(request), merge=merge)
    return stored_row(kind, row.key)


@transaction.atomic
def take_out(kind: str, request: HttpRequest, slug: str) -> None:
    """Take a record out; its last version stays in the history."""
    row = find(kind, request.user, slug, lock=True)
    if not request.user.has_perm(permission("delete", kind), row):
        raise forbidden(f"{COLLECTIONS[kind]}/{slug}")
    require_match(request, addressed(request.user, [row], kind)[0], row.version)
    remove(row, actor=request.user, reason=reason_of(request))


def given(data: Schema, kind: str) -> Object:
    """The fields that the request names, as a contract object."""
    obj = data.model_dump(exclude_unset=True, by_alias=True)
    if obj.get("type") not in (None, kind):
        raise ApiError(
            422, "object.type", "type", say("this is not a %(kind)s", kind=kind), "send it to its own address"
        )
    return {name: value for name, value in obj.items() if name not in READ_ONLY}


def reason_of(request: HttpRequest) -> str:
    """Why, in the words of the caller."""
    return request.headers.get("X-Reason", "")[:500] or "API"


def stored_row(kind: str, key: str) -> Any:
    """The row as it stands now."""
    return with_parts(kind, KINDS[kind].model.objects.all()).get(key=key)
