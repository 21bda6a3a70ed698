"""The nouns at the top of every page. A page that does not exist (yet) is left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise

PAGES: tuple[tuple[Words, str, str], ...] = (
    (_("Directory"), "record:directory", ""),
    (_("Networks"), "record:networks", ""),
    (_("People"), "record:people", "record.list_people"),
    (_("Plans"), "record:plans", ""),
    (_("Overlaps"), "intersect:overlaps", ""),
    (_("Partners"), "intersect:partners", ""),
    (_("Coordination"), "agree:rounds", "agree.list_rounds"),
    (_("Joint plan"), "agree:plan", ""),
    (_("Events"), "meet:events", ""),
    (_("Projects"), "deliver:projects", ""),
    (_("News"), "publish:news", ""),
    (_("Figures"), "record:figures", ""),
    (_("Inbox"), "core:inbox", "core.open_inbox"),
    (_("Import"), "record:import", "record.import"),
    (_("Settings"), "core:settings", "core.manage_instance"),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the navigation: its words, its address, whether the reader is inside it."""

    label: Words
    url: str
    is_current: bool
    view: str
    count: int = 0


@lru_cache(maxsize=32)
def address(view: str) -> str:
    """The address of a view, or an empty text where the product has none."""
    try:
        return reverse(view)
    except NoReverseMatch:
        return ""


def entries(request: HttpRequest) -> Iterator[Entry]:
    """What the reader may open, in order."""
    user = getattr(request, "user", None)
    for label, view, permission in PAGES:
        url = address(view)
        if url and (not permission or (user is not None and user.has_perm(permission))):
            yield Entry(label, url, request.path.startswith(url), view)
