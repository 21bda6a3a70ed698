"""Events that a new one may already be, among those that its maker may see."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from neisse.engine.values import LANGUAGES
from neisse.web.core.bridge import fold
from neisse.web.meet.models import Event
from neisse.web.meet.queries.events import visible_events
from neisse.web.record.queries.alike import AlikeRow

REACH = timedelta(days=14)
MOST_COMPARED, MOST_SHOWN = 300, 5
SHARED = 0.5
SHORTEST_WORD = 3


def alike_events(draft: Event, user: Any) -> list[AlikeRow]:
    """What may be the event of a draft: half of the words of a title within two weeks, or one organiser at one time.

    Cost: one query, for at most 300 events of those weeks.
    """
    rows = visible_events(user).filter(
        starts_at__lt=draft.ends_at + REACH, ends_at__gt=draft.starts_at - REACH
    )
    found = []
    for row in (
        rows.exclude(pk=draft.pk).select_related("organiser").order_by("starts_at", "pk")[:MOST_COMPARED]
    ):
        told = tuple(_for_it(draft, row))
        if told:
            found.append(AlikeRow(row, reverse("meet:event", args=[row.slug]), row.city, told))
    return found[:MOST_SHOWN]


def _for_it(draft: Event, row: Event) -> Iterable[str]:
    """Why they may be one, in words."""
    if _share(draft, row) >= SHARED:
        yield _("A title like it")
    if row.organiser_id == draft.organiser_id and _meet(draft, row):
        yield _("The same organiser at the same time")


def _share(draft: Event, row: Event) -> float:
    """How much of the words of two titles is common, in the language in which it is most."""
    return max(
        (
            len(one & other) / len(one | other)
            for one in _titles(draft)
            for other in _titles(row)
            if one | other
        ),
        default=0.0,
    )


def _titles(event: Event) -> list[frozenset[str]]:
    texts = {event.title, *(getattr(event, f"titles_{code}") for code in LANGUAGES)}
    return [frozenset(w for w in fold(text).split() if len(w) >= SHORTEST_WORD) for text in texts if text]


def _meet(one: Event, other: Event) -> bool:
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at
