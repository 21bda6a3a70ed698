"""The warning while a plan is being typed, before it is saved; what a stored plan just misses."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET, require_POST

from neisse.web.core import posted
from neisse.web.core.doors import Door, Rate, door
from neisse.web.core.queries import today
from neisse.web.intersect import bridge, queries
from neisse.web.intersect.wording import said, sentence
from neisse.web.record.models import Measure

FEWEST_LETTERS = 4
MOST_SHOWN = 5
MOST_NEAR = 10
LONGEST = 20_000  # a description; everything else is a line
MOST_LINES = 50
FORM = {"city": "place__city", "country": "place__country"}


@door(Door("similar", Rate(600, 600)))  # asked while somebody types
@require_POST
def similar(request: HttpRequest) -> HttpResponse:
    """Plans like the one in the form, as a fragment; nothing is kept of what was sent.

    Fields as in the form of a measure: title, description, kind, owner, when, place__city, place__country,
    place__online, topics, audience; `key` is the measure that is being edited.
    """
    draft: dict[str, Any] = {
        name: posted.word(request, FORM.get(name, name))
        for name in ("title", "kind", "owner", "when", "city", "country", "key")
    }
    draft["description"] = posted.word(request, "description", LONGEST)
    draft["online"] = posted.word(request, "place__online") in {"on", "true", "1"}
    draft["topics"] = _list(request, "topics")
    draft["audience"] = _list(request, "audience")
    asked = len(draft["title"]) >= FEWEST_LETTERS
    found = queries.similar(request.user, bridge.draft_measure(draft, today()), MOST_SHOWN) if asked else []
    shown = {"rows": in_words(found or ()), "asked": asked, "preparing": found is None}
    return render(request, "intersect/similar.html", shown)


@require_GET
def near_misses(request: HttpRequest, slug: str) -> HttpResponse:
    """What one change would make an overlap with a plan: a page, and a fragment for the page of the plan."""
    measure = get_object_or_404(queries.told_of(request.user), slug=slug)
    found = queries.near_misses(request.user, measure, today(), MOST_NEAR)
    shown = {"measure": measure, "rows": in_words(found or ()), "preparing": found is None}
    in_page = request.htmx  # type: ignore[attr-defined]
    answer = render(request, f"intersect/{'parts/' if in_page else ''}near_misses.html", shown)
    patch_vary_headers(answer, ["HX-Request"])
    return answer


def in_words(found: Iterable[tuple[Measure, bridge.Similar]]) -> list[tuple[Any, ...]]:
    """Plans with how they are like another one, why, and what would make an overlap of them."""
    return [
        (measure, pair, said(pair.reasons)[:3], sentence(pair.change) if pair.change else "")
        for measure, pair in found
    ]


def _list(request: HttpRequest, name: str) -> list[str]:
    values = posted.words(request, name)
    parts = [
        part.strip() for value in values for part in re.split(r"[;,\n]", value[:LONGEST]) if part.strip()
    ]
    return [part[: posted.LONGEST_WORD] for part in parts[:MOST_LINES]]
