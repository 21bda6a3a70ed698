"""Saved views of a list: the reader's own, those of the circle, and the one that opens the list."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from neisse.web.core.kept import kept
from neisse.web.core.models import SavedView

SEES_SHARED, SHARES = "core.see_shared_views", "core.share_views"


def views_of(user: Any, page: str) -> QuerySet[SavedView]:
    """What a reader is offered at a list, by name: the own views, and for the circle the shared ones."""
    mine = Q(owner=user)
    seen = mine | Q(is_shared=True) if user.has_perm(SEES_SHARED) else mine
    return SavedView.objects.filter(seen, page=page)


def changeable(user: Any) -> QuerySet[SavedView]:
    """The views that a user may change: the own ones, for managers the shared ones too."""
    mine = Q(owner=user)
    return SavedView.objects.filter(mine | Q(is_shared=True) if user.has_perm(SHARES) else mine)


def opening_query(user: Any, page: str) -> str:
    """The filters with which a list opens for a reader: the own choice before that of the circle; empty for none.

    Cost: none where no list of the instance has such a view; else a look into the memory of the process.
    """
    found = [view for view in kept("opening-views", (), _opening) if view[0] == page]
    own = [query for _page, owner, _shared, query in found if owner == user.pk and not _shared]
    shared = [query for _page, _owner, is_shared, query in found if is_shared]
    if own or not shared or not user.has_perm(SEES_SHARED):
        return own[0] if own else ""
    return str(shared[0])


def _opening() -> list[tuple[str, int, bool, str]]:
    rows = SavedView.objects.filter(opens=True).order_by("pk")
    return list(rows.values_list("page", "owner_id", "is_shared", "query"))
