"""Saving the filters of a list under a name, for oneself or for the circle, and forgetting them."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import QueryDict

from neisse.engine.values import NeisseError, say
from neisse.web.core.actions.rights import require
from neisse.web.core.kept import forget
from neisse.web.core.models import SavedView
from neisse.web.core.queries.saved_views import SHARES, changeable

MOST_OF_A_LIST = 20
LONGEST_QUERY = 2000
LONGEST_NAME = 80
NOT_KEPT = ("page", "sheets", "format")


def save_view(
    page: str, name: str, query: str, *, actor: Any, is_shared: bool = False, opens: bool = False
) -> SavedView:
    """Save a view of a list for the actor; one of the same name is replaced.

    `is_shared`: for the circle, by managers (`core.share_views`). `opens`: the list opens with it, for the actor or
    for the circle; of a list one does.

    Errors: `view.too_many` where the list has 20 already, `view.too_long` for filters longer than 2,000 signs.
    """
    asked = QueryDict(query[: 2 * LONGEST_QUERY], mutable=True)
    for part in NOT_KEPT:
        asked.pop(part, None)
    kept = asked.urlencode()
    if len(kept) > LONGEST_QUERY or len(query) > 2 * LONGEST_QUERY:
        raise NeisseError(
            "view.too_long", name, "these filters are too long to be saved", "use fewer of them"
        )
    if is_shared:
        require(actor, SHARES)
    with transaction.atomic():
        own = SavedView.objects.filter(owner=actor, page=page)
        if not own.filter(name=name).exists() and own.count() >= MOST_OF_A_LIST:
            text = say("a list has at most %(most)s saved views", most=MOST_OF_A_LIST)
            raise NeisseError("view.too_many", name, text, "remove one of them first")
        view, _made = SavedView.objects.update_or_create(
            owner=actor,
            page=page,
            name=name,
            defaults={"query": kept, "is_shared": is_shared, "opens": opens},
        )
        if opens:
            others = SavedView.objects.filter(page=page, is_shared=is_shared, opens=True).exclude(pk=view.pk)
            (others if is_shared else others.filter(owner=actor)).update(opens=False)
        forget()
    return view


def remove_view(view: SavedView, *, actor: Any) -> None:
    """Forget a saved view of the actor's own, or for managers one of the circle."""
    with transaction.atomic():
        changeable(actor).filter(pk=view.pk).delete()
        forget()
